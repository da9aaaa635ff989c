package schedule

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// small constraints whose orders can all be listed by trying every order.
var small = []Constraint{
	{Kind: Nightly, Weeks: 2, MaxRun: 2, Balanced: true},
	{Kind: Nightly, Weeks: 2, MaxRun: 3, Balanced: true},
	{Kind: Nightly, Weeks: 2, Balanced: true},
	{Kind: Nightly, Weeks: 2, MaxRun: 3},
	{Kind: Nightly, Weeks: 1},
	{Kind: WeeklyPairs, Weeks: 2},
	{Kind: Blocks, Weeks: 2, BlockDays: 7},
	{Kind: Blocks, Weeks: 2, BlockDays: 7, Balanced: true},
}

// byTrying returns the reference: every order of the days, kept where the rule,
// written out here again, allows it.
func byTrying(c Constraint) []string {
	var out []string
	for bits := range 1 << c.Days() {
		on := make([]bool, c.Days())
		for d := range on {
			on[d] = bits>>d&1 == 1
		}
		s := strings.ReplaceAll(Schedule{On: on}.Letters(), " ", "")
		ok := true
		switch c.Kind {
		case Nightly:
			if c.MaxRun > 0 {
				ok = !strings.Contains(s, strings.Repeat("A", c.MaxRun+1)) && !strings.Contains(s, strings.Repeat("B", c.MaxRun+1))
			}
			for w := 0; c.Balanced && w < len(s); w += 7 {
				n := strings.Count(s[w:w+7], "B")
				ok = ok && (n == 3 || n == 4)
			}
		default:
			a, b := strings.Repeat("A", 7), strings.Repeat("B", 7)
			ok = s == a+b || s == b+a
		}
		if ok {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func TestOrdersAreAllAndOnlyThoseAllowed(t *testing.T) {
	for _, c := range small {
		all, err := c.Arrangements()
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		want := byTrying(c)
		if all.Count != float64(len(want)) {
			t.Fatalf("%+v: %v orders, want %d", c, all.Count, len(want))
		}
		var got []string
		for i := range len(want) {
			on := all.At(i)
			if err := c.Check(on); err != nil {
				t.Fatalf("%+v: order %d is refused: %v", c, i, err)
			}
			got = append(got, strings.ReplaceAll(Schedule{On: on}.Letters(), " ", ""))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%+v: other orders than by trying all", c)
		}
	}
}

func TestCounts(t *testing.T) {
	for _, c := range []struct {
		constraint Constraint
		want       float64
	}{
		{Constraint{Kind: WeeklyPairs, Weeks: 8}, 16}, // 56 days: smallest p 2/16
		{Constraint{Kind: WeeklyPairs, Weeks: 12}, 64},
		{Constraint{Kind: Blocks, Weeks: 16, BlockDays: 28}, 4},
		{Constraint{Kind: Blocks, Weeks: 12, BlockDays: 3}, 1 << 14},
		{Constraint{Kind: Blocks, Weeks: 16, BlockDays: 14, Balanced: true}, 70},            // C(8, 4)
		{Constraint{Kind: Blocks, Weeks: 16, BlockDays: 14, Balanced: true, MaxRun: 3}, 62}, // less 2 with a run of 4 alone, 6 beside
		{Constraint{Kind: Blocks, Weeks: 24, BlockDays: 14, Balanced: true}, 924},           // C(12, 6)
		{Constraint{Kind: ABAB, Weeks: 16, MinPhase: 28}, 1},
		{Constraint{Kind: ABAB, Weeks: 16, MinPhase: 21}, 4495},                 // C(31, 3)
		{Constraint{Kind: ABAB, Weeks: 12, MinPhase: 14, WholeWeeks: true}, 35}, // C(7, 3)
		{Constraint{Kind: ABAB, Weeks: 12, MinPhase: 14, WholeWeeks: true, EitherFirst: true}, 70},
		{Constraint{Kind: Nightly, Weeks: 1, Balanced: true}, 70},
		{Constraint{Kind: Nightly, Weeks: 3, Balanced: true}, 70 * 70 * 70},
	} {
		all, err := c.constraint.Arrangements()
		if err != nil || all.Count != c.want {
			t.Errorf("%+v: %v orders (%v), want %v", c.constraint, all.Count, err, c.want)
		}
	}
}

func TestABABSharesEverySpareDay(t *testing.T) {
	c := Constraint{Kind: ABAB, Weeks: 6, MinPhase: 9} // 6 spare days
	all, err := c.Arrangements()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i := range int(all.Count) {
		on := all.At(i)
		if err := c.Check(on); err != nil {
			t.Fatalf("order %d: %v", i, err)
		}
		seen[Schedule{On: on}.Letters()] = true
	}
	if len(seen) != 84 { // C(9, 3)
		t.Errorf("%d different orders, want 84", len(seen))
	}
}

// A draw is uniform over the orders: chi-squared over all of a small set.
func TestDrawIsUniform(t *testing.T) {
	for _, c := range []Constraint{
		{Kind: Nightly, Weeks: 1, MaxRun: 2, Balanced: true},
		{Kind: Nightly, Weeks: 1, MaxRun: 3},
		{Kind: WeeklyPairs, Weeks: 6},
		{Kind: Blocks, Weeks: 8, BlockDays: 7, Balanced: true, MaxRun: 3},
		{Kind: ABAB, Weeks: 5, MinPhase: 8},
		{Kind: ABAB, Weeks: 8, MinPhase: 7, WholeWeeks: true},
		{Kind: ABAB, Weeks: 7, MinPhase: 7, WholeWeeks: true, EitherFirst: true},
	} {
		all, err := c.Arrangements()
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 2))
		n := 400 * int(all.Count)
		seen := map[string]int{}
		for range n {
			seen[Schedule{On: all.Draw(rng)}.Letters()]++
		}
		if len(seen) != int(all.Count) {
			t.Errorf("%+v: %d orders drawn of %v", c, len(seen), all.Count)
		}
		chi2 := 0.
		for _, k := range seen {
			chi2 += (float64(k) - 400) * (float64(k) - 400) / 400
		}
		if p := (distuv.ChiSquared{K: all.Count - 1}).Survival(chi2); p < 1e-3 {
			t.Errorf("%+v: draws are not uniform, p = %g", c, p)
		}
	}
}

func TestDrawLong(t *testing.T) {
	for _, c := range []Constraint{
		{Kind: Nightly, Weeks: 104, MaxRun: 3, Balanced: true}, {Kind: Nightly, Weeks: 104}, {Kind: WeeklyPairs, Weeks: 104},
		{Kind: Blocks, Weeks: 104, BlockDays: 4}, {Kind: Blocks, Weeks: 104, BlockDays: 7, Balanced: true, MaxRun: 3},
		{Kind: ABAB, Weeks: 104, MinPhase: 28},
	} {
		for seed := range uint64(5) {
			s, err := Draw(c, 20000, seed)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Check(s.On); err != nil {
				t.Errorf("%+v seed %d: %v", c, seed, err)
			}
		}
	}
}

func TestCheckNamesTheRule(t *testing.T) {
	for _, c := range []struct {
		constraint Constraint
		days, want string
	}{
		{Constraint{Kind: Nightly, Weeks: 1, MaxRun: 2}, "ABAAABB", "day 5: equal day number 3 in a row"},
		{Constraint{Kind: Nightly, Weeks: 2, Balanced: true}, "ABABABA AABABAA", "days 8 to 14: 2 with"},
		{Constraint{Kind: WeeklyPairs, Weeks: 2}, "AAAAAAA BBBABBB", "day 11"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 7, Balanced: true}, "AAAAAAA BBBABBB BBBBBBB AAAAAAA",
			"day 11: a change within a block of 7 days"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 7, Balanced: true}, "AAAAAAA BBBBBBB BBBBBBB BBBBBBB",
			"3 of 4 blocks are with: the constraint draws 2"},
		{Constraint{Kind: Blocks, Weeks: 6, BlockDays: 7, Balanced: true, MaxRun: 2},
			"AAAAAAA BBBBBBB BBBBBBB BBBBBBB AAAAAAA AAAAAAA", "day 22: equal block number 3 in a row: the constraint allows 2"},
		{Constraint{Kind: WeeklyPairs, Weeks: 2}, "AAAAAAA AAAAAAA", "day 8"},
		{Constraint{Kind: WeeklyPairs, Weeks: 2}, "AAAAAAA", "7 days: the constraint draws 14"},
		{Constraint{Kind: ABAB, Weeks: 5, MinPhase: 7, WholeWeeks: true},
			strings.Repeat("A", 9) + strings.Repeat("B", 12) + strings.Repeat("A", 7) + strings.Repeat("B", 7),
			"days 1 to 9: a phase is whole weeks"},
		{Constraint{Kind: ABAB, Weeks: 4, MinPhase: 7}, strings.Repeat("B", 28), "day 1"},
		{Constraint{Kind: ABAB, Weeks: 4, MinPhase: 7}, strings.Repeat("A", 28), "1 phases"},
		{Constraint{Kind: ABAB, Weeks: 5, MinPhase: 7},
			strings.Repeat("A", 16) + strings.Repeat("B", 7) + strings.Repeat("A", 6) + strings.Repeat("B", 6), "days 24 to 29: a phase"},
	} {
		on, err := readLetters(c.days)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.constraint.Check(on); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.days, err, c.want)
		}
	}
}

