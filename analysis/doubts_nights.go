package analysis

import (
	"math"
	"slices"
	"sort"
	"strings"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// What the looks share: the nights compared, what was logged for them, and how often it
// happened on either side.

const (
	unequalRate = 1.5 // rate ratio worth naming
	minEvents   = 3   // with at least this many nights
	localWindow = 28  // nights on either side that say what is usual
)

// conditions returns the calendar nights that are compared, with a value or not:
// those of the used phases, or by the dose if it was taken as needed.
func (r review) conditions() (off, on []int) {
	if r.model.arrange.design == DesignAsNeeded {
		for i, e := range r.model.exposure {
			switch e.Taken {
			case record.TakenYes:
				on = append(on, i)
			case record.NotTaken:
				off = append(off, i)
			}
		}
		return off, on
	}
	return r.model.phaseRows(make([]float64, len(r.model.exposure)))
}

// span returns the first and the last compared row.
func (r review) span() (first, last int, ok bool) {
	off, on := r.conditions()
	if len(off) == 0 || len(on) == 0 {
		return 0, 0, false
	}
	return min(off[0], on[0]), max(off[len(off)-1], on[len(on)-1]), true
}

// inSpan returns the nights of a set between the first and the last compared one.
func (r review) inSpan(set map[int]bool) []int {
	first, last, ok := r.span()
	if !ok {
		return nil
	}
	return slices.DeleteFunc(rows(set), func(i int) bool { return i < first || i > last })
}

// tags holds the nights for which the files answer yes or no to something.
type tags struct {
	yes, no map[int]bool
}

func (t tags) any() bool { return len(t.yes)+len(t.no) > 0 }

// tagged gathers what the diary, the journal and the logs of other supplements
// say of items. An amount above 0, a yes and an entry without a value are a
// yes; a 0 and a no are a no. only filters entries by their moment.
func (r review) tagged(only func(record.Moment) bool, items ...string) tags {
	t := tags{map[int]bool{}, map[int]bool{}}
	clock := newNightClock(r.table)
	note := func(night record.Date, yes bool) {
		i := r.table.Index(night)
		switch {
		case i < 0:
		case yes:
			t.yes[i] = true
			delete(t.no, i)
		case !t.yes[i]:
			t.no[i] = true
		}
	}
	for _, e := range r.entries {
		if !slices.Contains(items, itemOf(e.Item)) || only != nil && !only(e.When) {
			continue
		}
		night := e.Night
		if !e.HasNight {
			night = clock.nightOf(e.When)
		}
		note(night, !e.HasValue || e.Value > 0)
	}
	for _, id := range items {
		for _, x := range r.log.others[id] {
			if only == nil || only(x.when) {
				note(clock.nightOf(x.when), x.taken == record.TakenYes)
			}
		}
	}
	return t
}

// itemOf returns the name of a diary item in the spelling of the lists of items.
func itemOf(item string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(item)), " ", "_")
}

// sharesOf returns the look at items that happen on some nights. The look compares
// their shares of the nights without and with the supplement.
func sharesOf(items ...string) func(review) finding {
	return func(r review) finding { return r.rates(r.tagged(nil, items...)) }
}

// eventsOf returns the look at rare items that affect reach nights after their own. The
// look fires if one of these is among the compared nights.
func eventsOf(reach int, items ...string) func(review) finding {
	return func(r review) finding { return r.events(r.tagged(nil, items...), reach) }
}

// shares compares how often something happened on nights without and with the
// supplement. If the log ever says "no", only answered nights count.
type shares struct {
	off, on   int // nights it happened on
	nOff, nOn int // nights that count
	p         float64
}

func (r review) shares(t tags) shares {
	var s shares
	off, on := r.conditions()
	count := func(nights []int) (yes, all int) {
		for _, i := range nights {
			if len(t.no) > 0 && !t.yes[i] && !t.no[i] {
				continue
			}
			all++
			if t.yes[i] {
				yes++
			}
		}
		return yes, all
	}
	s.off, s.nOff = count(off)
	s.on, s.nOn = count(on)
	s.p = stats.FisherExact(s.off, s.nOff-s.off, s.on, s.nOn-s.on)
	return s
}

// unequal applies the balance rule: a rate ratio above 1.5 (or below its
// inverse) with at least three nights, or nights in one condition only. The
// severity is Moderate if chance alone rarely gives the difference, else Minor. It
// returns "" if the shares are alike.
func (s shares) unequal() Severity {
	if s.off+s.on < minEvents || s.nOff == 0 || s.nOn == 0 {
		return ""
	}
	ratio := s.ratio()
	if s.off > 0 && s.on > 0 && ratio <= unequalRate && ratio >= 1/unequalRate {
		return ""
	}
	if s.p < significant {
		return Moderate
	}
	return Minor
}

