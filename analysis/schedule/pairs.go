package schedule

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// pairs is the set of orders that toss a coin for every pair of blocks: AB or BA.
// It has n pairs of blocks of the given length in days.
type pairs struct{ block, n int }

// count returns the number of orders.
func (p pairs) count() float64 { return math.Pow(2, float64(p.n)) }

// order returns order i, 0 <= i < count.
func (p pairs) order(i int) []bool {
	return p.expand(func(pair int) bool { return i>>pair&1 == 1 })
}

// draw returns an order drawn at random.
func (p pairs) draw(rng *rand.Rand) []bool {
	return p.expand(func(int) bool { return rng.IntN(2) == 1 })
}

// expand returns the days. The function first reports whether the first block of a
// pair is the one with the supplement.
func (p pairs) expand(first func(pair int) bool) []bool {
	on := make([]bool, 0, 2*p.block*p.n)
	for pair := range p.n {
		with := first(pair)
		for d := range 2 * p.block {
			on = append(on, with == (d < p.block))
		}
	}
	return on
}

// check returns an error naming the first rule that on breaks.
func (p pairs) check(on []bool) error {
	for d, b := range on {
		pair := d / (2 * p.block)
		first := on[pair*2*p.block]
		if want := first == (d%(2*p.block) < p.block); b != want {
			return fmt.Errorf("day %d: a pair is %d equal days with and %d without, in either order", d+1, p.block, p.block)
		}
	}
	return nil
}
