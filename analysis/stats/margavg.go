package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// margAvgGrid is the AR(1)-plus-noise grid of the cross-check. Half the prior weight is
// on plain AR(1), half on AR(1) with night-level noise. The prior of phi is
// proportional to (1-phi^2)^-1/2.
var margAvgGrid = makeMargAvgGrid()

// makeMargAvgGrid returns the 84 points of margAvgGrid.
func makeMargAvgGrid() []errorModel {
	phis := []float64{.05, .15, .25, .35, .45, .55, .65, .75, .85, .92, .96, .985}
	prior := []float64{.1, .1, .1, .1, .1, .1, .1, .1, .085, .055, .03, .03}
	noises := []float64{0, .15, .3, .45, .6, .75, .9}
	widths := []float64{.075, .15, .15, .15, .15, .15, .175}
	for i, phi := range phis {
		prior[i] /= math.Sqrt(1 - phi*phi)
	}
	floats.Scale(1/floats.Sum(prior), prior)
	var grid []errorModel
	for i, phi := range phis {
		for j, noise := range noises {
			weight := prior[i] * widths[j] / 2
			if noise == 0 {
				weight += prior[i] / 2
			}
			grid = append(grid, errorModel{noise: noise, fast: 1 - noise, fastPhi: phi, prior: weight})
		}
	}
	return grid
}

// FitMargAvg is the cross-check of [FitSlowMix]: the same columns with a free trend,
// and errors that are AR(1) in calendar days plus night-level noise, integrated over 84
// points. Shapes, missing values and errors are those of FitSlowMix. The mixture has n
// - p degrees of freedom. Its weights belong to another grid, so [MeanCov] returns NaN
// for it.
func FitMargAvg(r Rows, ys [][]float64) ([]Mixture, error) {
	return fitGrid(new(gridFit), margAvgGrid, false, r, ys)
}
