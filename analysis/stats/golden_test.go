package stats

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// readGolden decodes a reference file; each names the tool, version and call
// that made it.
func readGolden(t testing.TB, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// readColumns reads a CSV file of numbers; an empty cell is NaN, a date becomes
// days since 1970.
func readColumns(t testing.TB, path string) map[string][]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cols := map[string][]float64{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			v := math.NaN()
			if d, err := time.Parse(time.DateOnly, cell); err == nil {
				v = float64(d.Unix() / 86400)
			} else if cell != "" {
				if v, err = strconv.ParseFloat(cell, 64); err != nil {
					t.Fatal(err)
				}
			}
			cols[rows[0][i]] = append(cols[rows[0][i]], v)
		}
	}
	return cols
}

// near fails the test when got differs from want by more than the relative
// tolerance (absolute below 1e-9 of magnitude).
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) && math.IsNaN(want) {
		return
	}
	if !(math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-9)) {
		t.Errorf("%s: got %.15g, want %.15g (relative difference %.2g)", what, got, want, math.Abs(got/want-1))
	}
}

func nearAll(t testing.TB, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d values, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		near(t, what+"["+strconv.Itoa(i)+"]", got[i], want[i], tolerance)
	}
}

// calendar spreads values dated by day number over every day from the first.
func calendar(day, value []float64) []float64 {
	y := make([]float64, int(day[len(day)-1]-day[0])+1)
	for i := range y {
		y[i] = math.NaN()
	}
	for i, d := range day {
		y[int(d-day[0])] = value[i]
	}
	return y
}

// observedRows drops the missing nights of a golden data file.
func observedRows(cols map[string][]float64) (Rows, []float64) {
	r := Rows{Weekday0: int(cols["weekday"][0])}
	var y []float64
	for i, v := range cols["ln_rmssd"] {
		if !math.IsNaN(v) {
			r.Day = append(r.Day, int(cols["day"][i]))
			r.On = append(r.On, cols["on"][i])
			y = append(y, v)
		}
	}
	return r, y
}
