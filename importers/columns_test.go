package importers

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"  Total Bedtime ":          "total bedtime",
		"Recovery score %":          "recovery score pct",
		"Variabilité de la\u00a0FC": "variabilite de la fc",
		"Début\u202fdu\u00a0 cycle": "debut du cycle",
		"person’s ‘Watch’":          "person's 'watch'",
		"Tiefschlaf (SWS)\tDauer":   "tiefschlaf (sws) dauer",
		"\ufeffDate":                "date",
		"Duração":                   "duracao",
		"Heart Rate (ﬁltered)":      "heart rate (filtered)",
		"":                          "",
	} {
		if got := Normalise(in); got != want {
			t.Errorf("Normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMissing(t *testing.T) {
	for _, cell := range []string{"", " ", "-", "--", "–", "—", "None", "NULL", "NaN", "n/a", " N/A ", "NA", "#N/A", "No data"} {
		if !Missing(cell) {
			t.Errorf("%q is not missing", cell)
		}
	}
	for _, cell := range []string{"0", "0.0", "-1", "no", "nil"} {
		if Missing(cell) {
			t.Errorf("%q is missing", cell)
		}
	}
}

func TestNumber(t *testing.T) {
	for cell, want := range map[string]float64{"12": 12, " -1.5 ": -1.5, "+3": 3, "1e3": 1000, ".5": 0.5, "007": 7} {
		if got, err := Number(cell); err != nil || got != want {
			t.Errorf("Number(%q) = %v, %v, want %v", cell, got, err, want)
		}
	}
	for _, cell := range []string{"", "12,x", "12,5", "4O", "0x10", "1_000", "Inf", "nan", "1e999", "1 2", "12ms", "1.2.3", "--1", "e"} {
		if got, err := Number(cell); err == nil {
			t.Errorf("Number(%q) = %v, want an error", cell, got)
		}
	}
}

func TestTableNumber(t *testing.T) {
	tests := []struct {
		delimiter, cell string
		want            float64
		ok              bool
	}{
		{";", "12,5", 12.5, true}, {";", "12.5", 12.5, true}, {";", "34,125", 34.125, true},
		{"\t", "12,5", 12.5, true}, {"\t", "8,432", 0, false}, {",", "12,5", 0, false},
		{"sheet", "12,5", 12.5, true}, {"sheet", "8,432", 0, false},
		{";", "1.234,5", 0, false}, {";", "1,2,3", 0, false}, {";", "12,x", 0, false},
	}
	for _, tt := range tests {
		src := SourceFromBytes("f", []byte("a"+tt.delimiter+"b\n"))
		if tt.delimiter == "sheet" {
			src.sheet = "March"
		}
		table, err := src.Table()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := table.Number(tt.cell); got != tt.want || (err == nil) != tt.ok {
			t.Errorf("%q between %q: %v, %v", tt.cell, tt.delimiter, got, err)
		}
	}
}

func TestConvert(t *testing.T) {
	tests := []struct {
		metric, unit string
		in, want     float64
	}{
		{"tst", "", 431, 431}, {"tst", "min", 431, 431}, {"tst", "s", 25860, 431}, {"tst", "ms", 25860000, 431},
		{"tst", "h", 7.5, 450}, {"tst", "Hours", 7.5, 450},
		{"hrv_rmssd", "s", 0.048, 48}, {"hrv_rmssd", "ms", 48, 48},
		{"sleep_efficiency", "pct1", 0.915, 91.5}, {"sleep_efficiency", "%", 91.5, 91.5},
		{"skin_temp", "F", 95, 35}, {"skin_temp", "°C", 35, 35}, {"skin_temp_deviation", "F", 1.8, 1},
		{"active_energy", "kJ", 4184, 1000}, {"caffeine", "g", 0.2, 200}, {"alcohol", "mg", 14000, 14},
		{"respiratory_rate", "bpm", 15, 15}, {"respiratory_rate", "Hz", 0.25, 15}, {"resting_hr", "Hz", 1, 60},
	}
	for _, tt := range tests {
		m, _ := record.MetricByID(tt.metric)
		got, err := Convert(m, tt.unit, tt.in)
		if err != nil || math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%v %s of %s = %v, %v, want %v", tt.in, tt.unit, tt.metric, got, err, tt.want)
		}
	}
	for metric, unit := range map[string]string{"tst": "bpm", "hrv_rmssd": "min", "skin_temp": "%", "alcohol": "drinks"} {
		m, _ := record.MetricByID(metric)
		if got, err := Convert(m, unit, 1); err == nil {
			t.Errorf("1 %s of %s = %v, want an error", unit, metric, got)
		}
	}
}

// Every metric's unit can be named in a message, and every unit of a conversion
// is one that UnitID returns.
func TestUnitsAreKnown(t *testing.T) {
	for _, m := range record.Metrics {
		if UnitWords(m.Unit) == "a number" {
			t.Errorf("%s: the unit %q has no words", m.ID, m.Unit)
		}
	}
	for pair := range unitFactors {
		from, to, _ := strings.Cut(pair, " ")
		if UnitID(from) != from || UnitID(to) != to {
			t.Errorf("%q is not in unit ids", pair)
		}
	}
}

func TestCheckLimits(t *testing.T) {
	hrv, _ := record.MetricByID("hrv_rmssd")
	for _, v := range []float64{1, 48.5, 350} {
		if err := CheckLimits(hrv, v); err != nil {
			t.Error(err)
		}
	}
	if got, want := fmt.Sprint(CheckLimits(hrv, 999)), "999 is outside 1 to 350 ms"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if CheckLimits(hrv, math.NaN()) == nil {
		t.Error("NaN lies within the limits")
	}
	score, _ := record.MetricByID("anxiety")
	if got, want := fmt.Sprint(CheckLimits(score, 11)), "11 is outside 0 to 10"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestReadCells(t *testing.T) {
	const text = "night,HRV,Asleep,SpO2,Up\nx,48,7:30,95.00%,0\nx,\"12,x\",,0,3\nx,999,soon,101%,0\nx,--,0:00,None,\n"
	table, err := SourceFromBytes("f", []byte(text)).Table()
	if err != nil {
		t.Fatal(err)
	}
	clock := func(cell string) (float64, error) {
		m, err := ParseClock(cell)
		return float64(m) / 60, err
	}
	bound := Bind(table, []Column{
		{Names: []string{"hrv", "rmssd"}, Metric: "hrv_rmssd"},
		{Names: []string{"asleep"}, Metric: "tst", Unit: "h", Parse: clock},
		{Names: []string{"spo2"}, Metric: "spo2", Unit: "pct1"},
		{Names: []string{"up"}, Metric: "awakenings", ZeroMissing: true},
		{Names: []string{"steps"}, Metric: "steps"},
	})
	if len(bound) != 4 {
		t.Fatalf("%d columns bound, want 4", len(bound))
	}
	var c Collector
	var counts []int
	for table.Next() {
		used, bad := ReadCells(table, bound, 19000, "test", "gen 1", &c)
		counts = append(counts, used, bad)
	}
	if diff := cmp.Diff([]int{3, 0, 1, 1, 0, 3, 0, 0}, counts); diff != "" {
		t.Errorf("used and bad -want +got:\n%s", diff)
	}
	want := []record.Record{
		{Night: 19000, Metric: "hrv_rmssd", Value: 48, Raw: "48", RawUnit: "ms", Source: "test", Device: "gen 1",
			Pos: record.Pos{File: "f", Line: 2, Column: 3}},
		{Night: 19000, Metric: "tst", Value: 450, Raw: "7:30", RawUnit: "h", Source: "test", Device: "gen 1",
			Pos: record.Pos{File: "f", Line: 2, Column: 6}},
		{Night: 19000, Metric: "spo2", Value: 95, Raw: "95.00%", RawUnit: "%", Source: "test", Device: "gen 1",
			Pos: record.Pos{File: "f", Line: 2, Column: 11}},
		{Night: 19000, Metric: "awakenings", Value: 3, Raw: "3", RawUnit: "n", Source: "test", Device: "gen 1",
			Pos: record.Pos{File: "f", Line: 3, Column: 13}},
	}
	if diff := cmp.Diff(want, c.Records); diff != "" {
		t.Errorf("records -want +got:\n%s", diff)
	}
	problems := []string{
		`f:3:3: "HRV": "12,x" is not a number: want milliseconds`,
		`f:4:3: "HRV": 999 is outside 1 to 350 ms`,
		`f:4:7: "Asleep": "soon" is not a time: want HH:MM`,
		`f:4:12: "SpO2": 101 is outside 60 to 100 %`,
	}
	for i, p := range c.Problems {
		if i >= len(problems) || p.String() != problems[i] {
			t.Errorf("problem %s, want %q", p, problems)
		}
	}
}