func TestConstraintsRefused(t *testing.T) {
	for _, c := range []struct {
		constraint Constraint
		field      string
	}{
		{Constraint{Kind: "daily", Weeks: 4}, "kind"},
		{Constraint{Kind: Nightly}, "weeks"},
		{Constraint{Kind: Nightly, Weeks: 105}, "weeks"},
		{Constraint{Kind: Nightly, Weeks: 4, MaxRun: 1}, "max_run"},
		{Constraint{Kind: Nightly, Weeks: 4, BlockDays: 7}, "block_days"},
		{Constraint{Kind: WeeklyPairs, Weeks: 5}, "weeks"},
		{Constraint{Kind: WeeklyPairs, Weeks: 4, MaxRun: 2}, "max_run"},
		{Constraint{Kind: WeeklyPairs, Weeks: 4, BlockDays: 6}, "block_days"},
		{Constraint{Kind: Blocks, Weeks: 4}, "block_days"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 5}, "block_days"},
		{Constraint{Kind: Blocks, Weeks: 5, BlockDays: 7, Balanced: true}, "block_days"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 2, Balanced: true}, "block_days"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 7, MaxRun: 2}, "max_run"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 7, Balanced: true, MaxRun: 1}, "max_run"},
		{Constraint{Kind: WeeklyPairs, Weeks: 4, Balanced: true}, "balanced"},
		{Constraint{Kind: ABAB, Weeks: 4}, "min_phase"},
		{Constraint{Kind: ABAB, Weeks: 4, MinPhase: 8}, "min_phase"},
		{Constraint{Kind: ABAB, Weeks: 4, MinPhase: 1 << 62}, "min_phase"}, // four times that is 0 in 64 bits
		{Constraint{Kind: ABAB, Weeks: 5, MinPhase: 8, WholeWeeks: true}, "min_phase"},
		{Constraint{Kind: Blocks, Weeks: 4, BlockDays: 7, WholeWeeks: true}, "whole_weeks"},
		{Constraint{Kind: Nightly, Weeks: 4, EitherFirst: true}, "either_first"},
	} {
		var wrong *FieldError
		if err := c.constraint.Validate(); !errors.As(err, &wrong) || wrong.Field != c.field {
			t.Errorf("%+v: %v, want something about %s", c.constraint, err, c.field)
		}
		if _, err := Draw(c.constraint, 0, 1); err == nil {
			t.Errorf("%+v: drawn all the same", c.constraint)
		}
	}
}
