package analysis

import (
	"math"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

const (
	missingPoints = 10 // percentage points
	manyMissing   = 20
)

// missingNights compares the share of nights without a value on and off the
// supplement: nights out, ill or drunk are the ones unworn. Fisher's exact test
// on observed/missing by condition, or a difference of more than 10 points.
func missingNights(r review) []Caveat {
	var outcomes []string
	var first *Caveat
	for i := range r.outcomes {
		off, on := r.coverage(i)
		if off.all() == 0 || on.all() == 0 || r.gated[r.outcomes[i].Metric] {
			continue
		}
		diff := 100 * (on.share() - off.share())
		p := stats.FisherExact(off.seen, off.missing, on.seen, on.missing)
		if math.Abs(diff) <= missingPoints && p >= significant {
			continue
		}
		outcomes = append(outcomes, r.outcomes[i].Metric)
		if first != nil {
			continue
		}
		first = &Caveat{ID: "missing_nights", Severity: Moderate,
			Words: map[string]string{"metric": r.outcomes[i].Metric},
			Measured: []Measure{
				{"missing_off", 100 * off.share(), "%"}, {"missing_on", 100 * on.share(), "%"},
				{"difference", diff, "points"}, {"p", p, ""},
				{"nights_off", float64(off.all()), "nights"}, {"nights_on", float64(on.all()), "nights"}}}
		if math.Abs(diff) > manyMissing {
			first.Severity = High
		}
	}
	if first == nil {
		return nil
	}
	first.Outcomes = outcomes
	return []Caveat{*first}
}

type seenMissing struct{ seen, missing int }

func (s seenMissing) all() int       { return s.seen + s.missing }
func (s seenMissing) share() float64 { return float64(s.missing) / float64(s.all()) }

// coverage counts the calendar nights with and without a value inside the
// windows that are compared.
func (r review) coverage(i int) (off, on seenMissing) {
	f := r.fits[i]
	if len(f.off) == 0 || len(f.on) == 0 {
		return off, on
	}
	first := min(f.off[0], f.on[0])
	last := max(f.off[len(f.off)-1], f.on[len(f.on)-1])
	for d := first; d <= last; d++ {
		e := r.model.exposure[d]
		side := &off
		switch {
		case r.model.arrange.design == DesignAsNeeded || r.model.arrange.design == DesignRandomised && r.model.arrange.plan == nil:
			if e.Taken == record.TakenUnknown {
				continue
			}
			if e.Taken == record.TakenYes {
				side = &on
			}
		case e.Phase < 0 || e.Excluded:
			continue
		case r.model.arrange.phases[e.Phase].Kind == "on":
			if e.Taken == record.NotTaken {
				continue
			}
			side = &on
		}
		if math.IsNaN(r.candidates[i].raw[d]) {
			side.missing++
		} else {
			side.seen++
		}
	}
	return off, on
}
