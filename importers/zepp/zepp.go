package zepp

import (
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Zepp, before that Amazfit and Mi Fit: the archive that the maker sends on
// request, a folder a kind of data. Heart rate by the minute (HEARTRATE_AUTO) has
// neither sleep nor rest marked: see [HeartRate].
const source = "zepp"

// Sleep reads SLEEP_*.csv: a row a date of waking, minutes, start and stop as
// UTC, in seconds or as a date and time. A row whose start is its stop has no
// data. Naps are not in the figures.
//
// Shallow sleep holds REM in some versions and not in others: the parts fill the
// time from start to stop one way or the other. A REM of 0 is a band that does not
// tell it. Bedtime and wake time need importers.Source.Zone; durations do not.
var Sleep importers.Importer = nights{}

type nights struct{}

func (nights) Name() string { return "zepp.sleep" }

func (nights) Wants() []string {
	return []string{"date", "deepSleepTime", "shallowSleepTime", "start", "stop"}
}

func (z nights) Identify(h importers.Head) bool { return h.Has(z.Wants()...) }

var columns = []importers.Column{
	{Names: []string{"deepSleepTime"}, Metric: "deep"},
	{Names: []string{"wakeTime"}, Metric: "waso"},
	{Names: []string{"REMTime"}, Metric: "rem", ZeroMissing: true},
}

func (nights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	if t.Index("naps") == len(t.Header())-1 {
		t.LastTakesRest() // people add cells of their own behind it
	}
	r := row{t: t, sink: sink, zone: src.Zone, date: t.Index("date"), start: t.Index("start"), stop: t.Index("stop"),
		deep: t.Index("deepSleepTime"), shallow: t.Index("shallowSleepTime"), wake: t.Index("wakeTime"), rem: t.Index("REMTime"),
		parts: importers.Bind(t, columns)}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	if c.Used > 0 && r.zone == nil {
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path, Line: 1}, Message: "start and stop are UTC and the file names no zone: bedtime and wake time were left out, say where the nights were slept, such as --zone Europe/Paris"})
	}
	return importers.TableEnd(t, c, sink)
}

type row struct {
	t                                           *importers.Table
	sink                                        importers.Sink
	zone                                        *time.Location
	date, start, stop, deep, shallow, wake, rem int
	parts                                       []importers.BoundColumn
}

func (r row) Read() bool {
	night, err := importers.DateLabel(r.t.Cell(r.date))
	if err != nil {
		r.sink.Problem(r.t.Problem(r.date, err))
		return false
	}
	start, ok := r.instant(r.start)
	if !ok {
		return false
	}
	stop, ok := r.instant(r.stop)
	if !ok || !stop.After(start) || importers.ZeroOrMissing(r.t.Cell(r.deep)) && importers.ZeroOrMissing(r.t.Cell(r.shallow)) {
		return false
	}
	raw := r.t.Cell(r.start) + " to " + r.t.Cell(r.stop)
	if !r.Emit(night, "tib", stop.Sub(start).Minutes(), raw, "", r.stop) {
		return false
	}
	importers.ReadCells(r.t, r.parts, night, source, "", r.sink)
	r.asleep(night, stop.Sub(start).Minutes())
	if r.zone != nil {
		s := record.Session{Night: night, Onset: record.MomentOf(start.In(r.zone)), Wake: record.MomentOf(stop.In(r.zone)), Source: source, Pos: r.t.Pos(r.start)}
		importers.EmitSession(s, r.t.ClockCell(r.start), r.t.ClockCell(r.stop), r.sink)
	}
	return true
}

// asleep emits light sleep and time asleep of a sleep of some minutes.
func (r row) asleep(night record.Date, span float64) {
	deep, err := r.t.Number(r.t.Cell(r.deep))
	if err != nil {
		return // said already
	}
	shallow, err := r.t.Number(r.t.Cell(r.shallow))
	if err != nil {
		r.sink.Problem(r.t.BadCell(r.shallow, importers.UnitWords("min")))
		return
	}
	wake, told := r.t.Part(r.wake, "waso")
	rem, also := r.t.Part(r.rem, "rem")
	if !told || !also {
		return // where REM is cannot be told
	}
	light, tst, raw := shallow, deep+shallow+rem, r.t.Cell(r.deep)+" + "+r.t.Cell(r.shallow)
	if rem > 0 {
		raw += " + " + r.t.Cell(r.rem)
	}
	apart := span - (deep + shallow + wake + rem)
	if apart < -1 && rem <= shallow { // REM is in the shallow sleep
		light, tst, raw = shallow-rem, deep+shallow, r.t.Cell(r.deep)+" + "+r.t.Cell(r.shallow)
	}
	r.Emit(night, "light", light, r.t.Cell(r.shallow), "min", r.shallow)
	r.Emit(night, "tst", tst, raw, "min", r.shallow)
}

func (r row) Emit(night record.Date, metric string, v float64, raw, unit string, at int) bool {
	return importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: source, Pos: r.t.Pos(at)}, r.t.Name(at), r.sink)
}

// instant reads seconds since 1970 or a date and time with its offset; false
// where there is none or, as a Problem, a bad one.
func (r row) instant(i int) (time.Time, bool) {
	text := r.t.Cell(i)
	if importers.Missing(text) {
		return time.Time{}, false
	}
	if at, ok := importers.EpochSeconds(text); ok {
		return at, true
	}
	at, err := importers.ParseWall(strings.Replace(text, "T", " ", 1), "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05Z07:00")
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
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
