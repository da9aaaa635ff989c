package stats

import (
	"math"
	"testing"
)

// Without noise, the adjusted values are the level and the treatment alone.
func TestAdjustedRemovesTrendAndWeekday(t *testing.T) {
	var r Rows
	var y []float64
	for d := range 84 {
		on := 0.0
		if (d/14)%2 == 1 {
			on = 1
		}
		r.Day, r.On = append(r.Day, d), append(r.On, on)
		y = append(y, 50+0.1*float64(d)+3*float64(d%7)+5*on)
	}
	adj := Adjusted(r, y)
	for i := range adj {
		if want := adj[0] + 5*r.On[i]; math.Abs(adj[i]-want) > 1e-9 {
			t.Fatalf("row %d: %v, want %v", i, adj[i], want)
		}
	}
	sum, sumY := 0.0, 0.0
	for i := range adj {
		sum, sumY = sum+adj[i], sumY+y[i]
	}
	if math.Abs(sum-sumY) > 1e-8 {
		t.Errorf("the mean moved by %v", (sum-sumY)/84)
	}
	if Adjusted(Rows{Day: []int{1, 2}, On: []float64{0, 1}}, []float64{1, 2}) != nil {
		t.Error("two rows are no design")
	}
}
