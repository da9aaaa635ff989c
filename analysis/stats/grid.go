package stats

// errorModel is one grid point. The covariance of two nights d calendar days apart, in
// units of the total variance, is
//
//	noise*1[d=0] + fast*fastPhi^d + slow*slowPhi^d,   noise+fast+slow = 1
type errorModel struct {
	noise         float64
	fast, fastPhi float64
	slow, slowPhi float64
	prior         float64 // prior weight; the weights of a grid sum to 1
}

// slowMixGrid has 272 points. The slow part has half-lives from 17 days to 4.6 months.
// It models seasons of life, which a single autoregression cannot model together with
// the night-to-night variation.
var slowMixGrid = makeSlowMixGrid()

// makeSlowMixGrid returns the points of slowMixGrid.
func makeSlowMixGrid() []errorModel {
	slowShares := []struct{ share, prior float64 }{
		{0, .25}, {.03, .15}, {.08, .2}, {.18, .2}, {.35, .2}}
	noiseShares := []struct{ share, prior float64 }{
		{0, .4}, {.3, .2}, {.6, .2}, {.85, .2}}
	var grid []errorModel
	for _, phi := range []float64{.2, .45, .7, .88} {
		for _, m := range noiseShares {
			for _, k := range slowShares {
				slowPhis := []float64{.96, .98, .99, .995}
				if k.share == 0 {
					slowPhis = slowPhis[1:2] // without a slow part, its phi has no meaning
				}
				for _, slowPhi := range slowPhis {
					grid = append(grid, errorModel{
						noise: (1 - k.share) * m.share,
						fast:  (1 - k.share) * (1 - m.share), fastPhi: phi,
						slow: k.share, slowPhi: slowPhi,
						prior: k.prior / float64(len(slowPhis)) / 4 * m.prior,
					})
				}
			}
		}
	}
	return grid
}
