package analysis

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers/record"
)

// diary is a made-up diary over a made-up study.
type diary struct{ s Study }

func quietStudy() diary { return diary{made{nights: 200, on: from(120), seed: 1}.study()} }

// tag logs an item on the day before each night for which on is true, with the
// value 1, and with 0 on the other nights where no is set.
func (d diary) tag(item string, on func(i int) bool, no bool) diary {
	d.s.Entries = append([]record.Entry(nil), d.s.Entries...)
	for i := range 200 {
		e := record.Entry{When: momentOf(int(day0) + i - 1), Item: item, HasValue: true, YesNo: true}
		switch {
		case on(i):
			e.Value = 1
		case !no:
			continue
		}
		d.s.Entries = append(d.s.Entries, e)
	}
	return d
}

// at moves every entry of an item to a clock time.
func (d diary) at(minute int) diary {
	for i := range d.s.Entries {
		d.s.Entries[i].When.Timed, d.s.Entries[i].When.Minute = true, minute
	}
	return d
}

// series adds a metric of every night.
func (d diary) series(metric string, value func(i int) float64) diary {
	r := rand.New(rand.NewPCG(3, uint64(len(metric))))
	return diary{d.s.with(metric, 200, func(i int) float64 {
		v := value(i)
		if metric != "spo2" {
			v += .05 * math.Abs(v) * r.NormFloat64() / 3
		}
		return v
	})}
}

func never(int) bool { return false }

func every(n int) func(int) bool { return func(i int) bool { return i%n == 0 } }

func between(a, b int) func(int) bool {
	return func(i int) bool { return i >= a && i < b }
}

func step(before, after float64) func(int) float64 {
	return func(i int) float64 {
		if i >= 120 {
			return after
		}
		return before
	}
}

var quiet = quietStudy().s

func onlyHRV() (out []record.Record) {
	for _, r := range quiet.Records {
		if r.Metric == "hrv_rmssd" {
			out = append(out, r)
		}
	}
	return out
}

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

// fileOf is the name of the file of a function, "" of nil.
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

