// Package record holds the facts that travel from files to reports: what was
// measured, slept, taken and written down, where each value came from, and the
// catalogue of metrics.
//
// An importer fills these types, and package analysis reads them. Neither imports
// the other:
//
//	night, err := record.ParseDate("2031-05-03") // the date of waking
//	...
//	r := record.Record{Night: night, Metric: "hrv_rmssd", Value: 48.5,
//		Raw: "48,5", RawUnit: "ms", Source: "whoop", Pos: record.Pos{File: "nights.csv", Line: 2, Column: 17}}
//	if m, ok := record.MetricByID(r.Metric); ok {
//		fmt.Printf("%s: %g %s", m.Name, r.Value, m.Unit)
//	}
//
// Three rules hold for every value. A night is named by the local date of
// waking. A value is in the unit of its metric's row in [Metrics], and is never
// NaN: what was not measured has no record. Unknown is not "no": see [Taken].
//
// The package imports nothing of nof1.
package record
