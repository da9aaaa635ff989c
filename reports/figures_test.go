package reports

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports/words"
)

func named(t *testing.T, name string) sample {
	t.Helper()
	for _, x := range Samples(t) {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no sample %q", name)
	return sample{}
}

func pagerOf(t *testing.T, r Report) *pager {
	t.Helper()
	p := &pager{Speaker: &words.Speaker{}, report: r}
	p.phaseKinds()
	t.Cleanup(func() {
		if p.Err != nil {
			t.Error(p.Err)
		}
	})
	return p
}

func TestQuantile(t *testing.T) {
	xs := words.Ascending([]float64{7, 1, 3, 2})
	for q, want := range map[float64]float64{0: 1, 0.5: 2.5, 1: 7, 0.1: 1.3, 0.9: 5.8} { // R: quantile(c(7,1,3,2), q)
		if got := words.Quantile(xs, q); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v: %v, want %v", q, got, want)
		}
	}
	if !math.IsNaN(words.Quantile(nil, 0.5)) || words.Quantile([]float64{4}, 0.9) != 4 {
		t.Error("the quantile of nothing, or of one")
	}
}

// The calendar counts every night of its window once.
func TestCalendarCounts(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		p := pagerOf(t, r)
		v := p.calendar()
		w := shown(r.Nights, charted(r))
		nights, doses := 0, 0
		for _, m := range v.Rows {
			for _, cell := range []string{m.Full, m.Part, m.Nothing} {
				n, err := strconv.Atoi(cell)
				if err != nil {
					t.Fatal(err)
				}
				nights += n
			}
			for _, cell := range []string{m.Taken, m.Not, m.Unknown} {
				n, err := strconv.Atoi(cell)
				if err != nil {
					t.Fatal(err)
				}
				doses += n
			}
		}
		want := w.to - w.from + 1
		if nights != want || doses != want && x.Name != "none" || doses != 0 && x.Name == "none" {
			t.Errorf("%s: %d nights and %d doses counted of %d", x.Name, nights, doses, want)
		}
		if v.Figure.Wide == "" || v.Figure.Narrow == "" || len(v.Figure.Alt) < 40 {
			t.Errorf("%s: no calendar", x.Name)
		}
	}
}

func TestSeenTellsPartFromNothing(t *testing.T) {
	r := named(t, "ab-cant-tell").Report(t)
	n := r.Nights
	n.Values["hrv_rmssd"][10] = nil
	for _, xs := range n.Values {
		xs[11] = nil
	}
	v := pagerOf(t, r).calendar()
	if fmt.Sprint(v.Legend[:3]) != "[full part nothing]" {
		t.Errorf("legend %v", v.Legend)
	}
	if seen(n, "hrv_rmssd", 10) == seen(n, "hrv_rmssd", 11) || seen(n, "hrv_rmssd", 10) == seen(n, "tst", 10) {
		t.Error("a night with other values is not told from an empty one")
	}
}

// The dots of the period plot are the nights of the estimate, all of them.
func TestPeriodsShowTheUsedNights(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		o := r.Primary()
		p := pagerOf(t, r)
		tab := p.distributions()
		if o.Estimate == nil {
			if tab != nil {
				t.Errorf("%s: periods compared without an answer", x.Name)
			}
			continue
		}
		off, on := 0, 0
		for _, g := range p.phaseNights(*o) {
			if g.on {
				on += len(g.values)
			} else {
				off += len(g.values)
			}
		}
		used := 0
		for _, u := range r.Nights.Used[o.Metric] {
			if u {
				used++
			}
		}
		if off+on != used || used == 0 {
			t.Errorf("%s: %d dots, %d nights used", x.Name, off+on, used)
		}
		dots := 0
		for _, row := range tab.Rows {
			dots += strings.Count(string(row.Plot), "<circle")
		}
		if dots != used {
			t.Errorf("%s: %d dots drawn, want %d", x.Name, dots, used)
		}
	}
	if n := len(pagerOf(t, named(t, "randomised").Report(t)).distributions().Rows); n != 2 {
		t.Errorf("twelve periods in %d rows, want two: without and with", n)
	}
	if n := len(pagerOf(t, named(t, "abab").Report(t)).distributions().Rows); n != 4 {
		t.Errorf("four periods in %d rows", n)
	}
}

