package analysis

import (
	"math"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func ledgerRow(t *testing.T, r Result, id string) LedgerRow {
	t.Helper()
	for _, l := range r.Ledger {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("no row %s in the ledger", id)
	return LedgerRow{}
}

// The table holds together: each doubt is somewhere, its functions are in a file
// of its kind, and what it points to is there.
func TestTableOfDoubts(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range doubts {
		if seen[d.id] || d.does == noCheck && d.row == 0 {
			t.Errorf("%s is there twice, or is neither a check nor a row", d.id)
		}
		seen[d.id] = true
		if (d.row > 0) != (d.look != nil && d.role != "") || (d.find != nil) != (d.severity != "") {
			t.Errorf("%s: a row has a look and a role, a check that finds by itself has a severity", d.id)
		}
		if (d.word != "") != (d.does > withholds) {
			t.Errorf("%s: %q is the word of what changes a verdict", d.id, d.word)
		}
		for _, f := range []any{d.find, d.look} {
			if file := fileOf(f); file != "" && !strings.HasPrefix(file, "doubts_"+string(d.kind)) && file != "doubts_run.go" &&
				file != "doubts_nights.go" && file != "doubts.go" {
				t.Errorf("%s is of the kind %s, its function is in %s", d.id, d.kind, file)
			}
		}
		if d.under == nil {
			continue
		}
		c := Caveat{Words: map[string]string{"metric": "alcohol"}, Outcomes: []string{"tst"}}
		if id := d.under(review{outcomes: []Outcome{{Metric: "tst"}}}, c); doubtByID(id).row == 0 {
			t.Errorf("%s belongs to the row %q, which is not there", d.id, id)
		}
	}
}

// fileOf returns the name of the file of a function, "" of nil.
func fileOf(f any) string {
	v := reflect.ValueOf(f)
	if v.IsNil() {
		return ""
	}
	file, _ := runtime.FuncForPC(v.Pointer()).FileLine(v.Pointer())
	return filepath.Base(file)
}

// firing is what a check does on one study.
type firing struct {
	id, name string
	study    Study
	fires    bool
	severity Severity
	blocks   bool
}

func (f firing) check(t *testing.T) {
	t.Helper()
	got := caveatOf(analysed(t, f.study), f.id)
	if (got != nil) != f.fires {
		t.Errorf("%s, %s: fired %v, want %v (%+v)", f.id, f.name, got != nil, f.fires, got)
	} else if got != nil && (got.Severity != f.severity || got.Blocks != f.blocks) {
		t.Errorf("%s, %s: %s blocks %v, want %s %v", f.id, f.name, got.Severity, got.Blocks, f.severity, f.blocks)
	}
}

// looked is a row of the ledger with a study in which it fires, one in which it
// is silent, and one that cannot tell, nil where every record can.
type looked struct {
	id            string
	fires, silent Study
	notRecorded   *Study
}

func (l looked) check(t *testing.T) {
	t.Helper()
	r := analysed(t, l.fires)
	if got := ledgerRow(t, r, l.id); got.Status != LedgerFired || caveatOf(r, l.id) == nil {
		t.Errorf("%s is %s (caveat %v), want it to fire: %+v", l.id, got.Status, caveatOf(r, l.id), got)
	}
	r = analysed(t, l.silent)
	if got := ledgerRow(t, r, l.id); got.Status != LedgerSilent || caveatOf(r, l.id) != nil {
		t.Errorf("%s is %s (caveat %+v), want it silent: %+v", l.id, got.Status, caveatOf(r, l.id), got)
	}
	if l.notRecorded == nil {
		return
	}
	if got := ledgerRow(t, analysed(t, *l.notRecorded), l.id); got.Status != LedgerNotRecorded {
		t.Errorf("%s is %s, want not recorded", l.id, got.Status)
	}
}

// Rows whose caveats are other checks' follow them.
func TestLedgerFollowsOtherChecks(t *testing.T) {
	r := analysed(t, quiet.taking("l-theanine", 122))
	if got := ledgerRow(t, r, "co_start"); got.Status != LedgerFired {
		t.Errorf("co_start %+v", got)
	}
	if got := ledgerRow(t, r, "medicine_change"); got.Status != LedgerNotRecorded {
		t.Errorf("medicines were in no file: %+v", got)
	}
	if got := ledgerRow(t, r, "dietary_magnesium"); got.Status != LedgerNotRecorded {
		t.Errorf("food is in no file: %+v", got)
	}
	start := ledgerRow(t, r, "start_date")
	if start.Status != LedgerSilent || len(start.Measured) != 3 || start.Measured[1].Name != "baseline_last14_percentile" {
		t.Errorf("a usual start: %+v", start)
	}
	if got := ledgerRow(t, r, "weekday_balance"); !got.Adjusted {
		t.Errorf("weekdays are in the model: %+v", got)
	}
	if want := byPlace(func(d doubt) int { return d.row }); len(r.Ledger) != len(want) {
		t.Errorf("%d rows, want %d", len(r.Ledger), len(want))
	}
}

// Leaving out the nights concerned moves the estimate by what they did to it.
func TestEffectOfLeavingOut(t *testing.T) {
	m := made{nights: 200, on: from(120), seed: 1, adjust: func(i int) float64 {
		if i >= 130 && i%2 == 0 {
			return -.3
		}
		return 0
	}}
	s := m.study().tag("alcohol", func(i int) bool { return i >= 130 && i%2 == 0 }, true)
	r := analysed(t, s)
	row := ledgerRow(t, r, "alcohol_nights")
	if row.EffectOfAdjusting == nil || *row.EffectOfAdjusting < 4 {
		t.Fatalf("half the nights with it lie 26 %% lower after drinking: leaving them out moves the estimate by %v ms", row.EffectOfAdjusting)
	}
	c := caveatOf(r, "alcohol_nights")
	if c.Severity != Moderate || c.value("share_off") != 0 || math.Abs(c.value("share_on")-48) > 3 {
		t.Errorf("%+v", c)
	}
}

// A level that rises all along is taken into account by the trend, and the row
// of the season says by how much.
func TestEffectOfTheTrend(t *testing.T) {
	m := made{nights: 200, on: from(120), seed: 1, rho: .2, sd: .1, adjust: func(i int) float64 { return .0015 * float64(i) }}
	row := ledgerRow(t, analysed(t, m.study()), "season")
	if !row.Adjusted || row.EffectOfAdjusting == nil || *row.EffectOfAdjusting > -.5 {
		t.Errorf("%+v: a rise all along is less of a change with the trend in the model", row)
	}
	week := ledgerRow(t, analysed(t, m.study()), "weekday_balance")
	if week.EffectOfAdjusting == nil || math.Abs(*week.EffectOfAdjusting) > 1 {
		t.Errorf("%+v: whole weeks leave weekdays nothing to do", week)
	}
}

// What was not recorded has no sizes: a 0 would say that something was measured.
func TestNotRecordedHasNoSize(t *testing.T) {
	for _, l := range analysed(t, quiet).Ledger {
		if l.Status == LedgerNotRecorded && len(l.Measured) > 0 {
			t.Errorf("%s: %v", l.ID, l.Measured)
		}
	}
}

// A supplement other than magnesium has no row on magnesium in food.
func TestRowsOfOneSupplement(t *testing.T) {
	s := quietStudy()
	for i := range s.Doses {
		s.Doses[i].Supplement, s.Doses[i].Form = "glycine", ""
	}
	for _, l := range analysed(t, s).Ledger {
		if l.ID == "dietary_magnesium" {
			t.Errorf("%+v in a report on glycine", l)
		}
	}
}

// On quiet made-up people hardly any look fires: a detector that cries at noise
// is a defect.
func TestLedgerOnQuietPeople(t *testing.T) {
	fired := map[string]int{}
	const people = 20
	for seed := range uint64(people) {
		s := made{nights: 200, on: from(120), seed: 100 + seed}.study()
		for _, l := range analysed(t, s).Ledger {
			if l.Status == LedgerFired {
				fired[l.ID]++
			}
		}
	}
	for id, n := range fired {
		switch id {
		case "season", "expectation", "many_outcomes": // these do hold for them
		case "start_date", "device_break": // checks with false alarms of their own
			if n > people/4 {
				t.Errorf("%s fired %d times on %d quiet people", id, n, people)
			}
		default:
			if n > people/10 {
				t.Errorf("%s fired %d times on %d quiet people", id, n, people)
			}
		}
	}
}

func TestNothingComparedIsNotLookedAt(t *testing.T) {
	s := quietStudy()
	s.Doses = nil
	for _, l := range analysed(t, s).Ledger {
		if l.Status != LedgerNotRecorded {
			t.Errorf("%s is %s without a dose", l.ID, l.Status)
		}
	}
}
