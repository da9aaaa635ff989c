package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// The small symmetric matrices of the AR(1) fits are packed lower triangles,
// row by row, and solved in place: they are tiny (some ten columns) and many
// thousand a second, where gonum's general routines spend most of their time on
// allocation and dispatch. The tests compare with gonum.

// choleskyPacked replaces the leading n x n block of a by its Cholesky factor
// and returns the log determinant.
func choleskyPacked(a []float64, n int) (logDet float64) {
	for i := range n {
		row := a[packed(i, 0) : packed(i, i)+1]
		for j := range i {
			other := a[packed(j, 0) : packed(j, j)+1]
			row[j] = (row[j] - dot(row[:j], other[:j])) / other[j]
		}
		pivot := row[i] - dot(row[:i], row[:i])
		logDet += math.Log(pivot)
		row[i] = math.Sqrt(pivot)
	}
	return logDet
}

// dot is the scalar product of two short slices of the same length.
func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// solveLower replaces x by L^-1 x.
func solveLower(l, x []float64) {
	for i := range x {
		row := l[packed(i, 0) : packed(i, i)+1]
		x[i] = (x[i] - dot(row[:i], x[:i])) / row[i]
	}
}

// solveUpper replaces x by L'^-1 x.
func solveUpper(l, x []float64) {
	for i := len(x) - 1; i >= 0; i-- {
		row := l[packed(i, 0) : packed(i, i)+1]
		x[i] /= row[i]
		floats.AddScaled(x[:i], -x[i], row[:i])
	}
}

// inversePacked writes (L L')^-1 into out; column has room for one column.
func inversePacked(l, out, column []float64) {
	n := len(column)
	for j := range n {
		clear(column)
		column[j] = 1
		for i := j; i < n; i++ {
			row := l[packed(i, 0) : packed(i, i)+1]
			column[i] = (column[i] - dot(row[j:i], column[j:i])) / row[i]
		}
		for i := n - 1; i >= j; i-- {
			column[i] /= l[packed(i, i)]
			out[packed(i, j)] = column[i]
			floats.AddScaled(column[j:i], -column[i], l[packed(i, j):packed(i, i)])
		}
	}
}

// quadraticForm is x'Ax.
func quadraticForm(a, x []float64) (sum float64) {
	for i, v := range x {
		row := a[packed(i, 0) : packed(i, i)+1]
		sum += v * (2*dot(row[:i], x[:i]) + row[i]*v)
	}
	return sum
}

// traceProduct is tr(AB) of the leading n x n blocks.
func traceProduct(a, b []float64, n int) float64 {
	sum := 2 * dot(a[:packed(n, 0)], b)
	for i := range n {
		sum -= a[packed(i, i)] * b[packed(i, i)]
	}
	return sum
}
