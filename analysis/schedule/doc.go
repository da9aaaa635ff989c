// Package schedule draws the days with and without a supplement at random, and reads
// and checks the plan that a person declares before starting.
//
// A caller states the rules of the draw, draws an order and later compares the result
// with all orders that the draw could have given, in a randomisation test:
//
//	rules := schedule.Constraint{Kind: schedule.Nightly, Weeks: 6, MaxRun: 3}
//	drawn, err := schedule.Draw(rules, start, 2031) // 2031 is the seed
//	...
//	drawn.Letters()                       // "BABBAAB AABABBA ...": A without, B with
//	possible, err := rules.Arrangements() // for stats.RandomisationTest
//
// [ReadPlan] parses plan.yaml. [Plan.Validate] refuses a plan whose days do not
// follow from its constraint and seed, and a plan that was changed without a dated
// entry. [Plan.Blind] and [Plan.Open] seal the days of a plan and restore them.
//
// A day is a day of taking: what is taken on day D belongs to the night that ends on
// D+1. The same constraint, start and seed give the same days on every machine.
package schedule
