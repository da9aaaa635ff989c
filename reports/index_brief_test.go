package reports_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"nof1/reports/index"
)

// A brief that went from machine to machine gives the same index, to the byte:
// rows, pooled summaries, shrunken estimates and drawings.
func TestBriefTravels(t *testing.T) {
	var here, there []index.Brief
	for _, name := range []string{"a", "b", "c", "d"} {
		for sample, r := range reportsMadeUp(t) {
			b := briefOf(t, sample+name, r)
			text, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			var again index.Brief
			if err := json.Unmarshal(text, &again); err != nil {
				t.Fatal(err)
			}
			here, there = append(here, b), append(there, again)
		}
	}
	here, there = append(here, failedBrief(t, "z", "failed", "why")), append(there, failedBrief(t, "z", "failed", "why"))
	render := func(briefs []index.Brief) string {
		x := indexOf(t, briefs...)
		if len(x.Pooled) == 0 {
			t.Fatal("nothing was pooled: the test shows little")
		}
		pages := pagesOf(t, x)
		var b bytes.Buffer
		if err := index.WriteJSON(&b, x); err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			b.Write(p.HTML)
		}
		return b.String()
	}
	if render(here) != render(there) {
		t.Error("the index differs")
	}
	var b index.Brief
	if err := json.Unmarshal([]byte(`{"Row": 3}`), &b); err == nil {
		t.Error("a brief of another kind was read")
	}
}
