// Package protocol knows what people take: supplements, chemical forms, how
// much of the element a dose holds, how long to wait after a start and a stop,
// the upper levels authorities publish, and the days on which a vendor is known
// to have changed its numbers.
//
// The facts stand in data files beside the code (supplements.yaml, forms.csv,
// breaks.csv), each with its source. A row is context for a report, never advice
// to take something.
//
// The package is opinionated: an amount whose meaning the log does not say is
// never guessed. [Elemental] answers with a number or with the reason there is
// none.
package protocol
