package analysis

import (
	"math"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// chosenNights always fires for as-needed dosing: whoever decides each evening
// takes it on other nights than not. Its size is what can be seen of that: does
// the night before tell whether the next dose follows? The lead test regresses a
// night on the dose that came after it (statistics of irregular dosing; Janes
// 2005 for the idea of a future exposure as a control). A dose decided by
// tonight's stress leaves no trace here.
func chosenNights(r review) []Caveat {
	if r.model.arrange.design != DesignAsNeeded || len(r.outcomes) == 0 {
		return nil
	}
	i := 0 // the primary outcome comes first
	c := Caveat{ID: "chosen_nights", Severity: Moderate, Outcomes: r.metrics(), Words: map[string]string{"metric": r.outcomes[i].Metric}}
	c.Measured = []Measure{{"nights_with", float64(len(r.fits[i].on)), "nights"}, {"nights_without", float64(len(r.fits[i].off)), "nights"}}
	lead, p, ok := stats.LeadTest(r.candidates[i].y, r.model.dosed(), r.model.weekday0)
	if !ok || r.outcomes[i].MeanOff == nil {
		return []Caveat{c}
	}
	c.Measured = append(c.Measured,
		Measure{"night_before_difference", natural(r.candidates[i].metric.Scale, *r.outcomes[i].MeanOff, lead), r.outcomes[i].Unit},
		Measure{"p", p, ""})
	if p < significant {
		c.Severity = High
	}
	return []Caveat{c}
}

// dosed is the exposure as the lagged model takes it: 1, 0, NaN where unknown.
func (m model) dosed() []float64 {
	on := make([]float64, len(m.exposure))
	for i, e := range m.exposure {
		on[i] = [...]float64{record.TakenUnknown: math.NaN(), record.NotTaken: 0, record.TakenYes: 1}[e.Taken]
	}
	return on
}
