package pool

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Fewest is the smallest number of people that is pooled: with fewer there is
// no prediction interval, and nothing to say about how people differ.
const Fewest = 3

// ErrTooFew is returned by [Fit] for fewer than [Fewest] people.
var ErrTooFew = errors.New("too few people to pool: want 3 or more")

// ErrValue is returned by [Fit] for an estimate that is not a finite number or
// a standard error that is not a finite number above 0.
var ErrValue = errors.New("a person's estimate or standard error is not a usable number")

// Effect is one person's change and its standard error, in one unit for all.
// Neither may be missing: leave people without an estimate out.
type Effect struct{ Estimate, SE float64 }

// Summary is the random-effects summary of a series. All but N, DF, Tau2 and I2
// are in the unit of the effects; Tau2 is in its square.
type Summary struct {
	N            int
	Estimate     float64    // average over the people such as these
	SE           float64    // of Estimate, by Hartung and Knapp
	DF           float64    // of SE: N-1
	CI95         [2]float64 // of Estimate
	Prediction95 [2]float64 // where the true change of one more person lies
	Tau2         float64    // variance of the true changes between people
	I2           float64    // share of the spread that is not noise, 0 to 1
	Each         []Shrunken // in the order of the effects
}

// Shrunken is one person's change after the others were heard: the noisier the
// person's own number, the nearer it moves to the average.
type Shrunken struct {
	Estimate float64
	CI95     [2]float64
}

// Fit pools effects under y_i ~ N(theta_i, SE_i^2), theta_i ~ N(mu, tau^2).
//
// tau^2 is the restricted maximum likelihood estimate (Viechtbauer, 2005), not
// below 0. The interval of mu is Hartung and Knapp's (2001) on n-1 degrees of
// freedom, never narrower than the one that takes tau^2 as known (Röver, Knapp
// and Friede, 2015), because people's standard errors differ widely.
//
// The prediction interval and each person's shrunken change do not take tau^2 as
// known: they average over tau by its restricted likelihood, every tau from 0 up
// counting alike beforehand (Gelman, 2006; Röver, 2020). With tau^2 at its
// estimate, often 0 in short series, they would hold the truth in 84 % of cases
// instead of 95 %.
//
// Errors: ErrTooFew, ErrValue.
func Fit(effects []Effect) (Summary, error) {
	if len(effects) < Fewest {
		return Summary{}, ErrTooFew
	}
	for _, e := range effects {
		if !finite(e.Estimate) || !finite(e.SE) || e.SE <= 0 {
			return Summary{}, ErrValue
		}
	}
	n := float64(len(effects))
	s := Summary{N: len(effects), DF: n - 1, Tau2: tau2(effects)}
	mean, weight := average(effects, s.Tau2)
	s.Estimate, s.SE = mean, math.Sqrt(hartungKnapp(effects, s.Tau2, mean)/weight)
	s.CI95 = around(mean, s.SE, s.DF)
	s.I2 = s.Tau2 / (s.Tau2 + typicalVariance(effects))
	possible := spreads(effects)
	s.Prediction95 = prediction(possible)
	for _, e := range effects {
		s.Each = append(s.Each, shrink(e, possible))
	}
	return s, nil
}

// average returns the weighted mean at a tau^2 and the sum of the weights.
func average(effects []Effect, tau2 float64) (mean, weight float64) {
	for _, e := range effects {
		w := 1 / (e.SE*e.SE + tau2)
		weight += w
		mean += w * e.Estimate
	}
	return mean / weight, weight
}

// hartungKnapp returns the factor of the variance of the mean, at least 1.
func hartungKnapp(effects []Effect, tau2, mean float64) float64 {
	q := 0.0
	for _, e := range effects {
		d := e.Estimate - mean
		q += d * d / (e.SE*e.SE + tau2)
	}
	return math.Max(1, q/float64(len(effects)-1))
}

// typicalVariance is the sampling variance that I2 compares tau^2 with (Higgins
// and Thompson, 2002).
func typicalVariance(effects []Effect) float64 {
	w, w2 := 0.0, 0.0
	for _, e := range effects {
		x := 1 / (e.SE * e.SE)
		w, w2 = w+x, w2+x*x
	}
	return float64(len(effects)-1) * w / (w*w - w2)
}

// around returns the 95 % interval of Student's t.
func around(mean, se, df float64) [2]float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(0.975)
	return [2]float64{mean - t*se, mean + t*se}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
