package pool

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// spread is one possible value of tau^2.
type spread struct {
	tau2     float64
	weight   float64 // probability; all weights sum to 1
	mean     float64 // average of the effects if tau2 is true
	variance float64 // sampling variance of mean
}

// grid is the number of values of tau in the average over tau.
const grid = 400

// spreads returns the possible values of tau, from 0 up, weighted by their
// restricted likelihood. The values are evenly spaced in u, where
// tau = unit u / (1 - u), so that they cover every scale.
func spreads(effects []Effect) []spread {
	unit := math.Sqrt(typicalVariance(effects) + sampleVariance(effects))
	out := make([]spread, grid)
	logs, most := make([]float64, grid), math.Inf(-1)
	for k := range out {
		u := (float64(k) + 0.5) / grid
		tau := unit * u / (1 - u)
		mean, weight := average(effects, tau*tau)
		out[k] = spread{tau2: tau * tau, mean: mean, variance: 1 / weight}
		logs[k] = logLikelihood(effects, tau*tau, mean, weight) - 2*math.Log(1-u)
		most = math.Max(most, logs[k])
	}
	total := 0.0
	for k := range out {
		out[k].weight = math.Exp(logs[k] - most)
		total += out[k].weight
	}
	for k := range out {
		out[k].weight /= total
	}
	return out
}

// logLikelihood returns the restricted log likelihood of tau^2 without its constant
// (Viechtbauer, 2005, equation 12).
func logLikelihood(effects []Effect, tau2, mean, weight float64) float64 {
	l := -math.Log(weight)
	for _, e := range effects {
		v := e.SE*e.SE + tau2
		d := e.Estimate - mean
		l -= math.Log(v) + d*d/v
	}
	return l / 2
}

// sampleVariance returns the variance of the estimates, with n-1 in the denominator.
func sampleVariance(effects []Effect) float64 {
	mean, sum := 0.0, 0.0
	for i, e := range effects {
		d := e.Estimate - mean
		mean += d / float64(i+1)
		sum += d * (e.Estimate - mean)
	}
	return sum / float64(len(effects)-1)
}

// prediction returns the 95 % interval of the true change of one more person: the
// 2.5 % and 97.5 % quantiles of the mixture over tau.
func prediction(possible []spread) [2]float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range possible {
		if p.weight > 1e-9 {
			reach := 8 * math.Sqrt(p.tau2+p.variance)
			low, high = math.Min(low, p.mean-reach), math.Max(high, p.mean+reach)
		}
	}
	return [2]float64{quantile(possible, 0.025, low, high), quantile(possible, 0.975, low, high)}
}

// quantile returns the point between low and high at which the mixture reaches a
// probability, by bisection.
func quantile(possible []spread, probability, low, high float64) float64 {
	for range 100 {
		mid := low + (high-low)/2
		if mid == low || mid == high {
			break
		}
		below := 0.0
		for _, p := range possible {
			below += p.weight * distuv.Normal{Mu: p.mean, Sigma: math.Sqrt(p.tau2 + p.variance)}.CDF(mid)
		}
		if below < probability {
			low = mid
		} else {
			high = mid
		}
	}
	return low + (high-low)/2
}

// shrink moves the estimate of one person towards the average, by the share of its
// variance that is noise, averaged over tau. The interval belongs to a normal
// distribution with the mean and variance of the mixture.
func shrink(e Effect, possible []spread) Shrunken {
	v := e.SE * e.SE
	mean, square := 0.0, 0.0
	for _, p := range possible {
		b := v / (v + p.tau2) // share of noise
		d := b * (p.mean - e.Estimate)
		mean += p.weight * d
		square += p.weight * ((1-b)*v + b*b*p.variance + d*d)
	}
	half := 1.959963984540054 * math.Sqrt(square-mean*mean)
	return Shrunken{e.Estimate + mean, [2]float64{e.Estimate + mean - half, e.Estimate + mean + half}}
}
