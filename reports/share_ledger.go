package reports

import "nof1/analysis"

// ledgerRow scrubs the words of a row and of its caveats, and hides the
// row that would reveal the time of year.
func (s *scrubber) ledgerRow(l *analysis.LedgerRow) {
	if l.ID == "clock_change" {
		l.Status, l.Measured, l.Caveats = analysis.LedgerNotRecorded, nil, nil
	}
	l.Words = s.words(l.Words)
	for i := range l.Caveats {
		l.Caveats[i].Words = s.words(l.Caveats[i].Words)
	}
}
