// Package stats is the arithmetic of an n-of-1 comparison on plain []float64 and day
// numbers. It has no files, metrics or sentences.
//
// A caller puts the nights of one comparison into [Rows], fits one or more outcomes and
// reads the posterior of the treatment effect:
//
//	rows := stats.Rows{Day: days, On: on} // one row per night with a value
//	mixtures, err := stats.FitSlowMix(rows, [][]float64{minutes})
//	...
//	effect := mixtures[0].Stretch(1)      // 1 for no stretch
//	fmt.Println(effect.Median, effect.CI95)
//
// [FitSlowMix] is the primary estimator: a regression on the treatment, a shrunk linear
// trend and the weekday. Its errors are night-level noise plus a fast and a slow
// autoregression in calendar days, integrated over a fixed grid of error models. For a
// single switch, [BeforeAfter] repeats the fit at made-up start dates in the person's
// own past and stretches the posterior accordingly. [Lagged] is the model of as-needed
// dosing.
//
// The other functions check or describe:
//
//   - [FitMargAvg] and [FitREML] answer the same question with other models.
//   - [RandomisationTest] needs no model if the schedule was drawn at random.
//   - [ScanBreak], [DoseAfterNight] and [MissingAfterNight] search for misleading patterns.
//   - [RobustnessValue], [EValue] and [TippingDrift] measure how strong a hidden cause
//     would have to be.
//   - [NAP], [HodgesLehmann] and [MannKendall] describe without a model.
//   - [Power] and [PlannedSE] help to plan a study.
//
// The package is opinionated. Grids, priors and thresholds are constants, chosen once on
// other people's nights and never for a result. Functions that draw random numbers take
// a seed, and nothing depends on the clock, so equal input gives equal output.
//
// Days are calendar day numbers. A missing night is a day without a row, or NaN in a
// slice with one value per calendar day. Distances between rows are always calendar
// days, so gaps are neither closed up nor filled. Outcomes are on the analysis scale:
// the logarithm for HRV, the value itself otherwise.
package stats
