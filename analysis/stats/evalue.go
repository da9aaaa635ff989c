package stats

import "math"

// EValueFit is the result of [EValue].
type EValueFit struct {
	RR    float64    // the effect as an approximate risk ratio
	CI95  [2]float64 // of RR
	Point float64    // E-value of the estimate
	Limit float64    // E-value of the limit closer to no effect; 1 if the interval contains no effect
}

// EValue returns the E-value of an effect: how strong, as a risk ratio, the
// associations of a hidden cause with both treatment and outcome would have to be to
// explain the effect away (VanderWeele and Ding 2017). The arguments est and se are in
// the same unit as sd, the SD of the outcome. With d = est/sd the approximate risk
// ratio is
//
//	RR = exp(0.91 d),  limits exp(0.91 d -+ 1.78 se/sd)
//
// (Chinn 2000), and E = RR + sqrt(RR (RR - 1)) for RR above 1. For continuous outcomes
// it is only a rough guide, and [RobustnessValue] is the main measure. The results are
// infinite or NaN for sd = 0.
func EValue(est, se, sd float64) EValueFit {
	d, width := .91*est/sd, 1.78*se/sd
	out := EValueFit{RR: math.Exp(d), CI95: [2]float64{math.Exp(d - width), math.Exp(d + width)}}
	out.Point = riskRatioEValue(out.RR)
	switch {
	case out.CI95[0] > 1:
		out.Limit = riskRatioEValue(out.CI95[0])
	case out.CI95[1] < 1:
		out.Limit = riskRatioEValue(out.CI95[1])
	default:
		out.Limit = 1
	}
	return out
}

// riskRatioEValue returns the E-value of a risk ratio on either side of 1.
func riskRatioEValue(rr float64) float64 {
	if rr < 1 {
		rr = 1 / rr
	}
	return rr + math.Sqrt(rr*(rr-1))
}
