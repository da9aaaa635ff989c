package pool

import "math"

// tau2 returns the restricted maximum likelihood estimate of the variance between
// people. It returns 0 if the likelihood decreases from 0 on.
//
// It finds the root of the score by bisection, between 0 and a bound above every
// possible estimate. Bisection is slower than Fisher scoring, but it cannot diverge
// and gives the same digits on every machine. Effects are first divided by their
// spread, so that the tolerance does not depend on the unit.
func tau2(effects []Effect) float64 {
	unit := 0.0
	for _, e := range effects {
		unit = math.Max(unit, e.SE)
		unit = math.Max(unit, math.Abs(e.Estimate-effects[0].Estimate))
	}
	scaled := make([]Effect, len(effects))
	for i, e := range effects {
		scaled[i] = Effect{e.Estimate / unit, e.SE / unit}
	}
	if score(scaled, 0) <= 0 {
		return 0
	}
	low, high := 0.0, 1.0
	for score(scaled, high) > 0 && high < 1e6 {
		high *= 2
	}
	for range 200 {
		mid := low + (high-low)/2
		if mid == low || mid == high {
			break
		}
		if score(scaled, mid) > 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + (high-low)/2) * unit * unit
}

// score returns the derivative of the restricted log likelihood by tau^2, times 2
// (Viechtbauer, 2005, equation 13).
func score(effects []Effect, tau2 float64) float64 {
	mean, w := average(effects, tau2)
	w2, q := 0.0, 0.0
	for _, e := range effects {
		x := 1 / (e.SE*e.SE + tau2)
		d := e.Estimate - mean
		w2 += x * x
		q += x * x * d * d
	}
	return q - w + w2/w
}
