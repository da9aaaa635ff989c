package reports

import (
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/randomisation"
	"nof1/importers/record"
	"nof1/reports/words"

	"github.com/google/go-cmp/cmp"
)

// laned is a report whose nights hold more than the outcome.
func laned(t *testing.T) Report {
	r := named(t, "ab-higher").Report(t)
	zero, some := 0.0, 24.0
	for i := range r.Nights.Night {
		for _, id := range []string{"alcohol", "training_load", "strain", "sleep_quality"} {
			x := &zero
			if i%3 == 0 {
				x = &some
			}
			r.Nights.Values[id] = append(r.Nights.Values[id], x)
		}
	}
	return r
}

// Training, alcohol and how it felt stand below the nights, one lane each; a
// metric never stands below itself.
func TestLanes(t *testing.T) {
	r := laned(t)
	p := pagerOf(t, r)
	w := shown(r.Nights, "hrv_rmssd")
	names := func(metric string) (out []string) {
		for _, l := range p.lanes(metric, w) {
			out = append(out, l.Label)
		}
		return out
	}
	if diff := cmp.Diff([]string{"Training load", "Alcohol (g)", "Self-rated sleep quality (of 10)"}, names("hrv_rmssd")); diff != "" {
		t.Error(diff)
	}
	if got := names("sleep_quality"); len(got) != 2 {
		t.Errorf("below itself: %v", got)
	}
	page := HTMLOf(t, r)
	if !strings.Contains(page, `class="lane-name"`) || !strings.Contains(page, "what else was recorded on the same nights") {
		t.Error("the page does not show them")
	}
	if strings.Contains(HTMLOf(t, named(t, "none").Report(t)), "Alcohol (g)") {
		t.Error("a lane of nothing")
	}
}

// Nights left out, odd nights and a new device are marked, and the legend says so.
func TestFlaggedNights(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	at := len(r.Nights.Night) - 5
	r.Nights.Flags[at] = append(r.Nights.Flags[at], "soft_limit")
	r.Nights.Flags[at-1] = append(r.Nights.Flags[at-1], "break")
	r.Caveats = append(r.Caveats, analysis.Caveat{ID: "illness_pattern", Nights: []record.Date{r.Nights.Night[at-2]}},
		analysis.Caveat{ID: "outliers", Outcomes: []string{"tst"}, Nights: []record.Date{r.Nights.Night[at-3]}})
	p := pagerOf(t, r)
	w := shown(r.Nights, "hrv_rmssd")
	odd := p.unusual("hrv_rmssd", w)
	for i, want := range map[int]bool{at: true, at - 2: true, at - 3: false, at - 4: false} {
		if odd[i-w.from] != want {
			t.Errorf("night %d is unusual: %v", i, !want)
		}
	}
	if !p.unusual("tst", w)[at-3-w.from] {
		t.Error("a night one outcome's check names")
	}
	if got := p.newDevice(w); !slices.Contains(got, at-1-w.from) {
		t.Errorf("another device from %v", got)
	}
	legend := p.legend("hrv_rmssd")
	for _, class := range []string{"unusual", "break"} {
		if !slices.Contains(legend, class) {
			t.Errorf("the legend %v does not say %s", legend, class)
		}
	}
}

// Every night of the figure is in exactly one row of its table, and no row
// spans a switch.
func TestWeeks(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	rows := pagerOf(t, r).weeks("hrv_rmssd")
	w := shown(r.Nights, "hrv_rmssd")
	nights, used := 0, 0
	for _, row := range rows {
		have, all, _ := strings.Cut(row.Recorded, " / ")
		if count(t, have) > count(t, all) || count(t, all) > 7 {
			t.Errorf("%+v", row)
		}
		nights += count(t, all)
		used += count(t, row.Used)
	}
	o := r.Primary()
	if nights != w.to-w.from+1 || used != o.NOff+o.NOn {
		t.Errorf("%d nights, %d used, want %d and %d", nights, used, w.to-w.from+1, o.NOff+o.NOn)
	}
	if first := rows[0]; first.Low == words.Dash || first.High == words.Dash || !strings.Contains(first.Middle, "ms") {
		t.Errorf("%+v", first)
	}
}

