package screen

import (
	"math"
	"testing"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

func TestRanked(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct{ in, want []float64 }{
		{[]float64{5, nan, 1, 3, 7}, []float64{.25, nan, -.75, -.25, .75}},
		{[]float64{2, 2, 2, 9}, []float64{-.25, -.25, -.25, .75}},
		{[]float64{nan}, []float64{nan}},
	} {
		got := ranked(c.in)
		for i := range got {
			if got[i] != c.want[i] && !(math.IsNaN(got[i]) && math.IsNaN(c.want[i])) {
				t.Errorf("%v: %v, want %v", c.in, got, c.want)
			}
		}
	}
	// One unit is the step from the lower to the upper quarter.
	var xs []float64
	for i := range 400 {
		xs = append(xs, float64(i*37%400))
	}
	r := ranked(xs)
	if d := stats.Quantile7(r, .75) - stats.Quantile7(r, .25); math.Abs(d-1) > .01 {
		t.Errorf("the middle half spans %v", d)
	}
}

// The form of a comparison follows from the item's own values.
func TestItemKinds(t *testing.T) {
	nights := func(f func(l *Log, i int)) *Log {
		l := NewLog("x", 60)
		for i := range 60 {
			f(l, i)
		}
		return l
	}
	for _, c := range []struct {
		name string
		l    *Log
		kind string
		step *Step
	}{
		{"answers", nights(func(l *Log, i int) { l.Answer(i, i%3 == 0) }), KindYesNo, nil},
		{"one amount", nights(func(l *Log, i int) { l.Add(i, float64(i%2*200), "mg") }), KindYesNo, nil},
		{"amounts and none", nights(func(l *Log, i int) { l.Add(i, float64(i%3*10), "g") }), KindDose, &Step{0, 15, "g"}},
		{"amounts, no as an answer", nights(func(l *Log, i int) {
			if l.Answer(i, false); i%3 > 0 {
				l.yes[i] = math.NaN()
				l.Add(i, float64(i%3*10), "g")
			}
		}), KindDose, &Step{0, 15, "g"}},
		{"a yes without amount", nights(func(l *Log, i int) {
			if l.Add(i, float64(i%3*10), "g"); i == 7 {
				l.amount[i] = math.NaN()
				l.Answer(i, true)
			}
		}), KindYesNo, nil},
		{"two units", nights(func(l *Log, i int) { l.Add(i, float64(i%3), []string{"g", "drinks"}[i%2]) }), KindYesNo, nil},
		{"a unit on every other night", nights(func(l *Log, i int) { l.Add(i, float64(i%3), []string{"g", ""}[i%2]) }), KindYesNo, nil},
		{"a unit, but not at first", nights(func(l *Log, i int) { l.Add(i, float64(i%3), []string{"", "g"}[min(i, 1)]) }), KindYesNo, nil},
		{"below 0 and above", nights(func(l *Log, i int) { l.Add(i, float64(i%3-1), "") }), KindRank, &Step{-1, 1, ""}},
		{"always some", nights(func(l *Log, i int) { l.Add(i, float64(100+i), "n") }), KindRank, &Step{114.75, 144.25, "n"}},
		{"a scale", nights(func(l *Log, i int) { l.OnScale = true; l.Add(i, float64(i%11), "0-10") }), KindRank, nil},
	} {
		it, ok := c.l.Item()
		if !ok || it.kind != c.kind || c.step != nil && (it.step == nil || *it.step != *c.step) || c.kind == KindYesNo && it.step != nil {
			t.Errorf("%s: %s %+v, want %s %+v", c.name, it.kind, it.step, c.kind, c.step)
		}
		for i, v := range it.column {
			if it.kind == KindYesNo && v != 0 && v != 1 && !math.IsNaN(v) {
				t.Errorf("%s: night %d is %v", c.name, i, v)
			}
		}
	}
	if _, ok := NewLog("x", 60).Item(); ok {
		t.Error("an item nothing is known of")
	}
}

func TestTautology(t *testing.T) {
	for _, c := range []struct{ item, timing, outcome, want string }{
		{"bedtime", BeforeNight, "tst", "own_input"},
		{"bedtime", BeforeNight, "rem", "own_input"},
		{"bedtime", BeforeNight, "bedtime", "same_item"},
		{"bedtime", BeforeNight, "hrv_rmssd", ""},
		{"strain", BeforeNight, "readiness_score", "own_input"},
		{"strain", BeforeNight, "sleep_quality", ""},
		{"Feeling stressed?", BeforeNight, "stress", "same_item"},
		{"Feeling stressed?", BeforeNight, "hrv_rmssd", ""},
		{"distress call", BeforeNight, "stress", ""},
		{"stress", AfterNight, "anxiety", "same_moment"},
		{"alcohol", BeforeNight, "readiness_score", ""},
	} {
		m, ok := record.MetricByID(c.outcome)
		if got := tautology(Item{id: c.item, timing: c.timing}, m); got != c.want || !ok {
			t.Errorf("%s and %s: %q, want %q", c.item, c.outcome, got, c.want)
		}
	}
	for id, outcomes := range inputs {
		for _, o := range append([]string{id}, outcomes...) {
			if _, ok := record.MetricByID(o); !ok {
				t.Errorf("%s is in no catalogue", o)
			}
		}
	}
}

func TestInseparable(t *testing.T) {
	var a, b, c []float64
	for i := range 60 {
		x := float64(i % 2)
		a, b = append(a, x), append(b, x)
		c = append(c, float64(i/2%2))
		if i%10 == 0 {
			b[i] = 1 - x
		}
	}
	if !inseparable(a, b) || inseparable(a, c) {
		t.Error("54 of 60 nights alike can be told apart, or 30 cannot")
	}
	for i := range 45 {
		b[i] = math.NaN()
	}
	if inseparable(a, b) {
		t.Error("15 nights are enough to say so")
	}
}
