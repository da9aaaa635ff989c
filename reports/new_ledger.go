package reports

import (
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
)

// sayLedger writes the name of every confounder and what looking at it found.
func (w *writer) sayLedger() {
	for i := range w.res.Ledger {
		l := &w.res.Ledger[i]
		l.Name, l.Direction = w.Word("ledger."+l.ID+".name"), w.Word("ledger."+l.ID+".direction")
		l.Statement = w.ledgerStatement(*l)
	}
}

// maxReasons is how many caveats one row of the ledger repeats.
const maxReasons = 2

// ledgerStatement returns the sentence of one row: the caveats that fired, else what was
// found, else that no file records it.
func (w *writer) ledgerStatement(l analysis.LedgerRow) string {
	id := "ledger." + l.ID
	switch {
	case l.Status == analysis.LedgerNotRecorded:
		return w.WordOr(id+".unknown", w.Word("ledger.unknown"))
	case l.Status == analysis.LedgerFired && len(l.Caveats) > 0:
		var out []string
		for _, c := range l.Caveats[:min(maxReasons, len(l.Caveats))] {
			out = append(out, w.Say("caveat."+c.ID+".statement", w.caveatValues(c)))
		}
		return strings.Join(out, " ")
	}
	v := w.caveatValues(analysis.Caveat{ID: l.ID, Measured: l.Measured, Words: l.Words})
	if l.Status == analysis.LedgerFired && words.Has(id+".fired") {
		return w.Say(id+".fired", v)
	} else if l.Status == analysis.LedgerFired {
		return w.Say("caveat."+l.ID+".statement", v)
	}
	if len(l.Measured) == 0 && analysis.ComparesShares(l.ID) {
		return w.Word("ledger.few")
	}
	return w.Say(id+".silent", v)
}

func (w *writer) sayHarms() {
	for i := range w.res.Harms {
		w.res.Harms[i].Statement = w.harm(w.res.Harms[i])
	}
}

// harm returns the sentence on one unwanted effect: not asked about is not "none".
func (w *writer) harm(h analysis.Harm) string {
	v := words.Values{"Name": w.Word("harm.name." + h.ID), "Asked": h.DaysAsked, "Yes": h.DaysYes, "YesOn": h.YesOn, "AskedOn": h.AskedOn}
	switch {
	case h.DaysAsked == 0:
		return w.Say("harm.not_asked", v)
	case h.DaysYes == 0:
		return w.Say("harm.none", v)
	}
	return w.Say("harm.some", v)
}

// sayEscalation writes the texts of help.
func (w *writer) sayEscalation() {
	for i := range w.res.Escalation {
		w.res.Escalation[i].Statement = w.Word("escalation." + w.res.Escalation[i].ID)
	}
}
