package scales

import (
	"math"
	"testing"

	"nof1/importers/record"
)

func TestUnwrapped(t *testing.T) {
	// 23:50 and 00:10, written as minutes after noon and wrapped by a day.
	ys, ok := Unwrapped([]float64{710, 730, 710 + 1440, 730 - 1440})
	if !ok {
		t.Fatal("refused")
	}
	for i, want := range []float64{710, 730, 710, 730} {
		if math.Abs(ys[i]-want) > 1e-9 {
			t.Errorf("time %d: %v, want %v", i, ys[i], want)
		}
	}
	if _, ok := Unwrapped([]float64{0, 360, 720, 1080}); ok {
		t.Error("times all round the clock were not refused")
	}
}

func TestDifferenceIsTheInverseOfNatural(t *testing.T) {
	for _, scale := range []record.Scale{record.Linear, record.Log, record.Log1p} {
		for _, b := range []float64{-.4, 0, .2} {
			if got := Difference(scale, 20, Natural(scale, 20, b)); math.Abs(got-b) > 1e-12 {
				t.Errorf("%s: %v comes back as %v", scale, b, got)
			}
		}
	}
}
