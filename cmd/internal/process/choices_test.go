package process

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/analysis/schedule"
	"nof1/cmd/validate/people"
	"nof1/importers/record"
	"nof1/reports"
)

// No report has more than 12 other choices beside its answer, whatever the design.
func TestAtMostTwelveOtherChoices(t *testing.T) {
	const most, least = 12, 5
	person := func(scenario string) (people.Person, fstest.MapFS) {
		p, err := people.Make(4, scenario)
		if err != nil {
			t.Fatal(err)
		}
		files := fstest.MapFS{}
		for _, name := range p.Names() {
			files[name] = &fstest.MapFile{Data: p.Files[name]}
		}
		return p, files
	}
	check := func(scenario, design string, files fstest.MapFS, cfg Config) {
		t.Helper()
		r, err := Run(context.Background(), files, "made-up", cfg)
		if err != nil {
			t.Fatalf("%s: %v", scenario, err)
		}
		if r.Intervention.Design != design {
			t.Errorf("%s: design %s, want %s", scenario, r.Intervention.Design, design)
		}
		if n := len(otherChoices(r)); n > most || n < least && design != "none" {
			t.Errorf("%s: %d other choices, want %d to %d", scenario, n, least, most)
		}
		for _, o := range r.Outcomes {
			if len(o.Alternatives) > most {
				t.Errorf("%s: %s has %d other choices", scenario, o.Metric, len(o.Alternatives))
			}
		}
	}
	for scenario, design := range map[string]string{"null": "AB", "effect": "AB", "rtm": "AB", "demo": "AB", "abab": "ABAB",
		"abab_effect": "ABAB",
		"asneeded":    "as_needed", "alcohol": "none"} {
		_, files := person(scenario)
		check(scenario, design, files, Defaults())
	}

	p, files := person("abab")
	start, err := record.ParseDate(p.Truth.FirstDose)
	if err != nil {
		t.Fatal(err)
	}
	pairs := schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 8}
	s, err := schedule.Draw(pairs, start, 1)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	log.WriteString("date,supplement,taken\n")
	for i, on := range s.On {
		taken := "no"
		if on != (i%9 == 4) { // not always as drawn
			taken = "yes"
		}
		fmt.Fprintf(&log, "%s,magnesium,%s\n", start+record.Date(i), taken)
	}
	files["supplements.csv"] = &fstest.MapFile{Data: []byte(log.String())}
	cfg := Defaults()
	cfg.Plan = &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "magnesium", Primary: "hrv_rmssd", Analysis: schedule.SlowMix,
		Constraint: pairs,
		Schedule:   schedule.Calendar{Start: schedule.Day{Date: start}, End: schedule.Day{Date: s.End()}, Days: s.Letters()},
		Created:    schedule.Day{Date: start}}
	check("drawn", "randomised_blocks", files, cfg)
	cfg = Defaults()
	cfg.Design.Randomised = true
	check("declared", "randomised_blocks", files, cfg)
}

// otherChoices are the names of the other choices of a report.
func otherChoices(r reports.Report) map[string]bool {
	names := map[string]bool{}
	for _, o := range r.Outcomes {
		for _, a := range o.Alternatives {
			names[a.Name] = true
		}
	}
	return names
}
