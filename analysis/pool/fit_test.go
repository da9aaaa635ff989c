package pool

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// bcg is the table of the 13 trials of the BCG vaccine (Colditz et al., 1994):
// cases and non-cases with the vaccine, cases and non-cases without.
var bcg = [][4]float64{
	{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619},
	{33, 5036, 47, 5761}, {180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892},
	{29, 7470, 45, 7232}, {17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338},
	{27, 16886, 29, 17825},
}

// logRiskRatios returns the log relative risks of the trials and their standard
// errors.
func logRiskRatios() []Effect {
	var out []Effect
	for _, t := range bcg {
		a, n, c, m := t[0], t[0]+t[1], t[2], t[2]+t[3]
		out = append(out, Effect{math.Log(a / n / (c / m)), math.Sqrt(1/a - 1/n + 1/c - 1/m)})
	}
	return out
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.6f, want %.6f", name, got, want)
	}
}

// TestFitBCG compares with the published analysis of these data by R's metafor
// (Viechtbauer, 2010, Journal of Statistical Software 36(3), section 3): REML
// gives tau^2 = 0.3132, I^2 = 92.22 %, estimate -0.7145. The standard error of
// Hartung and Knapp was computed from their formula by another program, with
// Fisher scoring for tau^2.
func TestFitBCG(t *testing.T) {
	s, err := Fit(logRiskRatios())
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tau2", s.Tau2, 0.3132, 5e-5)
	near(t, "I2", s.I2, 0.9222, 5e-5)
	near(t, "estimate", s.Estimate, -0.7145, 5e-5)
	near(t, "tau2", s.Tau2, 0.313243258136481, 1e-10)
	near(t, "se", s.SE, 0.180791744092848, 1e-10)
	near(t, "ci low", s.CI95[0], -1.108443713684862, 1e-8)
	near(t, "ci high", s.CI95[1], -0.320620970631417, 1e-8)
	// Higgins, Thompson and Spiegelhalter (2009) with tau^2 as known would be
	// -0.7145 -/+ t(.975, 11) sqrt(.3132 + .1808^2): -2.01 to 0.58. Not knowing
	// it widens that a little.
	if p := s.Prediction95; p[0] < -2.3 || p[0] > -1.95 || p[1] < 0.52 || p[1] > 0.87 {
		t.Errorf("prediction %v: want about -2.0 to 0.6", p)
	}
}

