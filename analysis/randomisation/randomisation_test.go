package randomisation

import (
	"math"
	"slices"
	"testing"
)

// Of many orders 100 represent all: the median stays, the ends are near.
func TestEvenly(t *testing.T) {
	var all []float64
	for i := range 9999 {
		all = append(all, float64((i*7919)%9999))
	}
	got := evenly(all)
	if len(got) != mostOrderings || !slices.IsSorted(got) || got[0] != 49 || got[99] != 9949 || math.Abs(got[50]-5049) > 1 {
		t.Errorf("%d values from %v to %v", len(got), got[0], got[len(got)-1])
	}
	if few := evenly([]float64{3, 1, 2}); !slices.Equal(few, []float64{1, 2, 3}) {
		t.Errorf("%v", few)
	}
}
