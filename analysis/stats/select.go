package stats

import (
	"math"
	"strings"
)

// Select returns y at the indices rows.
func Select(y []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = y[r]
	}
	return out
}

// Pattern returns a key that two outcomes share if they use the same nights: the
// same off rows and the same on rows.
func Pattern(off, on []int) string {
	var b strings.Builder
	for _, rows := range [][]int{off, on} {
		for _, i := range rows {
			b.WriteByte(byte(i))
			b.WriteByte(byte(i >> 8))
			b.WriteByte(byte(i >> 16))
		}
		b.WriteByte('|')
	}
	return b.String()
}

// Finite reports whether x is neither NaN nor infinite.
func Finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
