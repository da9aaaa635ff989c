package analysis

import (
	"math"
	"strings"

	"nof1/analysis/nightly"
	"nof1/analysis/protocol"
	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	primaryNights = 28  // a metric needs this many nights to be the primary outcome by default
	maxMoreNights = 730 // more nights than that are not advised
	smoothedLag1  = 0.8 // lag-1 correlation of a resting heart rate from which it is the vendor's average
)

// primaryOrder are the metrics that may be the primary outcome by default, the first
// one first.
var primaryOrder = []string{"hrv_rmssd", "hrv_sdnn", "hrv_unknown", "resting_hr", "tst", "sol", "deep"}

// choosePrimary returns the configured metric, else the first default with at least
// 28 nights, else "".
func choosePrimary(configured string, t *nightly.Table) string {
	if configured != "" {
		return configured
	}
	for _, id := range primaryOrder {
		if s, ok := t.Primary(id); ok && t.Nights(id, s) >= primaryNights && scales.Measured(t.Calendar(id, s)) {
			return id
		}
	}
	return ""
}

// candidates returns every outcome metric with at least seven nights: the primary one,
// then those the supplement is expected to change, then the rest.
func candidates(t *nightly.Table, a arrange, primary string, expects map[string]record.Wish) []candidate {
	var first, second, rest []candidate
	for _, m := range record.Metrics {
		source, ok := t.Primary(m.ID)
		if !ok || !m.Outcome() || t.Nights(m.ID, source) < minOutcomeNights {
			continue
		}
		raw := t.Calendar(m.ID, source)
		if m.ID == "gad7" && a.phased() {
			for i := range raw {
				if !lateEnough(a, t.Night(i)) {
					raw[i] = math.NaN()
				}
			}
		}
		c := candidate{metric: m, source: source, raw: raw}
		c.y, c.reason = scales.Of(m, raw)
		switch {
		case m.ID == primary:
			first = append(first, c)
		case expects[m.ID] != record.None:
			second = append(second, c)
		default:
			rest = append(rest, c)
		}
	}
	return append(append(first, second...), rest...)
}

// expectations returns the expected directions of a supplement, by metric.
func expectations(known *protocol.Catalogue, supplement string) map[string]record.Wish {
	out := map[string]record.Wish{}
	s, _ := known.Lookup(supplement)
	for _, e := range s.Expects {
		switch e.Direction {
		case "up":
			out[e.Metric] = record.Up
		case "down":
			out[e.Metric] = record.Down
		}
	}
	return out
}

// outcome returns the numbers of a report from a fit, in natural units.
func (m model) outcome(c candidate, f fitted, role Role, s Settings) Outcome {
	o := Outcome{Metric: c.metric.ID, Role: role, Source: c.source, Scale: c.metric.Scale, Unit: c.metric.Unit,
		NOff: len(f.off), NOn: len(f.on), Method: f.method, UsedNights: make([]bool, len(c.raw))}
	for _, rows := range [][]int{f.off, f.on} {
		for _, i := range rows {
			o.UsedNights[i] = true
		}
	}
	day, all := observed(c.raw)
	if r, ok := stats.Lag1(day, all); ok && r >= smoothedLag1 && (c.metric.ID == "resting_hr" || strings.HasPrefix(c.metric.ID, "hrv_")) {
		o.Smoothed = true
	}
	if c.reason != "" {
		return o
	}
	off, on := stats.Select(c.y, f.off), stats.Select(c.y, f.on)
	if len(off) > 0 {
		o.MeanOff = new(scales.Mean(c.metric.Scale, off))
		usual := stats.Select(c.raw, f.off)
		if c.metric.Clock {
			usual = off
		}
		o.UsualRange = &[2]float64{stats.Quantile7(usual, 0.1), stats.Quantile7(usual, 0.9)}
		if len(usual) > 1 {
			o.BaselineSD = new(stat.StdDev(usual, nil))
		}
	}
	if len(on) > 0 {
		o.MeanOn = new(scales.Mean(c.metric.Scale, on))
	}
	if f.blocked == "" {
		m.estimate(&o, c, f, s)
	}
	return o
}

