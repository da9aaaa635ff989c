package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"nof1/analysis/nightly"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// ScreenQ is the expected share of false rows among the shown ones that the
// screen allows (Benjamini and Hochberg 1995).
const ScreenQ = 0.10

// The kinds of an association.
const (
	KindYesNo = "yes_no" // nights with it against nights without
	KindDose  = "dose"   // per usual amount, none counting as 0
	KindRank  = "rank"   // from the lower to the upper quarter of its values
)

// The order of an item and the outcome of its night.
const (
	BeforeNight = "before_night" // something of the day or evening before
	AfterNight  = "after_night"  // a rating of the morning after
)

// Association is one logged item against one outcome of the same night: a row
// of a screen, not a verdict. Pointers are nil where nothing was computed.
type Association struct {
	Item    string `json:"item"` // id where known ("alcohol"), else as the user wrote it; untrusted
	Kind    string `json:"kind"`
	Timing  string `json:"timing"`
	Outcome string `json:"outcome"` // metric id
	Lag     int    `json:"lag"`     // nights from the item's own night to the outcome's: always 0

	// Nights used with and without it, and nights with the outcome on which the
	// item is unknown. Of a rank: above its median, and at or below it.
	NWith    int `json:"n_with"`
	NWithout int `json:"n_without"`
	NUnknown int `json:"n_unknown"`

	Unit        string      `json:"unit"`         // of the outcome
	Step        *Step       `json:"per"`          // what a dose or rank is per; nil for yes and no
	Estimate    *float64    `json:"estimate"`     // per event or per Step
	EstimatePct *float64    `json:"estimate_pct"` // of the mean without it (rank: of the mean)
	CI95        *[2]float64 `json:"ci95"`
	P           *float64    `json:"p"`
	Q           *float64    `json:"q"`       // of P, over the whole grid
	Size        *float64    `json:"margins"` // |Estimate| over the smallest change worth having
	Shown       bool        `json:"shown"`
	Reasons     []string    `json:"reasons"`   // ids: why there is no estimate, or why it is not shown
	Together    []string    `json:"together"`  // items whose nights are so alike that this may be theirs
	ReverseP    *float64    `json:"reverse_p"` // of "the night comes first", for shown items before the night
}

// Step is the step of an item that an estimate is for.
type Step struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Unit string  `json:"unit"` // of the item, "" where none is known
}

// screen holds what the associations of one person share.
type screen struct {
	table      *nightly.Table
	model      model
	candidates []candidate
	breaks     []record.Break
	outcomes   []Outcome
	supplement string
	primary    string
	settings   Settings
}

// run tests every item against every outcome at lag 0, each by the error model
// of the report (trend and weekday adjusted), stretched by the factor a
// before/after gets that is not checked against the person's own past. The rows
// of the supplement under test are the report's own answers. Shown rows come
// first, largest against the margin first; then the tested, smallest p first;
// then the rest in the order of items and outcomes.
func (s screen) run(items []item) []Association {
	out := s.answered()
	out = append(out, s.associations(items)...)
	ps := make([]float64, len(out))
	for i, a := range out {
		ps[i] = math.NaN()
		if a.P != nil {
			ps[i] = *a.P
		}
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		a := &out[i]
		if a.P == nil {
			continue
		}
		a.Q = pointer(q)
		a.Shown = q <= ScreenQ && len(a.Reasons) == 0
	}
	s.together(out, items)
	s.reverse(out, items)
	slices.SortStableFunc(out, before)
	return out
}

func before(a, b Association) int {
	rank := func(a Association) int {
		switch {
		case a.Shown:
			return 0
		case a.P != nil:
			return 1
		}
		return 2
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	switch {
	case a.Shown && *a.Size != *b.Size:
		return cmp.Compare(*b.Size, *a.Size)
	case !a.Shown && a.P != nil && *a.P != *b.P:
		return cmp.Compare(*a.P, *b.P)
	}
	return strings.Compare(a.Item, b.Item)
}

// answered is the supplement under test against every outcome: the report's
// own estimates, so that the screen never says more than the verdict.
func (s screen) answered() []Association {
	if s.supplement == "" || s.model.arrange.design == DesignNone {
		return nil
	}
	var out []Association
	for i, o := range s.outcomes {
		a := Association{Item: s.supplement, Kind: KindYesNo, Timing: BeforeNight, Outcome: o.Metric, Unit: o.Unit, NWith: o.NOn, NWithout: o.NOff}
		for k, y := range s.candidates[i].raw {
			if !math.IsNaN(y) && s.model.exposure[k].Taken == record.TakenUnknown {
				a.NUnknown++
			}
		}
		switch v := o.Verdict; {
		case o.P == nil || o.Estimate == nil:
			a.Reasons = []string{cmp.Or(string(v.Reason), "not_estimable")}
		default:
			a.Estimate, a.EstimatePct, a.CI95, a.P = o.Estimate, o.EstimatePct, o.CI95, o.P
			a.Size = s.size(s.candidates[i], *o.Estimate, *o.MeanOff, fitRows(s.candidates[i].y, nil), o.Margin)
			if v.Code != CodeHigher && v.Code != CodeLower {
				a.Reasons = []string{"not_claimed"}
			}
		}
		out = append(out, a)
	}
	return out
}

// size is an estimate over the smallest change worth having, 0 where that is
// not known.
func (s screen) size(c candidate, estimate, mean float64, rows []int, known *float64) *float64 {
	margin := s.margin(c, mean, rows)
	if known != nil {
		margin = *known
	}
	if size := math.Abs(estimate) / margin; finite(size) {
		return &size
	}
	return pointer(0.0)
}

// margin is the smallest change worth having, else half a night-to-night SD, in
// the unit of the outcome.
func (s screen) margin(c candidate, mean float64, rows []int) float64 {
	sd := stats.DetrendedSD(stats.Rows{Day: rows, Weekday0: s.model.weekday0}, at(c.y, rows))
	role := RoleExploratory
	if c.metric.ID == s.primary {
		role = RolePrimary
	}
	if m := margin(c.metric, mean, fitted{baselineSD: sd}, role, s.settings); m != nil && *m > 0 {
		return *m
	}
	return math.Abs(natural(c.metric.Scale, mean, 0.5*sd))
}

// reverse asks of every shown item before the night whether the night comes
// first: whether the item of the next day goes with tonight's outcome.
func (s screen) reverse(as []Association, items []item) {
	for i := range as {
		a := &as[i]
		if !a.Shown || a.Timing != BeforeNight {
			continue
		}
		for _, it := range items {
			if it.id != a.Item {
				continue
			}
			for _, c := range s.candidates {
				if c.metric.ID != a.Outcome {
					continue
				}
				if _, p, ok := stats.LeadTest(s.segment(c), it.column, s.model.weekday0); ok && finite(p) {
					a.ReverseP = pointer(p)
				}
			}
		}
	}
}
