package analysis

import (
	"math"
	"slices"
	"strings"

	"nof1/analysis/nightly"
	"nof1/importers/record"
)

// notHabits are diary items that change a record for good or repeat by the
// calendar: they are checked elsewhere and are no habit to compare nights by.
var notHabits = append([]string{"", "note", "cycle_start", "device_change", "home_change"}, medicineItems...)

// slowScores look back on two weeks, not on a night.
var slowScores = []string{"gad7", "gad2"}

// gatherer collects the items of one person.
type gatherer struct {
	table  *nightly.Table
	clock  nightClock
	log    supplementLog
	absent string
	items  map[string]*logged
}

// gatherItems lists every logged item but the supplement under test, by id:
// other supplements, what the diary and the journal say, covariates and ratings
// of the nights, and bedtime. Things logged under two names we know are one
// item. Every item meets the night that follows it, a rating the night before
// it: the lag is 0 in either case.
func gatherItems(s Study, t *nightly.Table, log supplementLog) []item {
	g := gatherer{table: t, clock: newNightClock(t), log: log, absent: s.Settings.Absent, items: map[string]*logged{}}
	for _, id := range sortedKeys(log.others) {
		g.supplement(id, log.others[id])
	}
	for _, e := range s.Entries {
		g.entry(e)
	}
	for _, m := range record.Metrics {
		g.metric(m)
	}
	var out []item
	for _, id := range sortedKeys(g.items) {
		if it, ok := g.items[id].item(); ok {
			out = append(out, it)
		}
	}
	return out
}

func (g *gatherer) logged(id string) *logged {
	if g.items[id] == nil {
		g.items[id] = newLogged(id, g.table.Len())
	}
	return g.items[id]
}

// supplement reads a co-intervention as the log of the supplement under test is
// read: a day without a row is unknown unless the log is a list of doses.
func (g *gatherer) supplement(id string, in []intake) {
	night := func(x intake) record.Date { return g.clock.nightOf(x.when) }
	c := newCalendar(states(total(in, night)), g.absent, g.table.Night(g.table.Len()-1))
	l := g.logged(id)
	for i := range g.table.Len() {
		if state := c.state(g.table.Night(i)); state != record.TakenUnknown {
			l.answer(i, state == record.TakenYes)
		}
	}
	for _, x := range in {
		if x.taken == record.TakenYes && x.hasAmount {
			l.add(g.table.Index(night(x)), x.amount, x.unit)
		}
	}
}

// entry notes a diary line or a journal answer; a question about a supplement
// is in the log of doses already. An entry without a value says
// that the thing happened; a night without an entry is unknown, never a no.
func (g *gatherer) entry(e record.Entry) {
	name := strings.TrimSpace(e.Item)
	if slices.Contains(notHabits, name) || slices.Contains(slowScores, name) || len(journalDoses(g.log.catalogue, []record.Entry{e})) > 0 {
		return
	}
	id, known := strings.ToLower(name), false
	if s, ok := g.log.catalogue.Lookup(name); ok {
		id, known = s.ID, true
	}
	m, isMetric := record.MetricByID(id)
	if id == g.log.supplement || isMetric && m.Kind != record.Covariate && m.Kind != record.Rating {
		return
	}
	if isMetric && e.HasValue && !e.YesNo {
		return // a number of the table
	}
	l := g.logged(id)
	l.rated = isMetric && m.Kind == record.Rating
	if !known && !isMetric && (l.name == "" || name < l.name) {
		l.name = name
	}
	i := g.night(e, l.rated)
	switch {
	case !e.HasValue:
		l.answer(i, true)
	case e.YesNo:
		l.answer(i, e.Value > 0)
	case e.Value == 0:
		l.answer(i, false)
	default:
		l.add(i, e.Value, e.Unit)
	}
}

// night is the row an entry belongs to.
func (g *gatherer) night(e record.Entry, rated bool) int {
	switch {
	case e.HasNight:
		return g.table.Index(e.Night)
	case rated:
		return g.table.Index(e.When.Day)
	}
	return g.table.Index(g.clock.nightOf(e.When))
}

// metric takes the covariates and ratings of the nightly table, and bedtime:
// the one clock time people choose before the night.
func (g *gatherer) metric(m record.Metric) {
	rating := isRating(m)
	source, ok := g.table.Primary(m.ID)
	if !ok || m.Kind != record.Covariate && !rating && m.ID != "bedtime" || slices.Contains(slowScores, m.ID) || m.ID == g.log.supplement {
		return
	}
	ys := g.table.Calendar(m.ID, source)
	if m.Clock {
		if ys, ok = unwrapped(ys); !ok {
			return
		}
	}
	l := g.logged(m.ID)
	l.rated, l.scale = rating, m.Clock || m.Unit == "0-10"
	l.measuredIn(m.Unit)
	for i, y := range ys {
		if !math.IsNaN(y) {
			l.amount[i] = y
		}
	}
}
