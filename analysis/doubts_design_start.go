package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	lastWeek    = 7
	minLastWeek = 4   // observed nights of the last week
	minRest     = 14  // observed baseline nights before it
	unusualWeek = 1.5 // |z| from which the start is called unusual
	veryUnusual = 2.0
)

// startDate measures how usual the nights before the start were, for the primary
// outcome: did an unusual week lead to it? The check of regression to the mean judges it.
func startDate(r review) finding {
	if len(r.outcomes) == 0 {
		return finding{}
	}
	w, ok := r.week(r.primary)
	if !ok {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"baseline_last7_percentile", w.percentile, "%"},
		{"baseline_last14_percentile", w.percentile14, "%"}, {"z", w.z, "SD"}}}
}

// startRow returns the row of the start date if a caveat is about the question asked or
// how the person felt, else "".
func startRow(r review, c Caveat) string {
	if slices.Contains(c.Outcomes, r.outcomes[r.primary].Metric) || selfRated(c.Words["metric"]) {
		return "start_date"
	}
	return ""
}

// lastWeekOf describes the seven nights before the start of one outcome
// against the rest of its baseline.
type lastWeekOf struct {
	diff, z, percentile float64 // diff on the analysis scale
	rebound             float64 // expected return, analysis scale
	n                   int
	percentile14        float64 // of the last fourteen nights, in percent
	rest                []int   // baseline nights before it
}

// regressionToMean tests whether the week before the start was unusual: a bad week
// gets better by itself. The size of that return is computed from this
// person's own night-to-night dependence. What a device measured and what the
// person rated are two caveats.
func regressionToMean(r review) []Caveat {
	var out []Caveat
	for _, rated := range []bool{false, true} {
		if c, ok := r.unusualStart(func(metric string) bool { return selfRated(metric) == rated }); ok {
			out = append(out, c)
		}
	}
	return out
}

// unusualStart describes the most unusual last week among some outcomes, the
// primary outcome first.
func (r review) unusualStart(among func(metric string) bool) (Caveat, bool) {
	var outcomes []string
	worst, worstZ := -1, 0.0
	weeks := make([]lastWeekOf, len(r.outcomes))
	for i := range r.outcomes {
		w, ok := r.week(i)
		if !ok || math.Abs(w.z) <= unusualWeek || !among(r.outcomes[i].Metric) || !r.askedOf(i) {
			continue
		}
		if r.outcomes[i].RTM = r.withoutLastWeek(i, w.rest); r.outcomes[i].RTM == nil {
			continue
		}
		weeks[i] = w
		outcomes = append(outcomes, r.outcomes[i].Metric)
		if worst < 0 || r.outcomes[worst].Role != RolePrimary && math.Abs(w.z) > worstZ {
			worst, worstZ = i, math.Abs(w.z)
		}
	}
	if worst < 0 {
		return Caveat{}, false
	}
	o, w := &r.outcomes[worst], weeks[worst]
	nat := r.natural(worst)
	c := Caveat{Outcomes: outcomes,
		Words: map[string]string{"metric": o.Metric}, Nights: r.lastNights(worst),
		Measured: []Measure{
			{"baseline_last7_percentile", w.percentile, "%"},
			{"baseline_last14_percentile", w.percentile14, "%"},
			{"last7_difference", nat(w.diff), o.Unit},
			{"z", w.z, "SD"},
			{"expected_rebound", nat(w.diff+w.rebound) - nat(w.diff), o.Unit},
			{"nights", float64(w.n), "nights"},
			{"estimate_with", o.RTM[0], o.Unit},
			{"estimate_without", o.RTM[1], o.Unit}}}
	if o.Role == RolePrimary && math.Abs(w.z) > veryUnusual {
		c.Severity = High
	}
	return c, true
}

// askedOf reports whether an outcome is the question, expected to move, or how the
// person feels. Of a dozen others one has an unusual last week nearly always.
func (r review) askedOf(i int) bool {
	return r.outcomes[i].Role != RoleExploratory || selfRated(r.outcomes[i].Metric)
}

// selfRated reports whether a metric is rated by the person, not measured by a device.
func selfRated(metric string) bool {
	m, ok := record.MetricByID(metric)
	return ok && m.Kind == record.Rating
}

