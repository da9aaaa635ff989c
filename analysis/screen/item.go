package screen

import (
	"math"
	"slices"
	"sort"

	"nof1/analysis/stats"
)

// Item is one logged thing, ready to be compared: the result of [Log.Item].
type Item struct {
	id      string
	kind    string
	timing  string
	column  []float64 // enters the fit: an estimate is per 1 of it; NaN on unknown nights
	step    *Step
	median  float64 // of column, for a rank
	neverNo bool    // the log never says no and has no 0
}

// Log collects what a person's files say about one item, by calendar night.
type Log struct {
	Name    string // as the user wrote it; "" for a catalogued item, which is named by its id
	Rated   bool   // a rating of the morning after
	OnScale bool   // points on a scale, or a clock time: 0 does not mean no

	id     string
	yes    []float64 // 1 or 0, NaN if unknown
	amount []float64 // NaN if unknown
	unit   string
	inUnit bool // unit was given, and may be ""
	mixed  bool // amounts in several units
}

// NewLog returns an empty log of the item with that id, for nights 0 to nights-1.
func NewLog(id string, nights int) *Log {
	l := &Log{id: id, yes: make([]float64, nights), amount: make([]float64, nights)}
	for i := range l.yes {
		l.yes[i], l.amount[i] = math.NaN(), math.NaN()
	}
	return l
}

// Answer records whether the item happened before a night. A yes of the same
// night wins. A night outside the log is ignored.
func (l *Log) Answer(night int, yes bool) {
	if night < 0 || night >= len(l.yes) {
		return
	}
	switch {
	case yes:
		l.yes[night] = 1
	case math.IsNaN(l.yes[night]):
		l.yes[night] = 0
	}
}

// Add records an amount. Amounts of the same night add up. A night outside the
// log is ignored.
func (l *Log) Add(night int, amount float64, unit string) {
	if night < 0 || night >= len(l.yes) {
		return
	}
	l.measuredIn(unit)
	if math.IsNaN(l.amount[night]) {
		l.amount[night] = 0
	}
	l.amount[night] += amount
}

// Measure records the values of a series, one per night, NaN if missing. They
// replace amounts added before.
func (l *Log) Measure(values []float64, unit string) {
	l.measuredIn(unit)
	for i, v := range values {
		if !math.IsNaN(v) {
			l.amount[i] = v
		}
	}
}

func (l *Log) measuredIn(unit string) {
	l.mixed = l.mixed || l.inUnit && unit != l.unit
	l.unit, l.inUnit = unit, true
}

// Item decides from the logged values alone how the item is compared:
//   - by rank: points on a scale, values below 0, and amounts that differ on
//     nearly every night;
//   - by dose: amounts that differ, with at least ten nights without any;
//   - by yes and no: everything else.
//
// It returns false if no night is known.
func (l *Log) Item() (Item, bool) {
	out := Item{id: l.Name, timing: BeforeNight}
	if out.id == "" {
		out.id = l.id
	}
	if l.Rated {
		out.timing = AfterNight
	}
	values := l.amounts()
	if values == nil {
		out.column, out.kind = l.answers(), KindYesNo
	} else {
		out.column, out.kind = values, kindOf(values, l.OnScale)
	}
	known, zeros, amounts := parts(out.column)
	if len(known) == 0 {
		return Item{}, false
	}
	out.neverNo = !l.OnScale && zeros == 0 && out.kind != KindRank
	switch out.kind {
	case KindYesNo:
		for i, v := range out.column {
			if v > 0 {
				out.column[i] = 1
			}
		}
	case KindDose:
		usual := stats.Median(amounts)
		out.step = &Step{High: usual, Unit: l.unit}
		for i := range out.column {
			out.column[i] /= usual
		}
	case KindRank:
		out.step = &Step{Low: stats.Quantile7(known, .25), High: stats.Quantile7(known, .75), Unit: l.unit}
		out.column = ranked(out.column)
		out.median = stats.Median(out.column)
	}
	return out, true
}

// amounts returns the amount of every night, 0 where the answer is no. It returns
// nil if there are no amounts, a yes has no amount, or they have several units.
func (l *Log) amounts() []float64 {
	if l.mixed {
		return nil
	}
	out, found := slices.Clone(l.amount), false
	for i, v := range out {
		switch {
		case !math.IsNaN(v):
			found = true
		case l.yes[i] == 1:
			return nil
		case l.yes[i] == 0:
			out[i] = 0
		}
	}
	if !found {
		return nil
	}
	return out
}

// answers returns 1 for yes and 0 for no, one per night. An amount above 0 is a
// yes, and 0 a no unless the answer is yes.
func (l *Log) answers() []float64 {
	out := slices.Clone(l.yes)
	for i, v := range l.amount {
		switch {
		case v > 0:
			out[i] = 1
		case v == 0 && math.IsNaN(out[i]):
			out[i] = 0
		}
	}
	return out
}

// kindOf returns the kind of an item with these values, by the rules of [Log.Item].
func kindOf(values []float64, scale bool) string {
	_, zeros, amounts := parts(values)
	if scale || len(amounts) > 0 && slices.Min(amounts) < 0 {
		return KindRank
	}
	differ := len(amounts) > 0 && slices.Max(amounts) > slices.Min(amounts)
	switch {
	case !differ:
		return KindYesNo
	case zeros < MinNights && len(amounts) >= 2*MinNights:
		return KindRank
	}
	return KindDose
}

// parts returns the values that are not NaN, how many are 0, and the others.
func parts(values []float64) (known []float64, zeros int, amounts []float64) {
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		known = append(known, v)
		if v == 0 {
			zeros++
		} else {
			amounts = append(amounts, v)
		}
	}
	return known, zeros, amounts
}

// ranked returns the mid-ranks of values, scaled so that the step from the lower
// to the upper quartile is 1: about -1 for the lowest, 1 for the highest, NaN
// where the value is.
func ranked(values []float64) []float64 {
	var order []int
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.NaN()
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return values[order[a]] < values[order[b]] })
	n := float64(len(order))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		rank := float64(from+to) / (2 * n) // mid-rank as a share of all
		for _, i := range order[from:to] {
			out[i] = 2*rank - 1
		}
		from = to
	}
	return out
}

// high reports whether a night counts as one with the item.
func (it Item) high(i int) bool {
	if it.kind == KindRank {
		return it.column[i] > it.median
	}
	return it.column[i] > 0
}

// sides returns the numbers of nights with and without the item.
func (it Item) sides(rows []int) (with, without int) {
	for _, i := range rows {
		if it.high(i) {
			with++
		}
	}
	return with, len(rows) - with
}

// without returns the nights without the item.
func (it Item) without(rows []int) (out []int) {
	for _, i := range rows {
		if !it.high(i) {
			out = append(out, i)
		}
	}
	return out
}

// stretches returns the number of runs of known nights with the item.
func (it Item) stretches(rows []int) (n int) {
	last := false
	for _, i := range rows {
		high := it.high(i)
		if high && !last {
			n++
		}
		last = high
	}
	return n
}
