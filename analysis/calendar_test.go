package analysis

import (
	"slices"
	"testing"

	"nof1/importers/record"
)

// days builds a log by date from a string: y taken, n not taken, . no row; the
// first character is date 100.
func days(s string) map[record.Date]record.Taken {
	out := map[record.Date]record.Taken{}
	for i, c := range s {
		switch c {
		case 'y':
			out[record.Date(100+i)] = record.TakenYes
		case 'n':
			out[record.Date(100+i)] = record.NotTaken
		}
	}
	return out
}

func statesFrom(c calendar, first, n int) string {
	s := ""
	for d := record.Date(first); d < record.Date(first+n); d++ {
		s += map[record.Taken]string{record.TakenUnknown: "?", record.NotTaken: "n", record.TakenYes: "y"}[c.state(d)]
	}
	return s
}

func TestCalendarStates(t *testing.T) {
	for _, c := range []struct {
		name, log, absent string
		end, from         int
		want              string
	}{
		{"doses only, one run, record goes on two days", "yyy.yyyyy", "auto", 110, 97, "nnnyyy?yyyyy??"},
		{"doses only, record goes on a week: off", "yyyyyyyyy", "auto", 116, 99, "nyyyyyyyyynnnnnnnn"},
		{"doses only, gap of seven days is off", "yyyyyyy.......yyyyyyy", "auto", 120, 99, "nyyyyyyynnnnnnnyyyyyyy"},
		{"doses only, gap of six is one run below 80 %: as needed", "yyyyyyy......yyyyyyy", "auto", 121, 99, "nyyyyyyynnnnnnyyyyyyy??"},
		{"scattered doses: between is not taken, after unknown", "y..y.y", "auto", 108, 98, "nnynnyny???"},
		{"a log that says no assumes nothing", "yy.n.y", "auto", 108, 98, "??yy?n?y???"},
		{"configured unknown", "yyyyyyyyy", "unknown", 116, 98, "??yyyyyyyyy????????"},
		{"configured not taken", "y.y", "not_taken", 104, 98, "nnynynn"},
	} {
		cal := newCalendar(days(c.log), c.absent, record.Date(c.end))
		if got := statesFrom(cal, c.from, len(c.want)); got != c.want {
			t.Errorf("%s: got %s want %s", c.name, got, c.want)
		}
	}
}

func TestStrayDoseKeepsThePhases(t *testing.T) {
	log := "y" + spaces(39) + yes(40)
	cal := newCalendar(days(log), "auto", 180)
	if cal.assume != "phases" || len(cal.runs) != 1 || len(cal.strays) != 1 {
		t.Fatalf("assume %q, %d runs, %d strays: want phases, 1, 1", cal.assume, len(cal.runs), len(cal.strays))
	}
	if got := cal.state(101); got != record.NotTaken {
		t.Errorf("the day after a stray dose is %v, want no", got)
	}
	// The state after a stray dose is known long after the last run, and unknown
	// where the run has only just ended.
	for length, want := range map[int]bool{43: true, 63: false} {
		end := record.Date(100 + length)
		cal := newCalendar(days(yes(40)+spaces(length-42)+"y"), "auto", end)
		unknown := slices.ContainsFunc(cal.assumptions(), func(n Note) bool { return n.ID == "doses_after_unknown" })
		if unknown != want || (cal.state(end) == record.TakenUnknown) != want {
			t.Errorf("a record up to day %d: the note of unknown days %v, the last day %v", end, unknown, cal.state(end))
		}
	}
	// Three doses of 43 are 7 %: no stray any more.
	cal = newCalendar(days("yyy"+spaces(37)+yes(40)), "auto", 180)
	if cal.assume != "between" {
		t.Errorf("7 %% of doses in a short run: assume %q, want between", cal.assume)
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		log                 string
		taken, not, unknown int
	}{
		{"yyy.yyyyy", 8, 0, 1},
		{"y..y.y", 3, 3, 0},
		{"yy.n.y", 3, 1, 2},
		{"", 0, 0, 0},
	} {
		taken, not, unknown := newCalendar(days(c.log), "auto", 300).count()
		if taken != c.taken || not != c.not || unknown != c.unknown {
			t.Errorf("%q: %d taken, %d not, %d unknown; want %d %d %d", c.log, taken, not, unknown, c.taken, c.not, c.unknown)
		}
	}
}

