package protocol

import (
	"math"
	"testing"
)

// The worked values of buffered glycinate: at 16, 18, 20 and 22 % of the
// weight, 16, 28, 38 and 47 % of the magnesium come from oxide.
func TestCheckCeiling(t *testing.T) {
	for _, c := range []struct {
		form                string
		elemental, compound float64
		above               bool
		oxide               float64
	}{
		{"glycinate", 160, 1000, true, .155}, {"glycinate", 180, 1000, true, .283}, {"bisglycinate", 200, 1000, true, .385},
		{"buffered glycinate", 220, 1000, true, .4685},
		{"glycinate", 141, 1000, false, 0}, {"glycinate", 143.8, 1000, false, 0}, {"glycinate", 144.5, 1000, true, .0316},
		{"glycinate", 700, 1000, true, 0}, // more than oxide itself holds: no share to give
		{"l-threonate", 144, 2000, false, 0}, {"l-threonate", 200, 2000, true, 0},
		{"oxide", 600, 1000, false, 0}, {"citrate", 165, 1000, true, 0}, {"malate", 900, 1000, false, 0},
	} {
		got, ok := CheckCeiling(c.form, c.elemental, c.compound)
		if !ok || got.Above != c.above || math.Abs(got.OxideShare-c.oxide) > .002 {
			t.Errorf("CheckCeiling(%s, %v of %v) = %+v, %v, want above %v, oxide %v",
				c.form, c.elemental, c.compound, got, ok, c.above, c.oxide)
		}
	}
	for _, c := range []struct {
		form                string
		elemental, compound float64
	}{{"", 100, 1000}, {"picolinate", 100, 1000}, {"citrate", 0, 1000}, {"citrate", 100, 0}, {"citrate", math.NaN(), 100}} {
		if got, ok := CheckCeiling(c.form, c.elemental, c.compound); ok {
			t.Errorf("CheckCeiling(%q, %v, %v) = %+v", c.form, c.elemental, c.compound, got)
		}
	}
}
