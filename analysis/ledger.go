package analysis

import (
	"slices"

	"nof1/analysis/stats"
)

// LedgerStatus is what became of looking at one row of the ledger.
type LedgerStatus string

// The states.
const (
	LedgerFired       LedgerStatus = "fired"
	LedgerSilent      LedgerStatus = "silent"       // looked at, nothing to say
	LedgerNotRecorded LedgerStatus = "not_recorded" // the files cannot tell
)

// LedgerRow is one thing that could explain a difference instead, looked at or
// not. A silent row is no proof that it played no part.
type LedgerRow struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Role      LedgerRole   `json:"role"`
	Direction string       `json:"direction"` // which way it pushes
	Status    LedgerStatus `json:"status"`
	Measured  Measures     `json:"measured"` // also of a silent row
	Adjusted  bool         `json:"adjusted"` // the main model of the primary outcome takes it into account
	// EffectOfAdjusting is how far the primary estimate moves by taking the thing
	// into account, in its unit: where Adjusted, against a fit without that term,
	// else by leaving out the nights concerned. nil where nothing was refitted.
	EffectOfAdjusting *float64          `json:"effect_of_adjusting"`
	Statement         string            `json:"statement"`
	Words             map[string]string `json:"-"` // dates and names
	Caveats           []Caveat          `json:"-"` // those that make it stand out
}

// ledger is every row with what became of it, in the order reports tell it.
func (r review) ledger(f fired) []LedgerRow {
	caveats := map[string][]Caveat{}
	for _, c := range f.caveats {
		id := c.ID
		if d := doubtByID(c.ID); d.under != nil {
			id = d.under(r, c)
		}
		caveats[id] = append(caveats[id], c)
	}
	var out []LedgerRow
	for _, d := range byPlace(func(d doubt) int { return d.row }) {
		if d.only == "" || r.supplement == "" || r.supplement == d.only {
			out = append(out, r.ledgerRow(d, caveats[d.id]))
		}
	}
	return out
}

func (r review) ledgerRow(d doubt, caveats []Caveat) LedgerRow {
	found := r.findings[d.id]
	row := LedgerRow{ID: d.id, Role: d.role, Status: LedgerSilent, Measured: found.measured, Words: found.words, Caveats: caveats,
		Adjusted: d.term != "" && len(r.outcomes) > 0 && slices.Contains(r.outcomes[r.primary].AdjustedFor, d.term)}
	switch {
	case found.known && found.severity != "":
		row.Status = LedgerFired
		row.EffectOfAdjusting = r.leavingOut(found.drop)
	case len(caveats) > 0:
		row.Status = LedgerFired
		if found.severity == "" {
			row.Measured, row.Words = slices.Concat(caveats[0].Measured, row.Measured), caveats[0].Words
		}
	case !found.known:
		row.Status = LedgerNotRecorded
		row.Measured = nil // nothing was measured: a 0 would say something was
	}
	if row.Adjusted && row.Status != LedgerNotRecorded {
		row.EffectOfAdjusting = r.termsWork(d.term)
	}
	return row
}

// termsWork is how far the primary estimate moves by the model's term for
// weekdays, or by the one for a slow trend; nil where nothing was refitted.
func (r review) termsWork(term string) *float64 {
	if len(r.outcomes) == 0 || !r.estimated(r.primary) || r.outcomes[r.primary].Estimate == nil || r.fits[r.primary].method != "slowmix" {
		return nil
	}
	f := r.fits[r.primary]
	rows := r.model.rows(f.off, f.on)
	rows.NoWeekday, rows.NoTrend = term == "weekday", term == "trend"
	alt, ok := fitAlternative("", rows, stats.Select(r.candidates[r.primary].y, rows.Day), f.lambda, r.natural(r.primary))
	if !ok {
		return nil
	}
	return new(*r.outcomes[r.primary].Estimate - alt.Estimate)
}

// leavingOut is how far the primary estimate moves without some nights.
func (r review) leavingOut(drop map[int]bool) *float64 {
	if len(drop) == 0 || len(r.outcomes) == 0 || !r.estimated(r.primary) || r.outcomes[r.primary].Estimate == nil {
		return nil
	}
	alt, ok := r.without(r.primary, "", drop)
	if !ok {
		return nil
	}
	return new(alt.Estimate - *r.outcomes[r.primary].Estimate)
}
