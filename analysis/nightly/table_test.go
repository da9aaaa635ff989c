package nightly

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"nof1/importers/record"
)

func TestCalendarGaps(t *testing.T) {
	table := build(t, recordsOf(
		line{5, "whoop", "a.csv", 3, values{"tst": 400, "steps": 9000}},
		line{0, "whoop", "a.csv", 2, values{"tst": 420}},
		line{2, "csv", "d.csv", 2, values{"anxiety": 3}}))
	if table.Len() != 6 || table.First() != night0 || table.Night(5) != night0+5 {
		t.Fatalf("%d nights from %s, want 6 from %s", table.Len(), table.First(), night0)
	}
	equal(t, "tst", []float64{420, nan, nan, nan, nan, 400}, table.Calendar("tst", "whoop"))
	equal(t, "unknown series", []float64{nan, nan, nan, nan, nan, nan}, table.Calendar("tst", "oura"))
	equal(t, "columns", []Column{{"tst", "whoop"}, {"steps", "whoop"}, {"anxiety", "csv"}}, table.Columns())
	for d, want := range map[record.Date]int{night0 - 1: -1, night0: 0, night0 + 5: 5, night0 + 6: -1} {
		if got := table.Index(d); got != want {
			t.Errorf("Index(%s) = %d, want %d", d, got, want)
		}
	}
}

func TestCalendarIsTheCallers(t *testing.T) {
	table := build(t, recordsOf(line{0, "whoop", "a.csv", 2, values{"tst": 420}}))
	calendar := table.Calendar("tst", "whoop")
	calendar[0] = -1
	if table.Calendar("tst", "whoop")[0] != 420 {
		t.Error("a caller changed the table")
	}
}

func TestPrimary(t *testing.T) {
	table := build(t, recordsOf(
		line{0, "whoop", "a.csv", 2, values{"tst": 420, "resting_hr": 50}},
		line{0, "oura", "b.csv", 2, values{"tst": 410, "resting_hr": 51}},
		line{1, "whoop", "a.csv", 3, values{"tst": 400}}))
	for metric, want := range map[string]string{"tst": "whoop", "resting_hr": "oura", "deep": ""} {
		if got, ok := table.Primary(metric); got != want || ok != (want != "") {
			t.Errorf("Primary(%s) = %q, %v, want %q", metric, got, ok, want)
		}
	}
	if table.Nights("tst", "whoop") != 2 || table.Nights("tst", "oura") != 1 || table.Nights("deep", "oura") != 0 {
		t.Error("nights are counted wrong")
	}
}

// TestDevices: another device is another series; rows without a device belong
// to the only one.
func TestDevices(t *testing.T) {
	lines := []line{
		{0, "oura/Gen3", "a.csv", 2, values{"tst": 420}},
		{0, "oura", "b.csv", 2, values{"hrv_rmssd": 40}},
		{1, "oura", "b.csv", 3, values{"tst": 400}},
		{0, "csv", "c.csv", 2, values{"anxiety": 2}},
	}
	one := build(t, recordsOf(lines...))
	equal(t, "one device", []Column{{"hrv_rmssd", "oura/Gen3"}, {"tst", "oura/Gen3"}, {"anxiety", "csv"}}, one.Columns())
	equal(t, "its nights", []float64{420, 400}, one.Calendar("tst", "oura/Gen3"))

	two := build(t, recordsOf(append(lines, line{2, "oura/Ring 4", "a.csv", 3, values{"tst": 390}})...))
	equal(t, "two devices",
		[]Column{{"hrv_rmssd", "oura"}, {"tst", "oura"}, {"tst", "oura/Gen3"}, {"tst", "oura/Ring 4"}, {"anxiety", "csv"}}, two.Columns())
}

func TestEfficiency(t *testing.T) {
	table := build(t, recordsOf(
		line{0, "fitbit", "a.csv", 2, values{"tst": 360, "tib": 480, "sleep_efficiency": 93}}, // the vendor divides by another span
		line{1, "fitbit", "a.csv", 3, values{"tst": 360, "sleep_efficiency": 93}},
		line{2, "fitbit", "a.csv", 4, values{"tst": 480.5, "tib": 480}},
		line{3, "fitbit", "a.csv", 5, values{"tst": 500, "tib": 480, "sleep_efficiency": 99}},
		line{4, "fitbit", "a.csv", 6, values{"tst": 10, "tib": 480}},
		line{5, "fitbit", "a.csv", 7, values{"resting_hr": 50}},
		line{0, "oura", "b.csv", 2, values{"tst": 400}},
		line{0, "zeo", "c.csv", 2, values{"tib": 400}}))
	equal(t, "efficiency", []float64{75, 93, 100, nan, nan, nan}, table.Calendar("sleep_efficiency", "fitbit"))
	if table.Nights("sleep_efficiency", "oura") != 0 || len(table.Calendar("sleep_efficiency", "zeo")) != 6 {
		t.Error("one source's time in bed was used for another")
	}
	if table.Nights("sleep_efficiency", "fitbit") != 3 {
		t.Errorf("%d nights, want 3", table.Nights("sleep_efficiency", "fitbit"))
	}
}

