package apple

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// run gathers what the nights are made of: sleep intervals, single samples in 12
// bytes each, and sums of quarter hours for what is counted by the day. All are kept
// by instant, because the zones may be at the end of the file.
type run struct {
	files     []string
	file      uint16 // index of the current one
	instants  instants
	sources   sources
	zones     zones
	intervals []interval
	spots     map[spotKey]*spotList
	daily     []daily
	windows   []datedNight   // sleeps already emitted, for the samples within them
	zone      *time.Location // the one the user named, else nil
	ownOffset bool           // times carry the offset of their own day
	pages     map[pageKey]*dayPage
	last      [2]struct { // the page used last, of steps and of energy
		key  pageKey
		page *dayPage
	}
	problems int
}

// interval is one sleep record. Times are seconds since 1970.
type interval struct {
	start, end uint32
	line       uint32
	file       uint16
	source     uint16
	stage      stage
	zone       uint8 // index into zones, 0 if the record names no zone
	offset     int8  // of the written times, in quarter hours
}

// spot is one sample, in millionths of the metric's unit: Apple writes up to six
// decimals, which this keeps exactly.
type spot struct {
	at, line uint32
	value    uint32
}

const spotScale = 1e6

type spotKey struct {
	kind         kind
	source, file uint16
}

// spotList is a list in pieces, so that growing it copies nothing.
type spotList struct {
	pieces [][]spot
	n      int
}

const spotPiece = 4096

func (l *spotList) add(s spot) {
	if l.n%spotPiece == 0 {
		l.pieces = append(l.pieces, make([]spot, 0, min(spotPiece, max(64, l.n))))
	}
	last := len(l.pieces) - 1
	l.pieces[last] = append(l.pieces[last], s)
	l.n++
}

// daily is a value of a whole day.
type daily struct {
	kind         kind
	source, file uint16
	start, end   uint32
	line         uint32
	offset       int8
	value        float64
	raw, unit    string
}

type pageKey struct {
	kind   kind
	source uint16
	day    uint16 // UTC, since 1970
}

const (
	quarterHour = 15 * 60
	quarters    = record.SecondsPerDay / quarterHour
)

// dayPage is one UTC day of a counted quantity, by the quarter hour: the offset of
// every zone is a whole number of them.
type dayPage struct {
	sums [quarters]float32
	line uint32
	file uint16
}

func newRun() *run {
	return &run{spots: map[spotKey]*spotList{}, pages: map[pageKey]*dayPage{},
		sources: newSources(), zones: newZones()}
}

// begin names the file of the records to come.
func (a *run) begin(path string) {
	a.files = append(a.files, path)
	a.file = uint16(min(len(a.files)-1, math.MaxUint16))
	a.problems = 0
}

func (a *run) pos(file uint16, line uint32) record.Pos {
	return record.Pos{File: a.files[file], Line: int(line)}
}

// problems is how many problems of one file are reported one by one.
const problems = 100

func (a *run) problem(line int, message string, sink importers.Sink) {
	a.problems++
	pos := record.Pos{File: a.files[a.file], Line: line}
	switch {
	case a.problems <= problems:
		sink.Problem(record.Problem{Pos: pos, Message: message})
	case a.problems == problems+1:
		sink.Problem(record.Problem{Pos: pos, Message: "more records like this were left out"})
	}
}

// add adds a record and reports whether it is used.
func (a *run) add(r *element, sink importers.Sink) bool {
	used, err := a.addElement(r)
	if err != nil && r.escaped {
		r.unescape()
		used, err = a.addElement(r)
	}
	if err != nil {
		a.problem(r.line, err.Error(), sink)
	}
	return used && err == nil
}

func (a *run) addElement(r *element) (used bool, err error) {
	start, offset, err := a.instants.instant(r.start)
	if err != nil {
		return false, err
	}
	if r.kind >= steps {
		v, err := value(r)
		if err != nil || v <= 0 {
			return false, err
		}
		a.addToDay(pageKey{r.kind, a.sources.of(r), uint16(start / record.SecondsPerDay)}, start, v, r.line)
		return true, nil
	}
	end := start
	if len(r.end) > 0 {
		if end, _, err = a.instants.instant(r.end); err != nil {
			return false, err
		}
	}
	if end < start {
		return false, fmt.Errorf("it ends at %s, before it starts at %s", r.end, r.start)
	}
	if r.kind == sleep {
		return a.addSleep(r, start, end, offset)
	}
	return a.addValue(r, start, end, offset)
}