// TestFitByHand: with equal standard errors the restricted likelihood has a
// closed form: tau^2 is the sample variance less the sampling variance, and the
// average is the plain mean with the plain t interval.
func TestFitByHand(t *testing.T) {
	s, err := Fit([]Effect{{1, 1}, {4, 1}, {7, 1}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tau2", s.Tau2, 8, 1e-9) // 9 - 1
	near(t, "estimate", s.Estimate, 4, 1e-12)
	near(t, "se", s.SE, math.Sqrt(3), 1e-9)
	near(t, "ci high", s.CI95[1], 4+4.302652729911275*math.Sqrt(3), 1e-6) // t(.975, 2)
	near(t, "I2", s.I2, 8.0/9, 1e-9)
	// The shrunken one lies between the person's own and the average, the
	// middle person on it.
	if e := s.Each[0].Estimate; e <= 1 || e >= 2 {
		t.Errorf("shrunken %v: want between 1 and 2", e)
	}
	near(t, "shrunken middle", s.Each[1].Estimate, 4, 1e-9)
}

// TestSpreadsKnown: with many alike people there is one spread that matters,
// and what follows from it is the textbook's with tau known.
func TestSpreadsKnown(t *testing.T) {
	var in []Effect
	for i := range 3000 {
		z := distuv.UnitNormal.Quantile((float64(i) + 0.5) / 3000)
		in = append(in, Effect{10 + math.Sqrt(5)*z, 1}) // tau 2, noise 1
	}
	s, err := Fit(in)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "prediction high", s.Prediction95[1], 10+1.96*2, 0.05)
	e := in[2500]
	near(t, "shrunken", s.Each[2500].Estimate, 10+0.8*(e.Estimate-10), 0.01)
	near(t, "shrunken high", s.Each[2500].CI95[1]-s.Each[2500].Estimate, 1.96*math.Sqrt(0.8), 0.01)
}

// TestFitNoDifference: people who differ less than noise would make them differ
// are taken as alike, and the interval does not shrink below the one of the
// noise.
func TestFitNoDifference(t *testing.T) {
	s, err := Fit([]Effect{{1.9, 1}, {2, 1}, {2.1, 1}, {2, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Tau2 != 0 || s.I2 != 0 {
		t.Errorf("tau2 %v, I2 %v: want 0", s.Tau2, s.I2)
	}
	near(t, "se", s.SE, 0.5, 1e-12)
	for _, e := range s.Each {
		near(t, "shrunken", e.Estimate, 2, 0.05)
	}
}

// TestFitUnit: another unit is another scale and nothing else.
func TestFitUnit(t *testing.T) {
	a, err := Fit(logRiskRatios())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []float64{1e-6, 60, 1e9} {
		var in []Effect
		for _, e := range logRiskRatios() {
			in = append(in, Effect{k * e.Estimate, k * e.SE})
		}
		b, err := Fit(in)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "estimate", b.Estimate/k, a.Estimate, 1e-9)
		near(t, "tau2", b.Tau2/k/k, a.Tau2, 1e-9)
	}
}

func TestFitErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []Effect
		want error
	}{
		{"none", nil, ErrTooFew},
		{"two", []Effect{{1, 1}, {2, 1}}, ErrTooFew},
		{"not a number", []Effect{{1, 1}, {2, 1}, {math.NaN(), 1}}, ErrValue},
		{"endless", []Effect{{1, 1}, {2, math.Inf(1)}, {3, 1}}, ErrValue},
		{"no error", []Effect{{1, 1}, {2, 0}, {3, 1}}, ErrValue},
	} {
		if _, err := Fit(c.in); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
}

// TestSimCoverage: over made-up series with standard errors that differ four
// times, the three intervals hold the truth about as often as they say. The
// prediction interval may hold it more often where people do not differ.
func TestSimCoverage(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const series = 600
	for _, c := range []struct {
		n   int
		tau float64
	}{{5, 0}, {5, 1}, {20, 0.5}, {20, 1}} {
		r := rand.New(rand.NewPCG(uint64(c.n), uint64(10*c.tau)))
		var mean, next, each, people float64
		for range series {
			effects, truth := made(r, c.n, c.tau)
			s, err := Fit(effects)
			if err != nil {
				t.Fatal(err)
			}
			mean += holds(s.CI95, 2)
			next += holds(s.Prediction95, 2+c.tau*r.NormFloat64())
			for i, e := range s.Each {
				each += holds(e.CI95, truth[i])
				people++
			}
		}
		t.Logf("n %d, tau %.1f: mean %.3f, next person %.3f, each person %.3f", c.n, c.tau, mean/series, next/series, each/people)
		if got := mean / series; got < 0.93 {
			t.Errorf("n %d, tau %v: the interval of the mean held it in %.3f of series, want about 0.95 or more", c.n, c.tau, got)
		}
		if got := next / series; got < 0.92 {
			t.Errorf("n %d, tau %v: the prediction interval held the next person in %.3f of series, want about 0.95 or more",
				c.n, c.tau, got)
		}
		if got := each / people; got < 0.92 {
			t.Errorf("n %d, tau %v: the shrunken interval held the person's own change in %.3f, want about 0.95 or more", c.n, c.tau, got)
		}
	}
}

// made returns a series around a mean of 2 and the people's true changes.
func made(r *rand.Rand, n int, tau float64) (effects []Effect, truth []float64) {
	for range n {
		theta := 2 + tau*r.NormFloat64()
		se := 0.5 + 1.5*r.Float64()
		effects = append(effects, Effect{theta + se*r.NormFloat64(), se})
		truth = append(truth, theta)
	}
	return effects, truth
}

func holds(ci [2]float64, x float64) float64 {
	if ci[0] <= x && x <= ci[1] {
		return 1
	}
	return 0
}
