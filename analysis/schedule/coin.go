package schedule

import (
	"fmt"
	"math/rand/v2"
)

// The days with of a balanced week.
const (
	fewestWith = 3
	mostWith   = 4
)

// coin is a coin for every block of days, of a day each or longer. ways counts,
// backwards from the last block, how many ways there are to go on from each state;
// an order is then numbered or drawn block by block, each exactly as likely as any
// other.
type coin struct {
	blocks, blockDays int
	maxRun            int // at most so many equal blocks in a row, 0 no limit
	balance           int // so many blocks balance, 0 none need
	fewest, most      int // of them with
	ways              []float64
}

// state is where a coin schedule stands before a block.
type state struct {
	block int
	with  int // blocks with of those that balance so far
	last  bool
	run   int // equal blocks up to the last one, 0 before the first; 0 without a limit
}

// nightlyCoin is a coin for every day.
func nightlyCoin(c Constraint) *coin {
	k := &coin{blocks: c.Days(), blockDays: 1, maxRun: c.MaxRun}
	if c.Balanced {
		k.balance, k.fewest, k.most = daysPerWeek, fewestWith, mostWith
	}
	return k.counted()
}

// balancedCoin is a coin for every block, half of which are with.
func balancedCoin(c Constraint) *coin {
	k := &coin{blocks: c.Days() / c.BlockDays, blockDays: c.BlockDays, maxRun: c.MaxRun}
	k.balance, k.fewest, k.most = k.blocks, k.blocks/2, k.blocks/2
	return k.counted()
}

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
					k.ways[k.index(s)] = k.goOn(s)
				}
			}
		}
	}
	return k
}

func (k *coin) perBlock() int { return (k.balance + 1) * (k.maxRun + 1) * 2 }

func (k *coin) index(s state) int {
	i := (s.with*(k.maxRun+1) + s.run) * 2
	if s.last {
		i++
	}
	return s.block*k.perBlock() + i
}

// goOn is the number of ways from s to the end.
func (k *coin) goOn(s state) float64 {
	if s.block == k.blocks {
		return 1
	}
	n := 0.
	for _, on := range []bool{false, true} {
		n += k.after(s, on)
	}
	return n
}

// after is the number of ways to the end once the block of s has the condition on.
func (k *coin) after(s state, on bool) float64 {
	next, ok := k.next(s, on)
	if !ok {
		return 0
	}
	return k.ways[k.index(next)]
}

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

func (k *coin) count() float64 { return k.ways[k.index(state{})] }

func (k *coin) at(i int) []bool {
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

func (k *coin) draw(rng *rand.Rand) []bool {
	return k.walk(func(s state) bool {
		off, on := k.after(s, false), k.after(s, true)
		return rng.Float64()*(off+on) >= off
	})
}

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
			return fmt.Errorf("days %d to %d: %d with: a balanced week has %d or %d", d+2-k.balance, d+1, next.with, k.fewest, k.most)
		}
		s = next
	}
	return nil
}

func (k *coin) equal() string {
	if k.blockDays > 1 {
		return "equal block"
	}
	return "equal day"
}
