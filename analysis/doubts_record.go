package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// deviceBreak looks for a change of device, strap, firmware or algorithm near a
// switch: within 7 nights the two sides are not comparable, within 14 it is a
// strong reason to doubt, elsewhere among the used nights a moderate one.
func deviceBreak(r review) []Caveat {
	var out []Caveat
	for _, b := range r.breaks {
		var near, far []string
		for i, c := range r.candidates {
			if !touches(b, c.metric.ID, c.source) || !r.inUse(i, b.Night) {
				continue
			}
			if d, ok := r.toSwitch(b.Night); ok && abs(d) <= breakBlocks {
				near = append(near, c.metric.ID)
			} else {
				far = append(far, c.metric.ID)
			}
		}
		d, hasSwitch := r.toSwitch(b.Night)
		c := Caveat{Nights: []record.Date{b.Night},
			Words: map[string]string{"date": b.Night.String(), "reason": b.Reason, "detail": b.Detail, "source": b.Source}}
		if hasSwitch {
			c.Measured = []Measure{{"distance", float64(d), "nights"}}
		}
		if len(near) > 0 {
			c.Severity, c.Outcomes = Stop, near
			out = append(out, c)
		}
		if len(far) > 0 {
			c.Severity, c.Outcomes = "", far
			if hasSwitch && abs(d) <= breakWarns {
				c.Severity = High
			}
			out = append(out, c)
		}
	}
	return out
}

// devices counts the dated changes of device or software among the compared
// nights that touch the primary outcome.
func devices(r review) finding {
	n := 0
	for _, b := range r.breaks {
		if len(r.candidates) > 0 && touches(b, r.candidates[r.primary].metric.ID, r.candidates[r.primary].source) && r.inUse(r.primary, b.Night) {
			n++
		}
	}
	return finding{known: true, measured: []Measure{{"changes", float64(n), ""}}}
}

// inUse reports whether a night is within the nights compared for an outcome, or
// within reach of a switch.
func (r review) inUse(i int, night record.Date) bool {
	if d, ok := r.toSwitch(night); ok && abs(d) <= breakWarns {
		return true
	}
	first, last, ok := r.fits[i].span()
	at := int(night - r.model.first)
	return ok && at > first && at <= last
}

// span returns the first and the last row of the nights that a fit compares.
func (f fitted) span() (first, last int, ok bool) {
	if len(f.off) == 0 || len(f.on) == 0 {
		return 0, 0, false
	}
	return min(f.off[0], f.on[0]), max(f.off[len(f.off)-1], f.on[len(f.on)-1]), true
}

// toSwitch returns the signed number of nights from the nearest switch of a
// phased or randomised design.
func (r review) toSwitch(night record.Date) (nights int, ok bool) {
	if r.model.arrange.design == DesignAsNeeded {
		return 0, false
	}
	for _, s := range r.model.arrange.switches() {
		if d := int(night - s); !ok || abs(d) < abs(nights) {
			nights, ok = d, true
		}
	}
	return nights, ok
}

func abs(n int) int { return max(n, -n) }

const (
	missingPoints = 10 // percentage points
	manyMissing   = 20
)

// missingNights compares the share of nights without a value on and off the
// supplement: devices are left off on nights out, ill or drunk. It fires by Fisher's
// exact test on observed and missing nights, or by a difference of more than 10
// points.
func missingNights(r review) []Caveat {
	var first *Caveat
	for i, o := range r.outcomes {
		off, on := r.coverage(i)
		if off.all() == 0 || on.all() == 0 || r.gated[o.Metric] {
			continue
		}
		diff := 100 * (on.share() - off.share())
		p := stats.FisherExact(off.seen, off.missing, on.seen, on.missing)
		if math.Abs(diff) <= missingPoints && p >= significant {
			continue
		}
		if first == nil {
			first = &Caveat{Words: map[string]string{"metric": o.Metric},
				Measured: []Measure{
					{"missing_off", 100 * off.share(), "%"}, {"missing_on", 100 * on.share(), "%"},
					{"difference", diff, "points"}, {"p", p, ""},
					{"nights_off", float64(off.all()), "nights"}, {"nights_on", float64(on.all()), "nights"}}}
			if math.Abs(diff) > manyMissing {
				first.Severity = High
			}
		}
		first.Outcomes = append(first.Outcomes, o.Metric)
	}
	if first == nil {
		return nil
	}
	return []Caveat{*first}
}

// nightsMissing measures the shares of nights without a value of the primary
// outcome.
func nightsMissing(r review) finding {
	if len(r.outcomes) == 0 {
		return finding{}
	}
	off, on := r.coverage(r.primary)
	if off.all() == 0 || on.all() == 0 {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"missing_off", 100 * off.share(), "%"}, {"missing_on", 100 * on.share(), "%"}}}
}

// seenMissing counts calendar nights with and without a value.
type seenMissing struct{ seen, missing int }

func (s seenMissing) all() int       { return s.seen + s.missing }
func (s seenMissing) share() float64 { return float64(s.missing) / float64(s.all()) }

// coverage counts the calendar nights with and without a value inside the
// windows that are compared.
func (r review) coverage(i int) (off, on seenMissing) {
	first, last, ok := r.fits[i].span()
	if !ok {
		return off, on
	}
	for d := first; d <= last; d++ {
		e := r.model.exposure[d]
		side := &off
		switch {
		case r.model.arrange.design == DesignAsNeeded || r.model.arrange.design == DesignRandomised && r.model.arrange.plan == nil:
			if e.Taken == record.TakenUnknown {
				continue
			}
			if e.Taken == record.TakenYes {
				side = &on
			}
		case e.Phase < 0 || e.Excluded:
			continue
		case r.model.arrange.phases[e.Phase].Kind == "on":
			if e.Taken == record.NotTaken {
				continue
			}
			side = &on
		}
		if math.IsNaN(r.candidates[i].raw[d]) {
			side.missing++
		} else {
			side.seen++
		}
	}
	return off, on
}

