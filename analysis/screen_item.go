package analysis

import (
	"math"
	"slices"
	"sort"

	"nof1/analysis/stats"
)

// item is one logged thing with one value a calendar night, NaN where it is not
// known.
type item struct {
	id      string
	kind    string
	timing  string
	column  []float64 // what enters the fit: 1 unit is what an estimate is per
	step    *Step
	median  float64 // of column, of a rank
	neverNo bool    // the log never says no and has no 0
}

// logged collects what the files say of one item, by calendar night.
type logged struct {
	id     string
	name   string    // as written, where the id is not one of ours
	yes    []float64 // 1 or 0, NaN unknown
	amount []float64 // NaN unknown
	unit   string
	inUnit bool // unit is known, though it may be ""
	scale  bool // a point on a scale or a clock time: 0 is not "no"
	rated  bool // a rating of the morning after
	mixed  bool // amounts in several units, or some without
}

func newLogged(id string, nights int) *logged {
	l := &logged{id: id, yes: make([]float64, nights), amount: make([]float64, nights)}
	for i := range l.yes {
		l.yes[i], l.amount[i] = math.NaN(), math.NaN()
	}
	return l
}

// answer notes a yes or no: a yes of the same night wins.
func (l *logged) answer(i int, yes bool) {
	if i < 0 || i >= len(l.yes) {
		return
	}
	switch {
	case yes:
		l.yes[i] = 1
	case math.IsNaN(l.yes[i]):
		l.yes[i] = 0
	}
}

// add notes an amount: amounts of the same night add up.
func (l *logged) add(i int, amount float64, unit string) {
	if i < 0 || i >= len(l.yes) {
		return
	}
	l.measuredIn(unit)
	if math.IsNaN(l.amount[i]) {
		l.amount[i] = 0
	}
	l.amount[i] += amount
}

// measuredIn notes the unit of an amount.
func (l *logged) measuredIn(unit string) {
	l.mixed = l.mixed || l.inUnit && unit != l.unit
	l.unit, l.inUnit = unit, true
}

// item decides, from the item's own values alone, how it is compared: points on
// a scale, and values below 0, by rank; amounts by dose where at least ten nights have none and the
// amounts differ, by rank where nearly every night has some; all else by yes
// and no. The bool is false for an item nothing is known of.
func (l *logged) item() (item, bool) {
	out := item{id: l.name, timing: BeforeNight}
	if out.id == "" {
		out.id = l.id
	}
	if l.rated {
		out.timing = AfterNight
	}
	values := l.amounts()
	if values == nil {
		out.column, out.kind = l.answers(), KindYesNo
	} else {
		out.column, out.kind = values, kindOf(values, l.scale)
	}
	known, zeros, amounts := parts(out.column)
	if len(known) == 0 {
		return item{}, false
	}
	out.neverNo = !l.scale && zeros == 0 && out.kind != KindRank
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

// amounts are the amounts of every night, 0 where the answer is no; nil where
// there are none, some yes has none, or they are in several units.
func (l *logged) amounts() []float64 {
	if l.mixed {
		return nil
	}
	out, some := slices.Clone(l.amount), false
	for i, v := range out {
		switch {
		case !math.IsNaN(v):
			some = true
		case l.yes[i] == 1:
			return nil
		case l.yes[i] == 0:
			out[i] = 0
		}
	}
	if !some {
		return nil
	}
	return out
}

// answers are yes and no of every night; an amount above 0 is a yes.
func (l *logged) answers() []float64 {
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

func kindOf(values []float64, scale bool) string {
	_, zeros, amounts := parts(values)
	if scale || len(amounts) > 0 && slices.Min(amounts) < 0 {
		return KindRank
	}
	differ := len(amounts) > 0 && slices.Max(amounts) > slices.Min(amounts)
	switch {
	case !differ:
		return KindYesNo
	case zeros < minScreened && len(amounts) >= 2*minScreened:
		return KindRank
	}
	return KindDose
}

// parts splits values into those known, the number of zeros and the rest.
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

// ranked replaces values by their mid-ranks, scaled so that the step from the
// lower to the upper quarter of them is 1: -1 the lowest, 1 the highest.
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

// high tells whether a night counts as one with the item.
func (it item) high(i int) bool {
	if it.kind == KindRank {
		return it.column[i] > it.median
	}
	return it.column[i] > 0
}

// sides counts the nights with and without.
func (it item) sides(rows []int) (with, without int) {
	for _, i := range rows {
		if it.high(i) {
			with++
		}
	}
	return with, len(rows) - with
}

// without lists the nights without the item.
func (it item) without(rows []int) (out []int) {
	for _, i := range rows {
		if !it.high(i) {
			out = append(out, i)
		}
	}
	return out
}

// stretches counts the runs of known nights with the item.
func (it item) stretches(rows []int) (n int) {
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
