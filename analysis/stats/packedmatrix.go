package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// The small symmetric matrices of the AR(1) fits are packed lower triangles, row by
// row, and solved in place. They have about ten columns, and thousands of them are
// solved per second. gonum's general routines would spend most of that time on
// allocation and dispatch. The tests compare the results with gonum.

// choleskyPacked replaces the leading n x n block of a by its Cholesky factor and
// returns the log determinant of the block.
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

// dot returns the scalar product of two short slices of the same length.
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

// inversePacked writes (L L')^-1 into out. Its buffer column has the length of one
// column.
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

// quadraticForm returns x'Ax.
func quadraticForm(a, x []float64) (sum float64) {
	for i, v := range x {
		row := a[packed(i, 0) : packed(i, i)+1]
		sum += v * (2*dot(row[:i], x[:i]) + row[i]*v)
	}
	return sum
}

// traceProduct returns tr(AB) for the leading n x n blocks.
func traceProduct(a, b []float64, n int) float64 {
	sum := 2 * dot(a[:packed(n, 0)], b)
	for i := range n {
		sum -= a[packed(i, i)] * b[packed(i, i)]
	}
	return sum
}
