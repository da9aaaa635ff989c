package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"nof1/analysis/screen"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// said returns a diary line of the evening before night i.
func said(i int, item string, value float64, unit string) record.Entry {
	night := day0 + record.Date(i)
	return record.Entry{When: record.Moment{Day: night - 1}, Item: item, Value: value, HasValue: true, Unit: unit,
		Source: "nof1.diary", Pos: record.Pos{File: "d.csv", Line: i + 2}}
}

func answered(i int, item string, yes bool) record.Entry {
	e := said(i, item, 0, "")
	if e.YesNo = true; yes {
		e.Value = 1
	}
	return e
}

// coin returns a reproducible yes or no for night i.
func coin(seed uint64, i int, p float64) bool {
	return rand.New(rand.NewPCG(seed, uint64(i))).Float64() < p
}

func associationOf(t *testing.T, r Result, item, outcome string) screen.Association {
	t.Helper()
	for _, a := range r.Associations {
		if a.Item == item && a.Outcome == outcome {
			return a
		}
	}
	t.Fatalf("no row for %s and %s", item, outcome)
	return screen.Association{}
}

// A drink lowers the night by a known share; a habit beside it does nothing.
// Nights without an entry are unknown.
func TestScreenFindsAYes(t *testing.T) {
	drank := func(i int) bool { return coin(1, i, .3) }
	s := made{nights: 200, seed: 5, adjust: func(i int) float64 {
		if drank(i) {
			return -.2
		}
		return 0
	}}.study()
	for i := range 200 {
		if i%5 == 0 {
			continue
		}
		s.Entries = append(s.Entries, answered(i, "alcohol", drank(i)), answered(i, "sauna", coin(2, i, .4)))
	}
	r := analysed(t, s)
	a := associationOf(t, r, "alcohol", "hrv_rmssd")
	if !a.Shown || a.Kind != screen.KindYesNo || a.Lag != 0 || a.Timing != screen.BeforeNight || a.Step != nil {
		t.Errorf("%+v", a)
	}
	if a.NWith+a.NWithout != 160 || a.NUnknown != 40 {
		t.Errorf("%d with, %d without, %d unknown", a.NWith, a.NWithout, a.NUnknown)
	}
	truth := 100 * math.Expm1(-.2)
	scale := *a.Estimate / *a.EstimatePct
	if a.CI95[0] > truth*scale || a.CI95[1] < truth*scale || a.CI95[1] >= 0 {
		t.Errorf("interval %v does not hold %.1f", *a.CI95, truth*scale)
	}
	if i := associationOf(t, r, "sauna", "hrv_rmssd"); i.Shown || i.P == nil {
		t.Errorf("sauna: %+v", i)
	}
	tested := 0
	for _, a := range r.Associations {
		if a.P != nil {
			tested++
		}
	}
	if r.Associations[0].Item != "alcohol" || tested != 4 {
		t.Errorf("first %s of %d tested", r.Associations[0].Item, tested)
	}
}

// q is Benjamini and Hochberg's over every p, and the rows keep their order.
func TestScreenOverTheWholeGrid(t *testing.T) {
	s := made{nights: 150, seed: 8}.study()
	for i := range 150 {
		for k := range 6 {
			s.Entries = append(s.Entries, answered(i, fmt.Sprint("habit ", k), coin(uint64(k), i, .3)))
		}
	}
	as := analysed(t, s).Associations
	var ps []float64
	for i, a := range as {
		if a.P == nil {
			t.Fatalf("%s %s: %v", a.Item, a.Outcome, a.Reasons)
		}
		ps = append(ps, *a.P)
		if i > 0 && !as[i-1].Shown && a.Shown {
			t.Error("a shown row stands below one that is not")
		}
	}
	if len(ps) != 12 {
		t.Fatalf("%d tests, want 6 habits x 2 outcomes", len(ps))
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		if *as[i].Q != q || as[i].Shown != (q <= screen.Q) {
			t.Errorf("%s %s: q %v shown %v, want %v", as[i].Item, as[i].Outcome, *as[i].Q, as[i].Shown, q)
		}
	}
}

// The doses of a diary: an effect per usual amount, nothing counting as 0.
func TestScreenByDose(t *testing.T) {
	grams := func(i int) float64 {
		if !coin(3, i, .4) {
			return 0
		}
		return []float64{10, 20, 30}[i%3]
	}
	s := made{nights: 200, seed: 5, adjust: func(i int) float64 { return -.008 * grams(i) }}.study()
	for i := range 200 {
		s.Entries = append(s.Entries, said(i, "alcohol", grams(i), "g"))
	}
	a := associationOf(t, analysed(t, s), "alcohol", "hrv_rmssd")
	if a.Kind != screen.KindDose || *a.Step != (screen.Step{High: 20, Unit: "g"}) || !a.Shown {
		t.Fatalf("%+v step %+v", a, a.Step)
	}
	scale, truth := *a.Estimate / *a.EstimatePct, 100*math.Expm1(-.008*20)
	if a.CI95[0] > truth*scale || a.CI95[1] < truth*scale {
		t.Errorf("interval %v does not hold %.2f", *a.CI95, truth*scale)
	}
}