func count(t *testing.T, s string) int {
	t.Helper()
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' {
			t.Fatalf("%q is not a number", s)
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// The starts are ranked by their size, the real one among them.
func TestFakeRows(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	p := pagerOf(t, r)
	o := analysis.Placebo{Z: []float64{0.5, -3, 1}, Dates: []record.Date{100, 200, 300}, RealZ: 2}
	rows := p.fakeRows(o, p.Quantity("hrv_rmssd"))
	var got []string
	for _, row := range rows {
		got = append(got, row.Rank+" "+row.Change)
	}
	want := []string{"1 3.0 standard errors lower", "2 2.0 standard errors higher", "3 1.0 standard errors higher",
		"4 0.5 standard errors higher"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !rows[1].Real || rows[0].Real || rows[0].Start != words.Speak(words.English).Day(200) {
		t.Errorf("%+v", rows)
	}
}

// The real order stands among the others.
func TestOrders(t *testing.T) {
	x := named(t, "randomised")
	for i := range x.res.Outcomes {
		if o := &x.res.Outcomes[i]; o.Role == analysis.RolePrimary {
			o.Randomisation = &randomisation.Test{Statistic: 4, P: 2. / 64, SmallestP: 1. / 64, Orders: 64, Tried: 64, Exact: true, Observed: -4,
				Orderings: []float64{-4, -1, 0, 1, 3}}
		}
	}
	r := x.Report(t)
	v := pagerOf(t, r).orders()
	if v == nil || strings.Count(string(v.Plot), `class="fake"`) != 5 || !strings.Contains(v.Intro, "2 of 64") {
		t.Fatalf("%+v", v)
	}
	if len(v.Rows) != len(ordersShown) || v.Rows[2].Change != "no different" || !strings.HasSuffix(v.Rows[0].Change, "lower") {
		t.Errorf("%+v", v.Rows)
	}
	if v.Each == "" {
		t.Error("64 orders in 5 circles: what one stands for is not said")
	}
	if !strings.Contains(HTMLOf(t, r), "The random-order check") {
		t.Error("the page does not show it")
	}
}

// Ten years are dated by year: a month alone would stand for ten.
func TestLongTimelinesNameYears(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	r.Nights.Night = nil
	for i := range 3650 {
		r.Nights.Night = append(r.Nights.Night, record.NewDate(2014, 3, 1)+record.Date(i))
	}
	ticks := pagerOf(t, r).dateTicks(window{0, 3649}, 7)
	var got []string
	for _, x := range ticks {
		got = append(got, x.Label)
	}
	if diff := cmp.Diff([]string{"Jan 2015", "Jan 2017", "Jan 2019", "Jan 2021", "Jan 2023"}, got); diff != "" {
		t.Error(diff)
	}
}

// A change of product inside a phase is drawn at its night, said in the legend
// and in the table of periods, in report.json and, without its name, in a copy to
// share.
func TestPartsOfAPhaseAreShown(t *testing.T) {
	steady := named(t, "ab-higher").Report(t)
	if p := pagerOf(t, steady); slices.Contains(p.legend("hrv_rmssd"), "change") || strings.Contains(HTMLOf(t, steady), `class="change"`) {
		t.Error("a change where nothing changed")
	}
	in := named(t, "ab-higher")
	in.res.Intervention.Phases = slices.Clone(in.res.Intervention.Phases)
	on := &in.res.Intervention.Phases[1]
	mg := 200.0
	half := on.First + record.Date(on.Days/2)
	on.Parts = []analysis.PhasePart{
		{First: on.First, Last: half - 1, Days: int(half - on.First), NightsUsed: 30, Form: "citrate", ElementalMg: &mg,
			Product: "Brightlab <b>"},
		{First: half, Last: on.Last, Days: int(on.Last-half) + 1, NightsUsed: 40, Form: "malate_1_1"}}
	r := in.Report(t)
	p := pagerOf(t, r)
	w := shown(r.Nights, "hrv_rmssd")
	if got := p.newProduct(w); len(got) != 1 || r.Nights.Night[w.from+got[0]] != half {
		t.Errorf("changes at %v, want %s", got, half)
	}
	if !slices.Contains(p.legend("hrv_rmssd"), "change") {
		t.Error("the legend does not say it")
	}
	page := HTMLOf(t, r)
	for _, want := range []string{`class="change"`, "B1, part 1", "B1, part 2", "citrate, 200", "Brightlab &lt;b&gt;", "malate (1:1)",
		"another product, form or dose from here"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if rows := p.partRows(r.Intervention.Phases[1]); len(rows) != 2 || rows[0].LeftOut != "7" || rows[1].LeftOut != "0" ||
		rows[1].Used != "40" {
		t.Errorf("%+v", rows)
	}
	for _, x := range []struct {
		r    Report
		want bool
	}{{r, true}, {steady, false}} {
		var md strings.Builder
		if err := WriteMarkdown(&md, x.r); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(md.String(), "| B1, part 2 | malate"); got != x.want {
			t.Errorf("report.md lists parts: %v, want %v", got, x.want)
		}
	}
	shared, err := Share(r)
	if err != nil {
		t.Fatal(err)
	}
	parts := shared.Intervention.Phases[1].Parts
	if len(parts) != 2 || parts[0].Product != "" || parts[0].Form != "citrate" ||
		r.Intervention.Phases[1].Parts[0].Product != "Brightlab <b>" {
		t.Errorf("shared: %+v", parts)
	}
}
