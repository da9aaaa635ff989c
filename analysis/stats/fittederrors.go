package stats

import "gonum.org/v1/gonum/floats"

// FittedErrors is the error model that fits best among those of [FitMargAvg],
// for [ScanBreak] and [PlannedSE]: the correlation of nights d > 0 days apart
// is (1-noise) phi^d. m is a mixture that FitMargAvg made; not ok for any other,
// or an outcome that never changes.
func FittedErrors(m Mixture) (phi, noise float64, ok bool) {
	if len(m.Weight) != len(margAvgGrid) || floats.Max(m.Scale) == 0 {
		return 0, 0, false
	}
	best := margAvgGrid[floats.MaxIdx(m.Weight)]
	return best.fastPhi, best.noise, true
}
