package process

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// melatoninDays are a person's daily mood under 70 days of melatonin or not in
// random order (Miura, CC BY 4.0), re-dated by study day: the study paused for a
// day.
const melatoninDays = "../../../../shared/data/melatonin-ema/miura_ema_70day_daily.csv"

// A real randomised study comes out as published: mood +0.92 of 100 (Welch p
// .489), by Welch to the digit, by the engine and the randomisation test about so.
func TestMelatoninPlan(t *testing.T) {
	f, err := os.Open(melatoninDays)
	if err != nil {
		t.Skipf("not checked against a real randomised study: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	start := record.NewDate(2031, 3, 3)
	mood, log := "date,mood\n", "date,supplement,taken\n"
	days := make([]bool, len(rows)-1)
	for _, r := range rows[1:] {
		n, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		d := int(n) - 1
		days[d] = r[3] == "1"
		mood += fmt.Sprintf("%s,%s\n", start+record.Date(d), r[4])
		log += fmt.Sprintf("%s,melatonin,%s\n", start+record.Date(d), map[bool]string{true: "yes", false: "no"}[days[d]])
	}
	s := schedule.Schedule{Start: start, On: days}
	cfg := Defaults()
	cfg.Mappings = []MappingConfig{{Name: "ema", Match: []string{"date", "mood"}, Kind: "nights",
		Date: MappedDateConfig{Column: "date", Convention: "evening"}, Columns: []MappedColumnConfig{{From: "mood", Metric: "readiness_score"}}}}
	cfg.Plan = &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "melatonin", Primary: "sleep_quality", Analysis: schedule.SlowMix,
		Constraint: schedule.Constraint{Kind: schedule.Nightly, Weeks: 10, MaxRun: 2, Balanced: true},
		Schedule:   schedule.Calendar{Start: schedule.Day{Date: start}, End: schedule.Day{Date: s.End()}, Days: s.Letters()},
		Created:    schedule.Day{Date: start}}
	r, err := Run(context.Background(), fstest.MapFS{"mood.csv": {Data: []byte(mood)}, "log.csv": {Data: []byte(log)}}, "p", cfg)
	if err != nil {
		t.Fatal(err)
	}
	o := r.Outcomes[0]
	if o.NOff != 35 || o.NOn != 35 || o.Naive == nil || math.Abs(o.Naive.Estimate-.92) > .005 || math.Abs(o.Naive.P-.489) > .0005 {
		t.Fatalf("%d + %d nights, naive %+v", o.NOff, o.NOn, o.Naive)
	}
	if e := *o.Estimate; e < .4 || e > 1.5 || o.CI95[0] > 0 || o.CI95[1] < 0 {
		t.Errorf("estimate %v %v", e, *o.CI95)
	}
	x := o.Randomisation
	t.Logf("estimate %.2f %.2f, p %.2f; randomisation test %+v, interval %v", *o.Estimate, *o.CI95, *o.P, *x, *x.CI95)
	if x.P < .2 || x.P > .7 || x.CI95[0] > 0 || x.CI95[1] < 0 || x.Exact || x.SmallestP != 1e-4 {
		t.Errorf("%+v", x)
	}
	if o.Verdict.Code != "cant_tell" || r.Intervention.Design != "randomised_blocks" {
		t.Errorf("%s, %s", o.Verdict.Code, r.Intervention.Design)
	}
	if d := r.Intervention.Deviations; d == nil || d.NotTaken+d.Taken+d.Unknown != 0 || d.Nights != 70 {
		t.Errorf("%+v", d)
	}
	if plan := r.Settings["plan"].(map[string]any); plan["sha256"] != cfg.Plan.Sum() {
		t.Errorf("settings do not hold the plan: %v", plan)
	}
}

func TestPlanRefused(t *testing.T) {
	s, err := schedule.Draw(schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 4}, record.NewDate(2031, 3, 3), 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*Config)
		want  string
	}{
		"metric":   {func(c *Config) { c.Plan.Primary = "sleep_score" }, `primary "sleep_score" is not a metric`},
		"start":    {func(c *Config) { c.Supplement.Start = "2031-01-01" }, "remove one of the two"},
		"schedule": {func(c *Config) { c.Plan.Schedule.Days = "A" }, "schedule.days"},
		"margin":   {func(c *Config) { c.Plan.Margin = "-1" }, "margin"},
	} {
		cfg := Defaults()
		cfg.Plan = &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "magnesium", Primary: "tst", Analysis: schedule.SlowMix,
			Constraint: schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 4},
			Schedule:   schedule.Calendar{Start: schedule.Day{Date: s.Start}, End: schedule.Day{Date: s.End()}, Days: s.Letters()},
			Created:    schedule.Day{Date: s.Start}}
		if _, err := cfg.settings(); err != nil {
			t.Fatal(err)
		}
		c.spoil(&cfg)
		if _, err := cfg.settings(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
