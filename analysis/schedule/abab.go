package schedule

import (
	"fmt"
	"math/rand/v2"
)

const phases = 4

// changes is without, with, without, with, changing on days drawn at random.
// With s spare days beyond the least of each phase, an order is a way to share
// them among the four phases.
type changes struct{ days, least int }

func (c changes) spare() int { return c.days - phases*c.least }

// count is the number of ways to share the spare days, (s+1)(s+2)(s+3)/6.
func (c changes) count() float64 {
	s := float64(c.spare())
	return (s + 1) * (s + 2) * (s + 3) / 6
}

func (c changes) at(i int) []bool {
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
		for range c.least + e {
			on = append(on, p%2 == 1)
		}
	}
	return on
}

func (c changes) check(on []bool) error {
	phase, from := 0, 0
	if on[0] {
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
		from = d
	}
	if phase != phases {
		return fmt.Errorf("%d phases: want without, with, without, with", phase)
	}
	return nil
}
