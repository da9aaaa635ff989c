package main

import (
	"context"
	"runtime"
	"strings"
	"testing"
)

// The quick cells of the grid with fewer people, so that a change that makes
// the verdict careless or blind shows in every test run.
func TestSimVerdict(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const people = 50
	var results []cellResult
	for _, c := range grid {
		switch c.name {
		case "before/after 60+60, AR(1) .3", "before/after 60+60, drift", "before/after 40+40, slow wave", "ABAB 4x28, AR(1) .3",
			"weekly coin, 120 nights, AR(1) .3", "as needed, after a bad night, AR(1) .3":
		default:
			continue
		}
		counts, err := tallyCell(context.Background(), c, 1, people, runtime.NumCPU())
		if err != nil {
			t.Fatal(err)
		}
		r := cellResult{c, counts}
		results = append(results, r)
		t.Logf("%-45s %s", c.name, r.line())
		if m := r.missed(); m != nil {
			t.Errorf("%s: %s", c.name, strings.Join(m, "; "))
		}
	}
	if len(results) != 6 {
		t.Fatalf("%d cells, want 6: was one renamed?", len(results))
	}
	if m := missedAverages(results); m != nil {
		t.Error(strings.Join(m, "; "))
	}
	ours := averageOf(results, cellResult.alarms).mean
	for i, rule := range rivals {
		theirs := averageOf(results, func(r cellResult) share { return shareOf(r.tally.rival[i][0], r.tally.people) }).mean
		t.Logf("%-15s %.1f %% false alarms, nof1 %.1f %%", rule.name, theirs, ours)
		if theirs < 2*ours {
			t.Errorf("%s is wrong in %.1f %% and nof1 in %.1f %%: the people are too easy to tell them apart", rule.name, theirs, ours)
		}
	}
}
