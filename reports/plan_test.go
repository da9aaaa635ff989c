package reports_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"nof1/analysis/power"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports/plan"
	"nof1/reports/words"

	ics "github.com/arran4/golang-ical"
)

// planSheet is a plan of a kind with its papers' values, named as told.
func planSheet(t *testing.T, c schedule.Constraint, supplement string) plan.Sheet {
	t.Helper()
	choice, err := power.Compare(power.Question{Primary: "hrv_rmssd", Weeks: c.Weeks, Onset: 7, Washout: 7, Start: record.NewDate(2031, 3, 5)})
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(5)
	drawn, err := schedule.Draw(c, record.NewDate(2031, 3, 5), seed)
	if err != nil {
		t.Fatal(err)
	}
	s := plan.Sheet{Choice: choice, Onset: 7, Washout: 7}
	s.Supplement, _ = protocol.Lookup(supplement)
	for i, o := range choice.Options {
		if o.Design == string(c.Kind) {
			s.Taken = i
		}
	}
	s.Plan = schedule.Plan{Schema: schedule.PlanSchema, Supplement: supplement, Primary: "hrv_rmssd", Analysis: schedule.SlowMix,
		Constraint: c, Seed: &seed,
		Schedule: schedule.Calendar{Start: schedule.Day{Date: drawn.Start}, End: schedule.Day{Date: drawn.End()}, Days: drawn.Letters()},
		Created:  schedule.Day{Date: record.NewDate(2031, 3, 1)}}
	if s.Plan.Contents, err = plan.Contents(s); err != nil {
		t.Fatal(err)
	}
	s.Plan.SHA256 = s.Plan.Sum()
	if err := s.Plan.Validate(); err != nil {
		t.Fatal(err)
	}
	return s
}

// blinded seals a sheet's plan.
func blinded(t *testing.T, s plan.Sheet) plan.Sheet {
	t.Helper()
	p, _, err := s.Plan.Blind("0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	s.Plan = p
	return s
}

// Another reader finds the same days in the calendar, whatever the name of what
// is taken.
func TestPlanCalendarReadsElsewhere(t *testing.T) {
	const hostile = "a; b, c\\d\nEND:VCALENDAR\nmagnésium 镁 with a name far longer than one line of a calendar file may be"
	for _, name := range []string{"magnesium", hostile} {
		s := planSheet(t, schedule.Constraint{Kind: schedule.Nightly, Weeks: 8, MaxRun: 3, Balanced: true}, name)
		var b bytes.Buffer
		if err := plan.WriteICS(&b, s); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("line of %d bytes: %q", len(line), line)
			}
		}
		cal, err := ics.ParseCalendar(&b)
		if err != nil {
			t.Fatal(err)
		}
		events := cal.Events()
		if len(events) != 57 {
			t.Fatalf("%d events, want 56 days and the end", len(events))
		}
		ids := map[string]bool{}
		on := s.Plan.Drawn().On
		for i, e := range events[:56] {
			from, err := e.GetAllDayStartAt()
			if err != nil {
				t.Fatal(err)
			}
			to, err := e.GetAllDayEndAt()
			if err != nil {
				t.Fatal(err)
			}
			day := s.Plan.Schedule.Start.Date + record.Date(i)
			if from.Format(time.DateOnly) != day.String() || to.Format(time.DateOnly) != (day+1).String() {
				t.Errorf("event %d is on %s to %s, want %s", i, from, to, day)
			}
			ids[e.Id()] = true
			word := map[bool]string{true: "With ", false: "Without "}[on[i]]
			summary := ics.FromText(e.GetProperty(ics.ComponentPropertySummary).Value)
			if !strings.HasPrefix(summary, word) || name == "magnesium" && summary != word+"magnesium" {
				t.Errorf("%s: %q, want %s", day, summary, word)
			}
			if name == hostile && !strings.Contains(summary, "a; b, c\\d\nEND:VCALENDAR\nmagnésium 镁") {
				t.Errorf("the name became %q", summary)
			}
		}
		if len(ids) != 56 {
			t.Errorf("%d different ids of 56 events", len(ids))
		}
	}
}

// No file for the person tells a day of a sealed plan: the papers of two plans
// that differ in their order alone are the same but for the sums.
func TestSealedPapersTellNothing(t *testing.T) {
	var papers [2]string
	for i := range papers {
		s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 8}, "magnesium")
		if i == 1 {
			seed := uint64(6)
			drawn, err := schedule.Draw(s.Plan.Constraint, s.Plan.Schedule.Start.Date, seed)
			if err != nil || drawn.Letters() == s.Plan.Schedule.Days {
				t.Fatalf("the same order (%v)", err)
			}
			s.Plan.Seed, s.Plan.Schedule.Days = &seed, drawn.Letters()
		}
		s = blinded(t, s)
		var b bytes.Buffer
		for _, write := range []func() error{
			func() error { return plan.WriteScheduleCSV(&b, s.Plan) }, func() error { return plan.WriteICS(&b, s) },
			func() error { return plan.WriteHTML(&b, s) },
		} {
			if err := write(); err != nil {
				t.Fatal(err)
			}
		}
		papers[i] = strings.NewReplacer(s.Plan.SHA256, "SUM", s.Plan.SHA256[:16], "SUM").Replace(b.String())
	}
	if papers[0] != papers[1] {
		t.Error("the papers of the person differ with the order")
	}
}

