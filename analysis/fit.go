package analysis

import (
	"math"
	"strings"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// The fewest nights, observed and used, that are compared.
const (
	MinOff   = 28 // before/after: nights before
	MinOn    = 21 // before/after: nights with the supplement
	MinPhase = 7  // repeated designs: in every phase
	MinTotal = 14 // repeated designs: on each side
)

const (
	onNights       = 90  // calendar nights from the start on that are compared
	baselineNights = 180 // calendar nights before the switch that are compared
	minAsNeeded    = 10  // nights on each side of doses as needed
	shortBaseline  = 90  // with fewer baseline nights the fit is not checked against the person's own past
	placeboDays    = 60  // nor with fewer days on which a start could be made up
	heartFactor    = 1.3 // variance factor of heart measures (METHOD.md, section 3)
)

// fitted is the result of one fit, on the analysis scale, in any design.
type fitted struct {
	method            string
	median, sd, p, df float64
	ci95, ci90        [2]float64
	lambda            float64
	off, on           []int // rows used, as indices of calendar nights
	placebo           *Placebo
	short             bool // short record: no personal check
	blocked           string
	blockedBy         []Measure
	seOLS             float64
	base              []int     // baseline nights: residuals, margin and lag-1 come from these
	offResiduals      []float64 // about weekday and trend, one per base night
	baselineSD        float64   // of the residuals, analysis scale
	weekday           bool
	cov               func(a, b []int) float64 // covariance of window means, units of the total variance
	mix               stats.Mixture            // of a slow-mix fit, before it was stretched
}

// candidate is one metric ready to be fitted.
type candidate struct {
	metric record.Metric
	source string
	raw    []float64 // catalogue unit, calendar nights
	y      []float64 // analysis scale
	reason string    // why it cannot be analysed, or ""
}

// model is what all outcomes of a person share: design and exposure.
type model struct {
	arrange  arrange
	exposure []NightExposure
	first    record.Date
	weekday0 int
}

// fitAll estimates every candidate by the method of the design.
func (m model) fitAll(cs []candidate) []fitted {
	switch {
	case m.arrange.design == DesignAB:
		return m.fitBeforeAfter(cs)
	case m.arrange.repeated():
		return m.fitRepeated(cs)
	case m.arrange.design == DesignAsNeeded:
		return m.fitAsNeeded(cs)
	}
	out := make([]fitted, len(cs))
	for i := range cs {
		out[i] = fitted{method: "none", blocked: m.noneReason()}
	}
	return out
}

func (m model) noneReason() string {
	if m.arrange.reason != "" {
		return m.arrange.reason
	}
	return "too_few_off" // always on, or one switch off without a baseline
}

// fitBeforeAfter implements section 3 of METHOD.md: slow-mix errors, shrunk trend,
// at most 180 baseline nights, stretched by the person's own fake starts.
func (m model) fitBeforeAfter(cs []candidate) []fitted {
	b := m.arrange.phases[len(m.arrange.phases)-1]
	out := make([]fitted, len(cs))
	in := stats.BeforeAfterInput{Weekday0: m.weekday0, Start: int(b.First - m.first), End: int(b.Last-m.first) + 1, Gap: b.ExcludedDays}
	in.End = min(in.End, in.Start+onNights)
	for _, c := range cs {
		in.Y = append(in.Y, m.dropNotTaken(c.y))
		in.L0 = append(in.L0, VarianceFactor(c.metric.ID))
	}
	for i, f := range stats.BeforeAfter(in) {
		out[i] = m.beforeAfter(cs[i], f)
	}
	return out
}

func (m model) beforeAfter(c candidate, f stats.BeforeAfterFit) fitted {
	out := fitted{method: "none", off: f.OffRows, on: f.OnRows}
	switch {
	case c.reason != "":
		out.blocked = c.reason
	case f.NOff < MinOff:
		out.blocked, out.blockedBy = "too_few_off", counts(f.NOff, MinOff)
	case f.NOn < MinOn:
		out.blocked, out.blockedBy = "too_few_on", counts(f.NOn, MinOn)
	case !f.Enough || !stats.Finite(f.Used.Median):
		out.blocked = "not_estimable"
	}
	if out.blocked != "" {
		return out
	}
	out.take(f.Mixture, f.Used)
	out.short = f.NOff < shortBaseline || f.PlaceboDays < placeboDays
	out.placebo = m.placebo(f)
	m.residuals(&out, c)
	return out
}

// placebo returns the result of the fake starts. It returns nil without any and for an
// outcome that never changes.
func (m model) placebo(f stats.BeforeAfterFit) *Placebo {
	if len(f.PlaceboStart) == 0 || f.Mixture.SD() == 0 {
		return nil
	}
	p := &Placebo{Tried: len(f.PlaceboStart), AsBig: f.AsBig, Share: f.Share, Z: f.PlaceboZ, RealZ: f.Z}
	for _, d := range f.PlaceboStart {
		p.Dates = append(p.Dates, m.first+record.Date(d))
	}
	return p
}

// take copies a stretched posterior.
func (f *fitted) take(mix stats.Mixture, s stats.Stretched) {
	f.method = "slowmix"
	f.median, f.sd, f.p, f.df, f.lambda = s.Median, s.SD, s.P, s.DF, s.Lambda
	f.ci95, f.ci90 = s.CI95, s.CI90
	f.mix, f.cov = mix, func(a, b []int) float64 { return stats.MeanCov(mix, a, b) }
}

// fitRepeated fits ABA and longer, and randomised blocks: the same model over all
// phases, lambda = 1, without fake starts. Outcomes that use the same nights are
// fitted together.
func (m model) fitRepeated(cs []candidate) []fitted {
	out := make([]fitted, len(cs))
	groups := map[string][]int{}
	var order []string
	for i, c := range cs {
		out[i].method = "none"
		out[i].off, out[i].on = m.phaseRows(c.y)
		switch {
		case c.reason != "":
			out[i].blocked = c.reason
		default:
			out[i].blocked, out[i].blockedBy = m.tooFew(out[i].off, out[i].on)
		}
		if out[i].blocked != "" {
			continue
		}
		k := stats.Pattern(out[i].off, out[i].on)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	for _, k := range order {
		m.fitGroup(cs, out, groups[k])
	}
	return out
}

func (m model) fitGroup(cs []candidate, out []fitted, group []int) {
	rows := m.rows(out[group[0]].off, out[group[0]].on)
	var ys [][]float64
	for _, i := range group {
		ys = append(ys, stats.Select(cs[i].y, rows.Day))
	}
	mixes, err := stats.FitSlowMix(rows, ys)
	for k, i := range group {
		if err != nil {
			out[i].blocked = "not_estimable"
			continue
		}
		out[i].take(mixes[k], mixes[k].Stretch(1))
		m.residuals(&out[i], cs[i])
	}
}

// tooFew applies the minimum of repeated designs: 14 used nights on and 14 off, and 7
// in every phase, except in a randomised schedule, whose blocks may be one night long.
// It returns "" if they are enough.
func (m model) tooFew(off, on []int) (string, []Measure) {
	if m.arrange.design != DesignRandomised {
		n := make([]int, len(m.arrange.phases))
		for _, rows := range [][]int{off, on} {
			for _, i := range rows {
				n[m.exposure[i].Phase]++
			}
		}
		for _, k := range n {
			if k < MinPhase {
				return "too_few_phase", counts(k, MinPhase)
			}
		}
	}
	switch {
	case len(off) < MinTotal:
		return "too_few_off", counts(len(off), MinTotal)
	case len(on) < MinTotal:
		return "too_few_on", counts(len(on), MinTotal)
	}
	return "", nil
}

func counts(n, want int) []Measure {
	return []Measure{{"nights", float64(n), "nights"}, {"wanted", float64(want), "nights"}}
}

// phaseRows returns the used nights of every phase: observed, without onset and washout
// nights, on-nights without a dose and off-nights with one; of the first baseline the
// last 180 calendar nights.
func (m model) phaseRows(y []float64) (off, on []int) {
	for i, e := range m.exposure {
		if e.Phase < 0 || e.Excluded || math.IsNaN(y[i]) {
			continue
		}
		p := m.arrange.phases[e.Phase]
		night := m.first + record.Date(i)
		switch {
		case m.arrange.design == DesignRandomised && m.arrange.plan == nil && e.Taken == record.TakenUnknown:
		case p.Kind == "on" && e.Taken == record.NotTaken:
		case p.Kind == "on":
			on = append(on, i)
		case e.Taken == record.TakenYes:
		case p.Label == "A1" && m.arrange.phased() && int(p.Last-night) >= baselineNights:
		default:
			off = append(off, i)
		}
	}
	return off, on
}

// dropNotTaken returns y with NaN on the nights that contradict their phase: on-nights
// without a dose, and off-nights with one.
func (m model) dropNotTaken(y []float64) []float64 {
	out := make([]float64, len(y))
	copy(out, y)
	for i, e := range m.exposure {
		if e.Phase < 0 {
			continue
		}
		on := m.arrange.phases[e.Phase].Kind == "on"
		if on && e.Taken == record.NotTaken || !on && e.Taken == record.TakenYes {
			out[i] = math.NaN()
		}
	}
	return out
}

// fitAsNeeded fits the lagged model of irregular dosing (METHOD.md, section 4).
func (m model) fitAsNeeded(cs []candidate) []fitted {
	on := m.dosed()
	out := make([]fitted, len(cs))
	for i, c := range cs {
		f := &out[i]
		f.method = "none"
		if c.reason != "" {
			f.blocked = c.reason
			continue
		}
		l, err := stats.Lagged(c.y, on, m.weekday0)
		for _, r := range l.Rows {
			if on[r] == 1 {
				f.on = append(f.on, r)
			} else {
				f.off = append(f.off, r)
			}
		}
		switch {
		case len(f.off) < minAsNeeded:
			f.blocked, f.blockedBy = "too_few_off", counts(len(f.off), minAsNeeded)
		case len(f.on) < minAsNeeded:
			f.blocked, f.blockedBy = "too_few_on", counts(len(f.on), minAsNeeded)
		case err != nil:
			f.blocked = "not_estimable"
		default:
			f.method = "lagged"
			f.median, f.sd, f.p, f.df, f.lambda = l.Est, l.SE, l.P, l.DF, 1
			f.ci95, f.ci90 = l.CI95, l.CI90
			m.residuals(f, c)
		}
	}
	return out
}

// residuals fills the residuals of the baseline, for margins and the effective number
// of nights.
func (m model) residuals(f *fitted, c candidate) {
	rows := m.rows(f.off, f.on)
	f.weekday = rows.WeekdayAdjusted()
	if se, _, ok := stats.OLSDesignSE(rows, stats.Select(c.y, rows.Day)); ok {
		f.seOLS = se
	}
	f.base = f.off
	if m.arrange.repeated() && m.arrange.phased() && m.arrange.phases[0].Kind == "baseline" {
		f.base = nil
		for _, i := range f.off {
			if m.exposure[i].Phase == 0 {
				f.base = append(f.base, i)
			}
		}
	}
	baseline := stats.Rows{Day: f.base, Weekday0: m.weekday0}
	f.baselineSD = stats.DetrendedSD(baseline, stats.Select(c.y, f.base))
	f.offResiduals = stats.DetrendedResiduals(baseline, stats.Select(c.y, f.base))
}

// rows returns off and on nights as one ascending design.
func (m model) rows(off, on []int) stats.Rows {
	r := stats.Rows{Weekday0: m.weekday0}
	i, j := 0, 0
	for i < len(off) || j < len(on) {
		if j == len(on) || i < len(off) && off[i] < on[j] {
			r.Day, r.On = append(r.Day, off[i]), append(r.On, 0)
			i++
		} else {
			r.Day, r.On = append(r.Day, on[j]), append(r.On, 1)
			j++
		}
	}
	return r
}

// VarianceFactor returns the factor by which a before/after of a metric widens its
// variance if it is not checked against the person's own past (METHOD.md, section
// 3).
func VarianceFactor(metric string) float64 {
	if strings.HasPrefix(metric, "hrv_") || metric == "resting_hr" || metric == "sleep_hr" {
		return heartFactor
	}
	return 1
}
