package nightly

import (
	"math"
	"testing"

	"nof1/importers/record"
)

type values = map[string]float64

// TestDuplicates checks the rules of the package comment case by case: the values
// that one night of one source ends up with.
func TestDuplicates(t *testing.T) {
	lineAt := func(file string, n int, v values) line { return line{0, "whoop", file, n, v} }
	for _, c := range []struct {
		name  string
		lines []line
		want  values
	}{
		{"a sleep and its nap",
			[]line{lineAt("a.csv", 2, values{"tst": 420, "rem": 90}), lineAt("a.csv", 3, values{"tst": 50, "rem": 5, "deep": 9})},
			values{"tst": 420, "rem": 90}},
		{"nothing of another sleep is used, not even what is missing",
			[]line{lineAt("a.csv", 2, values{"tst": 50, "hrv_rmssd": 80}), lineAt("a.csv", 3, values{"tst": 420})},
			values{"tst": 420}},
		{"the same sleep in two files fills",
			[]line{lineAt("cycles.csv", 2, values{"tst": 420, "hrv_rmssd": 60}), lineAt("sleeps.csv", 7, values{"tst": 420, "rem": 80})},
			values{"tst": 420, "hrv_rmssd": 60, "rem": 80}},
		{"rounded minutes are the same sleep",
			[]line{lineAt("a.csv", 2, values{"tst": 420, "rem": 90}), lineAt("b.csv", 3, values{"tst": 419, "rem": 70, "deep": 60})},
			values{"tst": 420, "rem": 90, "deep": 60}},
		{"more than a minute is another sleep",
			[]line{lineAt("a.csv", 2, values{"tst": 420}), lineAt("b.csv", 3, values{"tst": 418.9, "deep": 60})},
			values{"tst": 420}},
		{"overlapping exports: the later file",
			[]line{lineAt("2023.csv", 9, values{"tst": 420, "rem": 90}), lineAt("2024.csv", 2, values{"tst": 420, "rem": 95})},
			values{"tst": 420, "rem": 95}},
		{"one file twice the same night: the later line",
			[]line{lineAt("a.csv", 2, values{"tst": 420, "rem": 90}), lineAt("a.csv", 8, values{"tst": 420, "rem": 95})},
			values{"tst": 420, "rem": 95}},
		{"a summary fills, never replaces",
			[]line{lineAt("a.csv", 2, values{"tst": 420, "resting_hr": 51}), lineAt("z.csv", 3, values{"resting_hr": 55, "steps": 8000})},
			values{"tst": 420, "resting_hr": 51, "steps": 8000}},
		{"later summaries first",
			[]line{lineAt("a.csv", 2, values{"steps": 100, "resting_hr": 50}), lineAt("a.csv", 3, values{"steps": 200})},
			values{"steps": 200, "resting_hr": 50}},
		{"a summary that says nothing new", []line{lineAt("a.csv", 2, values{"steps": 100}), lineAt("b.csv", 5, values{"steps": 200})},
			values{"steps": 200}},
		{"lines sort by number, not as text", []line{lineAt("a.csv", 9, values{"steps": 9}), lineAt("a.csv", 10, values{"steps": 10})},
			values{"steps": 10}},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := build(t, recordsOf(c.lines...))
			got := values{}
			for _, column := range table.Columns() {
				got[column.Metric] = table.Calendar(column.Metric, column.Source)[0]
			}
			equal(t, "values", c.want, got)
		})
	}
}

// JSON without line breaks: two sleeps on one line differ by their column.
func TestTwoSleepsOnOneLine(t *testing.T) {
	position := func(column int) record.Pos { return record.Pos{File: "a.json", Line: 1, Column: column} }
	records := []record.Record{
		{Night: night0, Metric: "tst", Value: 50, Source: "oura", Pos: position(900)},
		{Night: night0, Metric: "rem", Value: 4, Source: "oura", Pos: position(900)},
		{Night: night0, Metric: "tst", Value: 420, Source: "oura", Pos: position(10)},
		{Night: night0, Metric: "rem", Value: 90, Source: "oura", Pos: position(10)},
		{Night: night0, Metric: "deep", Value: 9, Source: "oura", Pos: position(900)},
	}
	table := build(t, records)
	equal(t, "tst: the longer sleep", []float64{420}, table.Calendar("tst", "oura"))
	equal(t, "rem: of the longer sleep", []float64{90}, table.Calendar("rem", "oura"))
	equal(t, "deep: not from the nap", []float64{math.NaN()}, table.Calendar("deep", "oura"))
}

func TestOneLineSaysAMetricTwice(t *testing.T) {
	records := []record.Record{
		{Night: night0, Metric: "tst", Value: 420, Source: "csv", Pos: record.Pos{File: "a.csv", Line: 1, Column: 10}},
		{Night: night0, Metric: "rem", Value: 4, Source: "csv", Pos: record.Pos{File: "a.csv", Line: 1, Column: 5}},
		{Night: night0, Metric: "rem", Value: 6, Source: "csv", Pos: record.Pos{File: "a.csv", Line: 1, Column: 5}},
	}
	equal(t, "rem: the larger value", []float64{6}, build(t, records).Calendar("rem", "csv"))
}

func TestOnset(t *testing.T) {
	clock := func(day, hour, minute int) record.Moment {
		return record.Moment{Day: night0 + record.Date(day), Minute: hour*60 + minute, Timed: true}
	}
	session := func(source, file string, number, night int, onset, wake record.Moment) record.Session {
		vendor, device := splitSource(source)
		return record.Session{Night: night0 + record.Date(night), Onset: onset, Wake: wake, Source: vendor, Device: device,
			Pos: record.Pos{File: file, Line: number}}
	}
	records := recordsOf(
		line{0, "whoop", "a.csv", 2, values{"tst": 400}},
		line{0, "whoop", "a.csv", 3, values{"tst": 60}},
		line{1, "whoop", "a.csv", 4, values{"resting_hr": 50}},
		line{2, "whoop", "a.csv", 5, values{"resting_hr": 50}},
		line{4, "oura", "b.csv", 2, values{"tst": 410}})
	table := build(t, records,
		session("whoop", "a.csv", 3, 0, clock(-1, 12, 0), clock(0, 8, 0)),  // the nap's line, however long
		session("whoop", "a.csv", 2, 0, clock(-1, 23, 10), clock(0, 6, 0)), // the winner's line
		session("whoop", "s.csv", 2, 1, clock(1, 13, 0), clock(1, 14, 0)),
		session("whoop", "s.csv", 1, 1, clock(0, 22, 50), clock(1, 7, 0)), // the longest
		session("whoop", "s.csv", 5, 4, clock(3, 23, 0), clock(4, 7, 0)),
		session("oura", "b.csv", 9, 1, clock(0, 22, 0), clock(1, 9, 0)), // fewer sessions: second
		session("oura", "b.csv", 9, 3, clock(2, 21, 30), clock(3, 9, 0)),
		session("whoop", "s.csv", 3, 2, record.Moment{Day: night0 + 2}, record.Moment{}), // no clock time
		session("whoop", "s.csv", 4, 90, clock(90, 0, 5), clock(90, 7, 0)))               // outside the nights
	for i, want := range []string{"2024-04-30 23:10", "2024-05-01 22:50", "", "2024-05-03 21:30", "2024-05-04 23:00"} {
		got := ""
		if m, ok := table.Onset(i); ok {
			got = m.String()
		}
		if got != want {
			t.Errorf("night %d: onset %q, want %q", i, got, want)
		}
	}
	if _, ok := table.Onset(-1); ok {
		t.Error("a night before the first has an onset")
	}
}
