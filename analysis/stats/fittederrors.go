package stats

import "gonum.org/v1/gonum/floats"

// FittedErrors returns the error model of [FitMargAvg] with the highest posterior
// weight, for [ScanBreak] and [PlannedSE]. In that model, nights d > 0 days apart have
// the correlation (1-noise) phi^d. It returns false if m is not a result of FitMargAvg
// or the outcome never changes.
func FittedErrors(m Mixture) (phi, noise float64, ok bool) {
	if len(m.Weight) != len(margAvgGrid) || floats.Max(m.Scale) == 0 {
		return 0, 0, false
	}
	best := margAvgGrid[floats.MaxIdx(m.Weight)]
	return best.fastPhi, best.noise, true
}
