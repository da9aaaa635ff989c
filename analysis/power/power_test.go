package power

import (
	"math"
	"math/rand/v2"
	"testing"

	"nof1/analysis"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// quietErrors returns the errors of nights with correlation phi and an SD of 40.
func quietErrors(t *testing.T, phi float64) stats.NightErrors {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	var r stats.Rows
	var y []float64
	dev := rng.NormFloat64()
	for d := range 180 {
		dev = phi*dev + math.Sqrt(1-phi*phi)*rng.NormFloat64()
		r.Day, y = append(r.Day, d), append(y, 400+40*dev)
	}
	e, err := stats.FitNightErrors(r, y)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func studyNamed(t *testing.T, f forecast, p Prospect, design string, weeks int) StudyProspect {
	t.Helper()
	f.plans = map[planKey][]plannedStudy{}
	for _, d := range designs {
		if d.name == design {
			return f.study(p, d, weeks)
		}
	}
	t.Fatal(design)
	return StudyProspect{}
}

// The detectable changes of other people's power tables (AR(1) .3, free trend
// and weekday, in SDs): pairs 0.64 and a free coin 0.49 for 120 nights, a
// before/after 1.35, which the shrunk trend betters.
func TestStudyDetectable(t *testing.T) {
	p := Prospect{Baseline: analysis.Baseline{Metric: "tst", Scale: record.Linear, Mean: new(400.), Margin: new(30.),
		Errors: quietErrors(t, .3)}}
	sd := p.Errors.SD()
	for _, c := range []struct {
		design      string
		least, most float64
	}{{"AB", .7, 1.3}, {"weekly_pairs", .55, .75}, {"nightly", .38, .52}} {
		s := studyNamed(t, forecast{}, p, c.design, 16)
		if s.Detectable == nil {
			t.Fatalf("%+v", s)
		}
		t.Logf("%s: %.2f SD", c.design, *s.Detectable/sd)
		if d := *s.Detectable / sd / math.Sqrt(120./112); d < c.least || d > c.most {
			t.Errorf("%s: %v SD", c.design, d)
		}
		if pct := *s.DetectablePct; math.Abs(pct-*s.Detectable/4) > 1e-12 {
			t.Errorf("%v %% of 400", pct)
		}
		if more := *s.AtMargin > stats.PowerTarget; more != (*s.Detectable < 30) {
			t.Errorf("%s: finds %v in 80 %%, but 30 in %v", c.design, *s.Detectable, *s.AtMargin)
		}
	}
}

// Missing nights and windows cost nights, and with too few a report would say
// nothing.
func TestStudyNights(t *testing.T) {
	errors := quietErrors(t, .3)
	for _, c := range []struct {
		design  string
		weeks   int
		missing float64
		w       forecast
		off, on int
		reason  string
	}{
		{"AB", 8, 0, forecast{}, 28, 28, ""},
		{"AB", 8, 0, forecast{onset: 7, washout: 7}, 28, 21, ""},
		{"AB", 8, .04, forecast{}, 27, 27, "too_few_nights"},
		{"AB", 4, 0, forecast{}, 14, 14, "too_few_nights"},
		{"ABAB", 8, 0, forecast{onset: 7, washout: 7}, 21, 14, ""},
		{"ABAB", 8, .2, forecast{onset: 7, washout: 7}, 0, 0, "too_few_nights"},
		{"ABAB", 12, .2, forecast{onset: 7, washout: 7}, 28, 22, ""},
		{"weekly_pairs", 4, 0, forecast{onset: 7}, 14, 14, ""},
		{"weekly_pairs", 4, .2, forecast{}, 11, 11, "too_few_nights"},
		{"nightly", 12, .25, forecast{}, 32, 32, ""},
	} {
		p := Prospect{Baseline: analysis.Baseline{Metric: "tst", Scale: record.Linear, Mean: new(400.), MissingShare: c.missing, Errors: errors}}
		x := studyNamed(t, c.w, p, c.design, c.weeks)
		near := func(a, b int) bool { return a-b <= 1 && b-a <= 1 }
		if x.Reason != c.reason || (x.Detectable == nil) != (c.reason != "") || !near(x.NightsOff, c.off) || !near(x.NightsOn, c.on) {
			t.Errorf("%+v: %d + %d nights, %q", c, x.NightsOff, x.NightsOn, x.Reason)
		}
		if carry := c.w.onset == 7 && (c.design == "weekly_pairs" || c.design == "nightly"); x.CarryOver != carry {
			t.Errorf("%+v: carry-over %v", c, x.CarryOver)
		}
	}
}
