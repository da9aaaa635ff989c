package analysis

import (
	"slices"

	"nof1/analysis/stats"
)

// LedgerStatus is the result of checking one row of the ledger.
type LedgerStatus string

// The results of a check.
const (
	LedgerFired       LedgerStatus = "fired"
	LedgerSilent      LedgerStatus = "silent"       // checked, nothing to report
	LedgerNotRecorded LedgerStatus = "not_recorded" // the files do not say
)

// LedgerRow is one thing that could explain a difference instead of the supplement,
// checked or not. A silent row does not prove that it played no part.
type LedgerRow struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Role      LedgerRole   `json:"role"`
	Direction string       `json:"direction"` // which way it pushes
	Status    LedgerStatus `json:"status"`
	Measured  Measures     `json:"measured"` // also of a silent row
	Adjusted  bool         `json:"adjusted"` // the main model of the primary outcome takes it into account
	// EffectOfAdjusting is the change of the primary estimate, in its unit, by taking
	// the thing into account: from a fit without the term if Adjusted, else by leaving
	// out the nights concerned. nil if nothing was refitted.
	EffectOfAdjusting *float64          `json:"effect_of_adjusting"`
	Statement         string            `json:"statement"`
	Words             map[string]string `json:"-"` // dates and names
	Caveats           []Caveat          `json:"-"` // those the row fired for
}

// ledger returns every row with its result, in the order of a report.
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

// ledgerRow returns the row of a doubt, with its caveats among those given.
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
		row.Measured = nil // a 0 would be a measurement
	}
	if row.Adjusted && row.Status != LedgerNotRecorded {
		row.EffectOfAdjusting = r.termsWork(d.term)
	}
	return row
}

// termsWork returns the change of the primary estimate by the term of the model for
// weekdays or for a slow trend, or nil if nothing was refitted.
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

// leavingOut returns the change of the primary estimate without some nights, or nil.
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
