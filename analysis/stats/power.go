package stats

import "math"

// Power returns the probability that a study with the given standard error and degrees
// of freedom finds a true effect at the two-sided 5 % level. The effect has the unit of
// se. Power is P(|T| > t.975) for a noncentral t with noncentrality effect/se.
func Power(effect, se, df float64) float64 {
	critical, delta := TQuantile(.975, df), effect/se
	return 1 - NoncentralTCDF(critical, df, delta) + NoncentralTCDF(-critical, df, delta)
}

// PowerTarget is the usual share of studies that find a change which counts as
// detectable: the power of [Detectable].
const PowerTarget = 0.8

// DetectableExact returns the true effect that a study finds with the given power, in
// the unit of se: the inverse of [Power]. [Detectable] is its usual approximation for a
// power of [PowerTarget]. The result is NaN for a power below 0.05 or not below 1.
func DetectableExact(power, se, df float64) float64 {
	if !(power >= .05 && power < 1) {
		return math.NaN()
	}
	lo, hi := 0., TQuantile(.975, df)+TQuantile(power, df)+10
	for range 100 {
		mid := lo + (hi-lo)/2
		if Power(mid, 1, df) < power {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo * se
}

// PlannedSE returns the standard error of the treatment effect that the nights of r
// would give, in SDs of the outcome, and its degrees of freedom, before any outcome is
// seen. The model has a free trend, weekday, and errors with the correlation (1-noise)
// phi^d for nights d days apart. The error is [ErrTooFewRows] or [ErrNotEstimable].
func PlannedSE(r Rows, phi, noise float64) (se, df float64, err error) {
	if err := r.check(r.On); err != nil {
		return 0, 0, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return 0, 0, err
	}
	return plannedSE(r.Day, cols, phi, noise), float64(len(r.Day) - len(cols)), nil
}

// plannedSE returns the standard error of the coefficient of the last column.
func plannedSE(day []int, cols [][]float64, phi, noise float64) float64 {
	var f gridFit
	f.load(cols, nil)
	f.gains.compute(day, errorModel{noise: noise, fast: 1 - noise, fastPhi: phi})
	f.gains.whiten(&f.white, &f.input)
	p := len(cols)
	f.cholesky(p, 0)
	return 1 / f.chol[p*p-1]
}
