package zepp

import (
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "zepp"

// Sleep reads SLEEP_*.csv: a row a date of waking, minutes, start and stop as
// UTC, in seconds or as a date and time. A row whose start is its stop has no
// data. Naps are not in the figures.
//
// Shallow sleep includes REM in some versions and not in others: whichever makes the
// parts fill the time from start to stop is read. A REM of 0 is a band that does not
// measure it. Bedtime and wake time need [importers.Source].Zone; durations do not.
var Sleep importers.Importer = importers.Rows{
	Format: importers.Format{ID: "zepp.sleep", Columns: importers.Names("date", "deepSleepTime", "shallowSleepTime", "start", "stop")},
	Open: func(t *importers.Table, src importers.Source, sink importers.Sink) func() bool {
		if t.Index("naps") == len(t.Header())-1 {
			t.LastTakesRest() // people add cells of their own behind it
		}
		r := row{Table: t, sink: sink, date: t.Index("date"), start: t.Index("start"), stop: t.Index("stop"),
			deep: t.Index("deepSleepTime"), shallow: t.Index("shallowSleepTime"), wake: t.Index("wakeTime"), rem: t.Index("REMTime"),
			parts: importers.Bind(t, columns)}
		first := true
		return func() bool {
			used := r.read(src.Zone)
			if used && first && src.Zone == nil {
				sink.Problem(noClock(src, "start and stop are UTC"))
			}
			first = first && !used
			return used
		}
	},
}

// noClock returns the problem of a file whose sleeps have no clock times.
func noClock(src importers.Source, why string) record.Problem {
	return record.Problem{Pos: record.Pos{File: src.Path, Line: 1},
		Message: why + " and the file names no zone: bedtime and wake time were left out, " +
			"say where the nights were slept, such as --zone Europe/Paris"}
}

var columns = []importers.Column{
	{Names: []string{"deepSleepTime"}, Metric: "deep"},
	{Names: []string{"wakeTime"}, Metric: "waso"},
	{Names: []string{"REMTime"}, Metric: "rem", ZeroMissing: true},
}

type row struct {
	*importers.Table
	sink                                        importers.Sink
	date, start, stop, deep, shallow, wake, rem int
	parts                                       []importers.BoundColumn
}

func (r row) read(zone *time.Location) bool {
	night, err := importers.DateLabel(r.Cell(r.date))
	if err != nil {
		r.sink.Problem(r.Problem(r.date, err))
		return false
	}
	start, ok := r.instant(r.start)
	if !ok {
		return false
	}
	stop, ok := r.instant(r.stop)
	if !ok || !stop.After(start) || importers.ZeroOrMissing(r.Cell(r.deep)) && importers.ZeroOrMissing(r.Cell(r.shallow)) {
		return false
	}
	inBed := stop.Sub(start).Minutes()
	if !r.emit(night, "tib", inBed, r.Cell(r.start)+" to "+r.Cell(r.stop), "", r.stop) {
		return false
	}
	importers.ReadCells(r.Table, r.parts, night, source, "", r.sink)
	r.asleep(night, inBed)
	if zone != nil {
		r.Sleep(importers.MainSleep(source, night, start.In(zone), stop.In(zone)), r.start, r.stop, r.sink)
	}
	return true
}

// asleep emits light sleep and time asleep of a row that spans some minutes.
func (r row) asleep(night record.Date, span float64) {
	deep, err := r.Number(r.Cell(r.deep))
	if err != nil {
		return // ReadCells emitted the problem
	}
	shallow, err := r.Number(r.Cell(r.shallow))
	if err != nil {
		r.sink.Problem(r.BadCell(r.shallow, importers.UnitWords("min")))
		return
	}
	wake, ok := r.Part(r.wake, "waso")
	rem, both := r.Part(r.rem, "rem")
	if !ok || !both {
		return // whether shallow sleep includes REM is unknown
	}
	light, tst, raw := shallow, deep+shallow, r.Cell(r.deep)+" + "+r.Cell(r.shallow)
	if apart := span - (deep + shallow + wake + rem); apart < -1 && rem <= shallow { // shallow sleep includes REM
		light -= rem
	} else if rem > 0 {
		tst += rem
		raw += " + " + r.Cell(r.rem)
	}
	r.emit(night, "light", light, r.Cell(r.shallow), "min", r.shallow)
	r.emit(night, "tst", tst, raw, "min", r.shallow)
}

func (r row) emit(night record.Date, metric string, v float64, raw, unit string, i int) bool {
	return r.Emit(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: source}, i, r.sink)
}

// instant reads seconds since 1970 or a date and time with its offset. It returns
// false for a cell that is empty or, with a problem, wrong.
func (r row) instant(i int) (time.Time, bool) {
	text := r.Cell(i)
	if importers.Missing(text) {
		return time.Time{}, false
	}
	if at, ok := importers.EpochSeconds(text); ok {
		return at, true
	}
	at, err := importers.ParseWall(strings.Replace(text, "T", " ", 1), "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05Z07:00")
	if err != nil {
		r.sink.Problem(r.Problem(i, err))
	}
	return at, err == nil
}

// Activity reads ACTIVITY_*.csv: steps and active energy in kcal of a calendar
// day, which belong to the night after it.
var Activity importers.Importer = importers.NightTable{
	Format:  importers.Format{ID: "zepp.activity", Columns: importers.Names("date", "steps", "distance", "runDistance", "calories")},
	Source:  source,
	Date:    "date",
	Evening: true,
	Columns: []importers.Column{
		{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
		{Names: []string{"calories"}, Metric: "active_energy", ZeroMissing: true},
	},
}
