package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/importers"
	"nof1/importers/record"
)

// madeUpNights writes a nightly table of a made-up person: RMSSD and, where the
// other header is foreign, minutes asleep under it.
func madeUpNights(t *testing.T, path, sleepColumn string, nights int, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	first := record.NewDate(2024, 1, 1)
	var b strings.Builder
	fmt.Fprintf(&b, "date,hrv_rmssd,%s\n", sleepColumn)
	ln, min := likeHRV(r, nights), autoregressive(.1)(r, nights)
	for i := range nights {
		fmt.Fprintf(&b, "%s,%.1f,%.0f\n", first+record.Date(i), 60*math.Exp(.2*ln[i]), 420+40*min[i])
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRealNights(t *testing.T) {
	dir := t.TempDir()
	madeUpNights(t, filepath.Join(dir, "anna.csv"), "tst", 130, 1)
	madeUpNights(t, filepath.Join(dir, "bo", "export.csv"), "tst", 100, 2)
	if err := os.WriteFile(filepath.Join(dir, "readme.txt"), []byte("hello\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, stderr := runIn(t, "-nights", dir, "-every", "15")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	// 130 nights: starts 28, 43, 58, 73, 88; 100 nights: 28, 43, 58.
	for _, want := range []string{"2 people with nights, 1 entries without", "(8 of them)", "| hrv_rmssd | 2 | ", "| tst | 2 | ",
		"| all series | 4 | "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from\n%s", want, out)
		}
	}
	if strings.Contains(out+stderr, "anna") || strings.Contains(out, "2024-") {
		t.Error("a name or a date is printed")
	}
	if _, again, _ := runIn(t, "-nights", dir, "-every", "15", "-workers", "3"); again != out {
		t.Error("the same folder gives another table")
	}
}

func TestRealNightsWithMappings(t *testing.T) {
	dir := t.TempDir()
	madeUpNights(t, filepath.Join(dir, "people", "p1.csv"), "minutes", 100, 1)
	config := filepath.Join(dir, "nof1.yaml")
	write := func(text string) {
		if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("mappings:\n  - match: [date, minutes]\n    kind: nights\n    date: {column: date}\n    columns: [{from: minutes, metric: tst}]\n")
	code, out, stderr := runIn(t, "-nights", filepath.Join(dir, "people"), "-config", config, "-every", "20")
	if code != 0 || !strings.Contains(out, "| tst | 1 | ") {
		t.Errorf("exit %d, %s\n%s", code, stderr, out)
	}
	write("zone: Nowhere/Town\n")
	if code, _, stderr := runIn(t, "-nights", dir, "-config", config); code != 1 || !strings.Contains(stderr, "Nowhere/Town") {
		t.Errorf("an unknown zone: exit %d, %s", code, stderr)
	}
	write("mappingz: []\n")
	if code, _, stderr := runIn(t, "-nights", dir, "-config", config); code != 1 || !strings.Contains(stderr, "mappingz") {
		t.Errorf("an unknown key: exit %d, %s", code, stderr)
	}
}

func TestNothingToTry(t *testing.T) {
	dir := t.TempDir()
	if code, _, stderr := runIn(t, "-nights", dir); code != 1 || !strings.Contains(stderr, "no nights") {
		t.Errorf("an empty folder: exit %d, %s", code, stderr)
	}
	madeUpNights(t, filepath.Join(dir, "short.csv"), "tst", 69, 1)
	if code, _, stderr := runIn(t, "-nights", dir); code != 1 || !strings.Contains(stderr, "long enough") {
		t.Errorf("69 nights: exit %d, %s", code, stderr)
	}
}

// A fake study ends with its on-phase, holds every earlier night, and an effect
// is in SD of the whole series on the scale of analysis.
func TestFakeStudy(t *testing.T) {
	var in importers.Result
	day0 := record.NewDate(2024, 1, 1)
	for i := range 120 {
		v := 60 * math.Exp(.2*math.Sin(float64(i)))
		in.Records = append(in.Records, record.Record{Night: day0 + record.Date(i), Metric: "hrv_rmssd", Value: v, Source: "csv"})
		in.Sessions = append(in.Sessions, record.Session{Night: day0 + record.Date(i)})
	}
	in.Doses = []record.Dose{{Supplement: "magnesium", Taken: record.TakenYes, When: record.Moment{Day: day0}}}
	p := newSomeone(in)
	s := p.study(day0+50, -1)
	if len(s.Records) != 92 || len(s.Sessions) != 92 || len(s.Doses) != 42 {
		t.Fatalf("%d records, %d sessions, %d doses; want 92, 92, 42", len(s.Records), len(s.Sessions), len(s.Doses))
	}
	sd := p.sd["hrv_rmssd csv "]
	for i, r := range s.Records {
		change := math.Log(r.Value / in.Records[i].Value)
		want := 0.0
		if i >= 50 {
			want = -sd
		}
		if math.Abs(change-want) > 1e-9 {
			t.Errorf("night %d changed by %g, want %g", i, change, want)
		}
	}
	res, err := analysis.Run(s)
	if err != nil || res.Intervention.Design != "AB" {
		t.Errorf("design %s (%v), want AB", res.Intervention.Design, err)
	}
	for _, metric := range []string{"hrv_rmssd", "sol", "tst"} {
		if v := fromScale(metric, toScale(metric, 17)); math.Abs(v-17) > 1e-9 {
			t.Errorf("%s: 17 becomes %g", metric, v)
		}
	}
}

func TestNightsTables(t *testing.T) {
	one := tally{people: 10, claims: [3]int{1, 4, 9}, opposite: [3]int{0, 1, 0}, covered: [3]int{9}, intervals: [3]int{10},
		rival: make([][3]int, len(rivals))}
	two := one
	two.people, two.claims = 20, [3]int{6, 20, 20}
	text := nightsTables([]seriesTally{{"tst", one}, {"tst", two}, {"hrv_rmssd", one}})
	// tst: alarms 10 and 30 %, found 30 and 95 %.
	for _, want := range []string{"| hrv_rmssd | 1 | 10 | 10.0 | 10.0 | 10.0 | 90.0 | 30 | 90 |",
		"| tst | 2 | 30 | 20.0 | 20.0 | 30.0 | 90.0 | 62 | 95 |", "| all series | 3 | 40 | 10.0 | 16.7 | 30.0 |"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
	if strings.Index(text, "| hrv_rmssd |") > strings.Index(text, "| tst |") {
		t.Error("outcomes are not in the order of the catalogue")
	}
}
