// Package analysis turns nights, doses and a diary into an honest answer.
//
// [Run] is the whole of it on one screen: it joins records night by night,
// infers the design from the log, estimates every outcome with one declared
// method, decides each verdict from one decision variable and computes the
// caveats from this person's own nights.
//
// The package is opinionated: onset, washout, scale and method are fixed before
// the fit; nothing is chosen for its result. A [Result] carries ids and numbers,
// with the keys of report.json; package reports fills in the sentences.
package analysis
