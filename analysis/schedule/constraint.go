package schedule

import (
	"fmt"
	"math/rand/v2"

	"nof1/analysis/stats"
)

// Kind names the way chance enters a schedule.
type Kind string

// The kinds.
const (
	// Nightly is a coin for every day, within MaxRun and Balanced.
	Nightly Kind = "nightly"
	// WeeklyPairs is a coin for every two weeks: which of them is with.
	WeeklyPairs Kind = "weekly_pairs"
	// Blocks is WeeklyPairs with blocks of BlockDays; Balanced, half of all blocks
	// are with, in any order within MaxRun.
	Blocks Kind = "blocks"
	// ABAB is without, with, without, with; chance chooses the three days of
	// change so that every phase has at least MinPhase days (Edgington 1975;
	// Onghena 1992).
	ABAB Kind = "abab"
)

const (
	daysPerWeek = 7
	maxWeeks    = 104
	minBlock    = 2 // a block of one day is Nightly
	minABABDays = 7
	// Balanced blocks are counted by how many are with and how long the last run
	// is: shorter ones would be too many to count.
	minBalancedBlock = 7
)

// Constraint is what a draw must obey. Every order that obeys it is as likely
// as any other. Fields of other kinds are 0.
type Constraint struct {
	Kind      Kind `yaml:"kind"`
	Weeks     int  `yaml:"weeks"`                // length of the schedule, 1 to 104
	MaxRun    int  `yaml:"max_run,omitempty"`    // nightly, balanced blocks: at most so many equal days or blocks in a row, 2 or more; 0 no limit
	Balanced  bool `yaml:"balanced,omitempty"`   // nightly: every seven days have three or four with; blocks: half of them are with, not one of each pair
	BlockDays int  `yaml:"block_days,omitempty"` // blocks: days in a block
	MinPhase  int  `yaml:"min_phase,omitempty"`  // abab: fewest days in a phase
	// WholeWeeks: abab: changes fall on the same day of the week, so that every
	// phase has as many of each weekday.
	WholeWeeks bool `yaml:"whole_weeks,omitempty"`
	// EitherFirst: abab: with may come first too, so that a blinded person cannot
	// know the first phase.
	EitherFirst bool `yaml:"either_first,omitempty"`
}

// Days is the length of the schedule.
func (c Constraint) Days() int { return c.Weeks * daysPerWeek }

// Validate says what is wrong with the constraint, as a *[FieldError] relative
// to it.
func (c Constraint) Validate() error {
	if c.Weeks < 1 || c.Weeks > maxWeeks {
		return fieldf("weeks", "%d: want 1 to %d", c.Weeks, maxWeeks)
	}
	for _, f := range []struct {
		name string
		set  bool
		kind Kind
	}{{"max_run", c.MaxRun != 0, Nightly}, {"balanced", c.Balanced, Nightly}, {"block_days", c.BlockDays != 0, Blocks}, {"min_phase", c.MinPhase != 0, ABAB}, {"whole_weeks", c.WholeWeeks, ABAB}, {"either_first", c.EitherFirst, ABAB}} {
		weekly := f.name == "block_days" && c.Kind == WeeklyPairs && c.BlockDays == daysPerWeek
		shuffled := (f.name == "max_run" || f.name == "balanced") && c.Kind == Blocks && c.Balanced
		if f.set && f.kind != c.Kind && !weekly && !shuffled {
			return fieldf(f.name, "belongs to kind %s, not to %q", f.kind, c.Kind)
		}
	}
	if c.MaxRun == 1 || c.MaxRun < 0 {
		return fieldf("max_run", "%d: want 2 or more, or 0 for no limit", c.MaxRun)
	}
	switch c.Kind {
	case Nightly:
	case WeeklyPairs:
		if c.Weeks%2 != 0 {
			return fieldf("weeks", "%d: pairs of weeks need an even number", c.Weeks)
		}
	case Blocks:
		if c.BlockDays < minBlock {
			return fieldf("block_days", "%d: want %d or more (one day at a time is kind nightly)", c.BlockDays, minBlock)
		}
		if c.Balanced && c.BlockDays < minBalancedBlock {
			return fieldf("block_days", "%d: balanced blocks want %d or more", c.BlockDays, minBalancedBlock)
		}
		if c.Days()%(2*c.BlockDays) != 0 {
			return fieldf("block_days", "%d: pairs of blocks do not fill %d weeks: the days must be a multiple of %d", c.BlockDays, c.Weeks, 2*c.BlockDays)
		}
	case ABAB:
		if c.MinPhase < minABABDays {
			return fieldf("min_phase", "%d: want %d or more", c.MinPhase, minABABDays)
		}
		if c.MinPhase > c.Days()/phases {
			return fieldf("min_phase", "%d: four phases do not fit into %d weeks", c.MinPhase, c.Weeks)
		}
		if c.WholeWeeks && c.MinPhase%daysPerWeek != 0 {
			return fieldf("min_phase", "%d: with whole_weeks want a multiple of %d", c.MinPhase, daysPerWeek)
		}
	default:
		return fieldf("kind", "%q: want nightly, weekly_pairs, blocks or abab", c.Kind)
	}
	return nil
}

// Shortest is the fewest days a stretch of one condition can last: how many
// days after a change can be left out at most.
func (c Constraint) Shortest() int {
	switch c.Kind {
	case WeeklyPairs:
		return daysPerWeek
	case Blocks:
		return c.BlockDays
	case ABAB:
		return c.MinPhase
	}
	return 1
}

// orders is the set of all orders a constraint allows.
type orders interface {
	count() float64
	at(i int) []bool // order i < count, for count up to 2^53
	draw(rng *rand.Rand) []bool
	check(on []bool) error // on has the right length
}

// orders is for a valid constraint.
func (c Constraint) orders() orders {
	switch c.Kind {
	case WeeklyPairs:
		return pairs{daysPerWeek, c.Weeks / 2}
	case Blocks:
		if c.Balanced {
			return balancedCoin(c)
		}
		return pairs{c.BlockDays, c.Days() / (2 * c.BlockDays)}
	case ABAB:
		step := 1
		if c.WholeWeeks {
			step = daysPerWeek
		}
		return changes{c.Days(), c.MinPhase, step, c.EitherFirst}
	}
	return nightlyCoin(c)
}

// Arrangements are all orders the constraint could have drawn, one value a day,
// for [stats.RandomisationTest]. The error is that of Validate.
func (c Constraint) Arrangements() (stats.Arrangements, error) {
	if err := c.Validate(); err != nil {
		return stats.Arrangements{}, err
	}
	o := c.orders()
	return stats.Arrangements{Count: o.count(), At: o.at, Draw: o.draw}, nil
}

// Check says which rule an order breaks; nil where the constraint could have
// drawn it.
func (c Constraint) Check(on []bool) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if len(on) != c.Days() {
		return fmt.Errorf("%d days: the constraint draws %d", len(on), c.Days())
	}
	return c.orders().check(on)
}