// missingAfter tests whether nights of the main outcome go missing after certain
// nights: taking the device off after a bad one leaves a record that looks calmer
// than life was (logistic regression on the night before and the weekday).
func missingAfter(r review) []Caveat {
	if len(r.outcomes) == 0 || r.gated[r.outcomes[r.primary].Metric] {
		return nil
	}
	metric := r.outcomes[r.primary].Metric
	off, on := r.coverage(r.primary)
	if off.missing+on.missing == 0 {
		return nil
	}
	from, to, _ := r.fits[r.primary].span()
	odds, err := stats.MissingAfterNight(r.candidates[r.primary].y[from:to+1], (r.model.weekday0+from)%7)
	if err != nil || odds.P >= significant {
		return nil
	}
	after, ratio := "higher", odds.OddsRatio
	if ratio < 1 {
		after, ratio = "lower", 1/ratio
	}
	return []Caveat{{Outcomes: []string{metric}, Words: map[string]string{"metric": metric, "after": after},
		Measured: []Measure{{"odds_ratio", ratio, ""}, {"p", odds.P, ""},
			{"missing", float64(odds.Events), "nights"}, {"nights", float64(odds.N), "nights"}}}}
}

const (
	outlierMADs = 5
	madToSD     = 1.4826
)

// outlierDependent refits without the nights whose residual is further than
// 5 x 1.4826 MAD from the middle, and fires where that would change the
// verdict. The nights stay in the primary analysis.
func outlierDependent(r review, i int) (Caveat, bool) {
	if !r.estimated(i) {
		return Caveat{}, false
	}
	odd := r.oddNights(i)
	if len(odd) == 0 {
		return Caveat{}, false
	}
	o := r.outcomes[i]
	alt, ok := r.without(i, "without-outliers", odd)
	if !ok || decides(alt.CI95) == decides(*o.CI95) {
		return Caveat{}, false
	}
	c := Caveat{Measured: []Measure{{"nights", float64(len(odd)), "nights"},
		{"estimate_with", *o.Estimate, o.Unit}, {"estimate_without", alt.Estimate, o.Unit}}}
	for _, d := range rows(odd) {
		c.Nights = append(c.Nights, r.model.first+record.Date(d))
	}
	return c, true
}

// decides returns the sign of an interval that excludes zero, or 0 for any other.
func decides(ci [2]float64) int {
	switch {
	case ci[0] > 0:
		return 1
	case ci[1] < 0:
		return -1
	}
	return 0
}

// oddNights returns the used nights with an extreme residual.
func (r review) oddNights(i int) map[int]bool {
	f, c := r.fits[i], r.candidates[i]
	rows := r.model.rows(f.off, f.on)
	_, resid, ok := stats.OLSDesignSE(rows, stats.Select(c.y, rows.Day))
	if !ok {
		return nil
	}
	middle := stats.Median(resid)
	away := make([]float64, len(resid))
	for k, x := range resid {
		away[k] = math.Abs(x - middle)
	}
	limit := outlierMADs * madToSD * stats.Median(away)
	if limit == 0 {
		return nil
	}
	out := map[int]bool{}
	for k, x := range away {
		if x > limit {
			out[rows.Day[k]] = true
		}
	}
	return out
}

// without refits the declared method leaving out some nights.
func (r review) without(i int, name string, nights map[int]bool) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	if f.method == "lagged" {
		y := slices.Clone(c.y)
		for d := range y {
			if nights[d] {
				y[d] = math.NaN()
			}
		}
		l, err := stats.Lagged(y, r.model.dosed(), r.model.weekday0)
		if err != nil {
			return Alternative{}, false
		}
		return laggedAlternative(name, l, r.natural(i)), true
	}
	return r.refit(i, name, drop(f.off, nights), drop(f.on, nights))
}

const shiftLevel = 0.01

// levelShift scans the residuals of the primary and the secondary outcomes for
// a step that the supplement's dates do not explain: the largest F over all
// days, against what the person's own night-to-night dependence gives by
// chance (seeded simulation).
func levelShift(r review, i int) (Caveat, bool) {
	o := r.outcomes[i]
	if !r.estimated(i) || o.Role == RoleExploratory || r.fits[i].method != "slowmix" {
		return Caveat{}, false
	}
	f := r.fits[i]
	rows := r.model.rows(f.off, f.on)
	y := stats.Select(r.candidates[i].y, rows.Day)
	mix, err := stats.FitMargAvg(rows, [][]float64{y})
	if err != nil {
		return Caveat{}, false
	}
	phi, noise, ok := stats.FittedErrors(mix[0])
	if !ok {
		return Caveat{}, false
	}
	scan, err := stats.ScanBreak(rows, y, phi, noise, r.seed)
	if err != nil || scan.P >= shiftLevel {
		return Caveat{}, false
	}
	night := r.model.first + record.Date(scan.Day)
	return Caveat{Nights: []record.Date{night}, Words: map[string]string{"date": night.String()},
		Measured: []Measure{{"shift", r.natural(i)(scan.Shift), o.Unit}, {"f", scan.F, ""}, {"p", scan.P, ""}}}, true
}
