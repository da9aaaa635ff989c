package analysis

import "math"

// startDate measures how usual the nights before the start were, for the primary
// outcome: why did you start then? The check of regression to the mean judges it.
func startDate(r review) finding {
	if len(r.outcomes) == 0 {
		return finding{}
	}
	w, ok := r.week(0)
	if !ok {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"baseline_last7_percentile", w.percentile, "%"},
		{"baseline_last14_percentile", w.percentile14, "%"}, {"z", w.z, "SD"}}}
}

// expectation holds wherever the person knew what was taken.
func expectation(r review) finding {
	f := finding{known: true}
	if !r.log.intervention.Blinded {
		f.severity = Minor
	}
	return f
}

// manyOutcomes counts the outcomes looked at, and how often one at least would
// look changed if none were and they moved apart from each other.
func manyOutcomes(r review) finding {
	n := 0
	for i := range r.outcomes {
		if r.fits[i].blocked == "" {
			n++
		}
	}
	f := finding{known: true, measured: []Measure{{"outcomes", float64(n), ""}, {"one_by_chance", 100 * (1 - math.Pow(1-significant, float64(n))), "%"}}}
	if n > 1 {
		f.severity = Minor
	}
	return f
}

// adherence measures the days taken of those meant for it.
func adherence(r review) finding {
	iv := r.log.intervention
	if iv.Adherence == nil {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"adherence", 100 * *iv.Adherence, "%"}}}
}

// medicines counts the changes of medicine written down; the check of medicines
// judges how near they lie to a switch.
func medicines(r review) finding {
	t := r.tagged(nil, "medication_start", "medication_stop", "medication_change")
	return finding{known: t.any(), measured: []Measure{{"changes", float64(len(r.inSpan(t.yes))), ""}}}
}

// devices counts the dated changes of device or software among the compared
// nights that touch the primary outcome.
func devices(r review) finding {
	n := 0
	for _, b := range r.breaks {
		if len(r.candidates) > 0 && touches(b, r.candidates[0].metric.ID, r.candidates[0].source) && r.inUse(0, b.Night) {
			n++
		}
	}
	return finding{known: true, measured: []Measure{{"changes", float64(n), ""}}}
}

// otherSupplements counts what else was logged, and how far the first dose of
// the nearest lies from the start.
func otherSupplements(r review) finding {
	f := finding{known: true, measured: []Measure{{"others", float64(len(r.others)), ""}}}
	night, ok := r.model.arrange.start()
	if !ok {
		return f
	}
	nearest, found := 0, false
	for _, in := range r.others {
		if first, ok := firstTaken(in); ok {
			if d := abs(int(first - (night - nightAfterDay))); !found || d < nearest {
				nearest, found = d, true
			}
		}
	}
	if found {
		f.measured = append(f.measured, Measure{"nearest", float64(nearest), "days"})
	}
	return f
}

// worn compares the share of nights without a value of the primary outcome.
func worn(r review) finding {
	if len(r.outcomes) == 0 {
		return finding{}
	}
	off, on := r.coverage(0)
	if off.all() == 0 || on.all() == 0 {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"missing_off", 100 * off.share(), "%"}, {"missing_on", 100 * on.share(), "%"}}}
}
