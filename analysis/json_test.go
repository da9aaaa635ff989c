package analysis

import (
	"encoding/json"
	"reflect"
	"testing"
)

// An empty text is null, numbers by name are an object and assumptions are their
// sentences; what was written is read again.
func TestJSONOfAnAnswer(t *testing.T) {
	in := struct {
		None, Some Text
		Sizes      Measures
		Assumed    Assumptions
		Nothing    Measures
	}{
		Some:  "R&D <mg>",
		Sizes: Measures{{"low", -1, "ms"}, {"p", .5, ""}}, Assumed: Assumptions{{ID: "plan", Statement: "It follows the plan."}},
	}
	doc, err := marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"None":null,"Some":"R&D <mg>","Sizes":{"low":{"value":-1,"unit":"ms"},"p":{"value":0.5,"unit":""}},` +
		`"Assumed":["It follows the plan."],"Nothing":{}}` + "\n"
	if string(doc) != want {
		t.Errorf("%s\nwant %s", doc, want)
	}
	out := in
	out.Sizes, out.Assumed = nil, nil
	if err := json.Unmarshal(doc, &out); err != nil {
		t.Fatal(err)
	}
	in.Assumed[0].ID, in.Nothing = "", Measures{}
	if !reflect.DeepEqual(out, in) {
		t.Errorf("read again: %+v, want %+v", out, in)
	}
}
