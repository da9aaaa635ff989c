package analysis

import (
	"maps"
	"slices"
	"strings"

	"nof1/analysis/nightly"
	"nof1/analysis/scales"
	"nof1/analysis/screen"
	"nof1/importers/record"
)

// notHabits are diary items that change a record for good or repeat with the
// calendar. Other checks use them; nights are not compared by them.
var notHabits = append([]string{"", "note", "cycle_start", "device_change", "home_change"}, medicineItems...)

// slowScores look back on two weeks, not on one night.
var slowScores = []string{"gad7", "gad2"}

// itemCollector collects the logged items of one person.
type itemCollector struct {
	table  *nightly.Table
	clock  nightClock
	log    supplementLog
	absent string
	logs   map[string]*screen.Log // by id
}

// screenItems returns every logged item but the supplement under test, by id:
// other supplements, the items of the diary and the journal, covariates and ratings
// of the nights, and bedtime. An item logged under two catalogued names is one item.
// Every item belongs to the night that follows it, and a rating to the night
// before it.
func screenItems(s Study, t *nightly.Table, log supplementLog) []screen.Item {
	c := itemCollector{table: t, clock: newNightClock(t), log: log, absent: s.Settings.Absent, logs: map[string]*screen.Log{}}
	for _, id := range slices.Sorted(maps.Keys(log.others)) {
		c.supplement(id, log.others[id])
	}
	for _, e := range s.Entries {
		c.entry(e)
	}
	for _, m := range record.Metrics {
		c.metric(m)
	}
	var out []screen.Item
	for _, id := range slices.Sorted(maps.Keys(c.logs)) {
		if it, ok := c.logs[id].Item(); ok {
			out = append(out, it)
		}
	}
	return out
}

// logOf returns the log of an item, a new one the first time.
func (c *itemCollector) logOf(id string) *screen.Log {
	if c.logs[id] == nil {
		c.logs[id] = screen.NewLog(id, c.table.Len())
	}
	return c.logs[id]
}

// supplement adds a co-intervention. As with the supplement under test, a day
// without a row is unknown unless the log is a list of doses.
func (c *itemCollector) supplement(id string, in []intake) {
	nightOf := func(x intake) record.Date { return c.clock.nightOf(x.when) }
	calendar := newCalendar(states(total(in, nightOf)), c.absent, c.table.Night(c.table.Len()-1))
	l := c.logOf(id)
	for i := range c.table.Len() {
		if state := calendar.state(c.table.Night(i)); state != record.TakenUnknown {
			l.Answer(i, state == record.TakenYes)
		}
	}
	for _, x := range in {
		if x.taken == record.TakenYes && x.hasAmount {
			l.Add(c.table.Index(nightOf(x)), x.amount, x.unit)
		}
	}
}

// entry adds a line of the diary or an answer of the journal. Questions about a
// supplement are skipped: they are part of the log of doses. An entry without a
// value says that the thing happened.
func (c *itemCollector) entry(e record.Entry) {
	name := strings.TrimSpace(e.Item)
	if slices.Contains(notHabits, name) || slices.Contains(slowScores, name) || len(journalDoses(c.log.catalogue, []record.Entry{e})) > 0 {
		return
	}
	id, catalogued := strings.ToLower(name), false
	if s, ok := c.log.catalogue.Lookup(name); ok {
		id, catalogued = s.ID, true
	}
	m, isMetric := record.MetricByID(id)
	if id == c.log.supplement || isMetric && m.Kind != record.Covariate && m.Kind != record.Rating {
		return
	}
	if isMetric && e.HasValue && !e.YesNo {
		return // a number, which the table of nights has too
	}
	l := c.logOf(id)
	l.Rated = isMetric && m.Kind == record.Rating
	if !catalogued && !isMetric && (l.Name == "" || name < l.Name) {
		l.Name = name
	}
	i := c.night(e, l.Rated)
	switch {
	case !e.HasValue:
		l.Answer(i, true)
	case e.YesNo:
		l.Answer(i, e.Value > 0)
	case e.Value == 0:
		l.Answer(i, false)
	default:
		l.Add(i, e.Value, e.Unit)
	}
}

// night returns the index of the night an entry belongs to.
func (c *itemCollector) night(e record.Entry, rated bool) int {
	switch {
	case e.HasNight:
		return c.table.Index(e.Night)
	case rated:
		return c.table.Index(e.When.Day)
	}
	return c.table.Index(c.clock.nightOf(e.When))
}

// metric adds a covariate or rating of the table of nights, or bedtime: the one
// clock time people choose before the night.
func (c *itemCollector) metric(m record.Metric) {
	rating := m.Kind == record.Rating
	source, ok := c.table.Primary(m.ID)
	if !ok || m.Kind != record.Covariate && !rating && m.ID != "bedtime" || slices.Contains(slowScores, m.ID) || m.ID == c.log.supplement {
		return
	}
	ys := c.table.Calendar(m.ID, source)
	if m.Clock {
		if ys, ok = scales.Unwrapped(ys); !ok {
			return
		}
	}
	l := c.logOf(m.ID)
	l.Rated, l.OnScale = rating, m.Clock || m.Unit == "0-10"
	l.Measure(ys, m.Unit)
}
