package analysis

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"nof1/importers/record"
)

const coStartDays = 14 // another supplement first taken this close to the start cannot be separated from it

// coStart names every other supplement first taken within 14 days of the start
// of a before/after: the change, if any, belongs to all of them together.
func coStart(r review) []Caveat {
	night, ok := r.model.arrange.start()
	if !ok || r.model.arrange.design == DesignRandomised {
		return nil
	}
	start := night - NightAfterDay // the day of the first dose
	var out []Caveat
	for _, name := range slices.Sorted(maps.Keys(r.others)) {
		first, ok := firstTaken(r.others[name])
		if !ok || abs(int(first-start)) > coStartDays {
			continue
		}
		out = append(out, Caveat{Measured: []Measure{{"days_apart", float64(first - start), "days"}},
			Words:  map[string]string{"supplement": name, "date": first.String()},
			Nights: []record.Date{first + NightAfterDay}})
	}
	return out
}

// firstTaken returns the day of the first taken dose. ok is false without one.
func firstTaken(in []intake) (first record.Date, ok bool) {
	for _, x := range in {
		if x.taken == record.TakenYes && (!ok || x.when.Day < first) {
			first, ok = x.when.Day, true
		}
	}
	return first, ok
}

// otherSupplements counts what else was logged, and how far the first dose of
// the nearest is from the start.
func otherSupplements(r review) finding {
	f := finding{known: true, measured: []Measure{{"others", float64(len(r.others)), ""}}}
	night, ok := r.model.arrange.start()
	if !ok {
		return f
	}
	nearest, found := 0, false
	for _, in := range r.others {
		if first, ok := firstTaken(in); ok {
			if d := abs(int(first - (night - NightAfterDay))); !found || d < nearest {
				nearest, found = d, true
			}
		}
	}
	if found {
		f.measured = append(f.measured, Measure{"nearest", float64(nearest), "days"})
	}
	return f
}

// otherSupplementsDiffer names the other supplement whose share of nights differs most
// between the nights without and with the one under test, if chance alone rarely
// gives that. The effects of the two cannot be separated.
// It leaves what started together to [coStart], and habits to their own checks.
func otherSupplementsDiffer(r review) []Caveat {
	if r.model.arrange.design == DesignNone {
		return nil
	}
	together := coStart(r)
	var worst []Caveat
	largest := 0.0
	for _, name := range slices.Sorted(maps.Keys(r.others)) {
		if slices.ContainsFunc(together, func(c Caveat) bool { return c.Words["supplement"] == name }) || habitRow(name) != "" {
			continue
		}
		s := r.shares(r.tagged(nil, name))
		if size := math.Abs(math.Log(s.ratio())); s.unequal() == Moderate && size > largest {
			largest = size
			worst = []Caveat{{Measured: s.measured(), Words: map[string]string{"supplement": name}}}
		}
	}
	return worst
}

// combinedProduct fires where what was taken holds something else too: it is not
// a test of the supplement alone, and every sentence names the parts together. A
// product that is under test under its own combined name lowers nothing: its name
// says what was tested.
func combinedProduct(r review) []Caveat {
	parts := r.log.combined()
	if len(parts) == 0 || r.model.arrange.design == DesignNone {
		return nil
	}
	if r.log.catalogue.Parts(r.supplement) != nil {
		return []Caveat{{Severity: Moderate, Outcomes: []string{}, Words: map[string]string{"parts": strings.Join(parts, ", ")}}}
	}
	var out []Caveat
	for _, p := range parts {
		out = append(out, Caveat{Words: map[string]string{"supplement": p, "parts": strings.Join(parts, ", ")}})
	}
	return out
}

// medicineItems are the diary items that say a medicine changed.
var medicineItems = []string{"medication_start", "medication_stop", "medication_change"}

// medicineChange blocks every verdict where a medicine was started, stopped or
// changed within 14 days of a switch.
func medicineChange(r review) []Caveat {
	var out []Caveat
	for _, e := range r.entries {
		if !slices.Contains(medicineItems, e.Item) || e.YesNo && e.Value == 0 {
			continue
		}
		night := e.When.Day + NightAfterDay
		d, ok := r.toSwitch(night)
		if !ok || abs(d) > medicineBlocks {
			continue
		}
		out = append(out, Caveat{Measured: []Measure{{"distance", float64(d), "days"}}, Nights: []record.Date{night},
			Words: map[string]string{"date": e.When.Day.String(), "what": e.Item, "days": strconv.Itoa(abs(d))}})
	}
	return out
}

