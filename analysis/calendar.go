package analysis

import (
	"sort"

	"nof1/importers/record"
)

const (
	runGap      = 6   // empty days between two doses of one run, at most
	runDays     = 7   // days of a run that is a phase, at least
	runCoverage = 0.8 // with at least this share of its days taken
	strayShare  = 0.05
)

// run is a stretch of doses merged over gaps of up to six days.
type run struct {
	first, last record.Date
	taken       int
}

func (r run) days() int { return int(r.last-r.first) + 1 }

// regular reports whether the run is long and full enough to be a phase.
func (r run) regular() bool {
	return r.days() >= runDays && float64(r.taken) >= runCoverage*float64(r.days())
}

// runsOf merges the taken dates into runs.
func runsOf(state map[record.Date]record.Taken) []run {
	var taken []record.Date
	for d, s := range state {
		if s == record.TakenYes {
			taken = append(taken, d)
		}
	}
	sort.Slice(taken, func(i, j int) bool { return taken[i] < taken[j] })
	var out []run
	for _, d := range taken {
		if n := len(out) - 1; n >= 0 && int(d-out[n].last)-1 <= runGap {
			out[n].last = d
			out[n].taken++
			continue
		}
		out = append(out, run{d, d, 1})
	}
	return out
}

// stray splits off the short runs if they hold under 5 % of all doses together, so
// that a tablet long before the experiment does not change its design.
func stray(runs []run) (kept, strays []run) {
	doses, in := 0, 0
	for _, r := range runs {
		doses += r.taken
		if r.days() < runDays {
			in += r.taken
		}
	}
	if float64(in) >= strayShare*float64(doses) {
		return runs, nil
	}
	for _, r := range runs {
		if r.days() < runDays {
			strays = append(strays, r)
		} else {
			kept = append(kept, r)
		}
	}
	return kept, strays
}

// allRegular reports whether there are runs and all of them are regular.
func allRegular(runs []run) bool {
	for _, r := range runs {
		if !r.regular() {
			return false
		}
	}
	return len(runs) > 0
}

// calendar holds for every date whether the supplement was taken: by the rows of the
// log, and by a stated assumption for dates without a row. Dates are days or nights,
// like the rows.
type calendar struct {
	rows        map[record.Date]record.Taken
	first, last record.Date // of the rows
	end         record.Date // last date of the record
	runs        []run       // without strays
	strays      []run
	regular     bool   // every run is long and full
	assume      string // "", "phases", "between" or "not_taken"
	said        bool   // the log says "no" somewhere
}

// newCalendar returns the calendar of rows by date. absent is
// [Settings].Absent.
func newCalendar(rows map[record.Date]record.Taken, absent string, end record.Date) calendar {
	c := calendar{rows: rows, end: end}
	started := false
	for d, s := range rows {
		if !started || d < c.first {
			c.first = d
		}
		if !started || d > c.last {
			c.last = d
		}
		started = true
		c.said = c.said || s == record.NotTaken
	}
	c.runs, c.strays = stray(runsOf(rows))
	c.regular = allRegular(c.runs)
	switch {
	case !started || absent == "unknown":
	case absent == "not_taken":
		c.assume = "not_taken"
	case c.said:
	case c.regular:
		c.assume = "phases"
	default:
		c.assume = "between"
	}
	return c
}

// state returns whether the supplement was taken on a date.
func (c calendar) state(d record.Date) record.Taken {
	if s, ok := c.rows[d]; ok {
		return s
	}
	switch c.assume {
	case "not_taken":
		return record.NotTaken
	case "between":
		if d <= c.last {
			return record.NotTaken
		}
	case "phases":
		return c.phaseState(d)
	}
	return record.TakenUnknown
}

// phaseState returns the state of a date without a row, in a log of doses alone whose
// runs are all regular: unknown inside a run; not taken before the first, between
// runs, and after the last if the record goes on for at least a week.
func (c calendar) phaseState(d record.Date) record.Taken {
	for _, group := range [][]run{c.runs, c.strays} {
		for _, r := range group {
			if d >= r.first && d <= r.last {
				return record.TakenUnknown
			}
		}
	}
	lastRun := c.runs[len(c.runs)-1].last
	if d > lastRun && int(c.end-lastRun) < runDays {
		return record.TakenUnknown
	}
	return record.NotTaken
}

// count returns the days taken, not taken and unknown from the first to the
// last row.
func (c calendar) count() (taken, not, unknown int) {
	if len(c.rows) == 0 {
		return 0, 0, 0
	}
	for d := c.first; d <= c.last; d++ {
		switch c.state(d) {
		case record.TakenYes:
			taken++
		case record.NotTaken:
			not++
		default:
			unknown++
		}
	}
	return taken, not, unknown
}

// assumptions returns notes of what is assumed about days without a row.
func (c calendar) assumptions() []Note {
	switch c.assume {
	case "not_taken":
		return []Note{{ID: "absent_not_taken"}}
	case "between":
		return []Note{{ID: "doses_only_baseline"}, {ID: "doses_only_between"}}
	case "phases":
		notes := []Note{{ID: "doses_only_baseline"}, {ID: "doses_only_runs"}}
		if after := int(c.end - c.runs[len(c.runs)-1].last); c.end > c.last && after < runDays {
			notes = append(notes, Note{ID: "doses_after_unknown"})
		}
		return notes
	}
	if len(c.rows) > 0 {
		return []Note{{ID: "absent_unknown"}}
	}
	return nil
}
