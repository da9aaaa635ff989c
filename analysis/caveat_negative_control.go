package analysis

import "nof1/importers/record"

// controls are the metrics hardly any supplement has a reason to move.
var controls = []string{"steps", "spo2", "bedtime"}

// NegativeControl is an outcome the supplement should not move, analysed the
// same way: if it moves as well, something else changed.
type NegativeControl struct {
	Metric   string
	Unit     string
	Estimate float64
	CI95     [2]float64
	P        float64
	Moved    bool // the interval excludes 0
}

// negativeControls analyses every control the record holds and the
// supplement's row does not expect to move.
func (r review) negativeControls(expects map[string]record.Wish) []NegativeControl {
	if r.model.arrange.design == DesignNone {
		return nil
	}
	var out []NegativeControl
	for _, id := range controls {
		source, ok := r.table.Primary(id)
		if !ok || expects[id] != record.None || r.table.Nights(id, source) < minOutcomeNights {
			continue
		}
		m, _ := record.MetricByID(id)
		f := r.fitOf(m, source)
		if f.blocked != "" {
			continue
		}
		n := NegativeControl{Metric: id, Unit: m.Unit, Estimate: f.median, CI95: f.ci95, P: f.p}
		n.Moved = decides(n.CI95) != 0
		out = append(out, n)
	}
	return out
}

// fitOf returns the fit of a metric: the outcome's, where it is one, for it is
// the same.
func (r review) fitOf(m record.Metric, source string) fitted {
	for i, c := range r.candidates {
		if c.metric.ID == m.ID && c.source == source {
			return r.fits[i]
		}
	}
	c := candidate{metric: m, source: source, raw: r.table.Calendar(m.ID, source)}
	c.y, c.reason = scaled(m, c.raw)
	return r.model.fitAll([]candidate{c})[0]
}

// movedControl fires where an outcome the supplement should not move did. Of
// bedtime [otherBedtime] speaks, which knows what it does to the night.
func movedControl(r review) []Caveat {
	var out []Caveat
	for _, n := range r.controls {
		if !n.Moved || n.Metric == "bedtime" {
			continue
		}
		out = append(out, Caveat{ID: "negative_control", Severity: Moderate, Outcomes: r.metrics(), Words: map[string]string{"metric": n.Metric},
			Measured: []Measure{{"estimate", n.Estimate, n.Unit}, {"low", n.CI95[0], n.Unit}, {"high", n.CI95[1], n.Unit}, {"p", n.P, ""}}})
	}
	return out
}
