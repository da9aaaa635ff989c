package analysis

import "nof1/importers/record"

// manyLasting is the share of the nights without it from which what is left over
// can hide a good part of a change.
const manyLasting = 0.25

// carryOver counts the compared nights without the supplement that lie no further
// from the last dose than it is given to fade: what is left over makes a real
// change look smaller, and a repeat that finds nothing no proof of nothing. The
// nights of a washout are left out already; a supplement may need longer. A first
// baseline has nothing to carry over.
func carryOver(r review) finding {
	days := r.log.catalogue.PlanDays(r.supplement).Washout
	off, on := r.conditions()
	if days == 0 || len(off) == 0 || len(on) == 0 {
		return finding{}
	}
	lasting, after := 0, 0
	last := -1 // row of the last night with it
	next := 0
	for i, e := range r.model.exposure {
		if e.Taken == record.TakenYes {
			last = i
		}
		if next == len(off) || off[next] != i {
			continue
		}
		next++
		if last >= 0 {
			after++
			if i-last <= days {
				lasting++
			}
		}
	}
	share := float64(lasting) / float64(len(off))
	f := finding{known: true, measured: []Measure{{"lasting", float64(lasting), "nights"}, {"share", 100 * share, "%"},
		{"after_a_stop", float64(after), "nights"}, {"nights_off", float64(len(off)), "nights"}, {"fades_in", float64(days), "days"}}}
	if share >= manyLasting {
		f.severity = Minor
	}
	return f
}
