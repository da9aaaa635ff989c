package analysis

import (
	"math"
	"slices"
	"sort"
	"strings"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	noon          = 12 * 60
	settleNights  = 7 // nights after a change at home that are left out to size it
	maxImbalances = 2 // unequal habits that are named
)

// exertion are the metrics of activity, of which the first that a record has is used.
var exertion = []string{"training_load", "strain", "active_energy", "steps"}

// sleepDevices change sleep itself: a breathing machine, a mouth tape, a splint.
var sleepDevices = []string{"cpap", "apap", "mouth_tape", "mouth_taping", "oral_appliance", "mandibular_splint", "nasal_strip"}

// substances move heart rate and sleep stages: nicotine, cannabis, sedatives.
var substances = []string{"nicotine", "smoking", "cigarettes", "vape", "vaping", "tobacco", "cannabis", "thc", "marijuana", "weed",
	"sedative", "sleeping_pill", "benzodiazepine", "zolpidem", "diphenhydramine", "doxylamine", "antihistamine"}

// habitRow returns the row of the ledger that a habit belongs to, or "" for a metric
// that is not a habit. Nights with and without the supplement should be alike in it.
func habitRow(metric string) string {
	switch {
	case metric == "alcohol":
		return "alcohol_nights"
	case metric == "caffeine":
		return "late_caffeine"
	case slices.Contains(exertion, metric):
		return "training_shift"
	}
	return ""
}

// alcoholNights compares the share of nights after drinking. Alcohol lowers heart
// rate variability and raises heart rate that night (Pietila 2018). It is silent
// if the check of unequal habits names the amount.
func alcoholNights(r review) finding {
	f := r.rates(r.withAmounts("alcohol"))
	if slices.Contains(r.unequalIn, "alcohol") {
		f.severity = ""
	}
	return f
}

// withAmounts joins what was tagged with a covariate of the nights.
func (r review) withAmounts(metric string) tags {
	t := r.tagged(nil, metric)
	if ys, ok := r.primarySeries(metric, 1); ok {
		for i, y := range ys {
			switch {
			case y > 0:
				t.yes[i] = true
				delete(t.no, i)
			case y == 0 && !t.yes[i]:
				t.no[i] = true
			}
		}
	}
	return t
}

// lateCaffeine compares the share of nights after caffeine from noon on: 400 mg
// six hours before bed still shortens sleep (Drake 2013). It needs clock times.
func lateCaffeine(r review) finding {
	timed := r.tagged(func(m record.Moment) bool { return m.Timed }, "caffeine")
	late := r.tagged(func(m record.Moment) bool { return m.Timed && m.Minute >= noon }, "caffeine")
	for i := range union(timed.yes, timed.no) {
		if !late.yes[i] {
			late.no[i] = true // caffeine that day, none of it late
		}
	}
	f := r.rates(late)
	f.known = timed.any()
	return f
}

// unequalHabits names the habits in which nights with the supplement differ most
// from nights without it, by the standardised mean difference (Austin 2009), and
// by more than [chance] often makes of so few nights that resemble their
// neighbours: a difference alone would fail a third of the people whose habits
// never change. The table of differences lists the others too.
func unequalHabits(r review) []Caveat {
	return r.unequal(func(metric string) bool { return habitRow(metric) != "" }, significant)
}

// bedtimeShift names a shift of bedtime, minor if chance may explain it. It is not a
// failed cross-check: the shift may be the supplement's own doing.
func bedtimeShift(r review) []Caveat {
	return r.unequal(func(metric string) bool { return metric == "bedtime" }, 1)
}

// unequal names the metrics for which among returns true that differ by more than
// 0.25 SD with a p-value of at most mostP.
func (r review) unequal(among func(metric string) bool, mostP float64) []Caveat {
	var out []Caveat
	primary := ""
	if len(r.outcomes) > 0 && r.outcomes[r.primary].Role == RolePrimary {
		primary = r.outcomes[r.primary].Metric
	}
	for _, d := range codifferences(r.table, r.model, primary) {
		if !among(d.Metric) || math.Abs(d.SMD) <= imbalance || !(d.ByChance <= mostP) || len(out) == maxImbalances {
			continue
		}
		touched := slices.DeleteFunc(r.metrics(), func(m string) bool { return m == d.Metric || r.gated[m] })
		if len(touched) == 0 {
			continue
		}
		unit, severity := unitOf(d.Metric), Moderate
		if d.ByChance >= significant {
			severity = Minor // so few nights often differ as much
		}
		measured := []Measure{{"off", d.Off, unit}, {"on", d.On, unit}, {"difference", d.On - d.Off, unit}, {"smd", d.SMD, "SD"}}
		if d.VarianceRatio != nil {
			measured = append(measured, Measure{"variance_ratio", *d.VarianceRatio, ""})
		}
		measured = append(measured, Measure{"by_chance", 100 * d.ByChance, "%"},
			Measure{"nights_off", float64(d.NOff), "nights"}, Measure{"nights_on", float64(d.NOn), "nights"})
		out = append(out, Caveat{Severity: severity, Outcomes: touched, Words: map[string]string{"metric": d.Metric}, Measured: measured})
	}
	return out
}

const (
	loadShift   = 1.5 // ratio of the seven nights from a start to the 28 before it
	acuteNights = 7
	usualNights = 28
	leastAcute  = 4
	leastUsual  = 14
)

