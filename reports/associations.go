package reports

import (
	"io"

	"nof1/analysis"
	"nof1/importers/record"
)

// CorrelateSchema is the name and version of the document of the screen alone.
const CorrelateSchema = "nof1.correlate/1"

// Association is one logged item against one outcome of the same night: a row
// of a screen, not a verdict.
type Association struct {
	Item        string      `json:"item"`
	Kind        string      `json:"kind"`   // yes_no, dose or rank
	Timing      string      `json:"timing"` // before_night or after_night
	Outcome     string      `json:"outcome"`
	Lag         int         `json:"lag"`
	NWith       int         `json:"n_with"` // of a rank: above its median
	NWithout    int         `json:"n_without"`
	NUnknown    int         `json:"n_unknown"`
	Unit        string      `json:"unit"` // of estimate and ci95
	Per         *Step       `json:"per"`  // what a dose or rank is per; null: with against without
	Estimate    *float64    `json:"estimate"`
	EstimatePct *float64    `json:"estimate_pct"`
	CI95        *[2]float64 `json:"ci95"`
	P           *float64    `json:"p"`
	Q           *float64    `json:"q"`
	Margins     *float64    `json:"margins"` // size of the estimate in smallest changes worth having
	Shown       bool        `json:"shown"`
	Reasons     []string    `json:"reasons"`
	Together    []string    `json:"together"`  // items on the same nights, which this may be as well
	ReverseP    *float64    `json:"reverse_p"` // of "the night comes first", for shown rows
}

// Step is the step of an item that an estimate is for.
type Step struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Unit string  `json:"unit"`
}

// correlate is the document of the screen alone.
type correlate struct {
	Schema       string        `json:"schema"`
	Grid         int           `json:"grid"` // pairs tested
	Associations []Association `json:"associations"`
}

// WriteAssociationsJSON writes the screen alone, as `nof1 correlate --json`.
func WriteAssociationsJSON(w io.Writer, r Report) error {
	return EncodeJSON(w, correlate{CorrelateSchema, grid(r.Associations), filled(r.Associations)}, "  ")
}

// grid is the number of pairs tested: q counts them all.
func grid(as []Association) (n int) {
	for _, a := range as {
		if a.P != nil {
			n++
		}
	}
	return n
}

func associations(in []analysis.Association) []Association {
	out := make([]Association, 0, len(in))
	for _, a := range in {
		m, _ := record.MetricByID(a.Outcome)
		row := Association{Item: a.Item, Kind: a.Kind, Timing: a.Timing, Outcome: a.Outcome, Lag: a.Lag,
			NWith: a.NWith, NWithout: a.NWithout, NUnknown: a.NUnknown, Unit: m.Unit,
			Estimate: known(a.Estimate), EstimatePct: known(a.EstimatePct), CI95: knownPair(a.CI95), P: known(a.P), Q: known(a.Q),
			Margins: known(a.Size), Shown: a.Shown, Reasons: filled(a.Reasons), Together: filled(a.Together), ReverseP: known(a.ReverseP)}
		if s := a.Step; s != nil && finite(s.Low) && finite(s.High) {
			row.Per = &Step{Low: s.Low, High: s.High, Unit: s.Unit}
		}
		out = append(out, row)
	}
	return out
}
