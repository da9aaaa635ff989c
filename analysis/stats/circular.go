package stats

import "math"

// CircularMean returns the mean of clock times in hours, so that the mean of 23:30 and
// 00:30 is midnight (Mardia and Jupp 2000). The mean is in [0, 24). The resultant
// length rbar is in [0, 1], where 1 means equal times. The circular SD is sqrt(-2 ln
// rbar) in hours. NaN values are left out. All three results are NaN without values.
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