// trainingShift compares activity in the week from the start with the four weeks
// before it, and between the periods. Hard weeks lower heart rate variability,
// fitness raises it.
func trainingShift(r review) finding {
	for _, m := range exertion {
		c, ok := r.compare(m, illSeries)
		if !ok || c.meanOff <= 0 {
			continue
		}
		f := finding{known: true, words: map[string]string{"metric": m}, measured: []Measure{{"change", 100 * (c.meanOn/c.meanOff - 1), "%"},
			{"off", c.meanOff, unitOf(m)}, {"on", c.meanOn, unitOf(m)}}}
		ratio, ok := r.acute(c.ys)
		if !ok {
			return f
		}
		f.measured = append(f.measured, Measure{"week_to_usual", ratio, ""}, Measure{"week_change", 100 * (ratio - 1), "%"})
		if !slices.Contains(r.unequalIn, m) && (ratio > loadShift || ratio < 1/loadShift) {
			f.severity = Minor
		}
		return f
	}
	return finding{}
}

// acute returns the ratio of the mean of the seven nights from the start to that of
// the 28 before it.
func (r review) acute(ys []float64) (float64, bool) {
	start, ok := r.model.arrange.start()
	s := int(start - r.model.first)
	if !ok || s-usualNights < 0 || s+acuteNights > len(ys) || r.model.arrange.design == DesignRandomised {
		return 0, false
	}
	_, before := observed(ys[s-usualNights : s])
	_, week := observed(ys[s : s+acuteNights])
	if len(before) < leastUsual || len(week) < leastAcute || stat.Mean(before, nil) <= 0 {
		return 0, false
	}
	ratio := stat.Mean(week, nil) / stat.Mean(before, nil)
	return ratio, !math.IsNaN(ratio)
}

const beforeStart = 14 // nights before a start in which a hard time may have led to it

// stressEvent fires where a stressful event was logged in the two weeks before a
// start, more often than on other nights: people begin a supplement in a hard
// time, and hard times pass. It also fires where such nights are unequal.
func stressEvent(r review) finding {
	t := r.tagged(nil, "stress_event")
	f := r.rates(t)
	start, ok := r.model.arrange.start()
	if !ok || r.model.arrange.design == DesignRandomised {
		return f
	}
	near, last := 0, -1
	nights := r.inSpan(t.yes)
	for _, i := range nights {
		if d := int(start-r.model.first) - i; d >= 0 && d <= beforeStart {
			near, last = near+1, i
		}
	}
	from, to, ok := r.span()
	if !ok {
		return f
	}
	usual := float64(len(nights)-near) / float64(max(to-from-beforeStart, 1)) * (beforeStart + 1)
	f.measured = append(f.measured, Measure{"before_start", float64(near), "nights"}, Measure{"usual_in_15_nights", usual, "nights"})
	if float64(near) > unequalRate*usual {
		f.severity = Moderate
		f.words = map[string]string{"date": r.table.Night(last).String()}
	}
	return f
}

// sleepChanged fires for heart outcomes where total sleep differed as well, by
// more than such nights differ by chance: the supplement may act through sleep.
// Sleep is a mediator, so the main model never adjusts for it.
func sleepChanged(r review) finding {
	c, ok := r.compare("tst", minCompared)
	if !ok {
		return finding{}
	}
	f := finding{known: true, words: map[string]string{"metric": "tst"},
		measured: []Measure{{"off", c.meanOff, "min"}, {"on", c.meanOn, "min"}, {"difference", c.meanOn - c.meanOff, "min"}}}
	smd := stats.SMD(c.off, c.on)
	if !stats.Finite(smd) {
		return f // sleep never differs on either side
	}
	f.measured = append(f.measured, Measure{"smd", smd, "SD"})
	for _, o := range r.outcomes {
		if VarianceFactor(o.Metric) == heartFactor && o.Scale != record.Log1p {
			f.outcomes = append(f.outcomes, o.Metric)
		}
	}
	if math.Abs(smd) > imbalance && chance(smd, len(c.off), len(c.on), c.ys) < significant && len(f.outcomes) > 0 {
		f.severity = Minor
	}
	return f
}

const (
	weightShift = 2 // percent worth naming
	minWeighed  = 2 // days weighed in each condition
	kgPerPound  = 0.45359237
)

var weightItems = []string{"weight", "body_weight", "weight_(kg)", "weight_(lb)", "weight_(lbs)"}

// kilograms returns a logged body weight in kg, converted if its name or its unit says
// pounds. It returns false for any other entry.
func kilograms(e record.Entry) (kg float64, ok bool) {
	id := itemOf(e.Item)
	if !slices.Contains(weightItems, id) || !e.HasValue || e.YesNo || e.Value <= 0 {
		return 0, false
	}
	if strings.Contains(id, "(lb") || slices.Contains([]string{"lb", "lbs", "pound", "pounds"}, strings.ToLower(strings.TrimSpace(e.Unit))) {
		return e.Value * kgPerPound, true
	}
	return e.Value, true
}

// weightChange compares logged body weight: a few kilograms move resting heart
// rate.
func weightChange(r review) finding {
	type weighed struct {
		row int
		kg  float64
	}
	var all []weighed
	for _, e := range r.entries {
		if kg, ok := kilograms(e); ok {
			all = append(all, weighed{int(e.When.Day - r.model.first), kg})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].row < all[j].row })
	off, on := r.conditions()
	var a, b []float64
	for _, w := range all {
		if _, in := slices.BinarySearch(off, w.row); in {
			a = append(a, w.kg)
		} else if _, in := slices.BinarySearch(on, w.row); in {
			b = append(b, w.kg)
		}
	}
	if len(a) < minWeighed || len(b) < minWeighed {
		return finding{}
	}
	change := 100 * (stat.Mean(b, nil)/stat.Mean(a, nil) - 1)
	f := finding{known: true, measured: []Measure{{"change", change, "%"}, {"size", math.Abs(change), "%"},
		{"days_off", float64(len(a)), "days"}, {"days_on", float64(len(b)), "days"}}}
	if math.Abs(change) > weightShift {
		f.severity = Minor
	}
	return f
}
