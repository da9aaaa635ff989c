package main

import (
	"math"
	"math/rand/v2"
)

// noise draws the nights of a person to whom nothing happens, one value a
// calendar night, in standard deviations of the stationary part.
type noise func(r *rand.Rand, n int) []float64

// ar1 is a first-order autoregression with variance 1 from its first night on.
func ar1(r *rand.Rand, n int, rho float64, innovation func(*rand.Rand) float64) []float64 {
	y := make([]float64, n)
	y[0] = r.NormFloat64()
	s := math.Sqrt(1 - rho*rho)
	for t := 1; t < n; t++ {
		y[t] = rho*y[t-1] + s*innovation(r)
	}
	return y
}

func normal(r *rand.Rand) float64 { return r.NormFloat64() }

// heavyTail is Student's t with 5 degrees of freedom, scaled to variance 1.
func heavyTail(r *rand.Rand) float64 {
	chi2 := 0.0
	for range 5 {
		z := r.NormFloat64()
		chi2 += z * z
	}
	return r.NormFloat64() / math.Sqrt(chi2/5) * math.Sqrt(3.0/5)
}

func autoregressive(rho float64) noise {
	return func(r *rand.Rand, n int) []float64 { return ar1(r, n, rho, normal) }
}

func heavyTailed(rho float64) noise {
	return func(r *rand.Rand, n int) []float64 { return ar1(r, n, rho, heavyTail) }
}

// mixed adds independent parts: weight is a share of the variance, rho 0 is
// night-level noise.
func mixed(parts ...[2]float64) noise {
	return func(r *rand.Rand, n int) []float64 {
		y := make([]float64, n)
		for _, p := range parts {
			for t, v := range ar1(r, n, p[1], normal) {
				y[t] += math.Sqrt(p[0]) * v
			}
		}
		return y
	}
}

// slowWave is a wave that lasts about a week and a half, under noise: its
// neighbouring nights look almost unrelated (lag-1 .36) while its level wanders.
var slowWave = mixed([2]float64{.4, .9}, [2]float64{.6, 0})

// likeHRV has the autocorrelation of real people's ln RMSSD: about .33 from one
// night to the next, .14 after a week, .10 after four.
var likeHRV = mixed([2]float64{.55, 0}, [2]float64{.30, .6}, [2]float64{.15, .985})

// drifting adds a change of 1 SD in 120 nights (at most 1 SD over the record),
// up or down, and an annual wave of amplitude .4 SD.
func drifting(base noise) noise {
	return func(r *rand.Rand, n int) []float64 {
		y := base(r, n)
		slope := math.Min(1, float64(n)/120)
		if r.IntN(2) == 0 {
			slope = -slope
		}
		phase := r.Float64()
		for t := range y {
			at := float64(t)
			y[t] += slope*(at/float64(n)-.5) + .4*math.Sin(2*math.Pi*(at/365.25+phase))
		}
		return y
	}
}

// wandering adds a level that strays without a direction: SD .5, half-life five
// weeks.
func wandering(base noise) noise {
	return func(r *rand.Rand, n int) []float64 {
		y := base(r, n)
		for t, v := range ar1(r, n, .98, normal) {
			y[t] += .5 * v
		}
		return y
	}
}

// weekdays is the effect of the day of waking, from Monday, in SD.
var weekdays = [7]float64{4: -.3, 5: -.4, 6: -.1}

const missingShare = .10

// gaps marks the nights without a value: one in ten, and one run of three.
func gaps(r *rand.Rand, n int) []bool {
	missing := make([]bool, n)
	for t := range missing {
		missing[t] = r.Float64() < missingShare
	}
	if n >= 60 {
		from := 5 + r.IntN(n-13)
		for t := from; t < from+3; t++ {
			missing[t] = true
		}
	}
	return missing
}
