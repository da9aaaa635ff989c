package apple

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const qsSource = "qsaccess"

// QSAccess reads "Sleep Analysis_QS.csv" of the app QS Access, which prints what
// Apple Health holds in local time and minutes, one row for a time in bed. A night
// is named by the date of In bed Finish. Without sleep periods only time in bed is
// known. Onset, wake time and the time to fall asleep come from the first and the
// last period; the file's own time to fall asleep has no unit that could be told.
// Rows are ragged. Its hourly and daily tables are not read.
var QSAccess importers.Importer = qsSleep{}

type qsSleep struct{}

func (qsSleep) Name() string { return "qsaccess.sleep" }

func (qsSleep) Wants() []string { return []string{"In bed start", "In bed Finish", "Minutes asleep"} }

func (q qsSleep) Identify(h importers.Head) bool { return h.Has(q.Wants()...) }

var qsLayouts = []string{"02-Jan-2006 15:04", "2-Jan-2006 15:04", "02-Jan-2006 15:04:05"}

func (qsSleep) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := qsRow{t: t, sink: sink, bedStart: t.Index("In bed start"), bedEnd: t.Index("In bed Finish"),
		asleep: t.Index("Minutes asleep"), firstSleep: t.Index("Sleep 1 start"),
		columns: importers.Bind(t, []importers.Column{{Names: []string{"Minutes in bed"}, Metric: "tib"}, {Names: []string{"Minutes asleep"}, Metric: "tst"}})}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type qsRow struct {
	t                                    *importers.Table
	sink                                 importers.Sink
	bedStart, bedEnd, asleep, firstSleep int
	columns                              []importers.BoundColumn
}

// Read hands out the current row; naps are none.
func (r qsRow) Read() bool {
	start, ok := r.time(r.bedStart)
	end, known := r.time(r.bedEnd)
	if !ok || !known {
		return false
	}
	asleep, err := r.t.Number(r.t.Cell(r.asleep))
	if err != nil && !importers.Missing(r.t.Cell(r.asleep)) {
		r.sink.Problem(r.t.BadCell(r.asleep, "minutes"))
		return false
	}
	length := end.Sub(start)
	if asleep > 0 {
		length = time.Duration(asleep * float64(time.Minute))
	}
	if importers.IsNap(start, end, length) {
		return false
	}
	night := record.DateOf(end)
	used, _ := importers.ReadCells(r.t, r.columns, night, qsSource, "", r.sink)
	if used == 0 {
		return false
	}
	onset, wake := r.bedStart, r.bedEnd
	if asleep > 0 {
		if first, last, gaps, ok := r.periods(); ok {
			onset, wake = first, last
			r.gaps(night, start, asleep, gaps, first, last)
		}
	}
	r.session(night, onset, wake)
	return true
}

// time reads a cell; a bad one is a problem.
func (r qsRow) time(i int) (time.Time, bool) {
	at, err := importers.ParseWall(r.t.Cell(i), qsLayouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
	}
	return at, err == nil
}

// periods returns the columns of the first start and the last finish, and the
// number of gaps between the periods.
func (r qsRow) periods() (first, last, gaps int, ok bool) {
	if r.firstSleep < 0 {
		return 0, 0, 0, false
	}
	first = r.firstSleep
	for i := first; i+1 < len(r.t.Header()) && r.t.Cell(i) != "" && r.t.Cell(i+1) != ""; i += 2 {
		if i > first && r.t.Cell(i) != r.t.Cell(last) {
			gaps++
		}
		last = i + 1
	}
	return first, last, gaps, last > first
}

// gaps hands out what the periods tell: the time to fall asleep, and waking up in
// between.
func (r qsRow) gaps(night record.Date, bedtime time.Time, asleep float64, gaps, first, last int) {
	onset, err := importers.ParseWall(r.t.Cell(first), qsLayouts...)
	wake, err2 := importers.ParseWall(r.t.Cell(last), qsLayouts...)
	if err != nil || err2 != nil || onset.Before(bedtime) {
		return
	}
	emit := func(metric string, v float64, i int) {
		importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: r.t.Cell(i), Source: qsSource, Pos: r.t.Pos(i)}, r.t.Name(i), r.sink)
	}
	emit("sol", onset.Sub(bedtime).Minutes(), first)
	emit("waso", max(0, wake.Sub(onset).Minutes()-asleep), last)
	emit("awakenings", float64(gaps), last)
}

func (r qsRow) session(night record.Date, onset, wake int) {
	from, ok := r.time(onset)
	to, known := r.time(wake)
	if !ok || !known || record.DateOf(to) != night {
		return
	}
	cell := func(i int) importers.ClockCell { return r.t.ClockCell(i) }
	importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(from), Wake: record.MomentOf(to), Source: qsSource, Pos: r.t.Pos(r.bedStart)},
		cell(onset), cell(wake), r.sink)
}
