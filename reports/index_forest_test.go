package reports_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"nof1/reports/index"
	"nof1/reports/words"
)

// poolOf is an index of n made-up people who asked the same question, with
// changes that differ.
func poolOf(t *testing.T, n int) *index.Index {
	t.Helper()
	var briefs []index.Brief
	for i := range n {
		r := reportsMadeUp(t)["ab-cant-tell"]
		for k := range r.Outcomes {
			if o := &r.Outcomes[k]; o.Role == "primary" {
				shift := float64(i%7) - 3
				estimate := *o.Estimate + shift
				o.Estimate, o.CI95 = &estimate, &[2]float64{o.CI95[0] + shift, o.CI95[1] + shift}
			}
		}
		briefs = append(briefs, briefOf(t, fmt.Sprintf("p%03d", i), r))
	}
	return indexOf(t, briefs...)
}

// TestForest: everybody of a pool is drawn, own and with the others heard, by the
// size of the own change, and those two agree with the numbers of the index.
func TestForest(t *testing.T) {
	x := poolOf(t, 9)
	found := 0
	for _, p := range x.Pooled {
		if len(p.Forest) == 0 {
			continue
		}
		found++
		if len(p.Forest) != 9 || p.Metric != string(rowsOf(t, x)[0].Primary) {
			t.Errorf("%s: %d people", p.Metric, len(p.Forest))
		}
		for i, r := range p.Forest {
			if i > 0 && r.Own[0] < p.Forest[i-1].Own[0] {
				t.Errorf("%s stands behind a larger change", r.Name)
			}
			if !(r.Own[1] < r.Own[0] && r.Own[0] < r.Own[2]) || !(r.Heard[1] < r.Heard[0] && r.Heard[0] < r.Heard[2]) {
				t.Errorf("%s: %v, %v", r.Name, r.Own, r.Heard)
			}
			if math.Abs(r.Heard[0]-p.Estimate) > math.Abs(r.Own[0]-p.Estimate)+1e-9 {
				t.Errorf("%s: %v is farther from the average %v than %v", r.Name, r.Heard[0], p.Estimate, r.Own[0])
			}
		}
	}
	if found != 1 {
		t.Fatalf("%d forests, want that of the question asked", found)
	}
	pages := pagesOf(t, x)
	_, forest, ok := strings.Cut(string(pages[0].HTML), `<details class="forest">`)
	forest, _, _ = strings.Cut(forest, "</details>")
	if lines := strings.Count(forest, `<th scope="row">`); !ok || lines != 9+2 {
		t.Errorf("%d lines, want 9 people, the average and the next person", lines)
	}
	if drawn := strings.Count(forest, "<svg"); drawn != 2*9+2+1 {
		t.Errorf("%d drawings", drawn)
	}
	if few := poolOf(t, 2); len(few.Pooled) != 0 {
		t.Error("two people were pooled")
	}
}

// TestForestOfMany: of many, evenly spaced ones are drawn, the ends among them,
// and the page says so.
func TestForestOfMany(t *testing.T) {
	var rows []index.ForestRow
	for i := range 1000 {
		rows = append(rows, index.ForestRow{Name: fmt.Sprint(i), Own: [3]float64{float64(i)}})
	}
	got := index.Thinned(rows, index.ForestMost)
	if len(got) != index.ForestMost || got[0].Name != "0" || got[index.ForestMost-1].Name != "999" {
		t.Errorf("%d rows from %s to %s", len(got), got[0].Name, got[len(got)-1].Name)
	}
	for i := 1; i < len(got); i++ {
		if gap := got[i].Own[0] - got[i-1].Own[0]; gap < 16 || gap > 18 {
			t.Errorf("a gap of %v", gap)
		}
	}
	pages := pagesOf(t, poolOf(t, index.ForestMost+1))
	if !regexp.MustCompile(`60 of 61 are drawn`).Match(pages[0].HTML) {
		t.Error("the page does not say that it leaves people out")
	}
}

func TestForestTicks(t *testing.T) {
	for limit, want := range map[float64]string{43: "−40 −20 0 +20 +40", 0.7: "−0.6 −0.4 −0.2 0 +0.2 +0.4 +0.6",
		129: "−100 −50 0 +50 +100", 9: "−8 −4 0 +4 +8"} {
		var got []string
		for _, tick := range (&index.Indexer{Speaker: words.Speak("")}).ForestTicks(limit) {
			got = append(got, tick.Label)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v: %s, want %s", limit, strings.Join(got, " "), want)
		}
	}
}
