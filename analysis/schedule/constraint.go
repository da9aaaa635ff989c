package schedule

import (
	"fmt"
	"math/rand/v2"

	"nof1/analysis/stats"
)

// Kind is the way in which chance determines a schedule.
type Kind string

// The kinds.
const (
	// Nightly tosses a coin for every day, within MaxRun and Balanced.
	Nightly Kind = "nightly"
	// WeeklyPairs tosses a coin for every two weeks: one is with, the other without.
	WeeklyPairs Kind = "weekly_pairs"
	// Blocks is WeeklyPairs with blocks of BlockDays instead of weeks. With Balanced,
	// half of all blocks are with, in any order within MaxRun.
	Blocks Kind = "blocks"
	// ABAB is without, with, without, with. Chance chooses the three days of change
	// so that every phase has at least MinPhase days (Edgington 1975; Onghena 1992).
	ABAB Kind = "abab"
)

const (
	daysPerWeek = 7
	maxWeeks    = 104 // longest schedule
	minBlock    = 2   // a block of one day is Nightly
	minABABDays = 7   // shortest phase
	// Balanced blocks are counted by the number of blocks with and the length of the
	// last run. Shorter blocks would give too many states.
	minBalancedBlock = 7
)

// Constraint is the set of rules that a drawn order obeys. Every order that obeys
// them is equally likely. Fields that belong to other kinds are 0.
type Constraint struct {
	Kind  Kind `yaml:"kind"`
	Weeks int  `yaml:"weeks"` // length of the schedule, 1 to 104
	// MaxRun is the most equal days (nightly) or blocks (balanced blocks) in a row:
	// 2 or more, or 0 for no limit.
	MaxRun int `yaml:"max_run,omitempty"`
	// Balanced makes three or four of every seven days with (nightly), or half of
	// all blocks instead of one of each pair (blocks).
	Balanced bool `yaml:"balanced,omitempty"`
	// BlockDays is the number of days in a block (blocks).
	BlockDays int `yaml:"block_days,omitempty"`
	// MinPhase is the fewest days in a phase (abab).
	MinPhase int `yaml:"min_phase,omitempty"`
	// WholeWeeks puts all changes on the same day of the week, so that a phase has
	// each weekday equally often (abab).
	WholeWeeks bool `yaml:"whole_weeks,omitempty"`
	// EitherFirst allows with as the first phase too, so that a blinded person
	// cannot know the first phase (abab).
	EitherFirst bool `yaml:"either_first,omitempty"`
}

// Days returns the length of the schedule in days.
func (c Constraint) Days() int { return c.Weeks * daysPerWeek }

// Validate returns the first mistake in the constraint as a *[FieldError], or nil.
// The field is relative to the constraint, such as "weeks".
func (c Constraint) Validate() error {
	if c.Weeks < 1 || c.Weeks > maxWeeks {
		return fieldf("weeks", "%d: want 1 to %d", c.Weeks, maxWeeks)
	}
	for _, f := range []struct {
		name string
		set  bool
		kind Kind
	}{
		{"max_run", c.MaxRun != 0, Nightly}, {"balanced", c.Balanced, Nightly}, {"block_days", c.BlockDays != 0, Blocks},
		{"min_phase", c.MinPhase != 0, ABAB}, {"whole_weeks", c.WholeWeeks, ABAB}, {"either_first", c.EitherFirst, ABAB},
	} {
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
			return fieldf("block_days", "%d: pairs of blocks do not fill %d weeks: the days must be a multiple of %d",
				c.BlockDays, c.Weeks, 2*c.BlockDays)
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

// Shortest returns the fewest days that one condition can last without a change.
// Fewer days than that can be left out after each change.
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

// orders is the set of all orders that a constraint allows.
type orders interface {
	count() float64             // number of orders
	order(i int) []bool         // order i < count, for count up to 2^53; one value per day
	draw(rng *rand.Rand) []bool // an order drawn at random
	check(on []bool) error      // first broken rule, nil if none; on has the right length
}

// orders returns the orders of a valid constraint.
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

// Arrangements returns all orders that the constraint could have drawn, one value per
// day, for [stats.RandomisationTest]. The error is that of Validate.
func (c Constraint) Arrangements() (stats.Arrangements, error) {
	if err := c.Validate(); err != nil {
		return stats.Arrangements{}, err
	}
	o := c.orders()
	return stats.Arrangements{Count: o.count(), At: o.order, Draw: o.draw}, nil
}

// Check returns an error naming the first rule that an order breaks, or nil if the
// constraint could have drawn it. The order has one value per day, true for a day
// with the supplement.
func (c Constraint) Check(on []bool) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if len(on) != c.Days() {
		return fmt.Errorf("%d days: the constraint draws %d", len(on), c.Days())
	}
	return c.orders().check(on)
}