// A rating of the morning: by rank, after the night, never against another.
func TestScreenByRank(t *testing.T) {
	bad := func(i int) float64 { return float64(rand.New(rand.NewPCG(4, uint64(i))).IntN(10)) }
	s := made{nights: 200, seed: 5, adjust: func(i int) float64 { return -.04 * bad(i) }}.study()
	for i := range 200 {
		e := said(i, "stress", bad(i), "")
		e.When.Day++ // rated in the morning of the wake date
		f := e
		f.Item = "anxiety"
		s.Entries = append(s.Entries, e, f)
	}
	r := analysed(t, s)
	a := associationOf(t, r, "stress", "hrv_rmssd")
	if a.Kind != screen.KindRank || a.Timing != screen.AfterNight || !a.Shown || *a.Estimate >= 0 || a.ReverseP != nil {
		t.Errorf("%+v", a)
	}
	if a.NWith < 60 || a.NWithout < 60 || a.Step.Low >= a.Step.High {
		t.Errorf("%d above and %d not above the median, step %+v", a.NWith, a.NWithout, a.Step)
	}
	if !reflect.DeepEqual(a.Together, []string{"anxiety"}) {
		t.Errorf("together %v", a.Together)
	}
	for outcome, reason := range map[string]string{"stress": "same_item", "anxiety": "same_moment"} {
		if a := associationOf(t, r, "stress", outcome); !reflect.DeepEqual(a.Reasons, []string{reason}) || a.P != nil {
			t.Errorf("stress and %s: %v", outcome, a.Reasons)
		}
	}
}

func TestScreenAbstains(t *testing.T) {
	for _, c := range []struct {
		name  string
		entry func(i int) (record.Entry, bool)
		want  []string
	}{
		{"nine with", func(i int) (record.Entry, bool) { return answered(i, "x", i%10 == 0 && i < 90), true }, []string{"too_few_with"}},
		{"ten with", func(i int) (record.Entry, bool) { return answered(i, "x", i%10 == 0 && i < 100), true }, nil},
		{"nine without", func(i int) (record.Entry, bool) { return answered(i, "x", i%10 != 0 || i >= 90), true }, []string{"too_few_without"}},
		{"never no", func(i int) (record.Entry, bool) { return answered(i, "x", true), i%3 == 0 }, []string{"too_few_without", "never_no"}},
		{"said to happen", func(i int) (record.Entry, bool) {
			e := said(i, "x", 0, "")
			e.HasValue = false
			return e, i%3 == 0
		}, []string{"too_few_without", "never_no"}},
		{"two stretches", func(i int) (record.Entry, bool) { return answered(i, "x", i/30%2 == 1), true }, []string{"few_stretches"}},
		{"three stretches", func(i int) (record.Entry, bool) { return answered(i, "x", i/20%2 == 1), true }, nil},
		{"a weekday", func(i int) (record.Entry, bool) { return answered(i, "x", i%7 == 2), true }, []string{"not_estimable"}},
		{"no amount but one", func(i int) (record.Entry, bool) { return said(i, "x", 5, ""), true }, []string{"too_few_without", "never_no"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := made{nights: 120, seed: 5}.study()
			for i := range 120 {
				if e, ok := c.entry(i); ok {
					s.Entries = append(s.Entries, e)
				}
			}
			a := associationOf(t, analysed(t, s), "x", "hrv_rmssd")
			if !reflect.DeepEqual(a.Reasons, c.want) || (a.P == nil) != (c.want != nil) || (a.Estimate == nil) != (a.P == nil) {
				t.Errorf("reasons %v, p %v; want %v", a.Reasons, a.P, c.want)
			}
		})
	}
}

// The supplement under test is answered by the report; the screen repeats it
// and shows nothing the verdict does not claim.
func TestScreenRepeatsTheVerdict(t *testing.T) {
	for _, effect := range []float64{0, .4} {
		r := analysed(t, made{nights: 200, on: from(120), effect: effect, seed: 2}.study())
		for _, o := range r.Outcomes {
			a := associationOf(t, r, "magnesium", o.Metric)
			if *a.P != *o.P || *a.Estimate != *o.Estimate || a.NWith != o.NOn || a.NWithout != o.NOff {
				t.Errorf("%s: %+v", o.Metric, a)
			}
			claim := o.Verdict.Code == CodeHigher || o.Verdict.Code == CodeLower
			if a.Shown && !claim || claim && effect > 0 && !a.Shown {
				t.Errorf("%s: shown %v where the verdict is %s", o.Metric, a.Shown, o.Verdict.Code)
			}
		}
	}
}