// week measures the last baseline week of an outcome:
// z = (m7 - m_rest)/(SD sqrt(v7)), with v7 the variance of a seven-night mean
// under the fitted dependence. It returns false for a baseline that never changes.
func (r review) week(i int) (lastWeekOf, bool) {
	f, c := r.fits[i], r.candidates[i]
	start, ok := r.model.arrange.start()
	if !ok || r.gated[c.metric.ID] || r.model.arrange.design == DesignRandomised || f.blocked != "" || f.cov == nil || !(f.baselineSD > 0) {
		return lastWeekOf{}, false
	}
	from := int(start-r.model.first) - lastWeek
	var last, rest []int
	for _, d := range f.base {
		if d >= from {
			last = append(last, d)
		} else {
			rest = append(rest, d)
		}
	}
	if len(last) < minLastWeek || len(rest) < minRest {
		return lastWeekOf{}, false
	}
	m7, mRest := stat.Mean(stats.Select(c.y, last), nil), stat.Mean(stats.Select(c.y, rest), nil)
	v7 := f.cov(last, last)
	w := lastWeekOf{diff: m7 - mRest, n: len(last), z: (m7 - mRest) / (f.baselineSD * math.Sqrt(v7))}
	kept := f.cov(last, f.on) / v7 // what of the last week's departure the on nights keep
	w.rebound = -w.diff * (1 - kept)
	w.percentile, w.rest = windowPercentile(c.y, f.base, from+lastWeek, lastWeek), rest
	w.percentile14 = windowPercentile(c.y, f.base, from+lastWeek, 2*lastWeek)
	return w, true
}

// windowPercentile ranks the mean of the last nights before a start among the
// means of all earlier windows as long, in percent of windows below it. Windows
// with under four sevenths of their nights do not count. It returns 50 if there is no
// window to compare with, or if the last one does not count.
func windowPercentile(y []float64, base []int, start, nights int) float64 {
	mean := func(end int) (float64, bool) {
		_, xs := observed(y[end-nights : end])
		if len(xs) == 0 || len(xs) < minLastWeek*nights/lastWeek {
			return 0, false
		}
		return stat.Mean(xs, nil), true
	}
	if start-nights < base[0] {
		return 50
	}
	last, ok := mean(start)
	if !ok {
		return 50
	}
	below, all := 0, 0
	for end := start - nights; end-nights >= base[0]; end-- {
		m, ok := mean(end)
		if !ok {
			continue
		}
		all++
		if m < last {
			below++
		}
	}
	if all == 0 {
		return 50
	}
	return 100 * float64(below) / float64(all)
}

// withoutLastWeek refits without the last baseline week: the two estimates are
// bounds, neither alone is right.
func (r review) withoutLastWeek(i int, rest []int) *[2]float64 {
	f, c := r.fits[i], r.candidates[i]
	off := rest
	for _, d := range f.off {
		if d > f.base[len(f.base)-1] {
			off = append(off[:len(off):len(off)], d)
		}
	}
	rows := r.model.rows(off, f.on)
	mix, err := stats.FitSlowMix(rows, [][]float64{stats.Select(c.y, rows.Day)})
	if err != nil {
		return nil
	}
	nat := r.natural(i)
	return &[2]float64{nat(f.median), nat(mix[0].Quantile(0.5))}
}

func (r review) lastNights(i int) []record.Date {
	start, _ := r.model.arrange.start()
	var out []record.Date
	for _, d := range r.fits[i].base {
		if night := r.model.first + record.Date(d); night >= start-lastWeek {
			out = append(out, night)
		}
	}
	return out
}

// trendAlpha is the level of the baseline's slope, two-sided, below which it is
// reported. Only a slope in the direction of the answer is reported, so chance alone
// would give 1 in 10. The errors count a slow wander as noise, which makes it fewer. Measured on
// made-up people in whom a change was found, 60 to 180 baseline nights: of steady
// ones (lag-1 correlation .3 and .6, or a slow wave of half an SD) it fired for 0 to
// 6 in 100, of those who drifted by half an SD a month for 88 in 100 at 90 baseline
// nights and 46 at 60. A Mann-Kendall test at 5 %, which takes nights for
// independent, fired for up to 16 in 100 steady ones.
const trendAlpha = 0.20

// baselineTrend fires where the nights before a single start already moved in the
// direction of the answer, by a straight line with the errors of the answer's own
// model. It warns beside a change that was found and adjusts nothing.
func baselineTrend(r review, i int) (Caveat, bool) {
	o := r.outcomes[i]
	if r.model.arrange.design != DesignAB || !r.estimated(i) || o.Role == RoleExploratory || decides(*o.CI95) == 0 {
		return Caveat{}, false
	}
	f := r.fits[i]
	trend, ok := stats.Slope(f.mix, f.base, stats.Select(r.candidates[i].y, f.base))
	if !ok || !(trend.P < trendAlpha) || math.Signbit(trend.PerDay) != math.Signbit(*o.Estimate) {
		return Caveat{}, false
	}
	return Caveat{Measured: []Measure{{"slope_month", r.natural(i)(trend.PerDay * daysPerMonth), o.Unit},
		{"p", trend.P, ""}, {"nights", float64(len(f.base)), "nights"}}}, true
}
