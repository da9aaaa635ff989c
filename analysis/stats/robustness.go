package stats

import "math"

// PartialR2 returns the share of the remaining variation of the outcome that the
// treatment explains, t^2/(t^2 + df), after the other columns. t is estimate/SE.
func PartialR2(t, df float64) float64 { return t * t / (t*t + df) }

// RobustnessValue returns the robustness value of Cinelli and Hazlett (2020): the share
// of the remaining variation of both the on/off pattern and the outcome that a hidden
// change would have to explain to reduce the estimate by the share q, where 1 means to
// zero. With alpha below 1, the estimate only has to lose significance at the level
// alpha. With alpha 1, only the estimate counts. t is estimate/SE with df degrees of
// freedom.
//
// The result is between 0 and 1. 0 means that no hidden change is needed, and 1 that
// none suffices. With f_q = q|t|/sqrt(df), f_c = t(1-alpha/2, df-1)/sqrt(df-1) and f =
// f_q - f_c,
//
//	RV = (sqrt(f^4 + 4 f^2) - f^2)/2
//
// or (f_q^2 - f_c^2)/(1 + f_q^2) if the hidden change would reach its limit.
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

// TippingDrift returns the smallest steady drift outside the model, in units of the
// outcome per day, that would move the interval of the effect to 0. It is the limit
// closer to 0, divided by the distance between the mean day without (dayOff) and with
// (dayOn) the treatment. It is 0 for an interval that contains 0 and +Inf if the mean
// days are equal.
func TippingDrift(ci [2]float64, dayOff, dayOn float64) float64 {
	if ci[0] <= 0 && ci[1] >= 0 {
		return 0
	}
	return math.Min(math.Abs(ci[0]), math.Abs(ci[1])) / math.Abs(dayOn-dayOff)
}

// TippingMissing returns how far, in the unit of the outcome, the missing nights with
// the treatment would have to differ from the observed ones to move the interval of the
// effect to 0. The missing nights shift the mean by their share of all nights with the
// treatment. The result is 0 for an interval that contains 0 and +Inf without a missing
// night.
func TippingMissing(ci [2]float64, observed, missing int) float64 {
	if ci[0] <= 0 && ci[1] >= 0 {
		return 0
	}
	share := float64(missing) / float64(observed+missing)
	return math.Min(math.Abs(ci[0]), math.Abs(ci[1])) / share
}
