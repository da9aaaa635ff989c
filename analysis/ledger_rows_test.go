package analysis

import (
	"math"
	"testing"

	"nof1/importers/record"
)

// Nights on another clock are travel; a single night, a slip of the export, and
// summer time are not.
func TestTravelByTheClock(t *testing.T) {
	on := func(offset func(i int) int) Result {
		s := quietStudy().s
		for i := range 200 {
			s.Sessions = append(s.Sessions, record.Session{Night: day0 + record.Date(i), Onset: momentOf(int(day0) + i), Source: "whoop", Offset: offset(i), HasOffset: true})
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

// What was not recorded has no sizes: a 0 would say that something was measured.
func TestNotRecordedHasNoSize(t *testing.T) {
	for _, l := range analysed(t, quiet).Ledger {
		if l.Status == LedgerNotRecorded && len(l.Measured) > 0 {
			t.Errorf("%s: %v", l.ID, l.Measured)
		}
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

// Pounds and kilograms are one weight, whichever the name or the unit says.
func TestWeightInPounds(t *testing.T) {
	s := quietStudy().s
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