func TestPeriodMedians(t *testing.T) {
	x := named(t, "abab")
	r := x.Report(t)
	r.Intervention.Phases = []analysis.Phase{{Label: "A1", Kind: "baseline"}, {Label: "B1", Kind: "on"}}
	v := func(xs ...float64) (out []*float64) {
		for i := range xs {
			out = append(out, &xs[i])
		}
		return out
	}
	r.Nights = Nights{Night: []record.Date{1, 2, 3, 4, 5, 6}, Phase: []string{"A1", "A1", "A1", "B1", "B1", "B1"}, Taken: make([]string, 6),
		Values: map[string][]*float64{"hrv_rmssd": v(50, 60, 100, 70, 80, 81)},
		Used:   map[string][]bool{"hrv_rmssd": {true, true, true, false, true, true}}}
	rows := pagerOf(t, r).distributions().Rows
	if rows[0].Change != "60.0 ms" || rows[1].Change != "80.5 ms" || rows[1].Note != "2 nights" || rows[0].Range != "52.0 to 92.0 ms" {
		t.Errorf("%+v", rows)
	}
}

// Every gap has its dot on the common scale, the large ones filled.
func TestGapsAreDrawn(t *testing.T) {
	x := named(t, "ab-cant-tell")
	x.res.Differences = append(x.res.Differences, analysis.Difference{Metric: "tst", Off: 430, On: 300, SMD: -7})
	s := section(HTMLOf(t, x.Report(t)), "differences")
	if n := strings.Count(s, "circle"); n != 3 {
		t.Errorf("%d dots, want 3", n)
	}
	if n := strings.Count(s, `class="dot-interval strong"`); n != 2 {
		t.Errorf("%d filled dots, want the two gaps above 0.25", n)
	}
	if !regexp.MustCompile(`class="margin"`).MatchString(s) || !strings.Contains(s, ">+1<") || strings.Contains(s, ">+0.25<") {
		t.Error("no band of small gaps")
	}
}

func TestFurtherTimelines(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	got := pagerOf(t, r).further()
	want := 0
	for _, o := range r.Outcomes {
		if o.Role == "secondary" && o.Estimate != nil {
			want++
		}
	}
	if want = min(want, furtherTimelines); len(got) != want || want == 0 {
		t.Fatalf("%d timelines, want %d", len(got), want)
	}
	if !strings.Contains(got[0].Figure.Alt, "resting heart rate") || !strings.Contains(got[0].Figure.Alt, got[0].Sentence) {
		t.Errorf("%q does not say what the figure shows", got[0].Figure.Alt)
	}
	if n := len(pagerOf(t, named(t, "none").Report(t)).further()); n != 0 {
		t.Errorf("%d timelines without an answer", n)
	}
}

// Every mark of the nights is in the legend, also where some were used and no answer
// came of it.
func TestLegendNamesWhatIsDrawn(t *testing.T) {
	r := Samples(t)[0].Report(t)
	for _, answered := range []bool{true, false} {
		if !answered {
			r.Outcomes = slices.Clone(r.Outcomes)
			r.Outcomes[0].Estimate, r.Outcomes[0].CI95 = nil, nil
		}
		page := HTMLOf(t, r)
		nights := page[strings.Index(page, `id="nights-title"`):]
		nights = nights[:strings.Index(nights, "</section>")]
		for _, mark := range []string{"out", "off", "on"} {
			if drawn, named := strings.Contains(nights, `class="night-`+mark+`"`), strings.Contains(nights, "key-"+mark+`"`); drawn != named {
				t.Errorf("answered %v: nights of kind %q drawn %v, in the legend %v", answered, mark, drawn, named)
			}
		}
	}
}