// The packing sheet holds each box as drawn, and schedule.csv each day.
// A page says in which language it is, for whoever has it read aloud.
func TestPlanPagesNameTheirLanguage(t *testing.T) {
	s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 6}, "magnesium")
	for _, language := range words.Languages() {
		s.Language = language
		for name, write := range map[string]func(io.Writer, plan.Sheet) error{"plan": plan.WriteHTML, "packing sheet": plan.WritePackingSheet} {
			var b bytes.Buffer
			if err := write(&b, s); err != nil {
				t.Fatal(err)
			}
			if want := `<html lang="` + language + `">`; !strings.Contains(b.String(), want) {
				t.Errorf("%s in %s: no %s", name, language, want)
			}
		}
	}
}

// A plan says what was found of how soon a supplement acts, and what its design
// shows of an effect that slow; where the design loses nothing it is silent.
func TestPlanTellsOfSlowEffects(t *testing.T) {
	s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 12}, "magnesium")
	kept := &s.Choice.Options[s.Taken]
	slow := kept.Kept / 3
	kept.KeptIfSlow = &slow
	said, err := plan.Reasons(s)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(said, " ")
	for _, want := range []string{"how soon it acts: 2 to 8 weeks", "(Tarleton (2017);",
		"If it needs 56 days to act in full and 28 to fade, this design shows"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	same := kept.Kept
	kept.KeptIfSlow = &same
	if said, _ = plan.Reasons(s); strings.Contains(strings.Join(said, " "), "Should it need") {
		t.Errorf("nothing is lost: %q", said)
	}
}

func TestPackingSheetAndSchedule(t *testing.T) {
	s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 6}, "magnesium")
	var b bytes.Buffer
	if err := plan.WritePackingSheet(&b, s); err != nil {
		t.Fatal(err)
	}
	on := s.Plan.Drawn().On
	rows := strings.Split(b.String(), `<tr><th scope="row">`)[1:]
	if len(rows) != 6 {
		t.Fatalf("%d boxes", len(rows))
	}
	for i, row := range rows {
		if strings.Contains(row, "<strong>magnesium</strong>") != on[7*i] || strings.Contains(row, "inactive") == on[7*i] {
			t.Errorf("box %d is packed wrongly: %s", i+1, row)
		}
	}
	b.Reset()
	if err := plan.WriteScheduleCSV(&b, s.Plan); err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(table) != 43 {
		t.Fatalf("%d rows (%v)", len(table), err)
	}
	for i, row := range table[1:] {
		want := map[bool]string{true: "with", false: "without"}[on[i]]
		if row[0] != (s.Plan.Schedule.Start.Date+record.Date(i)).String() || row[1] != want {
			t.Errorf("row %d: %v, want %s", i+1, row, want)
		}
	}
}

// Every item of the protocol is there, filled or marked, and what the person
// writes is escaped.
func TestPlanContents(t *testing.T) {
	s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 12}, "l_theanine")
	s.Fill = map[string]string{"background": "<script>alert(1)</script>"}
	items, err := plan.Contents(s)
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]bool{}
	for _, item := range items {
		if item.Says == "" {
			open[item.ID] = true
		}
	}
	if len(items) < 30 || len(open) != 3 || !open["intervention"] || !open["concomitant"] || !open["aftercare"] {
		t.Errorf("%d items, open: %v", len(items), open)
	}
	s.Plan.Contents = items
	var b bytes.Buffer
	if err := plan.WriteHTML(&b, s); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<script") || !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("a text is not escaped")
	}
	if n := strings.Count(page, `<span class="open">`); n != 3 {
		t.Errorf("%d items are marked as open, want 3", n)
	}
	for _, want := range []string{"default-src &#39;none&#39;", "(Source: Memorial Sloan Kettering and WebMD, second hand)", "under 18",
		"May add to sedatives"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "kidney disease: the body") {
		t.Error("a line about magnesium stands in a plan of theanine")
	}
}

// A share that the person gave is written in the digits of the language.
func TestPlanMarginInItsLanguage(t *testing.T) {
	s := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 6}, "magnesium")
	s.Plan.Margin = "2.5%"
	for language, want := range map[string]string{"en": "2.5 %", "de": "2,5 %"} {
		s.Language = language
		var b bytes.Buffer
		if err := plan.WriteHTML(&b, s); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s: the plan does not say %s", language, want)
		}
	}
}
