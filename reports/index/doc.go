// Package index writes the list of many people's reports: HTML, JSON and CSV.
//
//	brief, err := index.NewBrief(index.Status{Participant: "p01", Status: "done"}, "p01", &report)
//	...
//	x, err := index.New(index.InOrder(briefs))
//	...
//	err = index.WriteJSON(w, x)
//
// A [Brief] is what the index needs of one report; it is kept beside the report, so
// that an index of 10,000 people reads no report again. The order is that of triage:
// what a reader has to look at first is at the top. People with the same question are
// pooled.
package index
