package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports"

	"gopkg.in/yaml.v3"
)

// TestPlanExamples runs the worked examples of published experiments, whose
// files lie beside the repository or nowhere.
func TestPlanExamples(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "shared", "data")
	for _, name := range []string{"melatonin-ema", "gwern-magnesium"} {
		if _, err := os.Stat(filepath.Join(shared, name)); err != nil {
			t.Skipf("NOT RUN: not checked against the published experiment %s: %v", name, err)
		}
	}
	dir := t.TempDir()
	melatoninExample(t, filepath.Join(shared, "melatonin-ema"), filepath.Join(dir, "melatonin"))
	magnesiumExample(t, filepath.Join(shared, "gwern-magnesium"), filepath.Join(dir, "citrate"))
	runManual(t, filepath.Join("..", "..", "analysis", "schedule", "EXAMPLES.md"), dir)
	for _, c := range []struct {
		report        string
		code          analysis.Code
		off, on       int
		orders, tried float64
		asLarge       float64 // of the orders tried
		deviations    int
	}{
		{"melatonin-report", "no_meaningful_change", 21, 21, 0, 9999, 4497, 0},
		{"citrate-report", "cant_tell", 48, 49, 128, 128, 74, 3},
	} {
		r := exampleReport(t, filepath.Join(dir, c.report))
		o := r.Outcomes[0]
		x := o.Randomisation
		if o.Verdict.Code != c.code || o.NOff != c.off || o.NOn != c.on || r.Intervention.Blinded || !r.Intervention.Randomised {
			t.Errorf("%s: %s, %d and %d nights", c.report, o.Verdict.Code, o.NOff, o.NOn)
		}
		asLarge := x.P * c.tried
		if !x.Exact {
			asLarge = x.P*(c.tried+1) - 1
		}
		if float64(x.Tried) != c.tried || c.orders > 0 && x.Orders != c.orders || math.Abs(asLarge-c.asLarge) > .01 {
			t.Errorf("%s: %+v, the page says %v of %v", c.report, x, c.asLarge, c.tried)
		}
		if n := strings.Count(strings.Join(r.Intervention.Assumptions.Statements(), " "), "Noted while the plan ran"); n != c.deviations {
			t.Errorf("%s: %d deviations are printed", c.report, n)
		}
	}
}

// exampleReport reads the report of an example.
func exampleReport(t *testing.T, dir string) reports.Report {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r reports.Report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// put writes one file of an example.
func put(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func rowsOf(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range table[1:] {
		row := map[string]string{}
		for i, name := range table[0] {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

// published writes a plan whose order is in letters.
func published(t *testing.T, path string, p schedule.Plan, start, days string) {
	t.Helper()
	from, err := record.ParseDate(start)
	if err != nil {
		t.Fatal(err)
	}
	p.Schema, p.Analysis = schedule.PlanSchema, schedule.SlowMix
	p.Schedule = schedule.Calendar{Start: schedule.Day{Date: from}, End: schedule.Day{Date: from + record.Date(len(days)) - 1}, Days: days}
	p.Created = schedule.Day{Date: from}
	p.SHA256 = p.Sum()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, text)
}

// melatoninExample is the published schedule of the first six weeks as a plan, the daily mood, and what
// was taken each day as a log.
func melatoninExample(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, "schedule.json"))
	if err != nil {
		t.Fatal(err)
	}
	order := map[string]int{}
	if err := json.Unmarshal(text, &order); err != nil {
		t.Fatal(err)
	}
	var days strings.Builder
	const first = 42 // then four weeks were added, and a day skipped
	for i := range first {
		days.WriteByte("AB"[order[strconv.Itoa(i+1)]])
	}
	rows := rowsOf(t, filepath.Join(from, "miura_ema_70day_daily.csv"))
	published(t, filepath.Join(to, "plan.yaml"), schedule.Plan{Question: "Does melatonin lift the next day's mood?", Supplement: "melatonin",
		Primary:    "mood_rating",
		Constraint: schedule.Constraint{Kind: schedule.Nightly, Weeks: 6, MaxRun: 2, Balanced: true}}, rows[0]["date"], days.String())
	var log, mood strings.Builder
	log.WriteString("date,supplement,taken\n")
	mood.WriteString("date,mood\n")
	for _, r := range rows {
		fmt.Fprintf(&log, "%s,melatonin,%s\n", r["date"], map[string]string{"1": "yes", "0": "no"}[r["melatonin"]])
		fmt.Fprintf(&mood, "%s,%s\n", r["date"], r["mood"])
	}
	put(t, filepath.Join(to, "supplements.csv"), []byte(log.String()))
	put(t, filepath.Join(to, "mood.csv"), []byte(mood.String()))
	put(t, filepath.Join(to, "nof1.yaml"), []byte("mappings:\n  - match: [date, mood]\n    kind: nights\n    date: {column: date, "+
		"convention: evening}\n    columns: [{from: mood, metric: mood_rating, unit: \"0-100\"}]\n"))
}

// magnesiumExample is the second half of the citrate experiment, fourteen weeks
// in seven pairs, with its nights and its log.
func magnesiumExample(t *testing.T, from, to string) {
	t.Helper()
	for name, as := range map[string]string{"magnesium-sleep-2013-03_2014-06.csv": "zeo.csv", "supplements.csv": "supplements.csv"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(to, as), text)
	}
	taken := map[string]string{}
	for _, r := range rowsOf(t, filepath.Join(from, "supplements.csv")) {
		if r["form"] == "citrate" {
			taken[r["date"]] = r["taken"]
		}
	}
	const start = "2014-01-26"
	first, err := record.ParseDate(start)
	if err != nil {
		t.Fatal(err)
	}
	var days strings.Builder
	for week := range 14 { // the middle of each week says which it was
		letter := "A"
		if taken[(first+record.Date(7*week+3)).String()] == "yes" {
			letter = "B"
		}
		days.WriteString(strings.Repeat(letter, 7))
	}
	day := func(n int) schedule.Day { return schedule.Day{Date: first + record.Date(n)} }
	published(t, filepath.Join(to, "plan.yaml"), schedule.Plan{Question: "Does magnesium citrate change my sleep?", Supplement: "magnesium",
		Primary:    "tst",
		Constraint: schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 14}, Blinded: true, Deviations: []schedule.Deviation{
			{Date: day(97), What: "unblinded once before the end; the day is not in the files"},
			{Date: day(97), What: "unblinded a second time; the day is not in the files"},
			{Date: day(0), What: "800 mg of the mineral a day where 136 mg was meant"},
		}}, start, days.String())
	put(t, filepath.Join(to, "nof1.yaml"), []byte("supplement: {forms: [citrate]}\nmappings:\n  - match: [Date, ZQ, Total.Z]\n    kind: "+
		"nights\n    date: {column: Date, convention: evening}\n    zero: missing\n    columns: [{from: Total.Z, metric: tst, unit: min}, "+
		"{from: Time.to.Z, metric: sol, unit: min}, {from: Time.in.Wake, metric: waso, unit: min}, {from: Time.in.Deep, metric: deep, "+
		"unit: min}, {from: Awakenings, metric: awakenings}]\n"))
}
