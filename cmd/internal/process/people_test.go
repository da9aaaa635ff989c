package process

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/reports"
)

const made = "testdata/whoop-format"

func runFolder(t *testing.T, dir string, cfg Config) reports.Report {
	t.Helper()
	r, err := Run(context.Background(), os.DirFS(dir), filepath.Base(dir), cfg)
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	return r
}

func primary(t *testing.T, r reports.Report) analysis.Outcome {
	t.Helper()
	o := r.Primary()
	if o == nil {
		t.Fatal("no primary outcome")
	}
	return *o
}

// The made-up people and what the reference rule says of each (the effects are
// in testdata/whoop-format.truth.json).
func TestMadeUpPeople(t *testing.T) {
	dirs, err := filepath.Glob(made + "/*")
	if err != nil || len(dirs) != 22 {
		t.Fatalf("%d made-up people (%v), want 22", len(dirs), err)
	}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		scenario, _, _ := strings.Cut(name, "-")
		t.Run(name, func(t *testing.T) {
			r := runFolder(t, dir, Defaults())
			o := primary(t, r)
			t.Logf("%s %s level %d estimate %v", r.Intervention.Design, o.Verdict.Code, o.Verdict.Level, value(o.Estimate))
			switch {
			case name == "effect-000" || name == "effect-001" || name == "abab_effect-000":
				if o.Verdict.Code != "higher" {
					t.Errorf("%s, want higher", o.Verdict.Code)
				}
			case scenario == "device":
				if o.Verdict.Code != "not_comparable" || o.Verdict.Level != 0 || o.Estimate != nil {
					t.Errorf("%s level %d, want not_comparable at level 0 without an estimate", o.Verdict.Code, o.Verdict.Level)
				}
			case scenario == "alcohol":
				if r.Intervention.Design != "none" || o.Verdict.Code != "not_enough_data" {
					t.Errorf("%s %s, want none not_enough_data", r.Intervention.Design, o.Verdict.Code)
				}
			case o.Verdict.Code.Changed():
				t.Errorf("%s where nothing changed", o.Verdict.Code)
			}
			if scenario == "asneeded" && (r.Intervention.Design != "as_needed" || o.Verdict.Level > 2 || !slices.Contains(o.Verdict.CappedBy,
				"as_needed")) {
				t.Errorf("design %s level %d capped by %v", r.Intervention.Design, o.Verdict.Level, o.Verdict.CappedBy)
			}
			if scenario == "costart" {
				if !slices.Equal(r.Intervention.CoStarted, []string{"l-theanine"}) && !slices.Equal(r.Intervention.CoStarted, []string{"l_theanine"}) {
					t.Errorf("co-started %v", r.Intervention.CoStarted)
				}
				for _, o := range r.Outcomes {
					if !strings.Contains(o.Verdict.Sentence, "theanine") {
						t.Errorf("%s: the sentence does not name both: %q", o.Metric, o.Verdict.Sentence)
					}
				}
			}
			if strings.HasPrefix(scenario, "abab") && r.Intervention.Design != "ABAB" {
				t.Errorf("design %s, want ABAB", r.Intervention.Design)
			}
		})
	}
}

func percentOf(ln float64) float64 { return 100 * math.Expm1(ln) }

func value(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}
