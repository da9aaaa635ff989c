package stats

import "math"

// EValueFit is the answer of [EValue].
type EValueFit struct {
	RR    float64    // the effect as an approximate risk ratio
	CI95  [2]float64 // of RR
	Point float64    // E-value of the estimate
	Limit float64    // of the limit nearer to no effect; 1 where the interval contains it
}

// EValue is how strongly, as risk ratios, a hidden cause would have to go with
// both the treatment and the outcome to explain the effect away (VanderWeele
// and Ding 2017). est and se share a unit with sd, the SD of the outcome; with
// d = est/sd the risk ratio is about exp(0.91 d), its limits exp(0.91 d -+ 1.78
// se/sd) (Chinn 2000), and E = RR + sqrt(RR (RR - 1)), RR above 1. A rough
// guide for continuous outcomes: [RobustnessValue] is the main one. No numbers
// (infinite or NaN) for sd = 0.
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

func riskRatioEValue(rr float64) float64 {
	if rr < 1 {
		rr = 1 / rr
	}
	return rr + math.Sqrt(rr*(rr-1))
}