// medicines counts the changes of medicine written down; [medicineChange] judges
// how near they are to a switch.
func medicines(r review) finding {
	t := r.tagged(nil, medicineItems...)
	return finding{known: t.any(), measured: []Measure{{"changes", float64(len(r.inSpan(t.yes))), ""}}}
}

// lowAdherence fires where more than 30 % of an on-phase was not taken or is
// unknown. The on-phases of a plan count as one: blocks can be a night long, and
// one forgotten night is not a failed one.
func lowAdherence(r review) []Caveat {
	a := r.model.arrange
	if a.plan == nil && !a.phased() {
		return nil
	}
	on := slices.DeleteFunc(slices.Clone(a.phases), func(p Phase) bool { return p.Kind != "on" })
	if a.plan != nil {
		return r.untaken(nil, on...)
	}
	var out []Caveat
	for _, p := range on {
		out = append(out, r.untaken(map[string]string{"phase": p.Label}, p)...)
	}
	return out
}

// untaken returns the caveat of on-phases of which less than 70 % was taken.
func (r review) untaken(words map[string]string, on ...Phase) []Caveat {
	taken, not, all := 0, 0, 0
	for _, p := range on {
		for d := p.First; d <= p.Last; d++ {
			all++
			switch r.calendar.state(d) {
			case record.TakenYes:
				taken++
			case record.NotTaken:
				not++
			}
		}
	}
	if float64(taken) >= adherenceLimit*float64(all) {
		return nil
	}
	return []Caveat{{Words: words, Measured: []Measure{
		{"taken", float64(taken), "days"}, {"not_taken", float64(not), "days"}, {"unknown", float64(all - taken - not), "days"},
		{"adherence", 100 * float64(taken) / float64(all), "%"}}}}
}

// adherence measures the days taken of those meant for it.
func adherence(r review) finding {
	iv := r.log.intervention
	if iv.Adherence == nil {
		return finding{}
	}
	return finding{known: true, measured: []Measure{{"adherence", 100 * *iv.Adherence, "%"}}}
}

// changedProduct fires where the form, the dose or the brand changed between the
// first and the last night with it: what is compared is then not one thing. It gives
// the main answer over the nights before the change alone and over those from it on,
// each against the same nights without.
func changedProduct(r review) []Caveat {
	first, last, ok := r.onSpan()
	if !ok {
		return nil
	}
	var out []Caveat
	for _, c := range productChanges(r.log.test) {
		night := c.day + NightAfterDay
		if night <= first || night > last {
			continue
		}
		cav := Caveat{Nights: []record.Date{night},
			Words: map[string]string{"kind": c.kind, "date": c.day.String(), "from": c.from, "to": c.to}}
		if c.kind == changedDose {
			from, _ := strconv.ParseFloat(c.from, 64)
			to, _ := strconv.ParseFloat(c.to, 64)
			cav.Measured = []Measure{{"from_mg", from, "mg"}, {"to_mg", to, "mg"}}
		}
		if sides := r.eitherSide(night); sides != nil {
			cav.Words["metric"] = r.outcomes[r.primary].Metric
			cav.Measured = append(cav.Measured, sides...)
		}
		out = append(out, cav)
	}
	return out
}

// eitherSide refits the main outcome as if the time with it had ended where the
// product changed, and as if it had begun there. A side with too few nights is
// left out. It returns nil if both are.
func (r review) eitherSide(night record.Date) []Measure {
	if len(r.outcomes) == 0 || !r.estimated(r.primary) || r.outcomes[r.primary].Estimate == nil {
		return nil
	}
	before, after := map[int]bool{}, map[int]bool{}
	for _, d := range r.fits[r.primary].on {
		if r.model.first+record.Date(d) < night {
			before[d] = true
		} else {
			after[d] = true
		}
	}
	o := r.outcomes[r.primary]
	out := []Measure{{"estimate_with", *o.Estimate, o.Unit}}
	side := func(name string, kept, dropped map[int]bool) {
		if len(kept) < MinTotal || len(dropped) == 0 {
			return
		}
		if alone, ok := r.without(r.primary, "", dropped); ok {
			out = append(out, Measure{name, alone.Estimate, o.Unit})
		}
	}
	side("estimate_before", before, after)
	side("estimate_after", after, before)
	if len(out) == 1 {
		return nil
	}
	return out
}

// onSpan returns the first and the last night with the supplement.
func (r review) onSpan() (first, last record.Date, ok bool) {
	for i, e := range r.model.exposure {
		if e.Taken != record.TakenYes {
			continue
		}
		last = r.model.first + record.Date(i)
		if !ok {
			first, ok = last, true
		}
	}
	return first, last, ok
}
