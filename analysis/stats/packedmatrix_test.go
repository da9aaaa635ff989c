package stats

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestPackedMatrixAgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for n := 1; n <= 9; n++ {
		half := mat.NewDense(n, n+2, nil)
		for i := range n {
			for j := range n + 2 {
				half.Set(i, j, rng.NormFloat64())
			}
		}
		var a mat.SymDense
		a.SymOuterK(1, half)
		l, x := make([]float64, packed(n, 0)), make([]float64, n)
		for i := range n {
			x[i] = rng.NormFloat64()
			for j := range i + 1 {
				l[packed(i, j)] = a.At(i, j)
			}
		}
		whole := append([]float64(nil), l...)
		v := mat.NewVecDense(n, append([]float64(nil), x...))
		near(t, "quadratic form", quadraticForm(l, x), mat.Inner(v, &a, v), 1e-12)

		var chol mat.Cholesky
		if !chol.Factorize(&a) {
			t.Fatal("not positive definite")
		}
		near(t, "log determinant", choleskyPacked(l, n), chol.LogDet(), 1e-10)
		solveLower(l, x)
		solveUpper(l, x)
		var want mat.VecDense
		if err := chol.SolveVecTo(&want, v); err != nil {
			t.Fatal(err)
		}
		nearAll(t, "solution", x, want.RawVector().Data, 1e-9)

		inverse := make([]float64, packed(n, 0))
		inversePacked(l, inverse, make([]float64, n))
		near(t, "trace of A times its inverse", traceProduct(whole, inverse, n), float64(n), 1e-9)
		var inv mat.SymDense
		if err := chol.InverseTo(&inv); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			for j := range i + 1 {
				near(t, "inverse", inverse[packed(i, j)], inv.At(i, j), 1e-8)
			}
		}
	}
}
