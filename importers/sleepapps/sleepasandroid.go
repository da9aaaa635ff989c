package sleepapps

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// SleepAsAndroid reads sleep-export.csv of Sleep as Android: a header line before
// every record, one or two value lines after it, the second of them noise, and a
// different number of columns in each record.
//
// A recording begins at Id, milliseconds UTC, in the zone Tz, and lasts Hours;
// a spreadsheet that has rounded the Id leaves From and To, which are local.
// Asleep is Hours less what LenAdjust takes off. Deep sleep is DeepSleep, a share,
// of the time asleep; REM and time awake are the sums of their events, which newer
// versions write. Without them there is no WASO. Rating is 0.25 to 5 stars, 0 for
// none. Naps and test runs are rows like nights and are left out: see [importers.IsNap].
//
// The comment is diary text with hashtags: see [importers.EmitTags].
var SleepAsAndroid importers.Importer = sleepAsAndroid{importers.Format{
	ID: sleepAsAndroidID, Columns: importers.Names("Id", "Tz", "From", "To", "Hours"), Delimited: true}}

const (
	sleepAsAndroidID     = "sleepasandroid.nights"
	sleepAsAndroidSource = "sleep-as-android"
)

type sleepAsAndroid struct{ importers.Format }

// Read implements [importers.Importer].
func (sleepAsAndroid) Read(src importers.Source, sink importers.Sink) (c record.Counts, err error) {
	text, err := src.Text()
	if err != nil {
		return c, err
	}
	defer text.Close()
	r := androidRecords{file: src.Path, sink: sink, rows: importers.NewRowReader(text), own: src.Head.Own}
	next := r.rows.Header
	for {
		row, err := next()
		next = r.rows.Next
		switch {
		case err == io.EOF:
			return c, nil
		case err != nil && c.Used > 0:
			sink.Problem(record.Problem{Pos: record.Pos{File: r.file, Line: r.rows.Number},
				Message: "reading stopped after this line: " + err.Error()})
			return c, nil
		case err != nil:
			return c, err
		}
		if !row.Empty() && !r.header(row) && strings.TrimSpace(row.Fields[0].Text) != "" {
			c.Count(r.record(row))
		}
	}
}

// androidRecords reads record after record.
type androidRecords struct {
	file    string
	sink    importers.Sink
	own     importers.OwnNames
	rows    *importers.RowReader
	columns map[string]int    // of the record in work, by header text
	fields  []importers.Field // its values

	zoneName string // the zone of the record before
	zone     *time.Location
}

// header takes the columns from a header line and reports whether the row is one.
func (r *androidRecords) header(row importers.Row) bool {
	if len(row.Fields) < 2 || strings.TrimSpace(row.Fields[0].Text) != "Id" || strings.TrimSpace(row.Fields[1].Text) != "Tz" {
		return false
	}
	r.columns = map[string]int{}
	for i, f := range row.Fields {
		name := strings.TrimSpace(f.Text)
		if _, seen := r.columns[name]; !seen {
			r.columns[name] = i
		}
	}
	return true
}

// cell returns the trimmed value under a header and its position.
func (r *androidRecords) cell(name string) importers.ClockCell {
	i, known := r.columns[name]
	if !known || i >= len(r.fields) {
		return importers.ClockCell{Field: name, Pos: record.Pos{File: r.file, Line: r.fields[0].Line}}
	}
	f := r.fields[i]
	return importers.ClockCell{Text: strings.TrimSpace(f.Text), Field: name, Pos: record.Pos{File: r.file, Line: f.Line, Column: f.Column}}
}

// number returns the value under a header; some locales write a decimal comma. A
// cell that is not a number is a problem.
func (r *androidRecords) number(name string) (float64, bool) {
	c := r.cell(name)
	if importers.Missing(c.Text) {
		return 0, false
	}
	v, err := importers.Number(importers.PointForComma(c.Text, ';'))
	if err != nil {
		r.sink.Problem(importers.BadCell(c.Pos, name, c.Text, "a number"))
	}
	return v, err == nil
}

// record emits one recording and reports whether it was a night.
func (r *androidRecords) record(row importers.Row) bool {
	r.fields = row.Fields
	if q := row.OpenQuote; q != nil {
		r.sink.Problem(record.Problem{Pos: record.Pos{File: r.file, Line: q.Line, Column: q.Column},
			Message: "the quote that opens here is never closed: export it again, the row was left out"})
		return false
	}
	hours, ok := r.number("Hours")
	if !ok || hours <= 0 {
		if r.cell("Hours").Text == "" {
			r.sink.Problem(record.Problem{Pos: r.cell("Hours").Pos, Field: "Hours", Message: "no duration: export it again, the row was left out"})
		}
		return false
	}
	begin, end, ok := r.span(hours)
	if !ok || importers.IsNap(begin, end, time.Duration(hours*float64(time.Hour))) {
		return false
	}
	night := record.DateOf(end)
	if !r.emit(night, "tib", 60*hours, "Hours", "h") {
		return false
	}
	r.measures(night, 60*hours)
	s := record.Session{Night: night, Onset: record.MomentOf(begin), Wake: record.MomentOf(end), Source: sleepAsAndroidSource,
		Pos: r.cell("Id").Pos}
	importers.EmitSession(s, r.cell("From"), r.cell("To"), r.sink)
	r.comment(night)
	return true
}

