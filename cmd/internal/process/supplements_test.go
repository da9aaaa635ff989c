package process

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/analysis/protocol"
)

func TestOwnSupplementsReachTheSettings(t *testing.T) {
	cfg := Defaults()
	cfg.Supplements = []protocol.Custom{{ID: "lemon_balm", Aliases: []string{"Melissa"}, AnalysisOnset: 3, AnalysisWashout: 2,
		Expects: []protocol.CustomExpected{{Metric: "sol", Direction: "down"}}}}
	s, err := cfg.settings()
	if err != nil {
		t.Fatal(err)
	}
	if onset, washout := s.Catalogue.Windows("melissa"); onset != 3 || washout != 2 {
		t.Errorf("windows %d and %d, want 3 and 2", onset, washout)
	}
}

// A habit named as one of the user's own supplements or products is a dose.
func TestOwnSupplementsInHabits(t *testing.T) {
	habits := fstest.MapFS{"Checkmarks.csv": {Data: []byte("Date,Melissa,Sleepy Caps,Walk,\n2031-03-05,2,2,2,\n2031-03-04,0,2,2,\n")}}
	cfg := Defaults()
	cfg.Supplements = []protocol.Custom{{ID: "lemon_balm", Aliases: []string{"melissa"}}}
	cfg.Products = []protocol.Product{{Name: "sleepy caps", Supplement: "lemon_balm"}}
	res, _, err := Check(t.Context(), habits, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Doses) != 4 || len(res.Entries) != 2 {
		t.Errorf("%d doses and %d entries, want 4 and 2", len(res.Doses), len(res.Entries))
	}
}

func TestOwnSupplementsRefused(t *testing.T) {
	for _, c := range []struct {
		row  protocol.Custom
		want string
	}{
		{protocol.Custom{ID: "x", Expects: []protocol.CustomExpected{{Metric: "happiness", Direction: "up"}}},
			`supplements[0].expects[0].metric "happiness" is not an outcome`},
		{protocol.Custom{ID: "x", Expects: []protocol.CustomExpected{{Metric: "steps", Direction: "up"}}}, `metric "steps" is not an outcome`},
		{protocol.Custom{ID: "zinc"}, `"zinc" of zinc is also a name of zinc`},
		{protocol.Custom{ID: "x", AnalysisOnset: 400}, "want 0 to 90 nights"},
	} {
		cfg := Defaults()
		cfg.Supplements = []protocol.Custom{c.row}
		if _, err := cfg.settings(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.row, err, c.want)
		}
	}
}