// ratio returns the rate with over the rate without. Half a night is added to each count
// if one is 0.
func (s shares) ratio() float64 {
	a, b := float64(s.off), float64(s.on)
	if s.off == 0 || s.on == 0 {
		a, b = a+.5, b+.5
	}
	return (b / float64(s.nOn)) / (a / float64(s.nOff))
}

func (s shares) measured() []Measure {
	if s.nOff == 0 || s.nOn == 0 {
		return nil
	}
	return []Measure{{"share_off", 100 * float64(s.off) / float64(s.nOff), "%"}, {"share_on", 100 * float64(s.on) / float64(s.nOn), "%"},
		{"events_off", float64(s.off), "nights"}, {"events_on", float64(s.on), "nights"},
		{"nights_off", float64(s.nOff), "nights"}, {"nights_on", float64(s.nOn), "nights"},
		{"rate_ratio", s.ratio(), ""}, {"p", s.p, ""}}
}

// rates returns the finding on something that happens on some nights.
func (r review) rates(t tags) finding {
	s := r.shares(t)
	return finding{known: t.any(), severity: s.unequal(), measured: s.measured(), nights: r.inSpan(t.yes), drop: t.yes}
}

// events returns the finding on something rare. It fires if the nights it may affect are
// among the compared ones, and names the first of its own nights there, or its
// first of all.
func (r review) events(t tags, reach int) finding {
	touched := after(t.yes, reach)
	inside := r.inSpan(touched)
	s := r.shares(tags{yes: touched})
	f := finding{known: t.any(), measured: s.measured(), nights: inside, drop: touched}
	if s.off+s.on > 0 {
		f.severity = Minor
		own := rows(t.yes)
		first := max(0, slices.IndexFunc(own, func(i int) bool { return slices.Contains(inside, i) }))
		f.words = map[string]string{"date": r.table.Night(own[first]).String()}
	}
	return f
}

// compared are the observed nights of a series on either side.
type compared struct {
	ys              []float64 // the whole series, NaN where missing
	off, on         []float64
	meanOff, meanOn float64
}

// compare splits the used series of a metric by the supplement. It returns false if it
// has fewer nights than least, or fewer than minCompared on a side.
func (r review) compare(metric string, least int) (compared, bool) {
	ys, ok := r.primarySeries(metric, least)
	if !ok {
		return compared{}, false
	}
	off, on := r.model.sides(ys)
	if len(off) < minCompared || len(on) < minCompared {
		return compared{}, false
	}
	return compared{ys, off, on, stat.Mean(off, nil), stat.Mean(on, nil)}, true
}

// primarySeries returns the used series of a metric, NaN if missing. It returns
// false if the series has fewer nights than least.
func (r review) primarySeries(metric string, least int) ([]float64, bool) {
	source, ok := r.table.Primary(metric)
	if !ok || r.table.Nights(metric, source) < least {
		return nil, false
	}
	return r.table.Calendar(metric, source), true
}

// departures returns the differences from the median of the nights around each night,
// and their robust SD (1.4826 MAD).
func departures(ys []float64) (out []float64, sd float64) {
	out = make([]float64, len(ys))
	var known []float64
	for i, y := range ys {
		out[i] = math.NaN()
		if math.IsNaN(y) {
			continue
		}
		_, near := observed(ys[max(0, i-localWindow):min(len(ys), i+localWindow+1)])
		out[i] = y - stats.Median(near)
		known = append(known, math.Abs(out[i]))
	}
	if len(known) == 0 {
		return out, 0
	}
	return out, madToSD * stats.Median(known)
}

// nightsWhere returns the nights for whose value so returns true.
func nightsWhere(ys []float64, so func(float64) bool) map[int]bool {
	out := map[int]bool{}
	for i, y := range ys {
		if so(y) {
			out[i] = true
		}
	}
	return out
}

// rows returns the nights of a set in order.
func rows(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for i := range set {
		out = append(out, i)
	}
	sort.Ints(out)
	return out
}

// union returns the nights that are in any of the sets.
func union(sets ...map[int]bool) map[int]bool {
	out := map[int]bool{}
	for _, set := range sets {
		for i := range set {
			out[i] = true
		}
	}
	return out
}

// after adds the n nights that follow each night of a set.
func after(set map[int]bool, n int) map[int]bool {
	out := map[int]bool{}
	for i := range set {
		for d := i; d <= i+n; d++ {
			out[d] = true
		}
	}
	return out
}

// inARow keeps the nights in runs of at least n.
func inARow(flag map[int]bool, n int) map[int]bool {
	out := map[int]bool{}
	for i := range flag {
		length := 1
		for d := i - 1; flag[d]; d-- {
			length++
		}
		for d := i + 1; flag[d]; d++ {
			length++
		}
		if length >= n {
			out[i] = true
		}
	}
	return out
}

// runsIn counts the runs of consecutive nights.
func runsIn(set map[int]bool) (n int) {
	for i := range set {
		if !set[i-1] {
			n++
		}
	}
	return n
}
