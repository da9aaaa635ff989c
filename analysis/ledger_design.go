package analysis

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

// manyOutcomes counts the outcomes looked at.
func manyOutcomes(r review) finding {
	n := 0
	for i := range r.outcomes {
		if r.fits[i].blocked == "" {
			n++
		}
	}
	f := finding{known: true, measured: []Measure{{"outcomes", float64(n), ""}}}
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
