package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nof1/importers/record"
)

// noNumber is how Go writes what is none.
var noNumber = regexp.MustCompile(`\b(NaN|[+-]Inf)\b`)

// Records that are all one value, or nearly empty, or far from their log: every
// command ends with an exit code of its own and writes no number that is none.
func TestOddRecords(t *testing.T) {
	lively := func(i int) float64 { return 12 + .25*float64(i*7919%17) }
	steady := func(int) float64 { return 15 }
	for _, c := range []struct {
		name  string
		value func(i int) float64 // of the primary outcome; NaN missing
		doses [2]int              // first day, one past the last
		want  int
	}{
		{"one value", steady, [2]int{60, 100}, exitDone},
		{"steady, then lively", func(i int) float64 {
			if i > 60 {
				return lively(i)
			}
			return 15
		}, [2]int{60, 100}, exitDone},
		{"no value", func(int) float64 { return math.NaN() }, [2]int{60, 100}, exitDone},
		{"one night", func(i int) float64 {
			if i > 0 {
				return math.NaN()
			}
			return 15
		}, [2]int{0, 1}, exitDone},
		{"doses on the last day alone", lively, [2]int{99, 100}, exitDone},
		{"doses after the record", lively, [2]int{300, 340}, exitDone},
	} {
		dir := filepath.Join(t.TempDir(), "person")
		day := func(i int) string { return (record.NewDate(2024, 1, 1) + record.Date(i)).String() }
		nights, log := "date,respiratory_rate,tst\n", "time,supplement,form,amount,unit,basis,taken,note\n"
		for i := range 100 {
			value := ""
			if v := c.value(i); !math.IsNaN(v) {
				value = fmt.Sprint(v)
			}
			if c.name != "one night" || i == 0 {
				nights += fmt.Sprintf("%s,%s,%d\n", day(i), value, 420)
			}
		}
		for i := c.doses[0]; i < c.doses[1]; i++ {
			log += day(i) + ",magnesium,citrate,200,mg,elemental,yes,\n"
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"nights.csv": nights, "supplements.csv": log} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out := filepath.Join(dir, "..", "out")
		for _, args := range [][]string{
			{"report", dir, "--primary", "respiratory_rate", "--format", "html,json,md,csv", "--out", out, "--quiet"},
			{"check", dir}, {"correlate", dir, "--quiet"}, {"power", dir, "--all", "--quiet"},
			{"plan", dir, "--supplement", "magnesium", "--primary", "respiratory_rate", "--weeks", "8", "--out", filepath.Join(dir, "..", "plan"),
				"--quiet"},
		} {
			var said, wrong bytes.Buffer
			if code := run(args, strings.NewReader(""), &said, &wrong); code != c.want {
				t.Errorf("%s: nof1 %s: exit %d, want %d: %s", c.name, args[0], code, c.want, wrong.String())
			}
			if at := noNumber.FindString(said.String()); at != "" {
				t.Errorf("%s: nof1 %s says %s", c.name, args[0], at)
			}
		}
		written, _ := filepath.Glob(filepath.Join(out, "*"))
		for _, path := range written {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if at := noNumber.FindString(string(text)); at != "" {
				t.Errorf("%s: %s holds %s", c.name, filepath.Base(path), at)
			}
		}
		if len(written) < 4 {
			t.Errorf("%s: only %d files written", c.name, len(written))
		}
	}
}
