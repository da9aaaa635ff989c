// Package analysis turns nights, doses and a diary into an honest answer:
//
//	result, err := analysis.Run(analysis.Study{Records: records, Doses: doses, Entries: diary})
//	if err != nil {
//		return err // not a single night
//	}
//	if o := result.Primary(); o != nil {
//		fmt.Println(o.Metric, o.Verdict.Code)
//	}
//
// [Run] joins the records by night, infers the design from the log, estimates every
// outcome by one declared method, decides each verdict, and computes the caveats from
// the person's own nights. study.go shows the steps on one screen.
//
// The package is opinionated: onset, washout, scale and method are fixed before the
// fit, and nothing is chosen for its result. A [Result] holds ids and numbers, with
// the keys of report.json; package reports writes the sentences. What cannot be
// estimated has a reason instead of a number, and never NaN.
package analysis
