package nightly

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"nof1/importers/record"
)

// sameSleepMinutes is the largest difference in total sleep time between two rows
// of the same sleep. Vendors round to whole minutes.
const sameSleepMinutes = 1

// row holds the records of one line of one file.
type row struct {
	pos     record.Pos
	tst     float64 // total sleep time in minutes, NaN if the row has none
	records []*record.Record
}

// compete ranks the rows of one night of one source by the rules of the package
// comment and passes their records to use, best row first. The function use keeps
// a value only if its metric is still missing.
//
// compete returns the positions of the rows of the winning sleep, best first. It
// sorts records; their order at the start does not matter.
func compete(records []*record.Record, use func(*record.Record)) (sameSleep []record.Pos) {
	if len(records) == 0 {
		return nil
	}
	rows := rowsOf(records)
	slices.SortFunc(rows, byRank)
	for _, r := range rows {
		if !math.IsNaN(r.tst) {
			if rows[0].tst-r.tst > sameSleepMinutes {
				continue
			}
			sameSleep = append(sameSleep, r.pos)
		}
		for _, v := range r.records {
			use(v)
		}
	}
	return sameSleep
}

// byRank compares rows for sorting: rows with a total sleep time first, longer
// sleeps before shorter ones, later rows before earlier ones.
func byRank(a, b row) int {
	switch aNone, bNone := math.IsNaN(a.tst), math.IsNaN(b.tst); {
	case aNone && !bNone:
		return 1
	case !aNone && bNone:
		return -1
	case !aNone && a.tst != b.tst:
		return cmp.Compare(b.tst, a.tst)
	}
	return b.pos.Compare(a.pos)
}

// rowsOf groups records by file and line. If one line gives a metric twice, the
// later column comes first, then the larger value.
func rowsOf(records []*record.Record) []row {
	slices.SortFunc(records, func(a, b *record.Record) int {
		return cmp.Or(
			strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			strings.Compare(a.Metric, b.Metric),
			cmp.Compare(b.Pos.Column, a.Pos.Column), cmp.Compare(b.Value, a.Value))
	})
	var rows []row
	start := 0
	for i, r := range records {
		if i+1 < len(records) && r.Pos.File == records[i+1].Pos.File && r.Pos.Line == records[i+1].Pos.Line {
			continue
		}
		rows = append(rows, sleepsOf(records[start:i+1])...)
		start = i + 1
	}
	return rows
}

// sleepsOf returns the rows of one line, usually one. A line with more than one
// total sleep time is a list of sleeps written without line breaks (JSON). Each
// column that has values is then a row of its own.
func sleepsOf(line []*record.Record) []row {
	sleeps := 0
	for _, r := range line {
		if r.Metric == "tst" {
			sleeps++
		}
	}
	position := func(r *record.Record) record.Pos {
		return record.Pos{File: r.Pos.File, Line: r.Pos.Line}
	}
	if sleeps > 1 {
		slices.SortStableFunc(line, func(a, b *record.Record) int { return cmp.Compare(a.Pos.Column, b.Pos.Column) })
		position = func(r *record.Record) record.Pos { return r.Pos }
	}
	var rows []row
	for i, r := range line {
		if i == 0 || position(r) != rows[len(rows)-1].pos {
			rows = append(rows, row{pos: position(r), tst: math.NaN()})
		}
		current := &rows[len(rows)-1]
		current.records = append(current.records, r)
		if r.Metric == "tst" && math.IsNaN(current.tst) {
			current.tst = r.Value
		}
	}
	return rows
}

// chooseSession returns the session of the best row that has one, otherwise the
// longest session, or nil without sessions. Ties go to the later row, then to the
// earlier onset.
func chooseSession(sessions []*record.Session, sameSleep []record.Pos) *record.Session {
	if len(sessions) == 0 {
		return nil
	}
	slices.SortFunc(sessions, func(a, b *record.Session) int {
		return cmp.Or(cmp.Compare(span(b), span(a)), b.Pos.Compare(a.Pos), cmp.Compare(a.Onset.Clock(), b.Onset.Clock()))
	})
	for _, pos := range sameSleep {
		for _, s := range sessions {
			if s.Pos.File == pos.File && s.Pos.Line == pos.Line && (pos.Column == 0 || s.Pos.Column == pos.Column) {
				return s
			}
		}
	}
	return sessions[0]
}

// span returns the length of a session in minutes, 0 without a wake time.
func span(s *record.Session) int {
	if !s.Wake.Timed {
		return 0
	}
	return s.Wake.Clock() - s.Onset.Clock()
}
