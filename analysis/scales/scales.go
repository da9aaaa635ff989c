// Package scales maps the values of a metric to the scale on which they are
// analysed (record.Scale), and what is found there back to the metric's unit:
//
//	ys, reason := scales.Of(metric, nights) // logarithms, or clock times made continuous
//	b := ...                                // a difference of means of ys
//	change := scales.Natural(metric.Scale, mean, b)
//
// A missing night is NaN on both sides.
package scales

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// Of returns the values of m on its analysis scale, one per night, NaN where ys
// is NaN or has no logarithm. ys is unchanged. reason is "", or why the series
// cannot be analysed: "clock_times_spread", see [Unwrapped], or "not_measured",
// a sleep latency of 0 on most nights.
func Of(m record.Metric, ys []float64) (out []float64, reason string) {
	if m.Clock {
		out, ok := Unwrapped(ys)
		if !ok {
			reason = "clock_times_spread"
		}
		return out, reason
	}
	out = slices.Clone(ys)
	if m.ID == "sol" && !Measured(ys) {
		return out, "not_measured"
	}
	for i, y := range ys {
		switch {
		case m.Scale == record.Log && y > 0:
			out[i] = math.Log(y)
		case m.Scale == record.Log:
			out[i] = math.NaN()
		case m.Scale == record.Log1p:
			out[i] = math.Log1p(y)
		}
	}
	return out, ""
}

// Measured reports whether at most half of the values are 0. A device that
// writes 0 on most nights does not measure.
func Measured(ys []float64) bool {
	zeros, n := 0, 0
	for _, y := range ys {
		if math.IsNaN(y) {
			continue
		}
		n++
		if y == 0 {
			zeros++
		}
	}
	return 2*zeros <= n
}

// minConcentration is the mean resultant length below which clock times have no
// usable mean.
const minConcentration = 0.5

// Unwrapped returns clock times, in minutes, moved by whole days to within 12 h
// of their circular mean: 23:50 and 00:10 become 20 minutes apart. It returns
// false, and an unchanged copy, if the times are spread around the clock (mean
// resultant length under 0.5) or all missing.
func Unwrapped(minutes []float64) ([]float64, bool) {
	out := slices.Clone(minutes)
	var hours []float64
	for _, y := range minutes {
		if !math.IsNaN(y) {
			hours = append(hours, y/60)
		}
	}
	if len(hours) == 0 {
		return out, false
	}
	mean, concentration, _ := stats.CircularMean(hours)
	if concentration < minConcentration {
		return out, false
	}
	for i, y := range minutes {
		if math.IsNaN(y) {
			continue
		}
		off := math.Mod(y/60-mean+36, 24)
		if off < 0 {
			off += 24
		}
		out[i] = (mean + off - 12) * 60
	}
	return out, true
}

// Natural returns the difference b of the analysis scale in the unit of the
// metric, as a change from mean.
func Natural(scale record.Scale, mean, b float64) float64 {
	switch scale {
	case record.Log:
		return mean * math.Expm1(b)
	case record.Log1p:
		return (1 + mean) * math.Expm1(b)
	}
	return b
}

// Difference is the inverse of [Natural]. It returns a change from mean, in the
// unit of the metric, as a difference on the analysis scale.
func Difference(scale record.Scale, mean, change float64) float64 {
	switch scale {
	case record.Log:
		return math.Log1p(change / mean)
	case record.Log1p:
		return math.Log1p(change / (1 + mean))
	}
	return change
}

// Mean returns the mean of values on the analysis scale in the unit of the
// metric: the geometric mean on [record.Log]. ys has no NaN.
func Mean(scale record.Scale, ys []float64) float64 {
	m := stat.Mean(ys, nil)
	switch scale {
	case record.Log:
		return math.Exp(m)
	case record.Log1p:
		return math.Expm1(m)
	}
	return m
}

// Percent returns a change, in the unit of m, as a percentage of mean. It
// returns nil where a percentage says nothing: clock times, scores, a mean of 0
// or less, and a mean under 1 on [record.Log1p].
func Percent(m record.Metric, mean, change float64) *float64 {
	if m.Clock || m.Kind == record.Score || mean <= 0 || m.Scale == record.Log1p && mean < 1 {
		return nil
	}
	return new(100 * change / mean)
}
