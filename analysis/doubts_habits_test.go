package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nof1/analysis/nightly"
	"nof1/importers/record"
)

func TestHabits(t *testing.T) {
	later := func(i int) bool { return i >= 130 && i%2 == 0 }
	for _, l := range []looked{
		{"alcohol_nights", quiet.tag("alcohol", later, true), quiet.tag("alcohol", every(3), true), &quiet},
		{"late_caffeine", quiet.tag("caffeine", from(128), false).at(16 * 60), quiet.tag("caffeine", every(2), false).at(16 * 60), &quiet},
		{"late_meals", quiet.tag("late_meal", between(20, 60), true), quiet.tag("late_meal", every(4), true), &quiet},
		{"home_change", quiet.tag("home_change", between(150, 151), false), quiet.tag("home_change", never, true), &quiet},
		{"sleep_device", quiet.tag("CPAP", from(130), true), quiet.tag("CPAP", every(2), true), &quiet},
		{"substances", quiet.tag("Nicotine", from(130), true), quiet.tag("nicotine", every(3), true), &quiet},
		{"stress_event", quiet.tag("stress_event", between(115, 117), false),
			quiet.tag("stress_event", func(i int) bool { return i%40 == 20 }, true), &quiet},
		{"training_shift", quiet.series("strain", spell(120, 127, 20, 10)), quiet.series("strain", always(10)), &quiet},
		{"sleep_changed", quiet.series("tst", spell(120, 200, 450, 420)), quiet.series("tst", always(430)), &quiet},
		{"weight_change", weighing(76), weighing(80.5), &quiet},
	} {
		l.check(t)
	}
}

// weighing returns a study of a person who weighs 80 kg, and after kg from the start on.
func weighing(after float64) Study {
	s := quietStudy()
	for i := 0; i < 200; i += 7 {
		kg := spell(120, 200, after, 80)(i)
		s.Entries = append(s.Entries, record.Entry{When: momentOf(int(day0) + i), Item: "Weight (kg)", Value: kg, HasValue: true, Unit: "kg"})
	}
	return s
}

func TestBody(t *testing.T) {
	starting := func(nights, start int) Study {
		return made{nights: nights, on: from(start), seed: 1}.study().tag("cycle_start", every(28), false)
	}
	feverish := quiet.series("skin_temp_deviation", spell(150, 153, 1.2, 0))
	onlyHRV := Study{Doses: quiet.Doses}
	for i, r := range feverish.Records {
		if r.Metric != "hrv_rmssd" {
			continue
		}
		if n := int(r.Night - day0); n >= 150 && n < 153 {
			feverish.Records[i].Value *= .4
		}
		onlyHRV.Records = append(onlyHRV.Records, r)
	}
	for _, l := range []looked{
		{"illness_pattern", feverish, quiet.series("skin_temp_deviation", always(0)), &onlyHRV},
		{"vaccination", quiet.tag("vaccination", between(150, 151), false), quiet.tag("vaccination", between(121, 122), true), &quiet},
		{"cycle_phase", starting(150, 120), starting(200, 112), &quiet},
		{"warm_nights", quiet.series("skin_temp", spell(120, 200, 35, 33)), quiet.series("skin_temp", always(34)), &quiet},
		{"travel", quiet.series("bedtime", spell(150, 155, 1000, 680)), quiet.series("bedtime", always(680)), &quiet},
		{"altitude", quiet.series("spo2", spell(150, 154, 91, 96)), quiet.series("spo2", always(96)), &quiet},
	} {
		l.check(t)
	}
}

// Alcohol that the check of unequal habits names by amount is not reported twice.
func TestAlcoholIsSaidOnce(t *testing.T) {
	s := quietStudy()
	for i := range 200 {
		grams := 0.0
		if i >= 130 && i%2 == 0 {
			grams = 28
		}
		s.Entries = append(s.Entries, record.Entry{When: momentOf(int(day0) + i - 1), Item: "alcohol", Value: grams, HasValue: true, Unit: "g"})
	}
	r := analysed(t, s)
	if c := caveatOf(r, "imbalance"); c == nil || c.Words["metric"] != "alcohol" {
		t.Fatalf("imbalance %+v", c)
	}
	if c := caveatOf(r, "alcohol_nights"); c != nil {
		t.Errorf("told twice: %+v", c)
	}
	if got := ledgerRow(t, r, "alcohol_nights"); got.Status != LedgerFired {
		t.Errorf("%+v", got)
	}
}

func TestImbalanceNamesTheHabit(t *testing.T) {
	walking := func(more float64) Study {
		return quiet.with("steps", 200, func(i int) float64 {
			v := 8000.0 + float64(i%7)*300
			if i >= 127 {
				v += more
			}
			return v
		})
	}
	c := caveatOf(analysed(t, walking(2000)), "imbalance")
	if c == nil || c.Words["metric"] != "steps" || math.Abs(c.value("difference")-2000) > 100 || c.value("smd") < 0.25 {
		t.Errorf("%+v, want 2000 steps more with it", c)
	}
	if c := caveatOf(analysed(t, walking(0)), "imbalance"); c != nil {
		t.Errorf("equal habits: %+v", c)
	}
}

