package analysis

import (
	"math"

	"nof1/analysis/nightly"
	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// PowerTarget is the share of studies that should find a change for it to
// count as detectable.
const PowerTarget = 0.8

// PowerWeeks are the lengths of the studies looked at.
var PowerWeeks = []int{4, 8, 12, 16}

// Prospects is what studies of this person's nights could find.
type Prospects struct {
	Supplement string // "" where none is named or logged
	Onset      int    // nights not used after each start, and after each stop
	Washout    int
	Outcomes   []Prospect // the primary one first, as in a report
}

// Prospect is what studies could find in one outcome. Pointers are nil where
// nothing was computed.
type Prospect struct {
	Metric, Source string
	Role           Role
	Scale          record.Scale
	Unit           string
	Nights         int      // that the error model comes from
	WithToo        bool     // nights with the supplement among them, for want of others
	MissingShare   float64  // of the calendar nights they come from
	Mean, SD       *float64 // of a night, about trend and weekday; natural unit
	Lag1           *float64 // correlation of neighbouring nights
	Margin         *float64 // smallest change worth having
	Reason         string   // why nothing could be said: "too_few_off", "never_changes", or why the series cannot be analysed
	Studies        []StudyProspect
	errors         stats.NightErrors
}

// StudyProspect is what one planned study could find.
type StudyProspect struct {
	Design        string // a name of PowerDesigns
	Weeks         int
	NightsOff     int // expected to be observed and used
	NightsOn      int
	Detectable    *float64 // change found in 80 % of such studies, natural unit
	DetectablePct *float64
	AtMargin      *float64 // chance to find a change of the margin
	CarryOver     bool     // the stretches are too short for the supplement's onset: what is found is diluted
	Reason        string   // "too_few_nights": a report would not say anything
}

// Power foretells, from the person's own nights, what change studies of
// different designs and lengths could show: the errors of the engine are learnt
// from the nights without the supplement, every planned study is thinned by the
// share of nights that went missing, and what it could detect is what its own
// report would say. The error is for a study without a single night. Same
// study, same result.
//
// The variance of a before/after is stretched by the factor a report uses that
// has no past of the person to check against.
func Power(s Study) (Prospects, error) {
	records := append(diaryRecords(s.Entries), s.Records...)
	table, err := nightly.Build(records, s.Sessions)
	if err != nil {
		return Prospects{}, err
	}
	log := readLog(s, table)
	m := model{arrange: log.arrange, exposure: log.exposure, first: table.First(), weekday0: table.First().Weekday()}
	primary := choosePrimary(s.Settings.Primary, table)
	out := Prospects{Supplement: log.supplement}
	out.Onset, out.Washout = s.Settings.Catalogue.Windows(out.Supplement)
	if s.Settings.HasOnset {
		out.Onset = s.Settings.Onset
	}
	if s.Settings.HasWashout {
		out.Washout = s.Settings.Washout
	}
	f := forecast{onset: out.Onset, washout: out.Washout, plans: map[planKey][]plannedStudy{}}
	f.weekday = (table.Night(table.Len()-1) + 1).Weekday()
	for _, c := range candidates(table, log.arrange, primary, log.expects) {
		p := m.prospect(c, role(c.metric.ID, primary, log.expects), s.Settings)
		if p.Reason == "" {
			p.Studies = f.studies(p)
		}
		out.Outcomes = append(out.Outcomes, p)
	}
	return out, nil
}

// quiet lists the observed nights without the supplement, of the last 180
// calendar nights of the record that have one, and the share of such nights
// that went missing in between. Where they are fewer than 28, nights with it
// count too.
func (m model) quiet(y []float64) (rows []int, missing float64, withToo bool) {
	rows, missing = m.recent(y, m.without)
	if len(rows) < minOff {
		withToo = true
		rows, missing = m.recent(y, func(int) bool { return true })
	}
	return rows, missing, withToo
}

func (m model) without(i int) bool {
	e := m.exposure[i]
	return e.Taken != record.TakenYes && (e.Phase < 0 || m.arrange.phases[e.Phase].Kind != "on")
}

func (m model) recent(y []float64, eligible func(int) bool) (rows []int, missing float64) {
	for i, v := range y {
		if eligible(i) && !math.IsNaN(v) {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, 0
	}
	last := rows[len(rows)-1]
	for last-rows[0] >= baselineNights {
		rows = rows[1:]
	}
	all := 0
	for i := rows[0]; i <= last; i++ {
		if eligible(i) {
			all++
		}
	}
	return rows, 1 - float64(len(rows))/float64(all)
}

// prospect fits the error model of one outcome.
func (m model) prospect(c candidate, role Role, s Settings) Prospect {
	p := Prospect{Metric: c.metric.ID, Role: role, Source: c.source, Scale: c.metric.Scale, Unit: c.metric.Unit, Reason: c.reason}
	if p.Reason != "" {
		return p
	}
	var rows []int
	rows, p.MissingShare, p.WithToo = m.quiet(c.y)
	p.Nights = len(rows)
	if p.Nights < minOff {
		p.Reason = "too_few_off"
		return p
	}
	y := stats.Select(c.y, rows)
	quiet := stats.Rows{Day: rows, Weekday0: m.weekday0}
	var err error
	if p.errors, err = stats.FitNightErrors(quiet, y); err != nil || p.errors.SD() == 0 {
		p.Reason = "never_changes"
		return p
	}
	mean := scales.Mean(c.metric.Scale, y)
	p.Mean, p.Lag1 = new(mean), new(p.errors.Correlation(1))
	p.SD = new(scales.Natural(c.metric.Scale, mean, p.errors.SD()))
	p.Margin = margin(c.metric, mean, fitted{baselineSD: stats.DetrendedSD(quiet, y)}, role, s)
	return p
}
