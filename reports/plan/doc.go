// Package plan writes the papers of a plan: the page, the schedule, the calendar and
// the packing sheet of a blinded one.
//
//	sheet := plan.Sheet{Plan: p, Language: "en"}
//	err := plan.WriteHTML(w, sheet)
//	...
//	err = plan.WriteICS(w, sheet)
//
// The papers of a sealed plan do not say what is in which box.
package plan
