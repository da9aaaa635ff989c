package rr

import (
	"math"

	"nof1/importers"
)

// The artefact rule: an interval between beats is an artefact outside 300 to
// 2000 ms, and if it differs by more than a quarter from the median of the
// eleven around it (fewer at the ends). Missed and extra beats differ by a half or
// more, respiration by far less than a quarter. Artefacts are left out, never
// replaced: a filled gap has a variability of its own.
const (
	shortest  = 300.0
	longest   = 2000.0
	deviation = 0.25
	reach     = 5 // intervals looked at on either side
)

// clean reports for each of the intervals, in ms and in order, whether it is not an
// artefact.
func clean(rr []float64) []bool {
	clean := make([]bool, len(rr))
	around := make([]float64, 0, 2*reach+1)
	for i, x := range rr {
		if x < shortest || x > longest {
			continue
		}
		around = around[:0]
		for _, y := range rr[max(0, i-reach):min(len(rr), i+reach+1)] {
			if y >= shortest && y <= longest {
				around = append(around, y)
			}
		}
		m := importers.Median(around)
		clean[i] = math.Abs(x-m) <= deviation*m
	}
	return clean
}

// variability is the time-domain heart rate variability of a recording (Task
// Force 1996): RMSSD and SDNN in ms, the second with n-1, and pNN50 in percent of
// the differences. They are NaN for too few intervals.
type variability struct {
	RMSSD, SDNN, PNN50 float64
	Mean               float64 // interval, ms
	Clean              int     // intervals used
	Artefacts          float64 // share of intervals left out, percent
}

// timeDomain returns the variability of the clean intervals. A difference counts if
// both of its intervals are clean and next to each other.
func timeDomain(rr []float64) variability {
	clean := clean(rr)
	var v variability
	differences, large, squares := 0, 0, 0.
	for i, x := range rr {
		if !clean[i] {
			continue
		}
		v.Clean++
		v.Mean += (x - v.Mean) / float64(v.Clean)
		if i > 0 && clean[i-1] {
			d := x - rr[i-1]
			differences++
			squares += d * d
			if math.Abs(d) > 50 {
				large++
			}
		}
	}
	spread := 0.
	for i, x := range rr {
		if clean[i] {
			spread += (x - v.Mean) * (x - v.Mean)
		}
	}
	v.RMSSD = math.Sqrt(squares / float64(differences))
	v.PNN50 = 100 * float64(large) / float64(differences)
	v.SDNN = math.Sqrt(spread / float64(v.Clean-1))
	v.Artefacts = 100 * float64(len(rr)-v.Clean) / float64(len(rr))
	return v
}
