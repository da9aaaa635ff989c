package chart

import "math"

// Tick is a labelled position on an axis.
type Tick struct {
	At    float64 // in the unit of the axis
	Label string  // fixed words and numbers only
}

// Places returns at most most+2 round numbers, in rising order, that cover low to
// high. The distances between them are the smallest allowed. The slice steps lists the
// allowed distances in rising order; nil allows 1, 2 and 5 times a power of ten.
// Places returns nil if low or high is not finite or most is below 1.
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

// pick returns the smallest allowed step that is at least least. If every step in steps
// is smaller, it returns 1, 2 or 5 times a power of ten.
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
