package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// The prior of the linear trend is slope ~ N(0, (0.5 SD of the outcome per 120 d)^2).
const (
	slopeSD   = .5
	slopeDays = 120.
)

// FitSlowMix estimates the treatment effect on several outcomes that share their
// nights: y = intercept + trend + weekday + treatment + error. Each ys[j] has one value
// per row on the analysis scale, none missing. The results are in the same order, in
// the unit of the outcome.
//
// For each of 272 error models, the coefficients (flat prior; the trend shrunk) and the
// error variance (prior 1/s2) are integrated out. The models are weighted by restricted
// likelihood and prior. The result is a mixture of Student t distributions with n - p +
// 1 degrees of freedom (Zellner and Tiao 1964; Berger, De Oliveira and Sanso 2001). All
// 272 weights are in grid order. An outcome that never changes has centre and scale 0
// throughout.
//
// The error is [ErrTooFewRows] for fewer rows than columns + 2 and [ErrNotEstimable] if
// the nights cannot separate the treatment from the other columns.
func FitSlowMix(r Rows, ys [][]float64) ([]Mixture, error) {
	return fitGrid(new(gridFit), slowMixGrid, true, r, ys)
}

// fitGrid fits all outcomes under all error models of the grid. With shrink, the trend
// has its prior.
func fitGrid(f *gridFit, grid []errorModel, shrink bool, r Rows, ys [][]float64) ([]Mixture, error) {
	if err := r.check(append([][]float64{r.On}, ys...)...); err != nil {
		return nil, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return nil, err
	}
	return f.fitColumns(grid, shrink, r, cols, ys), nil
}

// fitColumns is fitGrid for given columns: the intercept, the trend, any others and,
// last, the treatment.
func (f *gridFit) fitColumns(grid []errorModel, shrink bool, r Rows, cols, ys [][]float64) []Mixture {
	p := len(cols)
	df, trendPrior := float64(len(r.Day)-p), 0.0
	if shrink {
		df, trendPrior = r.shrunkTrend(p)
	}
	scaled, size := standardise(ys)
	f.load(cols, scaled)
	mixtures := newMixtures(len(ys), len(grid), df)
	logWeight := make([]float64, len(ys)*len(grid))
	fits := make([]posterior, len(ys))
	for g, e := range grid {
		f.posteriors(r.Day, e, p, trendPrior, fits)
		for j, fit := range fits {
			mixtures[j].Center[g] = fit.center * size[j]
			mixtures[j].Scale[g] = fit.scale * size[j]
			logWeight[j*len(grid)+g] = fit.logWeight
		}
	}
	for j := range mixtures {
		mixtures[j].weigh(grid, logWeight[j*len(grid):(j+1)*len(grid)], size[j])
	}
	return mixtures
}

// shrunkTrend returns the entry of the trend column in the pseudo-row of its prior, and
// the degrees of freedom of a fit with p columns and that row. Without a trend there is
// no prior, and the entry is 0.
func (r Rows) shrunkTrend(p int) (df, trendPrior float64) {
	df = float64(len(r.Day) - p)
	if r.NoTrend {
		return df, 0
	}
	return df + 1, slopeDays / (float64(r.span()) * slopeSD)
}

// weigh sets the weights of a mixture over a grid. An outcome that never changes, of
// size 0, becomes a point at 0.
func (m *Mixture) weigh(grid []errorModel, logWeight []float64, size float64) {
	if size > 0 {
		normalise(m.Weight, logWeight)
		return
	}
	for g, e := range grid {
		m.Weight[g], m.Center[g], m.Scale[g] = e.prior, 0, 0
	}
}

// standardise centres each outcome and divides it by its SD, which it returns as size.
// An outcome that never changes becomes zeros with size 0.
func standardise(ys [][]float64) (scaled [][]float64, size []float64) {
	scaled, size = make([][]float64, len(ys)), make([]float64, len(ys))
	for j, y := range ys {
		mean, sd := stat.MeanStdDev(y, nil)
		scaled[j] = make([]float64, len(y))
		if sd <= 1e-13*math.Abs(mean) {
			continue
		}
		size[j] = sd
		for i, v := range y {
			scaled[j][i] = (v - mean) / sd
		}
	}
	return scaled, size
}

// newMixtures returns mixtures with the given number of points, all in one allocation.
func newMixtures(count, points int, df float64) []Mixture {
	data := make([]float64, 3*count*points)
	next := func() []float64 {
		s := data[:points:points]
		data = data[points:]
		return s
	}
	ms := make([]Mixture, count)
	for j := range ms {
		ms[j] = Mixture{Weight: next(), Center: next(), Scale: next(), DF: df}
	}
	return ms
}

// normalise turns log weights into weights that sum to 1.
func normalise(w, logW []float64) {
	top := floats.Max(logW)
	for i, l := range logW {
		w[i] = math.Exp(l - top)
	}
	floats.Scale(1/floats.Sum(w), w)
}
