package analysis

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

const (
	warmDrift = 0.3 // degC between the means of nights with and without
	warmSMD   = 0.5
)

// warmNights fires where the skin was warmer or cooler on nights with the
// supplement by 0.3 degC and half a spread: rooms and seasons do that, and warm
// nights lower heart rate variability.
func warmNights(r review) finding {
	for _, m := range []string{"skin_temp_deviation", "skin_temp"} {
		ys, ok := r.primarySeries(m, illSeries)
		if !ok {
			continue
		}
		off, on := r.model.sides(ys)
		if len(off) < minCompared || len(on) < minCompared {
			continue
		}
		diff := stat.Mean(on, nil) - stat.Mean(off, nil)
		f := finding{known: true, measured: []Measure{{"difference", diff, "degC"}, {"nights_off", float64(len(off)), "nights"}, {"nights_on", float64(len(on)), "nights"}}}
		spread := math.Sqrt((stat.Variance(off, nil) + stat.Variance(on, nil)) / 2)
		if math.Abs(diff) >= warmDrift && math.Abs(diff) >= warmSMD*spread {
			f.severity = Minor
			f.words = map[string]string{"metric": m}
		}
		return f
	}
	return finding{}
}
