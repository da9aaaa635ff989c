package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"
)

// plan is how a person takes the supplement. draw receives a person's nights (none
// missing, no effect yet) and returns for each whether a dose was taken for it. If it
// returns fewer nights, the record ends there.
type plan struct {
	nights     int
	randomised bool
	explicit   bool // the log says "no" on the other days
	draw       func(r *rand.Rand, y []float64) []bool
}

// beforeAfter is one switch, on to the end.
func beforeAfter(before, after int) plan {
	return plan{nights: before + after, draw: func(_ *rand.Rand, y []float64) []bool { return from(before, len(y)) }}
}

func from(start, n int) []bool {
	on := make([]bool, n)
	for t := start; t < n; t++ {
		on[t] = true
	}
	return on
}

// abab is four phases of the same length, off first.
func abab(phase int) plan {
	return plan{nights: 4 * phase, draw: func(_ *rand.Rand, y []float64) []bool {
		on := make([]bool, len(y))
		for t := range on {
			on[t] = t/phase%2 == 1
		}
		return on
	}}
}

// weeklyPairs is a coin for every pair of weeks: which of the two is on.
func weeklyPairs(nights int) plan {
	return plan{nights: nights, randomised: true, explicit: true, draw: func(r *rand.Rand, y []float64) []bool {
		on := make([]bool, len(y))
		for pair := 0; pair < len(y); pair += 14 {
			first := r.IntN(2) == 0
			for t := pair; t < min(pair+14, len(y)); t++ {
				on[t] = (t-pair < 7) == first
			}
		}
		return on
	}}
}

// coin is a coin every night.
func coin(nights int) plan {
	return plan{nights: nights, randomised: true, explicit: true, draw: func(r *rand.Rand, y []float64) []bool {
		on := make([]bool, len(y))
		for t := range on {
			on[t] = r.IntN(2) == 0
		}
		return on
	}}
}

// The reasons to take it on a night: none, the night before, or the night to come, which
// no record shows beforehand.
const (
	noReason = iota
	badNightBefore
	tonight
)

// asNeeded takes a dose with probability 1/(1 + exp(.8 + 1.2 z)), about three
// nights in ten: z is 0, the night before, or what is new about the night to
// come, in SD.
func asNeeded(nights, reason int) plan {
	return plan{nights: nights, explicit: true, draw: func(r *rand.Rand, y []float64) []bool {
		on := make([]bool, len(y))
		for t := 1; t < len(y); t++ {
			z := 0.0
			switch reason {
			case badNightBefore:
				z = y[t-1]
			case tonight:
				z = y[t] - .3*y[t-1]
			}
			on[t] = r.Float64() < 1/(1+math.Exp(.8+1.2*z))
		}
		return on
	}}
}

// badWeek starts on the first day, from the given number of nights on, after a
// week whose mean lies one SD of the person's weeks below the usual, and goes on
// for six weeks.
func badWeek(atLeast, atMost int) plan {
	const onNights = 42
	return plan{nights: atMost + onNights, draw: func(_ *rand.Rand, y []float64) []bool {
		weeks := make([]float64, 0, len(y))
		for t := 7; t <= len(y); t++ {
			weeks = append(weeks, stat.Mean(y[t-7:t], nil))
		}
		mean, sd := stat.MeanStdDev(weeks, nil)
		start := atMost
		for t := atLeast; t < atMost; t++ {
			if weeks[t-7] < mean-sd {
				start = t
				break
			}
		}
		return from(start, start+onNights)
	}}
}
