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

// coin is a coin for every day. ways counts, backwards from the last day, how
// many ways there are to go on from each state; an order is then numbered or
// drawn day by day, each exactly as likely as any other.
type coin struct {
	days, maxRun int
	balanced     bool
	ways         []float64
}

// state is where a coin schedule stands before a day.
type state struct {
	day  int
	with int // days with in the week so far; 0 where weeks need not balance
	last bool
	run  int // equal days up to the last one, 0 before the first; 0 without a limit
}

func newCoin(c Constraint) *coin {
	k := &coin{days: c.Days(), maxRun: c.MaxRun, balanced: c.Balanced}
	k.ways = make([]float64, (k.days+1)*k.perDay())
	for day := k.days; day >= 0; day-- {
		for with := range daysPerWeek + 1 {
			for run := range k.maxRun + 1 {
				for _, last := range []bool{false, true} {
					s := state{day, with, last, run}
					k.ways[k.index(s)] = k.goOn(s)
				}
			}
		}
	}
	return k
}

func (k *coin) perDay() int { return (daysPerWeek + 1) * (k.maxRun + 1) * 2 }

func (k *coin) index(s state) int {
	i := (s.with*(k.maxRun+1) + s.run) * 2
	if s.last {
		i++
	}
	return s.day*k.perDay() + i
}

// goOn is the number of ways from s to the end.
func (k *coin) goOn(s state) float64 {
	if s.day == k.days {
		return 1
	}
	n := 0.
	for _, on := range []bool{false, true} {
		n += k.after(s, on)
	}
	return n
}

// after is the number of ways to the end once the day of s has the condition on.
func (k *coin) after(s state, on bool) float64 {
	next, ok := k.next(s, on)
	if !ok {
		return 0
	}
	return k.ways[k.index(next)]
}

func (k *coin) next(s state, on bool) (state, bool) {
	n := state{day: s.day + 1, with: s.with, last: on}
	if k.maxRun > 0 {
		n.run = 1
		if s.run > 0 && s.last == on {
			n.run = s.run + 1
		}
		if n.run > k.maxRun {
			return n, false
		}
	}
	if !k.balanced {
		return n, true
	}
	if on {
		n.with++
	}
	if n.day%daysPerWeek == 0 {
		if n.with < fewestWith || n.with > mostWith {
			return n, false
		}
		n.with = 0
	}
	return n, n.with <= daysPerWeek
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
	on := make([]bool, k.days)
	var s state
	for d := range on {
		on[d] = choose(s)
		s, _ = k.next(s, on[d])
	}
	return on
}

func (k *coin) check(on []bool) error {
	var s state
	for d, b := range on {
		next, ok := k.next(s, b)
		switch {
		case ok:
		case k.maxRun > 0 && next.run > k.maxRun:
			return fmt.Errorf("day %d: equal day number %d in a row: the constraint allows %d", d+1, next.run, k.maxRun)
		default:
			return fmt.Errorf("days %d to %d: %d with: a balanced week has %d or %d", d+2-daysPerWeek, d+1, next.with, fewestWith, mostWith)
		}
		s = next
	}
	return nil
}