func TestInferDesign(t *testing.T) {
	for _, c := range []struct {
		name, log   string
		settings    Settings
		first, last int
		want        string
		phases      string
	}{
		{"before/after", yes(30), Settings{}, 60, 129, "AB", "A1:60-99 B1:100-129"},
		{"stopped for a week: ABA", yes(30), Settings{}, 60, 140, "ABA", "A1:60-99 B1:100-129 A2:130-140"},
		{"two runs", yes(28) + spaces(28) + yes(28), Settings{}, 72, 183, "ABAB", "A1:72-99 B1:100-127 A2:128-155 B2:156-183"},
		{"scattered", "y..y..y.y...y", Settings{}, 60, 140, "as_needed", ""},
		{"nights end before the first dose", yes(30), Settings{}, 40, 99, "none", ""},
		{"nights begin after the last dose", yes(30), Settings{}, 140, 220, "none", ""},
		{"no log", "", Settings{}, 60, 140, "none", ""},
		{"an old run outside the nights does not count", "y..y..y..y" + spaces(40) + yes(40), Settings{}, 120, 189, "AB",
			"A1:120-149 B1:150-189"},
		{"declared blocks", "nnnnnnnyyyyyyynnnnnnn", Settings{Randomised: true}, 90, 130, "randomised_blocks",
			"A1:100-106 B1:107-113 A2:114-120"},
		{"start given", "", Settings{HasStart: true, Start: 100}, 60, 140, "AB", "A1:60-99 B1:100-140"},
	} {
		cal := newCalendar(days(c.log), "auto", record.Date(c.last))
		a := infer(cal, c.settings, record.Date(c.first), record.Date(c.last))
		phases := ""
		for i, p := range a.phases {
			if i > 0 {
				phases += " "
			}
			phases += p.Label + ":" + itoa(int(p.First)) + "-" + itoa(int(p.Last))
			if p.Days != int(p.Last-p.First)+1 {
				t.Errorf("%s: phase %s says %d days", c.name, p.Label, p.Days)
			}
		}
		if a.design != c.want || phases != c.phases {
			t.Errorf("%s: %s [%s]; want %s [%s]", c.name, a.design, phases, c.want, c.phases)
		}
	}
}

// TestStartGiven: with a start date of the user's the on-phase ends with the last
// dose before a gap of a week, as runs do, and the notes say where date and log
// disagree.
func TestStartGiven(t *testing.T) {
	for _, c := range []struct {
		name, log string
		start     record.Date
		on        string
		notes     string
	}{
		{"the log goes on", yes(41), 100, "100-140", "start_given"},
		{"no log at all", "", 100, "100-140", "start_given"},
		{"a gap of six days", yes(20) + spaces(6) + yes(15), 100, "100-140", "start_given"},
		{"a gap of seven", yes(20) + spaces(7) + yes(14), 100, "100-119", "start_given start_run_ends=21 doses_after_run=14"},
		{"seven days of \"no\"", yes(20) + "nnnnnnn" + yes(14), 100, "100-119", "start_given start_run_ends=21 doses_after_run=14"},
		{"stopped six days before the end", yes(35), 100, "100-134", "start_given"},
		{"stopped seven days before the end", yes(34), 100, "100-133", "start_given start_run_ends=7"},
		{"a late first dose", yes(41), 90, "90-140", "start_given start_before_doses=10"},
		{"doses before it", yes(41), 105, "105-140", "start_given doses_before_start=5"},
	} {
		a := infer(newCalendar(days(c.log), "auto", 140), Settings{HasStart: true, Start: c.start}, 60, 140)
		on := a.phases[1]
		notes := ""
		for _, n := range a.notes {
			notes += " " + n.ID
			if len(n.Measured) > 0 {
				notes += "=" + itoa(int(n.Measured[0].Value))
			}
		}
		if got := itoa(int(on.First)) + "-" + itoa(int(on.Last)); a.design != "AB" || got != c.on || notes[1:] != c.notes {
			t.Errorf("%s: %s on %s, notes%s; want %s, %s", c.name, a.design, got, notes, c.on, c.notes)
		}
	}
}

func TestExcludedNights(t *testing.T) {
	cal := newCalendar(days(yes(28)+spaces(28)+yes(5)+spaces(10)), "auto", 183)
	a := phasesOf(cal, []run{{100, 127, 28}, {156, 160, 5}}, 72, 183)
	a.exclude(7, 3)
	want := map[string]int{"A1": 0, "B1": 7, "A2": 3, "B2": 5, "A3": 3}
	for _, p := range a.phases {
		if p.ExcludedDays != want[p.Label] {
			t.Errorf("%s: %d excluded nights, want %d", p.Label, p.ExcludedDays, want[p.Label])
		}
	}
	if i, out := a.phaseAt(106); i != 1 || !out {
		t.Errorf("night 106: phase %d excluded %v, want phase 1 excluded", i, out)
	}
	if i, out := a.phaseAt(107); i != 1 || out {
		t.Errorf("night 107: phase %d excluded %v, want phase 1 used", i, out)
	}
}

func TestNightOfDose(t *testing.T) {
	// Onsets: night 101 at 23:00 on day 100, night 102 at 01:30 on its own date.
	c := nightClock{onset: []int{100*24*60 + 23*60, 102*24*60 + 90}, night: []record.Date{101, 102}}
	for _, d := range []struct {
		what string
		dose record.Moment
		want record.Date
	}{
		{"evening", record.Moment{Day: 100, Minute: 21 * 60, Timed: true}, 101},
		{"half an hour into the night", record.Moment{Day: 100, Minute: 23*60 + 30, Timed: true}, 101},
		{"later than that: the next onset is over 18 h away", record.Moment{Day: 100, Minute: 23*60 + 31, Timed: true}, 101},
		{"morning, 15 h before", record.Moment{Day: 100, Minute: 8 * 60, Timed: true}, 101},
		{"after midnight before a late onset", record.Moment{Day: 102, Minute: 30, Timed: true}, 102},
		{"no onset in reach, after midnight", record.Moment{Day: 110, Minute: 4*60 + 59, Timed: true}, 110},
		{"no onset in reach, from five on", record.Moment{Day: 110, Minute: 5 * 60, Timed: true}, 111},
		{"untimed", record.Moment{Day: 110}, 111},
	} {
		if got := c.nightOf(d.dose); got != d.want {
			t.Errorf("%s: night %d, want %d", d.what, got, d.want)
		}
	}
}
