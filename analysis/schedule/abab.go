package schedule

import (
	"fmt"
	"math/rand/v2"
)

// phases is the number of phases of an ABAB schedule.
const phases = 4

// changes is the set of ABAB orders: without, with, without, with, with changes on
// randomly drawn days. Each phase has its least days plus spare steps (days or whole
// weeks). An order is one way to distribute all spare steps over the four phases.
type changes struct {
	days, least, step int
	either            bool // also allow with, without, with, without
}

// spare returns the number of steps beyond the least days of all phases.
func (c changes) spare() int { return (c.days - phases*c.least) / c.step }

// count returns the number of ways to distribute s spare steps over four phases,
// (s+1)(s+2)(s+3)/6, doubled if either condition may come first.
func (c changes) count() float64 {
	s := float64(c.spare())
	n := (s + 1) * (s + 2) * (s + 3) / 6
	if c.either {
		return 2 * n
	}
	return n
}

// order returns order i, 0 <= i < count.
func (c changes) order(i int) []bool {
	if c.either {
		on := changes{c.days, c.least, c.step, false}.order(i / 2)
		for d := range on {
			on[d] = on[d] != (i%2 == 1)
		}
		return on
	}
	left := c.spare()
	var extra [phases]int
	for p := range phases - 1 {
		for {
			n := shares(left-extra[p], phases-1-p)
			if i < n {
				break
			}
			i -= n
			extra[p]++
		}
		left -= extra[p]
	}
	extra[phases-1] = left
	return c.expand(extra)
}

// shares returns the number of ways to distribute n steps over k phases, 1 <= k <= 3.
func shares(n, k int) int {
	switch k {
	case 1:
		return 1
	case 2:
		return n + 1
	}
	return (n + 1) * (n + 2) / 2
}

// draw returns an order drawn at random.
func (c changes) draw(rng *rand.Rand) []bool { return c.order(rng.IntN(int(c.count()))) }

// expand returns the days of the order whose phases have the given extra steps.
func (c changes) expand(extra [phases]int) []bool {
	on := make([]bool, 0, c.days)
	for p, e := range extra {
		for range c.least + e*c.step {
			on = append(on, p%2 == 1)
		}
	}
	return on
}

// check returns an error naming the first rule that on breaks.
func (c changes) check(on []bool) error {
	phase, from := 0, 0
	if on[0] && !c.either {
		return fmt.Errorf("day 1: the first phase is without")
	}
	for d := 1; d <= len(on); d++ {
		if d < len(on) && on[d] == on[d-1] {
			continue
		}
		phase++
		if d-from < c.least {
			return fmt.Errorf("days %d to %d: a phase has at least %d days", from+1, d, c.least)
		}
		if (d-from)%c.step != 0 {
			return fmt.Errorf("days %d to %d: a phase is whole weeks long", from+1, d)
		}
		from = d
	}
	if phase != phases {
		return fmt.Errorf("%d phases: want four, with and without in turn", phase)
	}
	return nil
}
