package reports

import (
	"nof1/analysis"
)

// LedgerRow is one thing that could explain a difference instead, with what
// became of looking at it.
type LedgerRow struct {
	ID                string             `json:"id"`
	Name              string             `json:"name"`
	Role              string             `json:"role"`      // confounder, precision, mediator, measurement, design
	Direction         string             `json:"direction"` // which way it pushes
	Status            string             `json:"status"`    // fired, silent, not_recorded
	Measured          map[string]Measure `json:"measured"`
	Adjusted          bool               `json:"adjusted"`            // by the main model of the primary outcome
	EffectOfAdjusting *float64           `json:"effect_of_adjusting"` // change of the primary estimate without the nights concerned
}

// Harm is what the diary says of one unwanted effect.
type Harm struct {
	ID        string `json:"id"`
	DaysAsked int    `json:"days_asked"`
	DaysYes   int    `json:"days_yes"`
	AskedOn   int    `json:"days_asked_on"` // of these on days with it
	YesOn     int    `json:"days_yes_on"`
	Statement string `json:"statement"`
}

func (w *writer) ledger() []LedgerRow {
	out := make([]LedgerRow, 0, len(w.res.Ledger))
	for _, l := range w.res.Ledger {
		row := LedgerRow{ID: l.ID, Role: l.Role, Status: l.Status, Adjusted: l.Adjusted, EffectOfAdjusting: known(l.EffectOfAdjusting),
			Name: w.word("ledger." + l.ID + ".name"), Direction: w.word("ledger." + l.ID + ".direction"), Measured: map[string]Measure{}}
		for _, m := range l.Measured {
			if finite(m.Value) {
				row.Measured[m.Name] = Measure{Value: m.Value, Unit: m.Unit}
			}
		}
		out = append(out, row)
	}
	return out
}

func (w *writer) harms() []Harm {
	out := make([]Harm, 0, len(w.res.Harms))
	for _, h := range w.res.Harms {
		out = append(out, Harm{ID: h.ID, DaysAsked: h.DaysAsked, DaysYes: h.DaysYes, AskedOn: h.AskedOn, YesOn: h.YesOn, Statement: w.harm(h)})
	}
	return out
}

// harm says one unwanted effect: not asked about is not "none".
func (w *writer) harm(h analysis.Harm) string {
	v := values{"Name": w.word("harm.name." + h.ID), "Asked": h.DaysAsked, "Yes": h.DaysYes, "YesOn": h.YesOn, "AskedOn": h.AskedOn}
	switch {
	case h.DaysAsked == 0:
		return w.say("harm.not_asked", v)
	case h.DaysYes == 0:
		return w.say("harm.none", v)
	}
	return w.say("harm.some", v)
}

// escalation says the texts of help, the most urgent first.
func (w *writer) escalation() []Note {
	out := make([]Note, 0, len(w.res.Escalation))
	for _, n := range w.res.Escalation {
		out = append(out, Note{ID: n.ID, Statement: w.word("escalation." + n.ID)})
	}
	return out
}
