package stats

import "math"

// MeanCov returns the covariance between the mean over the nights daysA and the mean
// over the nights daysB, in units of the total variance of the outcome. It averages the
// error models of [FitSlowMix] with the posterior weights of m. Night-level noise
// counts for days in both sets. With the same days twice, the result is the variance of
// their mean. It is NaN without days, or if m is not a result of FitSlowMix.
func MeanCov(m Mixture, daysA, daysB []int) float64 {
	if len(daysA) == 0 || len(daysB) == 0 || len(m.Weight) != len(slowMixGrid) {
		return math.NaN()
	}
	var pairs []int // number of pairs by distance in days
	for _, a := range daysA {
		for _, b := range daysB {
			lag := max(a-b, b-a)
			for len(pairs) <= lag {
				pairs = append(pairs, 0)
			}
			pairs[lag]++
		}
	}
	var sum float64
	for lag, count := range pairs {
		if count > 0 {
			sum += float64(count) * averageCov(m.Weight, lag)
		}
	}
	return sum / float64(len(daysA)) / float64(len(daysB))
}

// averageCov returns the posterior mean of the autocovariance at a distance in days.
func averageCov(weight []float64, lag int) float64 {
	var c float64
	for g, e := range slowMixGrid {
		if weight[g] <= negligible {
			continue
		}
		v := e.fast*math.Pow(e.fastPhi, float64(lag)) + e.slow*math.Pow(e.slowPhi, float64(lag))
		if lag == 0 {
			v += e.noise
		}
		c += weight[g] * v
	}
	return c
}
