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
			out[i].Status, out[i].Measured = analysis.LedgerNotRecorded, nil
		}
	}
	return out
}