func TestMidsleep(t *testing.T) {
	table := build(t, recordsOf(
		line{0, "zeo", "a.csv", 2, values{"bedtime": 660, "waketime": 1140}}, // 23:00 to 07:00 is 03:00
		line{1, "zeo", "a.csv", 3, values{"bedtime": 660, "waketime": 1140, "midsleep": 905}},
		line{2, "zeo", "a.csv", 4, values{"bedtime": 660}},
		line{0, "csv", "b.csv", 2, values{"bedtime": 600}},
		line{1, "csv", "b.csv", 3, values{"waketime": 1100}}))
	equal(t, "midsleep", []float64{900, 905, nan}, table.Calendar("midsleep", "zeo"))
	for _, c := range table.Columns() {
		if c == (Column{"midsleep", "csv"}) {
			t.Error("an empty series was made")
		}
	}
}

func TestSoft(t *testing.T) {
	table := build(t, recordsOf(
		line{0, "whoop", "a.csv", 2, values{"resting_hr": 35.9}},
		line{1, "whoop", "a.csv", 3, values{"resting_hr": 36}},
		line{2, "whoop", "a.csv", 4, values{"resting_hr": 95.1}},
		line{4, "whoop", "a.csv", 5, values{"resting_hr": 60}}))
	for i, want := range []bool{true, false, true, false, false} {
		if table.Soft("resting_hr", "whoop", i) != want {
			t.Errorf("Soft(%d) = %v", i, !want)
		}
	}
	if table.Soft("resting_hr", "whoop", 99) || table.Soft("resting_hr", "oura", 0) {
		t.Error("a value that is not there is outside its limits")
	}
}

func TestBuildRefuses(t *testing.T) {
	if _, err := Build(nil, nil); err == nil {
		t.Error("no records gave no error")
	}
	records := recordsOf(
		line{0, "whoop", "a.csv", 2, values{"tst": 420}},
		line{-500000, "whoop", "b.csv", 7, values{"tst": 420}})
	if _, err := Build(records, nil); err == nil || !strings.Contains(err.Error(), "b.csv:7") {
		t.Errorf("a date in another age: error %v, want one naming b.csv:7", err)
	}
	odd := []record.Record{{Night: night0, Metric: "tst", Value: nan, Source: "x"},
		{Night: night0, Metric: "tst", Value: math.Inf(1), Source: "x"}}
	if table := build(t, odd); table.Nights("tst", "x") != 0 || table.Len() != 1 {
		t.Error("a value that is no number entered the table")
	}
}

// TestOrderNeverMatters shuffles the records of a crowded record and wants the
// identical table.
func TestOrderNeverMatters(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var records []record.Record
	var sessions []record.Session
	for range 4000 {
		m := record.Metrics[random.IntN(len(record.Metrics))]
		if random.IntN(3) == 0 {
			m, _ = record.MetricByID("tst")
		}
		pos := record.Pos{File: fmt.Sprintf("f%d.csv", random.IntN(3)), Line: random.IntN(60), Column: random.IntN(3)}
		night := night0 + record.Date(random.IntN(40))
		records = append(records,
			record.Record{Night: night, Metric: m.ID, Value: float64(random.IntN(4)), Source: "v" + fmt.Sprint(random.IntN(2)),
				Device: []string{"", "one", "two"}[random.IntN(3)], Pos: pos})
		sessions = append(sessions, record.Session{Night: night, Source: "v0", Pos: pos,
			Onset: record.Moment{Day: night - 1, Minute: random.IntN(1440), Timed: true},
			Wake:  record.Moment{Day: night, Minute: random.IntN(1440), Timed: true}})
	}
	want := all(build(t, records, sessions...))
	for range 5 {
		random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		random.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
		equal(t, "table of shuffled records", want, all(build(t, records, sessions...)))
	}
}
