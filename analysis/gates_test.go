package analysis

import (
	"slices"
	"testing"

	"nof1/importers/record"
)

// TestGatesAreExactlyThese: what withholds a verdict, to the night at which it
// does, and what never does.
func TestGatesAreExactlyThese(t *testing.T) {
	base := made{nights: 200, on: from(120), effect: .3, seed: 4}
	medicine := func(item string, day int, yes bool) func(*Study) {
		return func(s *Study) {
			e := record.Entry{When: record.Moment{Day: day0 + record.Date(day)}, Item: item, HasValue: true, YesNo: true}
			if yes {
				e.Value = 1
			}
			s.Entries = append(s.Entries, e)
		}
	}
	broken := func(night int, metrics ...string) func(*Study) {
		return func(s *Study) {
			s.Breaks = append(s.Breaks, record.Break{Night: day0 + record.Date(night), Source: "whoop", Reason: "algorithm", Metrics: metrics})
		}
	}
	doses := func(edit func(*record.Dose)) func(*Study) {
		return func(s *Study) {
			s.Doses = slices.Clone(s.Doses)
			for i := range s.Doses {
				edit(&s.Doses[i])
			}
		}
	}
	other := func(day int) func(*Study) {
		return func(s *Study) {
			for i := day; i < 200; i++ {
				s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: day0 + record.Date(i)}, Supplement: "l-theanine",
					Taken: record.TakenYes, Source: "nof1.log"})
			}
		}
	}
	short := base
	short.on, short.nights = from(27), 100
	for _, c := range []struct {
		name   string
		of     made
		change func(*Study)
		code   Code
		reason Text
	}{
		{"nothing", base, nil, CodeHigher, ""},
		{"algorithm break 7 nights before the start", base, broken(113), CodeNotComparable, "device_break"},
		{"algorithm break 7 nights after it", base, broken(127), CodeNotComparable, "device_break"},
		{"algorithm break 8 nights before", base, broken(112), CodeHigher, ""},
		{"algorithm break 8 nights after", base, broken(128), CodeHigher, ""},
		{"algorithm break of another metric", base, broken(118, "deep"), CodeHigher, ""},
		{"medicine started 14 days before", base, medicine("medication_start", 119-14, true), CodeNotComparable, "medicine_change"},
		{"medicine stopped 14 days after", base, medicine("medication_stop", 119+14, true), CodeNotComparable, "medicine_change"},
		{"medicine changed 15 days before", base, medicine("medication_change", 119-15, true), CodeHigher, ""},
		{"medicine changed 15 days after", base, medicine("medication_change", 119+15, true), CodeHigher, ""},
		{"a diary that says no medicine changed", base, medicine("medication_change", 119, false), CodeHigher, ""},
		{"a log that cannot tell taken from not taken", base, func(s *Study) { s.Settings.Absent = "unknown" }, CodeNotComparable,
			"log_cannot_tell"},
		{"27 baseline nights", short, nil, CodeNotEnough, "too_few_off"},
		{"medicine and too few nights: what is not comparable comes first", short, medicine("medication_start", 26, true),
			CodeNotComparable, "medicine_change"},
		{"another supplement the same day", base, other(119), CodeHigher, ""},
		{"no amount", base, doses(func(d *record.Dose) { d.HasAmount, d.Amount = false, 0 }), CodeHigher, ""},
		{"no basis", base, doses(func(d *record.Dose) { d.Basis = record.BasisUnknown }), CodeHigher, ""},
		{"no form", base, doses(func(d *record.Dose) { d.Form = "" }), CodeHigher, ""},
		{"a unit nobody knows", base, doses(func(d *record.Dose) { d.Unit = "blobs" }), CodeHigher, ""},
		{"ten times the upper level", base, doses(func(d *record.Dose) { d.Amount = 3500 }), CodeHigher, ""},
		{"a product that combines", base, doses(func(d *record.Dose) { d.Supplement = "Magnesium + B6" }), CodeHigher, ""},
	} {
		s := c.of.study()
		if c.change != nil {
			c.change(&s)
		}
		o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
		if o.Verdict.Code != c.code || o.Verdict.Reason != c.reason {
			t.Errorf("%s: %s %q, want %s %q", c.name, o.Verdict.Code, o.Verdict.Reason, c.code, c.reason)
		}
		if withheld := o.Estimate == nil && o.CI95 == nil && o.P == nil && o.Verdict.Level == 0; withheld != (c.reason != "") {
			t.Errorf("%s: numbers withheld %v", c.name, withheld)
		}
	}
}
