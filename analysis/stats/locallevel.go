package stats

import (
	"errors"
	"math"
)

// ErrTooFewValues means that a series has too few observed values to say
// anything about how it moves.
var ErrTooFewValues = errors.New("too few observed values: add nights")

// LocalLevel is a series seen as a random walk plus noise: y_t = level_t +
// e_t, level_(t+1) = level_t + w_t, var e = H, var w = Q.
type LocalLevel struct {
	H, Q     float64
	LogLik   float64   // diffuse: every observed value but the first, given those before
	Level    []float64 // given the whole series, one per calendar day
	LevelVar []float64
	Last     float64 // level on the last day, given the series
	LastVar  float64
}

// SmoothLocalLevel runs the Kalman filter and smoother of the local level
// model with given variances h > 0 and q >= 0 (Durbin and Koopman 2012, chapter
// 2): exact diffuse start, missing nights (NaN) skipped. y has one value per
// calendar day. It returns [ErrTooFewValues] with fewer than two observed.
func SmoothLocalLevel(y []float64, h, q float64) (LocalLevel, error) {
	first, observed := -1, 0
	for t, v := range y {
		if !math.IsNaN(v) {
			if observed++; first < 0 {
				first = t
			}
		}
	}
	if observed < 2 {
		return LocalLevel{}, ErrTooFewValues
	}
	out := LocalLevel{H: h, Q: q, Level: make([]float64, len(y)), LevelVar: make([]float64, len(y))}
	level, variance := out.Level, out.LevelVar
	// Forwards: level given the values up to the day.
	level[first], variance[first] = y[first], h
	for t := first + 1; t < len(y); t++ {
		level[t], variance[t] = level[t-1], variance[t-1]+q
		if math.IsNaN(y[t]) {
			continue
		}
		f, surprise := variance[t]+h, y[t]-level[t]
		out.LogLik -= .5 * (math.Log(2*math.Pi*f) + surprise*surprise/f)
		level[t] += variance[t] / f * surprise
		variance[t] *= h / f
	}
	out.Last, out.LastVar = level[len(y)-1], variance[len(y)-1]
	// Backwards (Rauch, Tung and Striebel 1965).
	for t := len(y) - 2; t >= first; t-- {
		ahead := variance[t] + q
		if ahead == 0 {
			continue
		}
		gain := variance[t] / ahead
		level[t] += gain * (level[t+1] - level[t])
		variance[t] += gain * gain * (variance[t+1] - ahead)
	}
	for t := first - 1; t >= 0; t-- {
		level[t], variance[t] = level[t+1], variance[t+1]+q
	}
	return out, nil
}

// FitLocalLevel chooses H and Q by maximum (diffuse) likelihood. With q = Q/H
// given, H has a closed form; q is searched on a logarithmic grid from 1e-8 to
// 1e4, and then by golden section. A series that never changes has H = Q = 0
// and no likelihood (NaN). Errors as [SmoothLocalLevel].
func FitLocalLevel(y []float64) (LocalLevel, error) {
	if _, err := SmoothLocalLevel(y, 1, 1); err != nil {
		return LocalLevel{}, err
	}
	const from, to, step = -8., 4., .25
	best, bestLik := math.NaN(), math.Inf(-1)
	for e := from; e <= to; e += step {
		if lik, _ := concentratedLocalLevel(y, math.Pow(10, e)); lik > bestLik {
			best, bestLik = e, lik
		}
	}
	if math.IsNaN(best) { // never changes
		flat, err := SmoothLocalLevel(y, 1, 0)
		flat.H, flat.LogLik, flat.LastVar = 0, math.NaN(), 0
		clear(flat.LevelVar)
		return flat, err
	}
	e := goldenSection(best-step, best+step, 1e-9, func(e float64) float64 {
		lik, _ := concentratedLocalLevel(y, math.Pow(10, e))
		return lik
	})
	_, h := concentratedLocalLevel(y, math.Pow(10, e))
	return SmoothLocalLevel(y, h, h*math.Pow(10, e))
}

// concentratedLocalLevel is the log likelihood at Q = q H with the best H, up
// to a constant; -Inf for a series that never changes.
func concentratedLocalLevel(y []float64, q float64) (lik, h float64) {
	level, variance, sum, logs, n := math.NaN(), 1., 0., 0., 0.
	for _, v := range y {
		variance += q
		switch {
		case math.IsNaN(v):
		case math.IsNaN(level):
			level, variance = v, 1
		default:
			f, surprise := variance+1, v-level
			sum, logs, n = sum+surprise*surprise/f, logs+math.Log(f), n+1
			level += variance / f * surprise
			variance /= f
		}
	}
	h = sum / n
	if h == 0 {
		return math.Inf(-1), 0
	}
	return -.5 * (n*math.Log(h) + logs), h
}

// goldenSection finds the maximum of a function with a single peak between lo
// and hi (Kiefer 1953).
func goldenSection(lo, hi, tolerance float64, f func(float64) float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	left, right := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
	fLeft, fRight := f(left), f(right)
	for hi-lo > tolerance {
		if fLeft >= fRight {
			hi, right, fRight = right, left, fLeft
			left = hi - ratio*(hi-lo)
			fLeft = f(left)
		} else {
			lo, left, fLeft = left, right, fRight
			right = lo + ratio*(hi-lo)
			fRight = f(right)
		}
	}
	return lo + (hi-lo)/2
}
