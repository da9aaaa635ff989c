package schedule

import (
	"fmt"
	"math/rand/v2"
)

// The fewest and most days with the supplement in a balanced week.
const (
	fewestWith = 3
	mostWith   = 4
)

// coin is the set of orders that toss a coin for every block of one or more days,
// within limits on runs and balance.
//
// ways holds the number of ways to continue from each state, counted backwards from
// the last block. With it, an order can be numbered or drawn block by block so that
// every order is exactly as likely as any other.
type coin struct {
	blocks, blockDays int
	maxRun            int       // most equal blocks in a row, 0 for no limit
	balance           int       // number of consecutive blocks that must balance, 0 for no balance
	fewest, most      int       // fewest and most blocks with the supplement among them
	ways              []float64 // by index of state
}

// state is the part of the past that limits the next block.
type state struct {
	block int  // next block, from 0
	with  int  // blocks with the supplement in the current balance period
	last  bool // condition of the last block
	run   int  // equal blocks up to the last one; 0 before the first and without a limit on runs
}

// nightlyCoin returns the orders of the kind [Nightly].
func nightlyCoin(c Constraint) *coin {
	k := &coin{blocks: c.Days(), blockDays: 1, maxRun: c.MaxRun}
	if c.Balanced {
		k.balance, k.fewest, k.most = daysPerWeek, fewestWith, mostWith
	}
	return k.counted()
}

// balancedCoin returns the orders of the kind [Blocks] with Balanced.
func balancedCoin(c Constraint) *coin {
	k := &coin{blocks: c.Days() / c.BlockDays, blockDays: c.BlockDays, maxRun: c.MaxRun}
	k.balance, k.fewest, k.most = k.blocks, k.blocks/2, k.blocks/2
	return k.counted()
}

// counted fills ways and returns k.
func (k *coin) counted() *coin {
	if k.maxRun >= k.blocks {
		k.maxRun = 0 // no order has such a run
	}
	k.ways = make([]float64, (k.blocks+1)*k.perBlock())
	for block := k.blocks; block >= 0; block-- {
		for with := range k.balance + 1 {
			for run := range k.maxRun + 1 {
				for _, last := range []bool{false, true} {
					s := state{block, with, last, run}
					k.ways[k.index(s)] = k.continuations(s)
				}
			}
		}
	}
	return k
}

// perBlock returns the number of states before one block.
func (k *coin) perBlock() int { return (k.balance + 1) * (k.maxRun + 1) * 2 }

// index returns the index of a state in ways.
func (k *coin) index(s state) int {
	i := (s.with*(k.maxRun+1) + s.run) * 2
	if s.last {
		i++
	}
	return s.block*k.perBlock() + i
}

// continuations returns the number of ways from s to the end.
func (k *coin) continuations(s state) float64 {
	if s.block == k.blocks {
		return 1
	}
	n := 0.
	for _, on := range []bool{false, true} {
		n += k.after(s, on)
	}
	return n
}

// after returns the number of ways to the end if the next block has the condition on.
func (k *coin) after(s state, on bool) float64 {
	next, ok := k.next(s, on)
	if !ok {
		return 0
	}
	return k.ways[k.index(next)]
}

// next returns the state after a block with the condition on. It returns false if a
// limit forbids that block.
func (k *coin) next(s state, on bool) (state, bool) {
	n := state{block: s.block + 1, with: s.with, last: on}
	if k.maxRun > 0 {
		n.run = 1
		if s.run > 0 && s.last == on {
			n.run = s.run + 1
		}
		if n.run > k.maxRun {
			return n, false
		}
	}
	if k.balance == 0 {
		return n, true
	}
	if on {
		n.with++
	}
	if n.block%k.balance == 0 {
		if n.with < k.fewest || n.with > k.most {
			return n, false
		}
		n.with = 0
	}
	return n, n.with <= k.balance
}

// count returns the number of orders.
func (k *coin) count() float64 { return k.ways[k.index(state{})] }

// order returns order i, 0 <= i < count.
func (k *coin) order(i int) []bool {
	rest := float64(i)
	return k.walk(func(s state) bool {
		off := k.after(s, false)
		if rest < off {
			return false
		}
		rest -= off
		return true
	})
}

// draw returns an order drawn at random.
func (k *coin) draw(rng *rand.Rand) []bool {
	return k.walk(func(s state) bool {
		off, on := k.after(s, false), k.after(s, true)
		return rng.Float64()*(off+on) >= off
	})
}

// walk returns the days of the order whose blocks choose decides one after another.
func (k *coin) walk(choose func(state) bool) []bool {
	on := make([]bool, 0, k.blocks*k.blockDays)
	var s state
	for range k.blocks {
		b := choose(s)
		for range k.blockDays {
			on = append(on, b)
		}
		s, _ = k.next(s, b)
	}
	return on
}

// check returns an error naming the first rule that on breaks.
func (k *coin) check(on []bool) error {
	var s state
	for d, b := range on {
		if d%k.blockDays > 0 {
			if b != on[d-1] {
				return fmt.Errorf("day %d: a change within a block of %d days", d+1, k.blockDays)
			}
			continue
		}
		next, ok := k.next(s, b)
		switch {
		case ok:
		case k.maxRun > 0 && next.run > k.maxRun:
			return fmt.Errorf("day %d: %s number %d in a row: the constraint allows %d", d+1, k.equal(), next.run, k.maxRun)
		case k.blockDays > 1:
			return fmt.Errorf("%d of %d blocks are with: the constraint draws %d", next.with, k.blocks, k.most)
		default:
			return fmt.Errorf("days %d to %d: %d with: a balanced week has %d or %d",
				d+2-k.balance, d+1, next.with, k.fewest, k.most)
		}
		s = next
	}
	return nil
}

// equal returns the words for a repeated block.
func (k *coin) equal() string {
	if k.blockDays > 1 {
		return "equal block"
	}
	return "equal day"
}
