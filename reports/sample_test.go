package reports

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/nightly"
	"nof1/importers/record"
)

// sample is one made-up person: a result as the analysis would hand it over,
// with numbers made up by hand, and what the report says beside it.
type sample struct {
	Name string
	res  analysis.Result
	meta Meta
}

func ptr[T any](x T) *T { return &x }

// madeUp describes the nights of a made-up person.
type madeUp struct {
	first  record.Date
	nights int
	phases []analysis.Phase
	taken  func(i int) record.Taken
	effect float64
}

var metricsMadeUp = []struct {
	id       string
	mean, sd float64
	role     analysis.Role
	margin   float64
}{
	{"hrv_rmssd", 60, 9, "primary", 4.4},
	{"resting_hr", 55, 2.1, "secondary", 2},
	{"tst", 432, 44, "secondary", 15},
	{"sol", 14, 6, "secondary", 10},
	{"deep", 78, 17, "secondary", 15},
	{"respiratory_rate", 14.6, 0.5, "exploratory", 0},
	{"spo2", 96.4, 0.6, "exploratory", 0},
	{"sleep_efficiency", 91, 3, "exploratory", 2},
	{"bedtime", 681, 34, "exploratory", 15},
	{"awakenings", 3.2, 1.4, "exploratory", 1},
}

