package analysis

import (
	"math"

	"nof1/analysis/nightly"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const minOutcomeNights = 7 // a metric with fewer nights gets no row

// listSeries describes every series of the table; the one with most nights of
// each metric is the one used.
func listSeries(t *nightly.Table) []Series {
	var out []Series
	for _, c := range t.Columns() {
		ys := t.Calendar(c.Metric, c.Source)
		primary, _ := t.Primary(c.Metric)
		s := Series{Metric: c.Metric, Unit: unitOf(c.Metric), Source: c.Source, Used: c.Source == primary}
		day, xs := observed(ys)
		if len(xs) == 0 {
			continue
		}
		s.Nights = len(xs)
		s.First, s.Last = t.Night(day[0]), t.Night(day[len(day)-1])
		s.MissingShare = 1 - float64(len(xs))/float64(int(s.Last-s.First)+1)
		s.Mean = stat.Mean(xs, nil)
		if len(xs) > 1 {
			s.SD = stat.StdDev(xs, nil)
		}
		if r, ok := stats.Lag1(day, xs); ok {
			s.Lag1 = &r
		}
		out = append(out, s)
	}
	return out
}

// scaled returns a series on its analysis scale, one value a calendar night,
// NaN where missing or where the scale has no value. The reason says why it
// cannot be analysed: clock times that spread all round the clock (Rbar < 0.5),
// or a latency that is 0 on most nights.
func scaled(m record.Metric, ys []float64) (out []float64, reason string) {
	out = make([]float64, len(ys))
	copy(out, ys)
	if m.Clock {
		if out, ok := unwrapped(out); ok {
			return out, ""
		}
		return out, "clock_times_spread"
	}
	if m.ID == "sol" && !measured(ys) {
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

// measured tells whether a series is more than zeros: a device that writes 0 on
// most nights did not measure.
func measured(ys []float64) bool {
	zero, all := 0, 0
	for _, y := range ys {
		if math.IsNaN(y) {
			continue
		}
		all++
		if y == 0 {
			zero++
		}
	}
	return 2*zero <= all
}

const minRbar = 0.5

// unwrapped moves clock times to within 12 h of their circular mean, so that
// 23:50 and 00:10 are 20 minutes apart.
func unwrapped(ys []float64) ([]float64, bool) {
	var hours []float64
	for _, y := range ys {
		if !math.IsNaN(y) {
			hours = append(hours, y/60)
		}
	}
	if len(hours) == 0 {
		return ys, false
	}
	mean, rbar, _ := stats.CircularMean(hours)
	if rbar < minRbar {
		return ys, false
	}
	for i, y := range ys {
		if math.IsNaN(y) {
			continue
		}
		off := math.Mod(y/60-mean+36, 24)
		if off < 0 {
			off += 24
		}
		ys[i] = (mean + off - 12) * 60
	}
	return ys, true
}

// natural maps a difference b on the analysis scale to the unit of the metric,
// about the mean of the off nights.
func natural(scale record.Scale, meanOff, b float64) float64 {
	switch scale {
	case record.Log:
		return meanOff * math.Expm1(b)
	case record.Log1p:
		return (1 + meanOff) * math.Expm1(b)
	}
	return b
}

// meanOn is the mean of values on the analysis scale, mapped back: geometric
// where the scale is logarithmic.
func meanOn(scale record.Scale, ys []float64) float64 {
	m := stat.Mean(ys, nil)
	switch scale {
	case record.Log:
		return math.Exp(m)
	case record.Log1p:
		return math.Expm1(m)
	}
	return m
}

// percent returns a natural difference in percent of the off mean, or nil where
// percent means nothing: clock times, scores, ratings with a mean near zero,
// log1p metrics whose off mean is under 1.
func percent(m record.Metric, meanOff, diff float64) *float64 {
	if m.Clock || m.Kind == record.Score || meanOff <= 0 || m.Scale == record.Log1p && meanOff < 1 {
		return nil
	}
	v := 100 * diff / meanOff
	return &v
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func pointer[T any](v T) *T { return &v }
