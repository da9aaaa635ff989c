package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

type peltGolden struct {
	PELT []struct {
		ID     string
		Input  []float64
		Output map[string]struct {
			Penalty  string
			Shortest int     `json:"minseglen"`
			Value    float64 `json:"pen.value"`
			Cuts     []int   `json:"mean_cpts"`
		}
	}
	StrucChange struct {
		Nile struct{ FStats []float64 }
	}
}

func TestPELTGolden(t *testing.T) {
	var golden peltGolden
	readGolden(t, "breakpoints.json", &golden)
	tested := 0
	for _, c := range golden.PELT {
		x := slices.Clone(c.Input)
		floats.Scale(1/stat.StdDev(x, nil), x)
		for name, want := range c.Output {
			if want.Penalty == "MBIC" {
				continue // another cost
			}
			tested++
			if got := PELT(x, want.Value, want.Shortest); !slices.Equal(got, want.Cuts) {
				t.Errorf("%s %s: got %v, want %v", c.ID, name, got, want.Cuts)
			}
		}
	}
	if tested != 9 {
		t.Errorf("%d cases, want 9", tested)
	}
}

// Optimal partitioning without pruning, the definition.
func TestPELTAgainstFullSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range 200 {
		n, shortest, penalty := 1+rng.IntN(60), 1+rng.IntN(8), 1+5*rng.Float64()
		x, level := make([]float64, n), 0.
		for i := range x {
			if rng.IntN(12) == 0 {
				level = 3 * rng.NormFloat64()
			}
			x[i] = level + rng.NormFloat64()
		}
		cost := segmentCosts(x)
		best := make([]float64, n+1)
		best[0] = -penalty
		for to := 1; to <= n; to++ {
			best[to] = math.Inf(1)
			for from := 0; from <= to-shortest; from++ {
				best[to] = math.Min(best[to], best[from]+cost(from, to)+penalty)
			}
		}
		if n < shortest {
			continue
		}
		got, from := -penalty, 0
		for _, to := range append(PELT(x, penalty, shortest), n) {
			if from+shortest > to && to-from < n {
				t.Fatalf("round %d: segment %d to %d", round, from, to)
			}
			got += cost(from, to) + penalty
			from = to
		}
		if math.Abs(got-best[n]) > 1e-9 {
			t.Fatalf("round %d: total %v, best %v", round, got, best[n])
		}
	}
}
