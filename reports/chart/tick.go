package chart

import "math"

// Tick is a labelled place on an axis.
type Tick struct {
	At    float64
	Label string // fixed words and numbers only
}

// Places returns at most most+1 round places that span low to high, in the
// unit of the values. steps lists the allowed distances in rising order; nil
// means 1, 2 and 5 times a power of ten.
func Places(low, high float64, most int, steps []float64) []float64 {
	if !finite(low, high) || most < 1 {
		return nil
	}
	if high <= low {
		low, high = low-1, high+1
	}
	step := pick((high-low)/float64(most), steps)
	var out []float64
	for i := math.Floor(low / step); ; i++ {
		out = append(out, i*step)
		if i*step >= high || len(out) > most+2 {
			return out
		}
	}
}

// pick returns the smallest allowed step that is not below least.
func pick(least float64, steps []float64) float64 {
	for _, s := range steps {
		if s >= least {
			return s
		}
	}
	unit := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= least*(1-1e-9) {
			return m * unit
		}
	}
	return 10 * unit
}