// Every look of the ledger fires on one study, is silent on another, and says
// where the files cannot tell.
func TestLedgerFiresAndIsSilent(t *testing.T) {
	weights := func(after float64) Study {
		s := quietStudy().s
		for i := 0; i < 200; i += 7 {
			v := 80.0
			if i >= 120 {
				v = after
			}
			s.Entries = append(s.Entries, record.Entry{When: momentOf(int(day0) + i), Item: "Weight (kg)", Value: v, HasValue: true, Unit: "kg"})
		}
		return s
	}
	zoned := func(start int, zone string) Study {
		s := made{nights: 200, on: from(start), seed: 1}.study()
		if zone != "" {
			s.Settings.Zone, _ = time.LoadLocation(zone)
		}
		return s
	}
	long := func(nights, start int) Study { return made{nights: nights, on: from(start), seed: 1}.study() }
	twice := made{nights: 500, seed: 1, on: func(i int) bool { return i >= 180 && i < 250 || i >= 380 && i < 450 }}.study()
	unknownToUs := quietStudy().s // nobody knows how long it takes to fade
	unknownToUs.Doses = slices.Clone(unknownToUs.Doses)
	for i := range unknownToUs.Doses {
		unknownToUs.Doses[i].Supplement = "Lion's Mane"
	}
	weekends := made{nights: 200, seed: 1, on: func(i int) bool { return (day0 + record.Date(i)).Weekday() >= 5 }}.study()
	sick := func(d diary, from, to int) diary {
		for i, r := range d.s.Records {
			n := int(r.Night - day0)
			if r.Metric == "hrv_rmssd" && n >= from && n < to {
				d.s.Records[i].Value *= .4
			}
		}
		return d
	}
	feverish := func(i int) float64 {
		if i >= 150 && i < 153 {
			return 1.2
		}
		return 0
	}
	for _, c := range []struct {
		id          string
		fires       Study
		silent      Study
		notRecorded *Study // nil: the record can always tell
	}{
		{"alcohol_nights", quietStudy().tag("alcohol", func(i int) bool { return i >= 130 && i%2 == 0 }, true).s,
			quietStudy().tag("alcohol", every(3), true).s,
			&quiet},
		{"illness_pattern", sick(quietStudy().series("skin_temp_deviation", feverish), 150, 153).s,
			quietStudy().series("skin_temp_deviation", func(int) float64 { return 0 }).s,
			&Study{Records: onlyHRV()}},
		{"vaccination", quietStudy().tag("vaccination", between(150, 151), false).s,
			quietStudy().tag("vaccination", between(121, 122), true).s,
			&quiet},
		{"training_shift", quietStudy().series("strain", func(i int) float64 {
			if i >= 120 && i < 127 {
				return 20
			}
			return 10
		}).s, quietStudy().series("strain", func(int) float64 { return 10 }).s, &quiet},
		{"late_caffeine", quietStudy().tag("caffeine", from(128), false).at(16 * 60).s,
			quietStudy().tag("caffeine", every(2), false).at(16 * 60).s,
			&quiet},
		{"late_meals", quietStudy().tag("late_meal", between(20, 60), true).s, quietStudy().tag("late_meal", every(4), true).s, &quiet},
		{"cycle_phase", diary{long(150, 120)}.tag("cycle_start", every(28), false).s,
			diary{long(200, 112)}.tag("cycle_start", every(28), false).s,
			&quiet},
		{"warm_nights", quietStudy().series("skin_temp", step(33, 35)).s, quietStudy().series("skin_temp", step(34, 34)).s, &quiet},
		{"travel", quietStudy().series("bedtime", func(i int) float64 {
			if i >= 150 && i < 155 {
				return 1000
			}
			return 680
		}).s, quietStudy().series("bedtime", func(int) float64 { return 680 }).s, &quiet},
		{"clock_change", zoned(85, "Europe/Paris"), zoned(85, "Asia/Tokyo"), nil}, // 31 March 2024 is night 90
		{"stress_event", quietStudy().tag("stress_event", between(115, 117), false).s,
			quietStudy().tag("stress_event", func(i int) bool { return i%40 == 20 }, true).s,
			&quiet},
		{"weekday_balance", weekends, quiet, nil},
		{"season", long(260, 160), long(90, 45), nil},
		{"altitude", quietStudy().series("spo2", func(i int) float64 {
			if i >= 150 && i < 154 {
				return 91
			}
			return 96
		}).s, quietStudy().series("spo2", func(int) float64 { return 96 }).s, &quiet},
		{"weight_change", weights(76), weights(80.5), &quiet},
		{"sleep_changed", quietStudy().series("tst", step(420, 450)).s, quietStudy().series("tst", func(int) float64 { return 430 }).s, &quiet},
		{"long_record", twice, quiet, nil},
		{"carry_over", made{nights: 168, on: func(i int) bool { return (i/28)%2 == 1 }, seed: 9}.study(), quiet, &unknownToUs},
		{"home_change", quietStudy().tag("home_change", between(150, 151), false).s, quietStudy().tag("home_change", never, true).s, &quiet},
		{"sleep_device", quietStudy().tag("CPAP", from(130), true).s, quietStudy().tag("CPAP", every(2), true).s, &quiet},
		{"substances", quietStudy().tag("Nicotine", from(130), true).s, quietStudy().tag("nicotine", every(3), true).s, &quiet},
	} {
		r := analysed(t, c.fires)
		if got := ledgerRow(t, r, c.id); got.Status != LedgerFired || caveatOf(r, c.id) == nil {
			t.Errorf("%s is %s (caveat %v), want it to fire: %+v", c.id, got.Status, caveatOf(r, c.id), got)
		}
		r = analysed(t, c.silent)
		if got := ledgerRow(t, r, c.id); got.Status != LedgerSilent || caveatOf(r, c.id) != nil {
			t.Errorf("%s is %s (caveat %+v), want it silent: %+v", c.id, got.Status, caveatOf(r, c.id), got)
		}
		if c.notRecorded == nil {
			continue
		}
		s := *c.notRecorded
		if s.Doses == nil {
			s.Doses = quiet.Doses
		}
		if got := ledgerRow(t, analysed(t, s), c.id); got.Status != LedgerNotRecorded {
			t.Errorf("%s is %s, want not recorded", c.id, got.Status)
		}
	}
}

// Rows that stand on other checks follow them.
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
	d := diary{m.study()}.tag("alcohol", func(i int) bool { return i >= 130 && i%2 == 0 }, true)
	r := analysed(t, d.s)
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
	s := quietStudy().s
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
	s := quietStudy().s
	s.Doses = nil
	for _, l := range analysed(t, s).Ledger {
		if l.Status != LedgerNotRecorded {
			t.Errorf("%s is %s without a dose", l.ID, l.Status)
		}
	}
}