// Only nights of one device are compared: the longest stretch.
func TestScreenStaysWithinOneDevice(t *testing.T) {
	s := made{nights: 200, seed: 5, device: func(i int) string {
		if i < 60 {
			return "one"
		}
		return "two"
	}}.study()
	for i := range s.Records { // one source, so that the break is the only divide
		s.Records[i].Device = ""
	}
	s.Breaks = []record.Break{{Night: day0 + 60, Source: "whoop", Reason: "device"}}
	for i := range 200 {
		s.Entries = append(s.Entries, answered(i, "sauna", coin(2, i, .4)))
	}
	if a := associationOf(t, analysed(t, s), "sauna", "hrv_rmssd"); a.NWith+a.NWithout != 140 {
		t.Errorf("%d nights, want the 140 after the break", a.NWith+a.NWithout)
	}
}

// A row looks back on a year at most, the last year with values of both.
func TestScreenLooksBackOneYear(t *testing.T) {
	s := made{nights: 600, seed: 5}.study()
	for i := range 500 {
		s.Entries = append(s.Entries, answered(i, "sauna", coin(2, i, .4)))
	}
	a := associationOf(t, analysed(t, s), "sauna", "hrv_rmssd")
	if a.NWith+a.NWithout != screen.YearNights || a.NUnknown != 100 {
		t.Errorf("%d nights and %d unknown, want 365 up to night 500 and the 100 after it", a.NWith+a.NWithout, a.NUnknown)
	}
}

// What follows a bad night is found out.
func TestScreenReverse(t *testing.T) {
	s := made{nights: 300, seed: 5, rho: .6, sd: .2}.study()
	bad := map[record.Date]bool{}
	for _, r := range s.Records {
		if r.Metric == "hrv_rmssd" && r.Value < 55 {
			bad[r.Night] = true
		}
	}
	for i := 1; i < 300; i++ {
		s.Entries = append(s.Entries, answered(i, "nap", bad[day0+record.Date(i-1)] != coin(9, i, .15)))
	}
	a := associationOf(t, analysed(t, s), "nap", "hrv_rmssd")
	if a.Shown && (a.ReverseP == nil || *a.ReverseP > .001) {
		t.Errorf("a nap after bad nights: %+v, reverse %v", a, a.ReverseP)
	}
}

func TestScreenOrderDoesNotMatter(t *testing.T) {
	s := made{nights: 150, seed: 8}.study()
	for i := range 150 {
		s.Entries = append(s.Entries, said(i, "alcohol", float64(i%4)*7.1, "g"), said(i, "alcohol", .3*float64(i%3), "g"),
			answered(i, "Sauna", coin(4, i, .3)), answered(i, "sauna", coin(5, i, .1)), answered(i, "late_meal", coin(6, i, .3)))
	}
	a := analysed(t, s).Associations
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(s.Entries), func(i, j int) { s.Entries[i], s.Entries[j] = s.Entries[j], s.Entries[i] })
	if b := analysed(t, s).Associations; !reflect.DeepEqual(a, b) {
		t.Error("shuffled entries give other associations")
	}
}

func BenchmarkScreen(b *testing.B) {
	s := made{nights: 365, seed: 3}.study()
	n := len(s.Records)
	rng := rand.New(rand.NewPCG(1, 2))
	metrics := []string{"respiratory_rate", "skin_temp", "spo2", "tst", "tib", "sol", "waso", "awakenings", "deep", "rem", "light",
		"sleep_score", "readiness_score", "sleep_hr", "stress_score"}
	for _, id := range metrics {
		m, _ := record.MetricByID(id)
		for i := 0; i < n; i += 2 {
			r := s.Records[i]
			r.Metric, r.Value = id, (m.SoftLow+m.SoftHigh)/2*(1+.05*rng.NormFloat64())
			s.Records = append(s.Records, r)
		}
	}
	for i := range 365 {
		for k := range 20 {
			if rng.Float64() > .05 {
				s.Entries = append(s.Entries, answered(i, fmt.Sprint("habit ", k), rng.Float64() < .3))
			}
		}
	}
	for b.Loop() {
		if _, err := Run(s); err != nil {
			b.Fatal(err)
		}
	}
}

// One thing under several names is one item; the supplement under test is not an item.
func TestNamesOfOneItem(t *testing.T) {
	s := made{nights: 120, on: from(60), seed: 5}.study()
	for i := range 120 {
		switch i % 4 {
		case 0:
			s.Entries = append(s.Entries, answered(i, "alcohol", i%8 == 0))
		case 1:
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: day0 + record.Date(i) - 1}, Supplement: "beer",
				Taken: record.TakenYes, Source: "nof1.log"})
		case 2:
			s.Entries = append(s.Entries, said(i, "Wine", 1, ""))
		}
		s.Entries = append(s.Entries, answered(i, "Take creatine?", i%3 == 0), answered(i, "Magnesium", i > 60), said(i, "note", 1, ""))
	}
	seen := map[string]int{}
	for _, a := range analysed(t, s).Associations {
		if a.Outcome == "hrv_rmssd" {
			seen[a.Item]++
		}
	}
	want := map[string]int{"magnesium": 1, "alcohol": 1, "creatine": 1}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("items %v, want %v", seen, want)
	}
}
