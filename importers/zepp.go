package importers

import (
	"strconv"
	"strings"
	"time"

	"nof1/importers/record"
)

// Zepp, before that Amazfit and Mi Fit: the archive that the maker sends on
// request, a folder a kind of data. Heart rate by the minute (HEARTRATE_AUTO) has
// neither sleep nor rest marked: see [zeppHeartRate].
const zeppSource = "zepp"

// zeppSleep reads SLEEP_*.csv: a row a date of waking, minutes, start and stop as
// UTC, in seconds or as a date and time. A row whose start is its stop has no
// data. Naps are not in the figures.
//
// Shallow sleep holds REM in some versions and not in others: the parts fill the
// time from start to stop one way or the other. A REM of 0 is a band that does not
// tell it. Bedtime and wake time need Source.Zone; durations do not.
var zeppSleep Importer = zeppNights{}

type zeppNights struct{}

func (zeppNights) Name() string { return "zepp.sleep" }

func (zeppNights) Wants() []string {
	return []string{"date", "deepSleepTime", "shallowSleepTime", "start", "stop"}
}

func (z zeppNights) Identify(h Head) bool { return h.Has(z.Wants()...) }

var zeppColumns = []Column{
	{Names: []string{"deepSleepTime"}, Metric: "deep"},
	{Names: []string{"wakeTime"}, Metric: "waso"},
	{Names: []string{"REMTime"}, Metric: "rem", ZeroMissing: true},
}

func (zeppNights) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	if t.Index("naps") == len(t.Header())-1 {
		t.lastTakesRest() // people add cells of their own behind it
	}
	r := zeppRow{t: t, sink: sink, zone: src.Zone, date: t.Index("date"), start: t.Index("start"), stop: t.Index("stop"),
		deep: t.Index("deepSleepTime"), shallow: t.Index("shallowSleepTime"), wake: t.Index("wakeTime"), rem: t.Index("REMTime"),
		parts: Bind(t, zeppColumns)}
	var c record.Counts
	for t.Next() {
		c.Count(r.read())
	}
	if c.Used > 0 && r.zone == nil {
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path, Line: 1}, Message: "start and stop are UTC and the file names no zone: bedtime and wake time were left out, say where the nights were slept, such as --zone Europe/Paris"})
	}
	return tableEnd(t, c, sink)
}

type zeppRow struct {
	t                                           *Table
	sink                                        Sink
	zone                                        *time.Location
	date, start, stop, deep, shallow, wake, rem int
	parts                                       []BoundColumn
}

func (r zeppRow) read() bool {
	night, err := dateLabel(r.t.Cell(r.date))
	if err != nil {
		r.sink.Problem(r.t.problem(r.date, err))
		return false
	}
	start, ok := r.instant(r.start)
	if !ok {
		return false
	}
	stop, ok := r.instant(r.stop)
	if !ok || !stop.After(start) || zeroOrMissing(r.t.Cell(r.deep)) && zeroOrMissing(r.t.Cell(r.shallow)) {
		return false
	}
	raw := r.t.Cell(r.start) + " to " + r.t.Cell(r.stop)
	if !r.emit(night, "tib", stop.Sub(start).Minutes(), raw, "", r.stop) {
		return false
	}
	ReadCells(r.t, r.parts, night, zeppSource, "", r.sink)
	r.asleep(night, stop.Sub(start).Minutes())
	if r.zone != nil {
		s := record.Session{Night: night, Onset: record.MomentOf(start.In(r.zone)), Wake: record.MomentOf(stop.In(r.zone)), Source: zeppSource, Pos: r.t.Pos(r.start)}
		emitSession(s, r.t.clockCell(r.start), r.t.clockCell(r.stop), r.sink)
	}
	return true
}

// asleep emits light sleep and time asleep of a sleep of some minutes.
func (r zeppRow) asleep(night record.Date, span float64) {
	deep, err := r.t.Number(r.t.Cell(r.deep))
	if err != nil {
		return // said already
	}
	shallow, err := r.t.Number(r.t.Cell(r.shallow))
	if err != nil {
		r.sink.Problem(r.t.badCell(r.shallow, unitWords("min")))
		return
	}
	wake, told := r.t.part(r.wake, "waso")
	rem, also := r.t.part(r.rem, "rem")
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
	r.emit(night, "light", light, r.t.Cell(r.shallow), "min", r.shallow)
	r.emit(night, "tst", tst, raw, "min", r.shallow)
}

func (r zeppRow) emit(night record.Date, metric string, v float64, raw, unit string, at int) bool {
	return emitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: zeppSource, Pos: r.t.Pos(at)}, r.t.Name(at), r.sink)
}

// instant reads seconds since 1970 or a date and time with its offset; false
// where there is none or, as a Problem, a bad one.
func (r zeppRow) instant(i int) (time.Time, bool) {
	text := r.t.Cell(i)
	if Missing(text) {
		return time.Time{}, false
	}
	if at, ok := epochSeconds(text); ok {
		return at, true
	}
	at, err := parseWall(strings.Replace(text, "T", " ", 1), "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05Z07:00")
	if err != nil {
		r.sink.Problem(r.t.problem(i, err))
	}
	return at, err == nil
}

// epochSeconds reads an instant written as whole seconds since 1970.
func epochSeconds(text string) (time.Time, bool) {
	s, err := strconv.ParseInt(text, 10, 64)
	at := time.Unix(s, 0).UTC()
	return at, err == nil && len(text) >= 9 && plausible(at)
}

// zeppActivity reads ACTIVITY_*.csv: steps and active energy in kcal of a calendar
// day, which belong to the night after it.
var zeppActivity Importer = nightTable{
	name:    "zepp.activity",
	source:  zeppSource,
	wants:   []string{"date", "steps", "distance", "runDistance", "calories"},
	date:    "date",
	evening: true,
	columns: []Column{
		{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
		{Names: []string{"calories"}, Metric: "active_energy", ZeroMissing: true},
	},
}