// addValue adds a sample or a value of a day. A 0 means not measured.
func (a *run) addValue(r *element, start, end, offset int64) (used bool, err error) {
	v, err := value(r)
	if err != nil || v == 0 {
		return false, err
	}
	if m := &catalogue[r.kind]; v < m.HardLow || v > m.HardHigh {
		return false, importers.CheckLimits(*m, v)
	}
	source := a.sources.of(r)
	switch r.kind {
	case hrv, breaths, oxygen:
		a.sources.seen(source, r, start)
		key := spotKey{r.kind, source, a.file}
		list := a.spots[key]
		if list == nil {
			list = &spotList{}
			a.spots[key] = list
		}
		list.add(spot{at: uint32((start + end) / 2), line: uint32(r.line), value: uint32(math.Round(v * spotScale))})
	case restingHR, wristTemp:
		a.daily = append(a.daily, daily{kind: r.kind, source: source, file: a.file, start: uint32(start), end: uint32(end),
			line: uint32(r.line), offset: int8(offset / quarterHour), value: v, raw: string(r.value), unit: string(r.unit)})
	}
	return true, nil
}

func (a *run) addSleep(r *element, start, end, offset int64) (used bool, err error) {
	stage, known := stageOf(r.value)
	if !known {
		return false, fmt.Errorf("%q is not a sleep stage", r.value)
	}
	if end == start || end-start > importers.LongestSleep {
		return false, nil
	}
	source := a.sources.of(r)
	a.sources.seen(source, r, start)
	a.intervals = append(a.intervals, interval{start: uint32(start), end: uint32(end), line: uint32(r.line),
		file: a.file, source: source, stage: stage, zone: a.zones.index(r.zone), offset: int8(offset / quarterHour)})
	return true, nil
}

func (a *run) addToDay(key pageKey, start int64, v float64, line int) {
	last := &a.last[key.kind-steps]
	if key != last.key || last.page == nil {
		page := a.pages[key]
		if page == nil {
			page = &dayPage{line: uint32(line), file: a.file}
			a.pages[key] = page
		}
		last.key, last.page = key, page
	}
	last.page.sums[start%record.SecondsPerDay/quarterHour] += float32(v)
}

// placedSpot is a sample and its file.
type placedSpot struct {
	spot
	file uint16
}

// spotsOf returns the samples of one kind and source of all files, by time, and
// frees the lists. A sample written twice counts once.
func (a *run) spotsOf(kind kind, source uint16) []placedSpot {
	var all []placedSpot
	for file := range a.files {
		key := spotKey{kind, source, uint16(file)}
		list := a.spots[key]
		if list == nil {
			continue
		}
		delete(a.spots, key)
		all = slices.Grow(all, list.n)
		for _, piece := range list.pieces {
			for _, s := range piece {
				all = append(all, placedSpot{s, key.file})
			}
		}
	}
	slices.SortFunc(all, func(x, y placedSpot) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.value, y.value), cmp.Compare(x.file, y.file), cmp.Compare(x.line, y.line))
	})
	return slices.CompactFunc(all, func(x, y placedSpot) bool { return x.at == y.at && x.value == y.value })
}

// within returns the samples between two seconds. They must be in order.
func within(spots []placedSpot, from, to uint32) []placedSpot {
	i, _ := slices.BinarySearchFunc(spots, from, func(s placedSpot, at uint32) int { return cmp.Compare(s.at, at) })
	j := i
	for j < len(spots) && spots[j].at <= to {
		j++
	}
	return spots[i:j]
}

// medianSpot returns the median of at least one sample, in the metric's unit.
func medianSpot(spots []placedSpot) float64 {
	values := make([]uint32, len(spots))
	for i, s := range spots {
		values[i] = s.value
	}
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return float64(values[half]) / spotScale
	}
	return (float64(values[half-1]) + float64(values[half])) / 2 / spotScale
}
