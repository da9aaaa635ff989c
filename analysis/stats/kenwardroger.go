package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// correct sets the small-sample corrections at the best rho. All matrices are in units
// of s2 = 1. The inflation and the degrees of freedom depend only on rho and the
// nights.
func (f *TreatmentRefit) correct(fit *REMLFit, best ar1Point) {
	inflation, df := f.kenwardRoger(best)
	fit.KRSE = fit.SE * math.Sqrt(inflation)
	fit.KRDF = math.Min(math.Max(df, 1), fit.DF)
	satt := f.satterthwaite(best)
	if !(satt >= 0) {
		satt = fit.DF // the data have no information about rho
	}
	fit.SattDF = math.Min(math.Max(satt, 1), fit.DF)
}

// kenwardRoger returns the factor by which the variance of the treatment
// coefficient grows (at least 1) and its degrees of freedom (Kenward and Roger
// 1997). Parameters (s2, rho), A = V^-1, Phi = (X'AX)^-1, V1 and V2 the
// derivatives of V, and with the expected information of both parameters, whose
// inverse is W:
//
//	P = -X'A V1 A X   Q = X'A V1 A V1 A X   S = X'A V2 A X
//	Lambda = W_rr (Q - P Phi P - S/4) + W_sr P/2
//	variance = Phi + 2 Phi Lambda Phi,   df = 2 Phi_jj^2 / (g'Wg)
//
// with g = (Phi_jj, -(Phi P Phi)_jj).
func (f *TreatmentRefit) kenwardRoger(best ar1Point) (inflation, df float64) {
	p, gram, s := f.profile.p, f.profile.gram, &f.profile.scratch
	phi, slope := symmetric(s.inverse, p), symmetric(s.slope, p)
	q := f.doubleSlope(best.rho)
	second := make([]float64, packed(gram.width, 0))
	gram.curvature(best.rho, second)
	// The second derivative of X'AX is 2Q - S.
	var sMat, phiP, phiPPhi, pPhiP, lambda, add mat.Dense
	sMat.Scale(2, q)
	sMat.Sub(&sMat, symmetric(second, p))
	phiP.Mul(phi, slope)
	phiPPhi.Mul(&phiP, phi)
	pPhiP.Mul(slope, &phiP)

	iss := f.profile.df() / 2
	isr := .5 * best.hSlope
	irr := gram.information(best.rho) - traceOfProduct(phi, q) + .5*traceOfProduct(&phiP, &phiP)
	w := inverse2(iss, isr, irr)

	lambda.Scale(-.25, &sMat)
	lambda.Add(&lambda, q)
	lambda.Sub(&lambda, &pPhiP)
	lambda.Scale(w.rr, &lambda)
	add.Scale(.5*w.sr, slope)
	lambda.Add(&lambda, &add)
	add.Product(phi, &lambda, phi)

	last := p - 1
	variance := phi.At(last, last)
	inflation = math.Max(1, 1+2*add.At(last, last)/variance)
	return inflation, degrees(variance, -phiPPhi.At(last, last), w)
}

// satterthwaite returns 2 v^2 / (g'Wg), where v is the variance of the treatment
// coefficient, g its gradient in (s2, rho) and W the inverse of the observed
// information at the maximum (Satterthwaite 1946; Giesbrecht and Burns 1985). It
// returns NaN if the likelihood has no curvature there.
func (f *TreatmentRefit) satterthwaite(best ar1Point) float64 {
	const h = 1e-4
	s, last, k := &f.profile.scratch, f.profile.p-1, f.profile.df()
	variance := s.inverse[packed(last, last)]
	gradient := f.varianceSlope()
	up, down := f.profile.solve(best.rho+h), f.profile.solve(best.rho-h)
	s2 := best.q / k
	iss := k / 2
	isr := -best.qSlope / (2 * s2)
	irr := .5 * ((up.hSlope-down.hSlope)/(2*h) + (up.qSlope-down.qSlope)/(2*h*s2))
	if !(iss*irr > isr*isr) {
		return math.NaN()
	}
	return degrees(variance, gradient, inverse2(iss, isr, irr))
}

// varianceSlope returns the derivative with respect to rho of the treatment's element
// of (X'AX)^-1, -(Phi P Phi)_jj, from the last solution.
func (f *TreatmentRefit) varianceSlope() float64 {
	s, p := &f.profile.scratch, f.profile.p
	return -quadraticForm(s.slope, s.inverse[packed(p-1, 0):packed(p-1, p-1)+1])
}

// degrees returns 2 v^2 / (g'Wg) with g = (v, slope).
func degrees(variance, slope float64, w twoByTwo) float64 {
	return 2 * variance * variance / (variance*variance*w.ss + 2*variance*slope*w.sr + slope*slope*w.rr)
}

// twoByTwo is a symmetric matrix over (s2, rho).
type twoByTwo struct{ ss, sr, rr float64 }

// inverse2 returns the inverse of a symmetric 2 x 2 matrix.
func inverse2(ss, sr, rr float64) twoByTwo {
	det := ss*rr - sr*sr
	return twoByTwo{ss: rr / det, sr: -sr / det, rr: ss / det}
}

// doubleSlope returns Q = X'A V1 A V1 A X. With A' = dA/drho = -A V1 A it is
// (A'X)' V (A'X), and with V = L L' the square of L'(A'X); A' is tridiagonal
// because A is.
func (f *TreatmentRefit) doubleSlope(rho float64) *mat.SymDense {
	n, p := len(f.day), f.profile.p
	white := make([][]float64, p)
	for j := range p {
		white[j] = slopeOfPrecision(f.day, rho, f.cols[j])
		transposedRoot(f.day, rho, white[j])
	}
	q := mat.NewSymDense(p, nil)
	for i := range p {
		for j := range i + 1 {
			q.SetSym(i, j, dot(white[i][:n], white[j]))
		}
	}
	return q
}

// slopeOfPrecision returns (dA/drho) x. Each pair of consecutive rows with r = rho^gap
// adds r^2/(1-r^2) to both of its diagonal elements of A and -r/(1-r^2) beside them.
func slopeOfPrecision(day []int, rho float64, x []float64) []float64 {
	out := make([]float64, len(x))
	for i := 1; i < len(x); i++ {
		r, r1, _ := decay(rho, day[i]-day[i-1])
		left := (1 - r*r) * (1 - r*r)
		diagonal, beside := 2*r*r1/left, -(1+r*r)*r1/left
		out[i] += diagonal*x[i] + beside*x[i-1]
		out[i-1] += diagonal*x[i-1] + beside*x[i]
	}
	return out
}

// transposedRoot replaces x by L'x, where V = LL' and L^-1 whitens: row i is
// (x_i - r x_(i-1))/sqrt(1-r^2). It solves (L^-1)' u = x from the last row up.
func transposedRoot(day []int, rho float64, x []float64) {
	for i := len(x) - 1; i > 0; i-- {
		r := intPower(rho, day[i]-day[i-1])
		x[i-1] += r * x[i]
		x[i] *= math.Sqrt(1 - r*r)
	}
}

// symmetric returns the leading n x n block of a packed matrix.
func symmetric(a []float64, n int) *mat.SymDense {
	m := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			m.SetSym(i, j, a[packed(i, j)])
		}
	}
	return m
}

// traceOfProduct returns tr(ab).
func traceOfProduct(a, b mat.Matrix) (sum float64) {
	n, _ := a.Dims()
	for i := range n {
		for j := range n {
			sum += a.At(i, j) * b.At(j, i)
		}
	}
	return sum
}