// Habits that never change resemble their neighbours from day to day. Their
// means differ by more than 0.25 SD in many people; the check may speak in few.
func TestImbalanceOnSteadyHabits(t *testing.T) {
	const people = 200
	named, differ := 0, 0
	for seed := range uint64(people) {
		r := rand.New(rand.NewPCG(seed, 11))
		walked := 0.0
		s := made{nights: 130, on: from(90), seed: 1}.study().with("steps", 130, func(int) float64 {
			walked = .4*walked + r.NormFloat64()
			return 9000 + 2000*walked
		})
		table, err := nightly.Build(s.Records, nil)
		if err != nil {
			t.Fatal(err)
		}
		log := readLog(s, table)
		m := model{arrange: log.arrange, exposure: log.exposure, first: table.First()}
		look := review{table: table, model: m, outcomes: []Outcome{{Metric: "hrv_rmssd", Role: RolePrimary}}}
		steps := func(d Difference) bool { return d.Metric == "steps" && math.Abs(d.SMD) > imbalance }
		if slices.ContainsFunc(codifferences(table, m, "hrv_rmssd"), steps) {
			differ++
		}
		named += len(unequalHabits(look))
	}
	t.Logf("of %d people %d differ by 0.25 SD, %d are named", people, differ, named)
	if differ < people/5 || named > people/10 || named == 0 {
		t.Errorf("of %d people with steady steps %d differ by 0.25 SD and %d are named: want a fifth or more and about a twentieth",
			people, differ, named)
	}
}

// Chance is large for a few nights and small for many.
func TestChance(t *testing.T) {
	flat := make([]float64, 200)
	for i := range flat {
		flat[i] = float64(i * 7919 % 101)
	}
	few, many := chance(.3, 20, 20, flat), chance(.3, 500, 500, flat)
	if few < .3 || few > .4 || many > .001 {
		t.Errorf("chance of .3 spreads is %.3f with 20 nights and %.5f with 500", few, many)
	}
	slow := make([]float64, 200)
	for i := range slow {
		slow[i] = math.Sin(float64(i) / 15)
	}
	if chance(.3, 500, 500, slow) < 10*many {
		t.Error("nights that are like their neighbours are worth fewer")
	}
}

// Nights on another clock are travel; a single night, a slip of the export, and
// summer time are not.
func TestTravelByTheClock(t *testing.T) {
	on := func(offset func(i int) int) Result {
		s := quietStudy()
		for i := range 200 {
			s.Sessions = append(s.Sessions, record.Session{Night: day0 + record.Date(i), Onset: momentOf(int(day0) + i), Source: "whoop",
				Offset: offset(i), HasOffset: true})
		}
		return analysed(t, s)
	}
	away := func(from, to, offset int) func(int) int {
		return func(i int) int {
			if i >= from && i < to {
				return offset
			}
			return 60
		}
	}
	for _, c := range []struct {
		name   string
		offset func(int) int
		nights float64
	}{
		{"nine nights in New York", away(150, 159, -300), 9},
		{"one night", away(150, 151, -300), 0},
		{"summer time", away(90, 200, 120), 0},
		{"after the last compared night", away(199, 200, -300), 0},
	} {
		r := on(c.offset)
		got := caveatOf(r, "travel")
		if (got != nil) != (c.nights > 0) || got != nil && got.value("nights_in_other_zone") != c.nights {
			t.Errorf("%s: %+v, want %g nights", c.name, got, c.nights)
		}
		if row := ledgerRow(t, r, "travel"); row.Status == LedgerNotRecorded {
			t.Errorf("%s: the clock is known", c.name)
		}
	}
}

// Pounds and kilograms are one weight, whichever the name or the unit says.
func TestWeightInPounds(t *testing.T) {
	s := quietStudy()
	for i := 0; i < 200; i += 7 {
		e := record.Entry{When: momentOf(int(day0) + i), Item: "Weight (kg)", Value: 80, HasValue: true, Unit: "kg"}
		switch {
		case i >= 160:
			e.Item, e.Value, e.Unit = "weight", 80/kgPerPound, "lbs"
		case i >= 120:
			e.Item, e.Value, e.Unit = "Weight (lb)", 80/kgPerPound, ""
		}
		s.Entries = append(s.Entries, e)
	}
	if c := caveatOf(analysed(t, s), "weight_change"); c != nil {
		t.Errorf("a change of unit is a change of weight: %+v", c.Measured)
	}
}

// An illness in a record that compares nothing, since the supplement was always
// taken, is no doubt about an answer.
func TestIllnessWithoutAComparison(t *testing.T) {
	s := made{nights: 60, on: from(0), seed: 1}.study()
	s.Entries = append(s.Entries, record.Entry{When: record.Moment{Day: day0 + 20}, Item: "illness", HasValue: true, Value: 1, YesNo: true})
	r := analysed(t, s)
	if caveatOf(r, "illness_pattern") != nil {
		t.Error("it fired")
	}
	if o := r.Outcomes[0]; o.Estimate != nil {
		t.Errorf("an estimate of nothing compared: %+v", o)
	}
}
