package analysis

import (
	"math"
	"slices"
	"testing"

	"nof1/importers/record"
)

// What starts together and a changed medicine reach 14 days from the start.
func TestNearTheStart(t *testing.T) {
	medicine := func(day int) Study {
		s := made{nights: 200, on: from(120), seed: 1}.study()
		s.Entries = []record.Entry{{When: momentOf(int(day0) + day), Item: "medication_change", Value: 1, HasValue: true, YesNo: true}}
		return s
	}
	for _, f := range []firing{
		{"co_start", "same week", quiet.taking("l-theanine", 122), true, High, false},
		{"co_start", "fourteen days", quiet.taking("l-theanine", 119+14), true, High, false},
		{"co_start", "fifteen days", quiet.taking("l-theanine", 119+15), false, "", false},
		{"medicine_change", "ten days before", medicine(110), true, Stop, true},
		{"medicine_change", "a month before", medicine(90), false, "", false},
	} {
		f.check(t)
	}
}

func TestLowAdherence(t *testing.T) {
	fifth := made{nights: 200, seed: 1, on: func(i int) bool { return i >= 120 && i%5 != 0 }}.study()
	for name, s := range map[string]Study{"every fifth day missed": fifth, "nothing missed": quiet} {
		if c := caveatOf(analysed(t, s), "low_adherence"); c != nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
	s := made{nights: 200, on: from(120), seed: 3}.study()
	for i := 0; i < len(s.Doses); i += 3 {
		s.Doses[i].Taken = record.NotTaken
	}
	r := analysed(t, s)
	if r.Intervention.Design != DesignAsNeeded {
		t.Errorf("two days of three taken is design %s, want as_needed", r.Intervention.Design)
	}
	s.Settings.HasStart, s.Settings.Start = true, day0+120
	r = analysed(t, s)
	c := caveatOf(r, "low_adherence")
	if c == nil {
		t.Fatal("two days of three taken under a declared start: no caveat")
	}
	if got := c.value("adherence"); math.Abs(got-66.25) > 1 {
		t.Errorf("adherence %v %%, want about 66", got)
	}
	if o := outcomeOf(t, r, "hrv_rmssd"); !slices.Contains(o.Verdict.CappedBy, "adherence") {
		t.Errorf("capped by %v, want adherence", o.Verdict.CappedBy)
	}
}
