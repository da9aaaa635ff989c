package reports

import (
	"strings"

	"nof1/analysis"
)

// LedgerRow is one thing that could explain a difference instead, with what
// became of looking at it.
type LedgerRow struct {
	ID        string             `json:"id"`
	Name      string             `json:"name"`
	Role      string             `json:"role"`      // confounder, precision, mediator, measurement, design
	Direction string             `json:"direction"` // which way it pushes
	Status    string             `json:"status"`    // fired, silent, not_recorded
	Measured  map[string]Measure `json:"measured"`
	Adjusted  bool               `json:"adjusted"` // by the main model of the primary outcome
	// EffectOfAdjusting is how far the primary estimate moves by taking it into
	// account: by the model's term where Adjusted, else by leaving out its nights.
	EffectOfAdjusting *float64 `json:"effect_of_adjusting"`
	Statement         string   `json:"statement"`
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
			Name: w.word("ledger." + l.ID + ".name"), Direction: w.word("ledger." + l.ID + ".direction"), Measured: map[string]Measure{}, Statement: w.ledgerStatement(l)}
		for _, m := range l.Measured {
			if finite(m.Value) {
				row.Measured[m.Name] = Measure{Value: m.Value, Unit: m.Unit}
			}
		}
		out = append(out, row)
	}
	return out
}

// maxReasons is how many caveats one row of the ledger tells.
const maxReasons = 2

// ledgerStatement says one row: what stands out, what was found where nothing
// does, or that no file can tell.
func (w *writer) ledgerStatement(l analysis.LedgerRow) string {
	id := "ledger." + l.ID
	switch {
	case l.Status == analysis.LedgerNotRecorded:
		return w.wordOr(id+".unknown", w.word("ledger.unknown"))
	case l.Status == analysis.LedgerFired && len(l.Caveats) > 0:
		var out []string
		for _, c := range l.Caveats[:min(maxReasons, len(l.Caveats))] {
			out = append(out, w.say("caveat."+c.ID+".statement", w.caveatValues(c)))
		}
		return strings.Join(out, " ")
	}
	v := w.caveatValues(analysis.Caveat{ID: l.ID, Measured: l.Measured, Words: l.Words})
	if l.Status == analysis.LedgerFired && has(id+".fired") {
		return w.say(id+".fired", v)
	} else if l.Status == analysis.LedgerFired {
		return w.say("caveat."+l.ID+".statement", v)
	}
	if len(l.Measured) == 0 && analysis.ComparesShares(l.ID) {
		return w.word("ledger.few")
	}
	return w.say(id+".silent", v)
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
