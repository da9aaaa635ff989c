package stats

import "math"

// CircularMean averages clock times in hours, so that 23:30 and 00:30 make
// midnight: mean in [0, 24), resultant length rbar in [0, 1] (1: all the same),
// and circular SD = sqrt(-2 ln rbar) in hours (Mardia and Jupp 2000). NaNs are
// left out; all three are NaN for no values.
func CircularMean(hours []float64) (mean, rbar, sd float64) {
	var c, s, n float64
	for _, h := range hours {
		if math.IsNaN(h) {
			continue
		}
		sin, cos := math.Sincos(h * math.Pi / 12)
		c, s, n = c+cos, s+sin, n+1
	}
	if n == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	mean = math.Mod(math.Atan2(s, c)*12/math.Pi+24, 24)
	rbar = math.Min(1, math.Hypot(c, s)/n)
	return mean, rbar, math.Sqrt(-2*math.Log(rbar)) * 12 / math.Pi
}