// estimate fills what depends on the fit.
func (m model) estimate(o *Outcome, c candidate, f fitted, s Settings) {
	base := *o.MeanOff
	nat := func(b float64) float64 { return scales.Natural(c.metric.Scale, base, b) }
	o.Estimate = new(nat(f.median))
	o.CI95 = &[2]float64{nat(f.ci95[0]), nat(f.ci95[1])}
	o.CI90 = &[2]float64{nat(f.ci90[0]), nat(f.ci90[1])}
	if p := scales.Percent(c.metric, base, *o.Estimate); p != nil {
		o.EstimatePct = p
		o.CI95Pct = &[2]float64{*scales.Percent(c.metric, base, o.CI95[0]), *scales.Percent(c.metric, base, o.CI95[1])}
	}
	o.P, o.DF, o.Lambda = new(f.p), new(f.df), new(f.lambda)
	o.AdjustedFor = []string{"trend"}
	if f.weekday {
		o.AdjustedFor = append(o.AdjustedFor, "weekday")
	}
	if f.method == "lagged" {
		o.AdjustedFor = append(o.AdjustedFor, "previous_night")
	}
	n := float64(o.NOff + o.NOn)
	if f.seOLS > 0 && f.sd > 0 {
		r := f.seOLS / f.sd
		o.NEffective = new(min(max(n*r*r, 1), n))
	}
	if r, ok := stats.Lag1(f.base, f.offResiduals); ok {
		o.Lag1 = new(r)
	}
	o.Detectable = new(nat(stats.Detectable(f.df, f.sd)))
	o.Margin = margin(c.metric, base, f, o.Role, s)
	if o.Margin != nil {
		r := *o.Detectable / *o.Margin
		more := math.Ceil(n * (r*r - 1))
		if more <= maxMoreNights {
			o.MoreNights = new(int(max(more, 0)))
		}
	}
	o.Placebo = f.placebo
	m.naive(o, c, f)
}

// naive fills the usual test on the same nights: Welch on the raw values.
func (m model) naive(o *Outcome, c candidate, f fitted) {
	ys := c.raw
	if c.metric.Clock {
		ys = c.y
	}
	if diff, p, ok := stats.Welch(stats.Select(ys, f.off), stats.Select(ys, f.on)); ok {
		o.Naive = &Naive{Method: "welch", Estimate: diff, P: p}
	}
}

// defaultMargins are the smallest changes worth having, by metric, in its unit.
var defaultMargins = map[string]float64{
	"tst": 15, "deep": 15, "rem": 15, "light": 15, "sol": 10, "waso": 10,
	"resting_hr": 2, "sleep_hr": 2, "awakenings": 1, "sleep_efficiency": 2,
	"bedtime": 15, "waketime": 15, "midsleep": 15, "gad7": 4,
}

// margin returns the smallest change worth having, in the unit of the metric: that of
// the settings for the primary outcome, else half a baseline SD on log scales (Plews
// 2013) and a fixed number elsewhere. It returns nil if there is none or the baseline
// never changes.
func margin(metric record.Metric, meanOff float64, f fitted, role Role, s Settings) *float64 {
	if s.Margin != nil && role == RolePrimary {
		return new(s.Margin.Of(meanOff))
	}
	if metric.Scale == record.Log {
		if !(f.baselineSD > 0) {
			return nil
		}
		return new(scales.Natural(record.Log, meanOff, 0.5*f.baselineSD))
	}
	if v, ok := defaultMargins[metric.ID]; ok {
		return new(v)
	}
	if metric.Unit == "0-10" {
		return new(1.0)
	}
	return nil
}

// observed returns the indices and values of ys that are not NaN.
func observed(ys []float64) (day []int, xs []float64) {
	for i, y := range ys {
		if !math.IsNaN(y) {
			day, xs = append(day, i), append(xs, y)
		}
	}
	return day, xs
}

// Role is the role of an outcome in the analysis.
type Role string

// The roles.
const (
	RolePrimary     Role = "primary"
	RoleSecondary   Role = "secondary"   // the supplement is expected to change it
	RoleExploratory Role = "exploratory" // any other
)

// Roles are the roles in the order of a report.
var Roles = []Role{RolePrimary, RoleSecondary, RoleExploratory}

// adjust fills the adjusted p-values: the primary outcome keeps its own, Holm
// (1979) for the secondary ones, Benjamini and Hochberg (1995) for the exploratory ones.
func adjust(os []Outcome) {
	for role, method := range map[Role]func([]float64) []float64{RoleSecondary: stats.Holm, RoleExploratory: stats.BenjaminiHochberg} {
		var which []int
		var ps []float64
		for i, o := range os {
			if o.Role == role && o.P != nil {
				which, ps = append(which, i), append(ps, *o.P)
			}
		}
		for k, p := range method(ps) {
			os[which[k]].PAdjusted = new(p)
		}
	}
	for i, o := range os {
		if o.Role == RolePrimary && o.P != nil {
			os[i].PAdjusted = new(*o.P)
		}
	}
}
