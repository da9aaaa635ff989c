package analysis

import (
	"math"
	"testing"

	"nof1/importers/record"
)

// A change of device blocks within 7 nights of a switch, and warns further off.
func TestDeviceBreak(t *testing.T) {
	broken := func(night int, source string) Study {
		s := made{nights: 200, on: from(120), seed: 1}.study()
		s.Breaks = []record.Break{{Night: day0 + record.Date(night), Source: source, Reason: "strap"}}
		return s
	}
	ring := made{nights: 200, on: from(120), seed: 1, device: func(i int) string {
		if i < 121 {
			return "Gen3"
		}
		return "Ring 4"
	}}
	for _, f := range []firing{
		{"device_break", "seven nights before the start", broken(113, "whoop"), true, Stop, true},
		{"device_break", "eight nights before", broken(112, "whoop"), true, High, false},
		{"device_break", "a month before, inside the baseline", broken(90, "whoop"), true, Moderate, false},
		{"device_break", "another vendor's", broken(118, "oura"), false, "", false},
		{"device_break", "device column changes at the start", ring.study(), true, Stop, true},
	} {
		f.check(t)
	}
}

func TestMissingNights(t *testing.T) {
	m := made{nights: 200, on: from(120), seed: 1, missing: func(i int) bool { return i >= 127 && i%3 == 0 }}
	if c := caveatOf(analysed(t, quiet), "missing_nights"); c != nil {
		t.Errorf("none is missing: %+v", c)
	}
	c := caveatOf(analysed(t, m.study()), "missing_nights")
	if c == nil {
		t.Fatal("did not fire")
	}
	if c.Severity != High {
		t.Errorf("a third of the nights is missing: %s", c.Severity)
	}
	if off, on := c.value("missing_off"), c.value("missing_on"); off != 0 || math.Abs(on-100.0/3) > 2 {
		t.Errorf("missing %v %% off and %v %% on, want 0 and a third", off, on)
	}
}

// Eight wild baseline nights hide a change that all others show.
func TestOutlierDependent(t *testing.T) {
	wild := func(on bool) made {
		return made{nights: 200, on: from(120), effect: 0.2, seed: 31, rho: 0.05, sd: 0.05, adjust: func(i int) float64 {
			if on && i < 120 && i%15 == 0 {
				return 1.2
			}
			return 0
		}}
	}
	s := wild(true).study()
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	c := caveatOf(analysed(t, s), "outliers")
	without := -1
	for i, a := range o.Alternatives {
		if a.Name == "without-outliers" {
			without = i
		}
	}
	if without < 0 {
		t.Fatal("no estimate without the wild nights")
	}
	flips := decides(o.Alternatives[without].CI95) != decides(*o.CI95)
	if (c != nil) != flips {
		t.Errorf("interval %v, without them %v: caveat %v", *o.CI95, o.Alternatives[without].CI95, c)
	}
	if !flips {
		t.Errorf("the wild nights do not decide: %v and %v", *o.CI95, o.Alternatives[without].CI95)
	}
	if c != nil && (c.value("nights") != 8 || len(c.Nights) != 8) {
		t.Errorf("%v wild nights, want 8", c.value("nights"))
	}
	if caveatOf(analysed(t, wild(false).study()), "outliers") != nil {
		t.Error("fired without wild nights")
	}
}

// A step in the middle of the baseline that no switch explains.
func TestLevelShift(t *testing.T) {
	step := func(size float64) Study {
		return made{nights: 220, on: from(150), seed: 8, rho: 0.1, sd: 0.1, adjust: func(i int) float64 {
			if i >= 90 {
				return size
			}
			return 0
		}}.study()
	}
	c := caveatOf(analysed(t, step(0.5)), "level_shift")
	if c == nil {
		t.Fatal("a step of five SDs was not seen")
	}
	if d := int(c.Nights[0]-day0) - 90; abs(d) > 3 {
		t.Errorf("the step is found %d nights from where it is", d)
	}
	if caveatOf(analysed(t, step(0)), "level_shift") != nil {
		t.Error("fired without a step")
	}
}
