package analysis

import (
	"math"
	"slices"
)

// otherSupplementsDiffer names the other supplement that was taken on most
// different shares of the nights without and with the one under test, where
// chance alone rarely gives that: what went along with it cannot be told from it.
// What started together is said by the check of joint starts.
func otherSupplementsDiffer(r review) []Caveat {
	if r.model.arrange.design == DesignNone {
		return nil
	}
	together := coStart(r)
	var worst *Caveat
	largest := 0.0
	for _, name := range sortedKeys(r.others) {
		if slices.ContainsFunc(together, func(c Caveat) bool { return c.Words["supplement"] == name }) || isHabit(name) {
			continue
		}
		s := r.shares(r.tagged(nil, name))
		size := math.Abs(math.Log(s.ratio()))
		if s.unequal() != Moderate || size <= largest {
			continue
		}
		largest = size
		worst = &Caveat{ID: "other_supplements", Severity: Moderate, Outcomes: r.metrics(), Measured: s.measured(), Words: map[string]string{"supplement": name}}
	}
	if worst == nil {
		return nil
	}
	return []Caveat{*worst}
}

// isHabit tells whether a logged item has a check of its own.
func isHabit(name string) bool { return name == "alcohol" || name == "caffeine" }
