package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	bootstrapDraws = 1999 // samples
	shortestBlock  = 7    // nights: at least a week
)

// HodgesLehmannInterval returns the 95 % percentile interval of [HodgesLehmann] by the
// moving-block bootstrap (Kuensch 1989). It draws blocks of [BlockLength] consecutive
// rows with replacement within each phase, 1999 times.
//
// The slices off and on hold the values of each phase without and with the treatment,
// in order of time and without NaN. The correlation of neighbouring nights is rho. The
// same seed gives the same interval, so reports print it. Both limits are NaN if one
// side is empty.
func HodgesLehmannInterval(off, on [][]float64, rho float64, seed uint64) [2]float64 {
	offPhases, onPhases := newPhasePool(off), newPhasePool(on)
	if offPhases.n == 0 || onPhases.n == 0 {
		return [2]float64{math.NaN(), math.NaN()}
	}
	rng := rand.New(rand.NewPCG(seed, seed))
	block := BlockLength(offPhases.n+onPhases.n, rho)
	shifts := make([]float64, bootstrapDraws)
	var few []float64
	for d := range shifts {
		shifts[d] = medianDifference(offPhases.resample(rng, block), onPhases.resample(rng, block), &few)
	}
	return [2]float64{Quantile7(shifts, .025), Quantile7(shifts, .975)}
}

// BlockLength returns the length of the blocks, in rows, that preserves the
// autocorrelation of n nights:
//
//	max(7, ceil(n^(1/3) ((1+rho)/(1-rho))^(2/3)))
//
// where rho is the correlation of neighbouring nights, limited to 0 to 0.98.
func BlockLength(n int, rho float64) int {
	rho = math.Min(math.Max(rho, 0), maxRho)
	length := math.Cbrt(float64(n)) * math.Pow((1+rho)/(1-rho), 2./3)
	return max(shortestBlock, int(math.Ceil(length)))
}

// phasePool holds the phases of one side. A draw counts how often each value occurs and
// writes the sample in sorted order, so that samples need no sorting.
type phasePool struct {
	n      int       // number of values
	sorted []float64 // all values
	rank   [][]int   // index in sorted, per phase and row
	times  []int     // how often each value was drawn
	sample []float64 // the latest sample, sorted
}

// newPhasePool returns the pool of the given phases.
func newPhasePool(phases [][]float64) *phasePool {
	type place struct {
		value      float64
		phase, row int
	}
	var all []place
	pool := &phasePool{}
	for k, phase := range phases {
		pool.rank = append(pool.rank, make([]int, len(phase)))
		for i, v := range phase {
			all = append(all, place{v, k, i})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(a.value, b.value) })
	pool.n = len(all)
	pool.times, pool.sample = make([]int, pool.n), make([]float64, 0, pool.n)
	for i, p := range all {
		pool.sorted = append(pool.sorted, p.value)
		pool.rank[p.phase][p.row] = i
	}
	return pool
}

// resample draws blocks within each phase until the sample has the length of the phase.
// The result is sorted and valid until the next call.
func (p *phasePool) resample(rng *rand.Rand, block int) []float64 {
	clear(p.times)
	for _, phase := range p.rank {
		length := min(block, len(phase))
		for left := len(phase); left > 0; left -= length {
			start := rng.IntN(len(phase) - length + 1)
			for _, rank := range phase[start : start+min(length, left)] {
				p.times[rank]++
			}
		}
	}
	p.sample = p.sample[:0]
	for i, times := range p.times {
		for range times {
			p.sample = append(p.sample, p.sorted[i])
		}
	}
	return p.sample
}
