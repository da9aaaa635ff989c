package stats

import "math"

// PartialR2 is the share of the variation of the outcome left over by the
// other columns that the treatment takes up: t^2/(t^2 + df), for its t value.
func PartialR2(t, df float64) float64 { return t * t / (t*t + df) }

// RobustnessValue is how much of the left-over variation of both the on/off
// pattern and the outcome a hidden change would have to explain to shrink the
// estimate by the share q (1: to nothing) or, with alpha < 1, to a point where
// it is no longer significant at the level alpha; alpha 1 asks about the
// estimate alone. t is estimate/SE with df degrees of freedom. 0 means that
// nothing is needed, 1 that nothing suffices.
//
// Cinelli and Hazlett (2020): with f = q|t|/sqrt(df) less the critical f_c =
// t(1-alpha/2, df-1)/sqrt(df-1), RV = (sqrt(f^4 + 4 f^2) - f^2)/2, but (f_q^2 -
// f_c^2)/(1 + f_q^2) where the hidden change would reach its limit.
func RobustnessValue(t, df, q, alpha float64) float64 {
	fq := q * math.Abs(t) / math.Sqrt(df)
	critical := 0.
	if alpha < 1 {
		critical = math.Abs(TQuantile(alpha/2, df-1)) / math.Sqrt(df-1)
	}
	f := fq - critical
	switch {
	case math.IsNaN(f):
		return math.NaN()
	case f <= 0:
		return 0
	case critical > 0 && fq > 1/critical:
		return (fq*fq - critical*critical) / (1 + fq*fq)
	}
	return 2 / (1 + math.Sqrt(1+4/(f*f)))
}

// TippingDrift is the smallest steady drift, in units of the outcome a day,
// that the model does not know of and that would move the interval of the
// effect to 0: the limit nearer to 0 over the distance between the mean day
// without (dayOff) and with (dayOn) the treatment. 0 for an interval that
// contains 0 already, +Inf where the mean days are the same.
func TippingDrift(ci [2]float64, dayOff, dayOn float64) float64 {
	if ci[0] <= 0 && ci[1] >= 0 {
		return 0
	}
	return math.Min(math.Abs(ci[0]), math.Abs(ci[1])) / math.Abs(dayOn-dayOff)
}

// TippingMissing is how far, in the unit of the outcome, the missing nights
// with the treatment would have to lie below (or above) the observed ones to
// move the interval of the effect to 0: their share of all nights with the
// treatment shifts the mean by that share. 0 for an interval that contains 0
// already, +Inf without a missing night.
func TippingMissing(ci [2]float64, observed, missing int) float64 {
	if ci[0] <= 0 && ci[1] >= 0 {
		return 0
	}
	share := float64(missing) / float64(observed+missing)
	return math.Min(math.Abs(ci[0]), math.Abs(ci[1])) / share
}
