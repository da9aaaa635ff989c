package reports

import (
	"bytes"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// The box says what was settled once, word for word, and only of a supplement that has such claims.
func TestMechanisms(t *testing.T) {
	got, err := Mechanisms("magnesium")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"calcium":  "In the lab magnesium opposes calcium in muscle and nerve cells.",
		"gaba_a":   "Some animal studies suggest magnesium interacts with the GABA system. This has not been shown in people taking supplements.",
		"nmda":     "Magnesium blocks NMDA channels in lab studies. Whether a supplement changes this in the brain is unknown.",
		"hpa_axis": "A few small studies found slightly lower cortisol. This report has no cortisol measurement.",
	}
	if len(got) != len(want) {
		t.Fatalf("%d ideas, want %d", len(got), len(want))
	}
	row, _ := protocol.Lookup("magnesium")
	for i, m := range got {
		if m.Says != want[m.ID] || m.Name == "" || m.Cannot == "" {
			t.Errorf("%s: %+v", m.ID, m)
		}
		if len(m.Predicts) != len(row.Routes[i].Predicts) || len(m.Predicts) == 0 {
			t.Errorf("%s predicts %v: each must be an outcome the supplement's row expects", m.ID, m.Predicts)
		}
	}
	if got, err := Mechanisms("glycine"); err != nil || len(got) != 0 {
		t.Errorf("glycine: %v, %v", got, err)
	}
}

func TestMechanismBoxOnThePage(t *testing.T) {
	var b bytes.Buffer
	r := Samples(t)[0].Report(t)
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(b.String(), "\u00a0", " ")
	for _, want := range []string{"How magnesium is said to act", "Your watch, ring or diary cannot confirm any of them.",
		"Whether a supplement changes this in the brain is unknown.",
		"self-rated worry (down; evidence C)", "No form has been shown to work best for worry or sleep."} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	b.Reset()
	r.Intervention.DaysTaken = 0
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "is said to act") {
		t.Error("claims about a supplement that nobody took")
	}
}

// A rating without evidence says so, and one that trials found nothing in says that.
func TestExpectedOfRatings(t *testing.T) {
	for metric, want := range map[string]string{
		"cramps":   "Trials of magnesium found little or no change in this, so none was expected.",
		"twitches": "We know of no trial that shows which way magnesium would change it.",
		"anxiety":  "",
	} {
		row, _ := protocol.Lookup("magnesium")
		m, _ := record.MetricByID(metric)
		x := Samples(t)[0]
		x.res.Outcomes = x.res.Outcomes[:1]
		o := x.res.Outcomes[0]
		o.Metric, o.Role, o.Scale, o.Unit = metric, analysis.RoleExploratory, m.Scale, m.Unit
		o.NoneExpected, o.ExpectedUnknown = contains(row.NoneExpected, metric), contains(row.Unknown, metric)
		x.res.Outcomes = append(x.res.Outcomes, o)
		r := x.Report(t)
		got := r.Outcomes[1].Verdict.Sentence
		if want != "" && !strings.Contains(got, want) || want == "" && strings.Contains(got, "no trial") {
			t.Errorf("%s: %q", metric, got)
		}
	}
}

func contains(ids []string, id string) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}
