// Package protocol contains facts about supplements: chemical forms, elemental amounts,
// waiting times after a start and a stop, upper levels, and the days on which vendors
// changed their numbers.
//
// A caller looks up a name from a log, resolves a row of the log and converts its dose:
//
//	var catalogue *protocol.Catalogue // nil is the built-in one
//	id, form, dose := catalogue.Resolve("Magnesium Citrate", "", "mg", 900, true, "compound", nil)
//	// "magnesium", "citrate"
//	mg, ok, why := protocol.Elemental(dose)         // mg of magnesium, or the reason why not
//	onset, washout := catalogue.Windows(id)         // nights left out after a switch
//
// The facts are in data files beside the code, each with its source: supplements.yaml,
// forms.csv, formnotes.yaml and breaks.csv. A fact is context for a report, never
// advice to take something.
//
// The package is opinionated: it never guesses the meaning of an amount. [Elemental]
// returns a number or the reason why there is no number.
package protocol
