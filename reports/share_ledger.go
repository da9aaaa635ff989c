package reports

import (
	"slices"

	"nof1/analysis"
)

// withoutCalendar hides the row of the ledger that would tell the time of year.
func withoutCalendar(ledger []analysis.LedgerRow) []analysis.LedgerRow {
	out := slices.Clone(ledger)
	for i := range out {
		if out[i].ID == "clock_change" {
			out[i].Status, out[i].Measured, out[i].Caveats = analysis.LedgerNotRecorded, nil, nil
		}
	}
	return out
}

// ledgerRow scrubs the words of a row and of the caveats it tells.
func (s *scrubber) ledgerRow(l *analysis.LedgerRow) {
	l.Words = s.words(l.Words)
	l.Caveats = slices.Clone(l.Caveats)
	for i := range l.Caveats {
		l.Caveats[i].Words = s.words(l.Caveats[i].Words)
	}
}
