package stats

import (
	"testing"
)

func TestEValueGolden(t *testing.T) {
	type row struct {
		D, SE  float64
		RR     float64
		Lo     float64  `json:"rr_lo"`
		Hi     float64  `json:"rr_hi"`
		E      float64  `json:"evalue"`
		ELo    *float64 `json:"ev_lo"`
		EHi    *float64 `json:"ev_hi"`
		Est    float64
		SD     float64
		EValue []*float64 `json:"ev"`
	}
	var golden struct {
		MD  []row
		OLS struct {
			Est, SE, SD float64
			RR          [3]float64
			EV          [3]*float64
		}
		RR []struct{ RR, EValue float64 }
	}
	readGolden(t, "evalue.json", &golden)
	if len(golden.MD) == 0 || len(golden.RR) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.MD {
		got := EValue(c.D, c.SE, 1)
		nearAll(t, "risk ratio", []float64{got.RR, got.CI95[0], got.CI95[1]}, []float64{c.RR, c.Lo, c.Hi}, 1e-12)
		near(t, "E-value", got.Point, c.E, 1e-12)
		want := c.ELo
		if want == nil {
			want = c.EHi
		}
		near(t, "E-value of the limit", got.Limit, *want, 1e-12)
	}
	o := golden.OLS
	got := EValue(o.Est, o.SE, o.SD)
	nearAll(t, "risk ratio", []float64{got.RR, got.CI95[0], got.CI95[1]}, o.RR[:], 1e-12)
	near(t, "E-value", got.Point, *o.EV[0], 1e-12)
	near(t, "E-value of the limit", got.Limit, *o.EV[1], 1e-12)
	for _, c := range golden.RR {
		near(t, "E-value of a risk ratio", riskRatioEValue(c.RR), c.EValue, 1e-12)
	}
}
