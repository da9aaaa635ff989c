package stats

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

// exactFisher sums the tables in whole numbers.
func exactFisher(a, b, c, d int) float64 {
	ways := func(x int) *big.Int {
		w := new(big.Int).Binomial(int64(a+c), int64(x))
		return w.Mul(w, new(big.Int).Binomial(int64(b+d), int64(a+b-x)))
	}
	sum, all, here := new(big.Int), new(big.Int), ways(a)
	for x := 0; x <= a+b; x++ {
		w := ways(x)
		all.Add(all, w)
		if w.Cmp(here) <= 0 {
			sum.Add(sum, w)
		}
	}
	p, _ := new(big.Rat).SetFrac(sum, all).Float64()
	return p
}

func TestFisherExact(t *testing.T) {
	// R 4.2: fisher.test(matrix(c(3,1,1,3), 2))$p.value; scipy.stats.fisher_exact([[8,2],[1,5]])
	near(t, "tea", FisherExact(3, 1, 1, 3), 0.48571428571428571, 1e-10)
	near(t, "scipy", FisherExact(8, 2, 1, 5), 0.034965034965034968, 1e-10)
	for _, c := range [][4]int{{0, 0, 0, 0}, {5, 0, 0, 5}, {0, 7, 3, 9}, {10, 10, 10, 10}, {160, 20, 60, 24}, {170, 3, 80, 4}} {
		near(t, fmt.Sprint(c), FisherExact(c[0], c[1], c[2], c[3]), exactFisher(c[0], c[1], c[2], c[3]), 1e-10)
	}
	if p := FisherExact(-1, 2, 3, 4); !math.IsNaN(p) {
		t.Errorf("negative count: got %v, want NaN", p)
	}
}
