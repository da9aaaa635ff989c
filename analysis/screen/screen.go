// Package screen compares everything a person logged with every outcome of the
// same night: the section of a report on what goes along with better and worse
// nights. It finds associations and gives no verdicts.
//
//	log := screen.NewLog("alcohol", nights) // one Log for each logged thing
//	log.Add(3, 20, "g")                     // 20 g in the evening before night 3
//	log.Answer(4, false)                    // none before night 4
//	item, ok := log.Item()                  // ok is false if nothing is known
//	rows := screen.Run(screen.Input{Outcomes: outcomes, Items: []screen.Item{item}})
//
// Nights are indices of calendar nights from 0, the same for items and outcomes.
// A night without an entry is unknown, never a no. The p-values of all rows are
// adjusted together, and rows that cannot mean anything are not tested: see
// [Association].Reasons.
package screen

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// Q is the share of false rows that is accepted among the shown ones (Benjamini
// and Hochberg 1995).
const Q = 0.10

// The kinds of an association.
const (
	KindYesNo = "yes_no" // nights with the item against nights without
	KindDose  = "dose"   // per usual amount; none counts as 0
	KindRank  = "rank"   // from the lower to the upper quartile of the item's values
)

// The order of an item and the outcome of its night.
const (
	BeforeNight = "before_night" // something of the day or evening before
	AfterNight  = "after_night"  // a rating of the morning after
)

// Association is one logged item against one outcome of the same night. Pointers
// are nil where nothing was computed.
type Association struct {
	Item    string `json:"item"` // id of a catalogued item ("alcohol"), else as the user wrote it; untrusted
	Kind    string `json:"kind"`
	Timing  string `json:"timing"`
	Outcome string `json:"outcome"` // metric id
	Lag     int    `json:"lag"`     // nights from the item's own night to the outcome's: always 0

	// Nights used with and without the item, and nights with the outcome on which
	// the item is unknown. Of a rank: above its median, and at or below it.
	NWith    int `json:"n_with"`
	NWithout int `json:"n_without"`
	NUnknown int `json:"n_unknown"`

	Unit        string      `json:"unit"`         // of the outcome
	Step        *Step       `json:"per"`          // the step of a dose or rank; nil for yes and no
	Estimate    *float64    `json:"estimate"`     // change per event or per Step, in Unit
	EstimatePct *float64    `json:"estimate_pct"` // of the mean without the item (rank: of the mean)
	CI95        *[2]float64 `json:"ci95"`
	P           *float64    `json:"p"`
	Q           *float64    `json:"q"`       // P adjusted over the whole grid
	Size        *float64    `json:"margins"` // |Estimate| over the smallest change worth having
	Shown       bool        `json:"shown"`
	Reasons     []string    `json:"reasons"`   // ids: why there is no estimate, or why it is not shown
	Together    []string    `json:"together"`  // items on so nearly the same nights that the association may be theirs
	ReverseP    *float64    `json:"reverse_p"` // of "the night comes first", for shown items before the night
}

// Step is the step of an item that an estimate is for.
type Step struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Unit string  `json:"unit"` // of the item; "" if unknown
}

// Outcome is one measured outcome.
type Outcome struct {
	Metric record.Metric
	Y      []float64 // analysis scale, one per calendar night, NaN if missing or of another device
	Reason string    // why the outcome cannot be analysed, or ""

	// VarianceFactor widens the interval as that of a before/after which is not
	// checked against the person's own past; 1 leaves it as fitted.
	VarianceFactor float64
	// Margin returns the smallest change worth having, in the unit of the metric,
	// given the mean in that unit and the SD of a night on the analysis scale; nil
	// if there is none.
	Margin func(mean, sd float64) *float64
}

// Input is what is compared.
type Input struct {
	Outcomes []Outcome
	Items    []Item // in the order of their ids
	Weekday0 int    // weekday of night 0, Sunday 0

	// Supplement is the supplement under test, "" if there is none. Its rows are
	// the report's own answers, so that the screen never says more than the
	// verdict, and take part in the adjustment of the p-values.
	Supplement string
	Taken      []float64 // 1 taken, 0 not, NaN unknown, one per calendar night
	Answers    []Association
}

// Run tests every item against every outcome. Each test uses the error model of a
// report, adjusted for trend and weekday. Shown rows come first, the largest in
// margins first, then the other tested ones, the smallest p first, then the rest
// in the order of the items. Rows of [Input].Answers keep their reasons and
// estimates.
func Run(in Input) []Association {
	out := append(slices.Clone(in.Answers), in.associations()...)
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
		a.Q = &q
		a.Shown = q <= Q && len(a.Reasons) == 0
	}
	in.together(out)
	in.reverse(out)
	slices.SortStableFunc(out, compareRows)
	return out
}

// compareRows orders the rows as [Run] describes.
func compareRows(a, b Association) int {
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

// Size returns |estimate| in multiples of margin, or 0 if that is not a number.
func Size(estimate, margin float64) *float64 {
	if size := math.Abs(estimate) / margin; stats.Finite(size) {
		return &size
	}
	return new(0.0)
}

// Smallest returns the smallest change worth having in the unit of the outcome,
// about mean: the margin of the outcome, or half the SD of a night if it has
// none. y holds its values on the analysis scale, one per row, without NaN.
func (o Outcome) Smallest(mean float64, rows stats.Rows, y []float64) float64 {
	sd := stats.DetrendedSD(rows, y)
	if m := o.Margin(mean, sd); m != nil && *m > 0 {
		return *m
	}
	return math.Abs(scales.Natural(o.Metric.Scale, mean, 0.5*sd))
}

// reverse tests for every shown item before the night whether the night may come
// first: whether the outcome of a night goes along with the item of the next day.
func (in Input) reverse(as []Association) {
	for i := range as {
		a := &as[i]
		if !a.Shown || a.Timing != BeforeNight {
			continue
		}
		for _, it := range in.Items {
			if it.id != a.Item {
				continue
			}
			for _, o := range in.Outcomes {
				if o.Metric.ID != a.Outcome {
					continue
				}
				if _, p, ok := stats.LeadTest(o.Y, it.column, in.Weekday0); ok && stats.Finite(p) {
					a.ReverseP = &p
				}
			}
		}
	}
}