// table makes the nights; the same description gives the same nights.
func (m madeUp) table(t testing.TB) *nightly.Table {
	t.Helper()
	r := rand.New(rand.NewPCG(7, uint64(m.nights)))
	var records []record.Record
	for k, q := range metricsMadeUp {
		e := 0.0
		for i := range m.nights {
			e = 0.35*e + r.NormFloat64()*math.Sqrt(1-0.35*0.35)
			if r.Float64() < 0.04 {
				continue
			}
			v := q.mean + q.sd*e
			if m.taken(i) == record.TakenYes && k == 0 {
				v += m.effect
			}
			metric, _ := record.MetricByID(q.id)
			v = math.Max(metric.HardLow, math.Min(metric.HardHigh, v))
			records = append(records, record.Record{Night: m.first + record.Date(i), Metric: q.id, Value: v, Source: "whoop",
				Pos: record.Pos{File: q.id, Line: i + 2}})
		}
	}
	tab, err := nightly.Build(records, nil)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// phaseOf returns the index of the phase a night lies in and whether it is one
// of its first, unused nights.
func phaseOf(ps []analysis.Phase, d record.Date) (int, bool) {
	for i, p := range ps {
		if d >= p.First && d <= p.Last {
			return i, d < p.First+record.Date(p.ExcludedDays)
		}
	}
	return -1, false
}

func (m madeUp) result(t testing.TB) analysis.Result {
	tab := m.table(t)
	res := analysis.Result{Nights: tab}
	res.NotRecorded, res.Look.Number = []string{"alcohol", "caffeine", "illness", "travel", "late_meal"}, 1
	for i := range tab.Len() {
		e := analysis.NightExposure{Taken: m.taken(int(tab.Night(i) - m.first))}
		e.Phase, e.Excluded = phaseOf(m.phases, tab.Night(i))
		if e.Taken == record.TakenYes {
			e.ElementalMg = ptr(200.0)
		}
		res.Exposure = append(res.Exposure, e)
	}
	for _, c := range tab.Columns() {
		q, _ := record.MetricByID(c.Metric)
		res.Series = append(res.Series, analysis.Series{Metric: c.Metric, Unit: q.Unit, Source: c.Source, Used: true,
			Nights: tab.Nights(c.Metric, c.Source), First: tab.First(), Last: tab.Night(tab.Len() - 1), MissingShare: 0.04, Lag1: ptr(0.33), Mean: 60.4, SD: 9.1})
	}
	res.Intervention = analysis.Intervention{
		Supplement: "magnesium", Forms: []string{"bisglycinate"}, ElementalMg: ptr(200.0), Basis: "elemental",
		Onset: 7, Washout: 7, Phases: m.phases,
		DoseNotes: []analysis.Note{
			{ID: "upper_level", Measured: []analysis.Measure{{Name: "mean_mg", Value: 200, Unit: "mg"}, {Name: "us", Value: 350, Unit: "mg"}, {Name: "eu", Value: 250, Unit: "mg"}}}},
		Assumptions: []analysis.Note{{ID: "doses_only_baseline"}, {ID: "doses_only_runs"}},
	}
	for i := range tab.Len() {
		switch m.taken(int(tab.Night(i) - m.first)) {
		case record.TakenYes:
			if res.Intervention.DaysTaken == 0 {
				res.Intervention.FirstDose = new(tab.Night(i) - 1)
			}
			res.Intervention.LastDose = new(tab.Night(i) - 1)
			res.Intervention.DaysTaken++
		case record.NotTaken:
			res.Intervention.DaysNotTaken++
		default:
			res.Intervention.DaysUnknown++
		}
	}
	return res
}

// answer is the made-up estimate of one outcome, in spreads of its own.
type answer struct {
	code      analysis.Code
	direction analysis.Text
	level     int
	z, half   float64
}

// outcomes fills one row a metric; the first answer is the question asked.
func (m madeUp) outcomes(res *analysis.Result, answers ...answer) {
	tab := res.Nights
	for k, q := range metricsMadeUp {
		a := answer{code: "cant_tell", direction: "up", level: 1, z: 0.1 * float64(k%5-2), half: 0.5 + 0.05*float64(k%3)}
		if k < len(answers) {
			a = answers[k]
		}
		metric, _ := record.MetricByID(q.id)
		o := analysis.Outcome{Metric: q.id, Role: q.role, Source: "whoop", Scale: metric.Scale, Unit: metric.Unit,
			BaselineSD: ptr(q.sd), UsualRange: &[2]float64{q.mean - 1.28*q.sd, q.mean + 1.28*q.sd}, Method: "slowmix",
			MeanOff: ptr(q.mean), MeanOn: ptr(q.mean + a.z*q.sd), Lag1: ptr(0.34)}
		y := tab.Calendar(q.id, "whoop")
		for i := range tab.Len() {
			e := res.Exposure[i]
			used := !math.IsNaN(y[i]) && !e.Excluded && a.code != "not_enough_data" && a.code != "not_comparable"
			o.UsedNights = append(o.UsedNights, used)
			on := e.Taken == record.TakenYes
			if e.Phase >= 0 {
				on = m.phases[e.Phase].Kind == "on"
			}
			switch {
			case math.IsNaN(y[i]) || e.Excluded:
			case on:
				o.NOn++
			default:
				o.NOff++
			}
		}
		o.Verdict = analysis.Verdict{Code: a.code, Direction: a.direction, Level: a.level}
		if a.level > 0 {
			est := a.z * q.sd
			o.Estimate, o.CI95 = &est, &[2]float64{est - a.half*q.sd, est + a.half*q.sd}
			o.CI90 = &[2]float64{est - 0.84*a.half*q.sd, est + 0.84*a.half*q.sd}
			if !metric.Clock {
				o.EstimatePct, o.CI95Pct = ptr(100*est/q.mean), &[2]float64{100 * o.CI95[0] / q.mean, 100 * o.CI95[1] / q.mean}
			}
			o.P, o.PAdjusted, o.DF, o.Lambda, o.NEffective = ptr(0.17), ptr(0.41), ptr(247.0), ptr(1.12), ptr(121.7)
			o.Detectable, o.MoreNights = ptr(0.68*q.sd), ptr(236)
			if q.margin > 0 {
				o.Margin = ptr(q.margin)
			}
			o.AdjustedFor = []string{"trend", "weekday"}
			o.Naive = &analysis.Naive{Method: "welch", Estimate: est, P: 0.02}
		}
		res.Outcomes = append(res.Outcomes, o)
	}
}

func placeboMadeUp(real float64) *analysis.Placebo {
	z := []float64{-0.4, 0.2, 1.1, 0.9, -0.7, 0.3, 1.9, -1.6, 0.05, 0.6, -0.2}
	big := 0
	for _, x := range z {
		if math.Abs(x) >= math.Abs(real) {
			big++
		}
	}
	return &analysis.Placebo{Tried: len(z), AsBig: big, Share: float64(big) / float64(len(z)), Z: z, RealZ: real}
}

func metaMadeUp() Meta {
	return Meta{
		Formats:     []string{"whoop.cycles", "oura.sleeps", "fitbit.sleep", "apple.export"},
		Participant: "Sam", Version: "0.1.0", Seed: 1, ConfigSHA256: strings.Repeat("ab", 32),
		Settings: map[string]any{"supplement": "magnesium", "absent": "auto", "primary": "", "seed": 1},
		Inputs: []record.Input{
			{Path: "export.zip!/physiological_cycles.csv", SHA256: strings.Repeat("1f", 32), Importer: "whoop.cycles", Device: "WHOOP",
				Counts: record.Counts{Read: 365, Used: 363, Skipped: 2}, Nights: 352, First: record.NewDate(2023, 10, 2), Last: record.NewDate(2024, 7, 27),
				Problems: []record.Problem{
					{Pos: record.Pos{File: "export.zip!/physiological_cycles.csv", Line: 12, Column: 41}, Field: "Heart rate variability (ms)", Message: `"12,x" is not a number: want milliseconds`},
					{Pos: record.Pos{File: "export.zip!/physiological_cycles.csv", Line: 40}, Message: "no sleep onset: want a date and a time"}}},
			{Path: "notes.txt", SHA256: strings.Repeat("2e", 32), Reason: "no importer knows it", Nearest: "nof1.nights"},
			{Path: "supplements.csv", SHA256: strings.Repeat("3d", 32), Importer: "nof1.log", Counts: record.Counts{Read: 90, Used: 90}},
		},
	}
}

// from is a log that starts at a night, with a few gaps.
func from(start int) func(int) record.Taken {
	return func(i int) record.Taken {
		switch {
		case i < start:
			return record.NotTaken
		case i%17 == 3:
			return record.TakenUnknown
		case i%29 == 5:
			return record.NotTaken
		}
		return record.TakenYes
	}
}

func period(label, kind string, first record.Date, days, excluded, used int) analysis.Phase {
	return analysis.Phase{Label: label, Kind: kind, First: first, Last: first + record.Date(days) - 1, Days: days, ExcludedDays: excluded, NightsUsed: used}
}

func beforeAfter(effect float64) madeUp {
	first := record.NewDate(2023, 10, 30)
	return madeUp{first: first, nights: 180 + 90, effect: effect, taken: from(180), phases: []analysis.Phase{
		period("A1", "baseline", first, 180, 0, 174), period("B1", "on", first+180, 90, 7, 81)}}
}

func repeated(randomised bool) madeUp {
	first := record.NewDate(2024, 1, 1)
	days, n, excluded := 28, 4, 7
	if randomised {
		days, n, excluded = 7, 12, 0
	}
	var ps []analysis.Phase
	for i := range n {
		kind, label, out := "off", "A", excluded
		if i%2 == 1 {
			kind, label = "on", "B"
		}
		if i == 0 {
			kind, out = "baseline", 0
		}
		ps = append(ps, period(label+string(rune('1'+i/2)), kind, first+record.Date(i*days), days, out, days-out-1))
	}
	return madeUp{first: first, nights: days * n, effect: 6, phases: ps, taken: func(i int) record.Taken {
		if i/days%2 == 1 {
			return record.TakenYes
		}
		return record.NotTaken
	}}
}

func rtmMadeUp() analysis.Caveat {
	return analysis.Caveat{ID: "regression_to_mean", Severity: analysis.High, Outcomes: []string{"hrv_rmssd"},
		Words: map[string]string{"metric": "hrv_rmssd"}, Nights: []record.Date{record.NewDate(2024, 4, 20)},
		Measured: []analysis.Measure{
			{Name: "baseline_last7_percentile", Value: 9, Unit: "%"}, {Name: "last7_difference", Value: -6.2, Unit: "ms"}, {Name: "z", Value: -1.9, Unit: "SD"},
			{Name: "expected_rebound", Value: 3.1, Unit: "ms"}, {Name: "nights", Value: 7, Unit: "nights"},
			{Name: "estimate_with", Value: 2.9, Unit: "ms"}, {Name: "estimate_without", Value: 1.1, Unit: "ms"}}}
}

func breakMadeUp(distance float64, s analysis.Severity) analysis.Caveat {
	return analysis.Caveat{ID: "device_break", Severity: s, Blocks: s == analysis.Stop, Outcomes: []string{"hrv_rmssd", "deep"},
		Words:    map[string]string{"date": "2024-04-30", "source": "whoop", "reason": "strap", "detail": "skin temperature appears"},
		Measured: []analysis.Measure{{Name: "distance", Value: distance, Unit: "nights"}}, Nights: []record.Date{record.NewDate(2024, 4, 30)}}
}

func coStartMadeUp() analysis.Caveat {
	return analysis.Caveat{ID: "co_start", Severity: analysis.High, Outcomes: []string{"hrv_rmssd"},
		Words: map[string]string{"supplement": "l_theanine", "date": "2024-05-02"}, Measured: []analysis.Measure{{Name: "days_apart", Value: 5, Unit: "days"}}}
}

func missingMadeUp() analysis.Caveat {
	return analysis.Caveat{ID: "missing_nights", Severity: analysis.Moderate, Outcomes: []string{"hrv_rmssd"},
		Measured: []analysis.Measure{{Name: "missing_off", Value: 4, Unit: "%"}, {Name: "missing_on", Value: 19, Unit: "%"}, {Name: "difference", Value: 15, Unit: "points"}, {Name: "p", Value: 0.003, Unit: ""}}}
}

// Samples are the states a report can be in.
func Samples(t testing.TB) []sample {
	var out []sample
	for _, group := range []map[string]analysis.Result{beforeAfters(t), switches(t), blockedOnes(t)} {
		for _, name := range sampleOrder {
			if res, ok := group[name]; ok {
				choicesMadeUp(&res)
				out = append(out, sample{name, res, metaMadeUp()})
			}
		}
	}
	return out
}

var sampleOrder = []string{"ab-cant-tell", "ab-higher", "ab-lower", "not-comparable", "abab", "randomised", "as-needed", "none", "too-few"}

func beforeAfters(t testing.TB) map[string]analysis.Result {
	ab := func(effect float64, answers ...answer) analysis.Result {
		m := beforeAfter(effect)
		res := m.result(t)
		res.Intervention.Design, res.Intervention.DesignLevel, res.Intervention.Adherence = "AB", 1, ptr(0.9)
		m.outcomes(&res, answers...)
		res.Differences = []analysis.Difference{{Metric: "steps", Off: 8400, On: 9900, SMD: 0.42, NOff: 174, NOn: 81}, {Metric: "bedtime", Off: 681, On: 690, SMD: 0.11, NOff: 174, NOn: 81}}
		return res
	}

	unsure := ab(3, answer{"cant_tell", "up", 1, 0.32, 0.45})
	unsure.Outcomes[0].Placebo = placeboMadeUp(1.2)
	unsure.Caveats = []analysis.Caveat{rtmMadeUp(), missingMadeUp()}

	higher := ab(9, answer{"higher", "up", 2, 0.9, 0.4}, answer{"lower", "down", 2, -0.6, 0.5}, answer{"no_meaningful_change", "up", 1, 0.05, 0.2})
	higher.Outcomes[0].Placebo = placeboMadeUp(2.4)
	higher.Outcomes[0].Verdict.CappedBy, higher.Outcomes[0].Verdict.Favourable = []string{"design", "co_start"}, ptr(true)
	higher.Intervention.CoStarted, higher.Intervention.CoSupplements = []string{"l_theanine"}, []string{"l_theanine", "vitamin_d"}
	higher.Caveats = []analysis.Caveat{coStartMadeUp(), rtmMadeUp(), breakMadeUp(10, analysis.High), missingMadeUp()}

	lower := ab(-9, answer{"lower", "down", 2, -0.8, 0.35})
	lower.Outcomes[0].Placebo = placeboMadeUp(-2.2)
	lower.NotRecorded = nil

	broken := ab(0, answer{"not_comparable", "", 0, 0, 0}, answer{"not_comparable", "", 0, 0, 0})
	broken.Outcomes[0].Verdict.Reason, broken.Outcomes[1].Verdict.Reason = "device_break", "device_break"
	broken.Caveats = []analysis.Caveat{breakMadeUp(3, analysis.Stop)}
	return map[string]analysis.Result{"ab-cant-tell": unsure, "ab-higher": higher, "ab-lower": lower, "not-comparable": broken}
}

func switches(t testing.TB) map[string]analysis.Result {
	m := repeated(false)
	abab := m.result(t)
	abab.Intervention.Design, abab.Intervention.DesignLevel, abab.Intervention.Adherence = "ABAB", 2, ptr(0.98)
	m.outcomes(&abab, answer{"higher", "up", 3, 0.6, 0.4})

	m = repeated(true)
	random := m.result(t)
	random.Intervention.Design, random.Intervention.DesignLevel, random.Intervention.Adherence, random.Intervention.Randomised = "randomised_blocks", 3, ptr(1.0), true
	m.outcomes(&random, answer{"lower", "down", 4, -0.5, 0.3})

	m = madeUp{first: record.NewDate(2024, 1, 1), nights: 120, taken: func(i int) record.Taken {
		switch {
		case i*i%11 == 4 || i*i%11 == 5:
			return record.TakenYes
		case i%23 == 0:
			return record.TakenUnknown
		}
		return record.NotTaken
	}}
	needed := m.result(t)
	needed.Intervention.Design = "as_needed"
	m.outcomes(&needed, answer{"cant_tell", "down", 1, -0.1, 0.4})
	for i := range needed.Outcomes {
		needed.Outcomes[i].Method = "lagged"
	}
	return map[string]analysis.Result{"abab": abab, "randomised": random, "as-needed": needed}
}

func blockedOnes(t testing.TB) map[string]analysis.Result {
	block := func(res *analysis.Result, off, on int, v analysis.Verdict) {
		for i := range res.Outcomes {
			o := &res.Outcomes[i]
			*o = analysis.Outcome{Metric: o.Metric, Role: o.Role, Source: o.Source, Scale: o.Scale, Unit: o.Unit, Method: "none", NOff: off, NOn: on,
				Verdict: v, UsedNights: make([]bool, res.Nights.Len())}
		}
	}
	m := madeUp{first: record.NewDate(2024, 1, 1), nights: 120, taken: func(int) record.Taken { return record.TakenUnknown }}
	none := m.result(t)
	none.Intervention = analysis.Intervention{Design: "none", Basis: "unknown"}
	m.outcomes(&none)
	block(&none, 0, 0, analysis.Verdict{Code: "not_enough_data", Reason: "no_doses"})

	m = beforeAfter(0)
	m.nights, m.taken, m.phases = 40, from(20), []analysis.Phase{period("A1", "baseline", m.first, 20, 0, 19), period("B1", "on", m.first+20, 20, 7, 12)}
	few := m.result(t)
	few.Intervention.Design, few.Intervention.DesignLevel = "AB", 1
	m.outcomes(&few)
	block(&few, 19, 12, analysis.Verdict{Code: "not_enough_data", Reason: "too_few_off",
		Measured: []analysis.Measure{{Name: "nights", Value: 19, Unit: "nights"}, {Name: "wanted", Value: 28, Unit: "nights"}}})
	return map[string]analysis.Result{"none": none, "too-few": few}
}

// Report builds a sample's document.
func (s sample) Report(t testing.TB) Report {
	t.Helper()
	r, err := New(s.res, s.meta)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return r
}