// measures emits what was measured or rated in a recording of some minutes.
func (r *androidRecords) measures(night record.Date, minutes float64) {
	less, ok := r.number("LenAdjust")
	if text := r.cell("LenAdjust").Text; ok || importers.Missing(text) {
		if less >= 0 || text == "-1.0" { // which marks a manual entry
			less = 0
		}
		r.asleep(night, minutes+less)
	}
	if stars, ok := r.number("Rating"); ok && stars > 0 {
		r.emit(night, "sleep_quality", 2*stars, "Rating", "0-5")
	}
	for _, stage := range []struct{ event, metric string }{{"REM", "rem"}, {"AWAKE", "waso"}} {
		if m, n, at := r.events(stage.event); n > 0 {
			importers.EmitComputed(record.Record{Night: night, Metric: stage.metric, Value: m, Raw: fmt.Sprintf("%d intervals", n), RawUnit: "min",
				Source: sleepAsAndroidSource, Pos: at}, "Event", r.sink)
		}
	}
}

// asleep emits the time asleep, in minutes, and the deep share of it.
func (r *androidRecords) asleep(night record.Date, minutes float64) {
	r.emit(night, "tst", minutes, "Hours", "h")
	if share, ok := r.number("DeepSleep"); ok && share >= 0 && share <= 1 {
		r.emit(night, "deep", share*minutes, "DeepSleep", "pct1")
	}
}

// emit emits a value computed from the cell under a header.
func (r *androidRecords) emit(night record.Date, metric string, v float64, from, unit string) bool {
	c := r.cell(from)
	return importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: c.Text, RawUnit: unit,
		Source: sleepAsAndroidSource, Pos: c.Pos}, from, r.sink)
}

var androidLayouts = []string{"2. 1. 2006 15:04", "2.1.2006 15:04", "2006-01-02 15:04"}

// span returns begin and end on the local clock. It is a problem if neither the Id
// nor From and To give them.
func (r *androidRecords) span(hours float64) (begin, end time.Time, ok bool) {
	to, toErr := importers.ParseWall(r.cell("To").Text, androidLayouts...)
	ms, err := strconv.ParseInt(r.cell("Id").Text, 10, 64)
	if zone := r.location(); err == nil && zone != nil && importers.Plausible(time.UnixMilli(ms)) {
		begin = time.UnixMilli(ms).In(zone)
		end = begin.Add(time.Duration(hours * float64(time.Hour)))
		// Hours is rounded; To has the minute, but not which of two on the night the
		// clocks go back.
		if late := float64(record.MomentOf(to).Clock() - record.MomentOf(end).Clock()); toErr == nil && math.Abs(late) <= 1 {
			end = to
		}
		return begin, end, true
	}
	from := r.cell("From")
	begin, err = importers.ParseWall(from.Text, androidLayouts...)
	if err == nil {
		from, err = r.cell("To"), toErr
	}
	if err != nil {
		r.sink.Problem(record.Problem{Pos: from.Pos, Field: from.Field, Message: err.Error()})
	}
	return begin, to, err == nil
}

// location returns the record's zone, or nil if the file does not name a known one.
func (r *androidRecords) location() *time.Location {
	name := r.cell("Tz").Text
	if name == "" || name == "Local" {
		return nil
	}
	if name != r.zoneName {
		zone, err := time.LoadLocation(name)
		if err != nil {
			zone = nil
		}
		r.zoneName, r.zone = name, zone
	}
	return r.zone
}

var androidEvent = regexp.MustCompile(`^([A-Z]+)_(START|END)-(\d{12,14})`)

// events returns the minutes between the starts and ends of a stage, how many
// such intervals there are, and the position of the first.
func (r *androidRecords) events(stage string) (minutes float64, n int, at record.Pos) {
	var start int64
	for _, f := range r.fields[min(len(r.fields), 10):] {
		m := androidEvent.FindStringSubmatch(strings.TrimSpace(f.Text))
		if m == nil || m[1] != stage {
			continue
		}
		ms, err := strconv.ParseInt(m[3], 10, 64)
		switch {
		case err != nil:
		case m[2] == "START":
			start = ms
		case start > 0 && ms >= start:
			minutes += float64(ms-start) / 60000
			if n++; n == 1 {
				at = record.Pos{File: r.file, Line: f.Line, Column: f.Column}
			}
			start = 0
		}
	}
	return minutes, n, at
}

var (
	hashtag      = regexp.MustCompile(`#[\pL\d_-]*\pL[\pL\d_-]*`)
	hashtagCount = regexp.MustCompile(`_\d+x$`) // alcohol_3x
)

// comment emits what the sleeper wrote. Of the hashtags those count that name
// a known disturbance or a supplement: the app sets others by itself.
func (r *androidRecords) comment(night record.Date) {
	c := r.cell("Comment")
	text := strings.Join(strings.Fields(strings.ReplaceAll(c.Text, `\n`, " ")), " ")
	var tags []string
	for _, tag := range hashtag.FindAllString(text, -1) {
		tag = strings.ReplaceAll(hashtagCount.ReplaceAllString(tag[1:], ""), "_", " ")
		if importers.EveningTag(tag) != "" || r.own.Supplement(tag) {
			tags = append(tags, tag)
		}
	}
	importers.EmitTags(night, text, tags, r.own, sleepAsAndroidID, c.Pos, r.sink)
}
