package analysis

import (
	"math"

	"nof1/analysis/nightly"
	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// Baselines describes a person's nights without the supplement: what studies of
// it start from.
type Baselines struct {
	Supplement string // "" if none is named or logged
	Onset      int    // nights not used after each start
	Washout    int    // and after each stop
	Last       record.Date
	Outcomes   []Baseline // the primary one first, as in a report
}

// Baseline describes one outcome on the nights without the supplement. Pointers
// are nil where nothing was computed.
type Baseline struct {
	Metric, Source string
	Role           Role
	Scale          record.Scale
	Unit           string
	Nights         int      // used for the error model
	WithToo        bool     // fewer than 28 nights are without the supplement, so that nights with it count too
	MissingShare   float64  // of the calendar nights they come from
	Mean, SD       *float64 // of a night, about trend and weekday; natural unit
	Lag1           *float64 // correlation of neighbouring nights
	Margin         *float64 // smallest change worth having
	Reason         string   // why there is no error model: "too_few_off", "never_changes", or why the series cannot be analysed; or ""
	Errors         stats.NightErrors
}

// ReadBaselines fits the error model of every outcome to the nights without the
// supplement. The error is for a study without a single night.
func ReadBaselines(s Study) (Baselines, error) {
	records := append(diaryRecords(s.Entries), s.Records...)
	table, err := nightly.Build(records, s.Sessions)
	if err != nil {
		return Baselines{}, err
	}
	log := readLog(s, table)
	m := model{arrange: log.arrange, exposure: log.exposure, first: table.First(), weekday0: table.First().Weekday()}
	primary := choosePrimary(s.Settings.Primary, table)
	out := Baselines{Supplement: log.supplement, Last: table.Night(table.Len() - 1)}
	out.Onset, out.Washout = s.Settings.Catalogue.Windows(out.Supplement)
	if s.Settings.HasOnset {
		out.Onset = s.Settings.Onset
	}
	if s.Settings.HasWashout {
		out.Washout = s.Settings.Washout
	}
	for _, c := range candidates(table, log.arrange, primary, log.expects) {
		out.Outcomes = append(out.Outcomes, m.baseline(c, role(c.metric.ID, primary, log.expects), s.Settings))
	}
	return out, nil
}

// baseline fits the error model of one outcome.
func (m model) baseline(c candidate, role Role, s Settings) Baseline {
	b := Baseline{Metric: c.metric.ID, Role: role, Source: c.source, Scale: c.metric.Scale, Unit: c.metric.Unit, Reason: c.reason}
	if b.Reason != "" {
		return b
	}
	var nights []int
	nights, b.MissingShare, b.WithToo = m.quiet(c.y)
	b.Nights = len(nights)
	if b.Nights < MinOff {
		b.Reason = "too_few_off"
		return b
	}
	y := stats.Select(c.y, nights)
	rows := stats.Rows{Day: nights, Weekday0: m.weekday0}
	var err error
	if b.Errors, err = stats.FitNightErrors(rows, y); err != nil || b.Errors.SD() == 0 {
		b.Reason = "never_changes"
		return b
	}
	mean := scales.Mean(c.metric.Scale, y)
	b.Mean, b.Lag1 = &mean, new(b.Errors.Correlation(1))
	b.SD = new(scales.Natural(c.metric.Scale, mean, b.Errors.SD()))
	b.Margin = margin(c.metric, mean, fitted{baselineSD: stats.DetrendedSD(rows, y)}, role, s)
	return b
}

// quiet returns the observed nights without the supplement, from the last 180
// calendar nights that end with one, and the share of such nights that is
// missing. If they are fewer than 28, nights with it count too.
func (m model) quiet(y []float64) (nights []int, missing float64, withToo bool) {
	nights, missing = recent(y, m.without)
	if len(nights) < MinOff {
		withToo = true
		nights, missing = recent(y, func(int) bool { return true })
	}
	return nights, missing, withToo
}

func (m model) without(i int) bool {
	e := m.exposure[i]
	return e.Taken != record.TakenYes && (e.Phase < 0 || m.arrange.phases[e.Phase].Kind != "on")
}

// recent returns the last observed nights that are eligible, and the share of
// eligible nights among them that is missing.
func recent(y []float64, eligible func(int) bool) (nights []int, missing float64) {
	for i, v := range y {
		if eligible(i) && !math.IsNaN(v) {
			nights = append(nights, i)
		}
	}
	if len(nights) == 0 {
		return nil, 0
	}
	last := nights[len(nights)-1]
	for last-nights[0] >= baselineNights {
		nights = nights[1:]
	}
	all := 0
	for i := nights[0]; i <= last; i++ {
		if eligible(i) {
			all++
		}
	}
	return nights, 1 - float64(len(nights))/float64(all)
}
