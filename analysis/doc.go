// Package analysis turns nights, doses and a diary into an honest answer.
//
// [Run] is the whole of it on one screen: it joins records night by night,
// infers the design from the log, estimates every outcome with one declared
// method, decides each verdict from one decision variable and computes the
// caveats from this person's own nights.
//
// The package is opinionated: onset, washout, scale and method are fixed before
// the fit; nothing is chosen for its result. It carries ids and numbers; the
// sentences stand in the language catalogue of package reports.
package analysis
