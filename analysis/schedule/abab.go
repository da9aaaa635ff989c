package schedule

import (
	"fmt"
	"math/rand/v2"
)

const phases = 4

// changes is without, with, without, with, changing on days drawn at random.
// With s spare steps (days, or whole weeks) beyond the least of each phase, an
// order is a way to share them among the four phases.
type changes struct {
	days, least, step int
	either            bool // it may as well be with, without, with, without
}

func (c changes) spare() int { return (c.days - phases*c.least) / c.step }

// count is the number of ways to share the spare steps, (s+1)(s+2)(s+3)/6, and
// twice that where either condition may come first.
func (c changes) count() float64 {
	s := float64(c.spare())
	n := (s + 1) * (s + 2) * (s + 3) / 6
	if c.either {
		return 2 * n
	}
	return n
}

func (c changes) at(i int) []bool {
	if c.either {
		on := changes{c.days, c.least, c.step, false}.at(i / 2)
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

// shares is the number of ways to share n days among k phases, 1 <= k <= 3.
func shares(n, k int) int {
	switch k {
	case 1:
		return 1
	case 2:
		return n + 1
	}
	return (n + 1) * (n + 2) / 2
}

func (c changes) draw(rng *rand.Rand) []bool { return c.at(rng.IntN(int(c.count()))) }

func (c changes) expand(extra [phases]int) []bool {
	on := make([]bool, 0, c.days)
	for p, e := range extra {
		for range c.least + e*c.step {
			on = append(on, p%2 == 1)
		}
	}
	return on
}

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
