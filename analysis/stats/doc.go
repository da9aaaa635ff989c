// Package stats holds the arithmetic of an n-of-1 comparison, on plain
// []float64 and day numbers; it knows no file, no metric and no sentence.
//
// The primary estimator is [FitSlowMix]: a regression on the treatment, a
// shrunk linear trend and the weekday, whose errors are night-level noise plus
// a fast and a slow autoregression in calendar days, integrated over a fixed
// grid of error models. [BeforeAfter] adds what a single switch needs: the same
// fit at made-up start dates in the person's own past, and the stretch they
// ask for. [Lagged] is the model of as-needed dosing.
//
// The rest checks or describes. [FitMargAvg] and [FitREML] are other answers to
// the same question; [RandomisationTest] needs no model where the schedule was
// drawn; [ScanBreak], [DoseAfterNight] and [MissingAfterNight] look for what
// would mislead; [RobustnessValue], [EValue] and [TippingDrift] say how much
// would have to be hidden; [NAP], [HodgesLehmann] and [MannKendall] describe
// without a model; [Power] and [PlannedSE] come before a study.
//
// The package is opinionated: grids, priors and thresholds are constants,
// chosen once on other people's nights and never for a result. What draws
// random numbers takes a seed, and nothing depends on the clock: same numbers
// in, same numbers out.
//
// Conventions. Days are calendar day numbers; a missing night is a day without
// a row (or NaN where a slice has one value per calendar day), and distances
// between rows are always calendar days: gaps are neither closed up nor filled.
// Outcomes are on the analysis scale (logarithm for HRV, raw otherwise).
package stats
