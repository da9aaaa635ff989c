package stats

import (
	"fmt"
	"testing"
)

type powerCase struct {
	Design, Model string
	N             int
	Rho           float64
	SE            float64 `json:"se_over_sigma"`
	MDE           float64 `json:"mde80_approx_sd"`
	DF            float64
	Power         float64 `json:"power_at_half_sd"`
}

func powerCases(t *testing.T) []powerCase {
	var golden struct{ Cases []powerCase }
	readGolden(t, "power_mde.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	return golden.Cases
}

func TestPowerGolden(t *testing.T) {
	for _, c := range powerCases(t) {
		id := fmt.Sprintf("%s %d %v %s", c.Design, c.N, c.Rho, c.Model)
		near(t, id+" power", Power(.5, c.SE, c.DF), c.Power, 1e-8) // its t quantile is good to 2e-9
		near(t, id+" detectable", Detectable(c.DF, c.SE), c.MDE, 1e-8)
		exact := DetectableExact(.8, c.SE, c.DF)
		near(t, id+" exact", exact, c.MDE, .01)
		near(t, id+" power at it", Power(exact, c.SE, c.DF), .8, 1e-9)
	}
}

// The reference's designs without a draw, where its columns are ours.
func TestPlannedSEGolden(t *testing.T) {
	tested := 0
	for _, c := range powerCases(t) {
		if c.N < weekdaySpan || (c.Design != "AB" && c.Design != "ABAB") {
			continue
		}
		tested++
		var r Rows
		for d := range c.N {
			on := float64(d * 4 / c.N % 2)
			if c.Design == "AB" {
				on = 0
				if d >= c.N/2 {
					on = 1
				}
			}
			r.Day, r.On = append(r.Day, d), append(r.On, on)
		}
		if c.Model == "level" {
			cols, err := r.treatmentDesign(r.On)
			if err != nil {
				t.Fatal(err)
			}
			cols = append(cols[:1:1], cols[2:]...)
			near(t, "level", plannedSE(r.Day, cols, c.Rho, 0), c.SE, 1e-9)
			continue
		}
		se, df, err := PlannedSE(r, c.Rho, 0)
		if err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprintf("%s %d %v", c.Design, c.N, c.Rho), se, c.SE, 1e-9)
		near(t, "df", df, c.DF, 0)
	}
	if tested != 36 {
		t.Errorf("%d cases, want 36", tested)
	}
}
