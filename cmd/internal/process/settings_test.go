package process

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nof1/analysis/protocol"
)

// Settings survive the way into a report and back.
func TestFromSettings(t *testing.T) {
	onset := 3
	want := Defaults()
	want.Supplement = SupplementConfig{ID: "magnesium", Forms: []string{"citrate"}, Start: "2024-01-08"}
	want.Design = DesignConfig{Randomised: true, Blinded: true, Blocks: 7, Onset: &onset}
	want.Margin, want.Primary, want.Zone, want.ULRegion = "007", "tst", "Europe/Paris", "eu"
	want.Seed = 1<<63 + 1 // no float64 holds it
	want.Mappings = []MappingConfig{{Name: "n: #1", Match: []string{"Date", "yes", "1e3"}, Kind: "nights",
		Date: MappedDateConfig{Column: "Date", Convention: "wake"},
		Columns: []MappedColumnConfig{{From: "Total\u2028Z 😀 \"q\"", Metric: "tst", Unit: "min"},
			{From: "Worry", Metric: "anxiety", Rated: "1-4", Best: "low", Of: "day"}}, Of: "night"}}
	want.Products = []protocol.Product{{Name: "Mg <b>caps</b>", Supplement: "magnesium", PerUnit: 120, Unit: "mg"}}
	want.Supplements = []protocol.Custom{}
	want.Breaks = []BreakConfig{{Date: "2024-02-01", Source: "oura", Reason: "new ring", Metrics: []string{"hrv_rmssd"}}}
	want.Force = map[string]string{"a b.csv": "whoop.cycles"}
	settings, err := want.effective()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	got, err := FromSettings(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFromSettingsRefuses(t *testing.T) {
	for _, text := range []string{`{"seed":"many"}`, `[1]`, `{"plan":{"outcome":"tst"}}`, `{"as":3}`} {
		if got, err := FromSettings([]byte(text)); err == nil {
			t.Errorf("%s: %v, want an error", text, got)
		}
	}
	got, err := FromSettings([]byte(`{"later":1}`))
	if err != nil || cmp.Diff(Defaults(), got) != "" {
		t.Errorf("a key of a later version: %v, %v", got, err)
	}
}
