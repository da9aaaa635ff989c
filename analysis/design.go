package analysis

import (
	"strconv"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// The names of designs. A design of phases is named by their letters: AB, ABA,
// ABAB.
const (
	DesignNone       = "none"
	DesignAsNeeded   = "as_needed"
	DesignRandomised = "randomised_blocks"
	DesignAB         = "AB"
)

const sameBlockGap = 6 // unknown nights inside one block of a randomised schedule

// arrange is a design with its phases, in nights.
type arrange struct {
	design string
	phases []Phase
	reason string // for [DesignNone]: "no_doses" or "no_overlap"
	notes  []Note
	plan   *schedule.Plan // the declared schedule the phases come from, nil without one
}

// switches returns the first nights of the phases after the first: the nights
// on which the condition changed.
func (a arrange) switches() []record.Date {
	var out []record.Date
	for i, p := range a.phases {
		if i > 0 {
			out = append(out, p.First)
		}
	}
	return out
}

// start returns the first on night of a phased design.
func (a arrange) start() (record.Date, bool) {
	for _, p := range a.phases {
		if p.Kind == "on" {
			return p.First, true
		}
	}
	return 0, false
}

// phased reports whether the design is AB, ABA and so on.
func (a arrange) phased() bool {
	return a.design != DesignNone && a.design != DesignAsNeeded && a.design != DesignRandomised
}

// repeated reports whether the design switches more than once: the multi-phase fit.
func (a arrange) repeated() bool {
	return a.design == DesignRandomised || a.phased() && len(a.phases) > 2
}

// infer returns the design of a log, for a record of nights from first to last.
func infer(c calendar, s Settings, first, last record.Date) arrange {
	if s.Plan != nil {
		return planned(s.Plan, first, last)
	}
	if s.HasStart {
		return given(c, s.Start, first, last)
	}
	var inside []run
	overlap := false
	for _, r := range c.runs {
		if r.last >= first && r.first <= last {
			inside = append(inside, r)
		}
	}
	for d := first; d <= last; d++ {
		overlap = overlap || c.rows[d] == record.TakenYes
	}
	switch {
	case len(runsOf(c.rows)) == 0:
		return arrange{design: DesignNone, reason: "no_doses"}
	case !overlap:
		return arrange{design: DesignNone, reason: "no_overlap"}
	case s.Randomised:
		return arrange{design: DesignRandomised, phases: blocks(c, first, last)}
	case allRegular(inside):
		return phasesOf(c, inside, first, last)
	}
	return arrange{design: DesignAsNeeded}
}

// given returns the before/after design of a start date in the settings. The
// on-phase ends like a run of doses, with the last one before a gap of seven days or
// more; a before/after has no phase for doses after it. The notes say where the log
// and the date disagree.
func given(c calendar, start, first, last record.Date) arrange {
	if start > last {
		return arrange{design: DesignNone, reason: "no_overlap"}
	}
	a := arrange{design: DesignAB, notes: []Note{{ID: "start_given", Words: map[string]string{"date": start.String()}}}}
	end, before, after := last, 0, 0
	for _, r := range c.runs {
		if r.last < start || r.first > last {
			continue
		}
		end = min(r.last, last)
		if r.first > start {
			a.note("start_before_doses", "", Measure{"days", float64(r.first - start), "days"})
		}
		break
	}
	for d, taken := range c.rows {
		switch {
		case taken != record.TakenYes:
		case d >= first && d < start:
			before++
		case d > end && d <= last:
			after++
		}
	}
	if before > 0 {
		a.note("doses_before_start", "", Measure{"nights", float64(before), "nights"})
	}
	if int(last-end) >= runDays {
		a.note("start_run_ends", end.String(), Measure{"nights", float64(last - end), "nights"})
	}
	if after > 0 {
		a.note("doses_after_run", "", Measure{"nights", float64(after), "nights"})
	}
	a.add("baseline", first, start-1)
	a.add("on", max(start, first), end)
	return a
}

// note adds a note of what was measured, with a date unless it is "".
func (a *arrange) note(id, date string, measured ...Measure) {
	n := Note{ID: id, Measured: measured}
	if date != "" {
		n.Words = map[string]string{"date": date}
	}
	a.notes = append(a.notes, n)
}

// phasesOf returns the design whose on-phases are the runs.
func phasesOf(c calendar, runs []run, first, last record.Date) arrange {
	var a arrange
	a.add("baseline", first, runs[0].first-1)
	for i, r := range runs {
		a.add("on", max(r.first, first), min(r.last, last))
		if i+1 < len(runs) {
			a.add("off", r.last+1, runs[i+1].first-1)
		}
	}
	// After the last run the person is off where the record, or a log that says
	// "no", goes on for at least a week.
	end := last
	if c.assume != "phases" && c.assume != "not_taken" {
		end = min(last, c.last)
	}
	if tail := runs[len(runs)-1].last; int(end-tail) >= runDays {
		a.add("off", tail+1, end)
	}
	for _, p := range a.phases {
		a.design += p.Label[:1]
	}
	return a
}

// blocks returns the stretches of one condition in a randomised schedule.
func blocks(c calendar, first, last record.Date) []Phase {
	var a arrange
	var from, to record.Date
	var state record.Taken
	kind := map[record.Taken]string{record.TakenYes: "on", record.NotTaken: "off"}
	for d := first; d <= last; d++ {
		s := c.state(d)
		if s == record.TakenUnknown || d < c.first || d > c.last {
			continue
		}
		if state == s && int(d-to)-1 <= sameBlockGap {
			to = d
			continue
		}
		if state != record.TakenUnknown {
			a.add(kind[state], from, to)
		}
		state, from, to = s, d, d
	}
	if state != record.TakenUnknown {
		a.add(kind[state], from, to)
	}
	return a.phases
}

// add appends a phase unless it is empty. Its label is its letter and a number: A1,
// B1, A2.
func (a *arrange) add(kind string, first, last record.Date) {
	if last < first {
		return
	}
	letter := "A"
	if kind == "on" {
		letter = "B"
	}
	n := 1
	for _, p := range a.phases {
		if p.Label[:1] == letter {
			n++
		}
	}
	a.phases = append(a.phases, Phase{Label: letter + strconv.Itoa(n), Kind: kind, First: first, Last: last, Days: int(last-first) + 1})
}

// exclude marks the onset and washout nights at the beginning of each phase.
func (a *arrange) exclude(onset, washout int) {
	for i := range a.phases {
		p := &a.phases[i]
		switch {
		case i == 0:
		case p.Kind == "on":
			p.ExcludedDays = min(onset, p.Days)
		default:
			p.ExcludedDays = min(washout, p.Days)
		}
	}
}

// phaseAt returns the index of the phase a night lies in, or -1, and whether
// it is an excluded night.
func (a arrange) phaseAt(d record.Date) (int, bool) {
	for i, p := range a.phases {
		if d >= p.First && d <= p.Last {
			return i, int(d-p.First) < p.ExcludedDays
		}
	}
	return -1, false
}

// level returns the evidence level that a design can reach, 0 to 4.
func (a arrange) level(blinded bool) int {
	switch {
	case a.design == DesignRandomised && blinded:
		return 4
	case a.design == DesignRandomised:
		return 3
	case a.phased() && len(a.phases) > 2:
		return 2
	case a.design == DesignAB:
		return 1
	}
	return 0
}
