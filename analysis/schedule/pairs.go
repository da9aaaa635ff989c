package schedule

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// pairs is a coin for every pair of blocks: AB or BA.
type pairs struct{ block, n int }

func (p pairs) count() float64 { return math.Pow(2, float64(p.n)) }

func (p pairs) at(i int) []bool {
	return p.expand(func(pair int) bool { return i>>pair&1 == 1 })
}

func (p pairs) draw(rng *rand.Rand) []bool {
	return p.expand(func(int) bool { return rng.IntN(2) == 1 })
}

// expand writes out the days; first says whether the first block of a pair is
// the one with.
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
