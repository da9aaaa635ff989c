package stats

import (
	"math"
	"slices"
)

// Holm returns p-values adjusted for the chance of any false alarm in a family (Holm
// 1979). The result has the order and length of p. NaN stays NaN and does not count as
// a member.
func Holm(p []float64) []float64 {
	out, order := adjustable(p)
	running := 0.0
	for rank, i := range order {
		running = math.Max(running, float64(len(order)-rank)*p[i])
		out[i] = math.Min(1, running)
	}
	return out
}

// BenjaminiHochberg returns p-values adjusted for the expected share of false alarms
// among the findings (Benjamini and Hochberg 1995). The result has the order and length
// of p. NaN stays NaN and does not count as a member.
func BenjaminiHochberg(p []float64) []float64 {
	out, order := adjustable(p)
	running := 1.0
	for rank := len(order) - 1; rank >= 0; rank-- {
		i := order[rank]
		running = math.Min(running, float64(len(order))/float64(rank+1)*p[i])
		out[i] = running
	}
	return out
}

// adjustable returns a copy of p and the indices of the values that are not NaN,
// smallest value first, ties in order of appearance.
func adjustable(p []float64) (out []float64, order []int) {
	out = slices.Clone(p)
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case p[i] < p[j]:
			return -1
		case p[i] > p[j]:
			return 1
		}
		return 0
	})
	return out, order
}
