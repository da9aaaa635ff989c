package apple

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const qsSource = "qsaccess"

// QSAccess reads "Sleep Analysis_QS.csv" of the app QS Access: local times and
// minutes, one row for each time in bed. A night is named by the date of In bed
// Finish. Bedtime, wake time and the time to fall asleep come from the first and the
// last sleep period; without periods only the time in bed counts. The file's own time
// to fall asleep has no unit and is not read, nor are the app's hourly and daily tables.
var QSAccess importers.Importer = importers.Rows{
	Format: importers.Format{ID: "qsaccess.sleep", Columns: importers.Names("In bed start", "In bed Finish", "Minutes asleep")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		return qsRows{Table: t, sink: sink, bedStart: t.Index("In bed start"), bedEnd: t.Index("In bed Finish"),
			asleep: t.Index("Minutes asleep"), firstSleep: t.Index("Sleep 1 start"),
			columns: importers.Bind(t, []importers.Column{
				{Names: []string{"Minutes in bed"}, Metric: "tib"}, {Names: []string{"Minutes asleep"}, Metric: "tst"},
			})}.read
	},
}

type qsRows struct {
	*importers.Table
	sink                                 importers.Sink
	bedStart, bedEnd, asleep, firstSleep int
	columns                              []importers.BoundColumn
}

// read emits the current row and reports whether it was a night. Naps are skipped.
func (r qsRows) read() bool {
	start, end, ok := r.times(r.bedStart, r.bedEnd)
	if !ok {
		return false
	}
	asleep, err := r.Number(r.Cell(r.asleep))
	if err != nil && !importers.Missing(r.Cell(r.asleep)) {
		r.sink.Problem(r.BadCell(r.asleep, "minutes"))
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
	if used, _ := importers.ReadCells(r.Table, r.columns, night, qsSource, "", r.sink); used == 0 {
		return false
	}
	onset, wake := r.bedStart, r.bedEnd
	if first, last, gaps, ok := r.periods(); ok && asleep > 0 {
		bedtime := start
		onset, wake = first, last
		if start, end, ok = r.times(onset, wake); !ok {
			return true
		}
		if !start.Before(bedtime) {
			r.emit(night, "sol", start.Sub(bedtime).Minutes(), first)
			r.emit(night, "waso", max(0, end.Sub(start).Minutes()-asleep), last)
			r.emit(night, "awakenings", float64(gaps), last)
		}
	}
	if record.DateOf(end) == night {
		importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: qsSource,
			Pos: r.Pos(r.bedStart)}, r.ClockCell(onset), r.ClockCell(wake), r.sink)
	}
	return true
}

// times reads two cells as times.
func (r qsRows) times(from, to int) (start, end time.Time, ok bool) {
	layouts := []string{"02-Jan-2006 15:04", "2-Jan-2006 15:04", "02-Jan-2006 15:04:05"}
	start, ok = r.Time(from, r.sink, layouts...)
	end, both := r.Time(to, r.sink, layouts...)
	return start, end, ok && both
}

// periods returns the columns of the first start and the last finish, and the
// number of gaps between the periods.
func (r qsRows) periods() (first, last, gaps int, ok bool) {
	if r.firstSleep < 0 {
		return 0, 0, 0, false
	}
	first = r.firstSleep
	for i := first; i+1 < len(r.Header()) && r.Cell(i) != "" && r.Cell(i+1) != ""; i += 2 {
		if i > first && r.Cell(i) != r.Cell(last) {
			gaps++
		}
		last = i + 1
	}
	return first, last, gaps, last > first
}

func (r qsRows) emit(night record.Date, metric string, v float64, i int) {
	r.Emit(record.Record{Night: night, Metric: metric, Value: v, Raw: r.Cell(i), Source: qsSource}, i, r.sink)
}
