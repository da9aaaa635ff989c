package reports

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"nof1/analysis"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaJSON is the JSON Schema (2020-12) of report.json.
//
//go:embed report.schema.json
var schemaJSON []byte

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func written(t *testing.T, r Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// nothing is the result of a record without doses and without a metric to compare.
func nothing() analysis.Result {
	return analysis.Result{Answer: analysis.Answer{Intervention: analysis.Intervention{Design: "none", Basis: "unknown"},
		Look: analysis.Looks{Number: 1}}}
}

func TestReportsFollowTheSchema(t *testing.T) {
	s := schema(t)
	for _, x := range append(Samples(t), sample{"empty", nothing(), Meta{Participant: "x"}}) {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, x.Report(t))))
		if err != nil {
			t.Fatalf("%s: %v", x.Name, err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", x.Name, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	for name, breakIt := range map[string]func(map[string]any){
		"unknown code":    func(m map[string]any) { m["summary"].(map[string]any)["code"] = "works" },
		"missing caveats": func(m map[string]any) { delete(m, "caveats") },
		"text estimate":   func(m map[string]any) { m["outcomes"].([]any)[0].(map[string]any)["estimate"] = "2.9" },
		"null list":       func(m map[string]any) { m["not_recorded"] = nil },
		"bad date":        func(m map[string]any) { m["nights"].(map[string]any)["night"].([]any)[0] = "1 May" },
	} {
		var m map[string]any
		if err := json.Unmarshal(written(t, Samples(t)[0].Report(t)), &m); err != nil {
			t.Fatal(err)
		}
		breakIt(m)
		if s.Validate(m) == nil {
			t.Errorf("%s: the schema lets it through", name)
		}
	}
}

// The schema names every key the document has: a field added to the Go types
// without its schema fails here.
func TestSchemaNamesEveryKey(t *testing.T) {
	var sch struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(schemaJSON, &sch); err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(written(t, Samples(t)[1].Report(t)), &m); err != nil {
		t.Fatal(err)
	}
	missing := func(where string, have any, props map[string]any) {
		for k := range have.(map[string]any) {
			if props[k] == nil {
				t.Errorf("%s: no %q in the schema", where, k)
			}
		}
	}
	missing("report", m, sch.Properties)
	missing("intervention", m["intervention"], sch.Defs["intervention"].Properties)
	missing("nights", m["nights"], sch.Defs["nights"].Properties)
	for list, def := range map[string]string{"inputs": "input", "series": "series", "outcomes": "outcome", "caveats": "caveat"} {
		missing(list, m[list].([]any)[0], sch.Defs[def].Properties)
	}
	missing("verdict", m["outcomes"].([]any)[0].(map[string]any)["verdict"], sch.Defs["verdict"].Properties)
}

func TestJSONReadsBackTheSame(t *testing.T) {
	for _, x := range Samples(t) {
		first := written(t, x.Report(t))
		r, err := ReadJSON(bytes.NewReader(first))
		if err != nil {
			t.Fatalf("%s: %v", x.Name, err)
		}
		if diff := cmp.Diff(string(first), string(written(t, r))); diff != "" {
			t.Errorf("%s: written, read and written again differs:\n%s", x.Name, diff)
		}
	}
}

func TestJSONHasNoNullLists(t *testing.T) {
	r, err := New(nothing(), Meta{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"inputs", "series", "outcomes", "caveats", "associations", "not_recorded", "forms", "co_started",
		"co_supplements", "assumptions", "phases", "dose_notes", "night", "flags", "differences"} {
		if !strings.Contains(string(written(t, r)), `"`+key+`": []`) {
			t.Errorf("%q is not an empty list", key)
		}
	}
}

// What a terminal would obey, or show in another order, is escaped; letters of any
// script, and what stands for lines, are as they were.
func TestEncodeJSONShowsWhatIsThere(t *testing.T) {
	in := map[string]string{"naïve 名": "a\u202eb\u009b31m\u007f\u2028\u2029\x1b\n\U000e0001 ١٢ <&>"}
	for indent, want := range map[string]string{
		"":   `{"naïve 名":"a\u202eb\u009b31m\u007f\u2028\u2029\u001b\n\udb40\udc01 ١٢ <&>"}` + "\n",
		"  ": "{\n" + `  "naïve 名": "a\u202eb\u009b31m\u007f\u2028\u2029\u001b\n\udb40\udc01 ١٢ <&>"` + "\n}\n",
	} {
		var b bytes.Buffer
		if err := EncodeJSON(&b, in, indent); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("indent %q:\n%s\nwant\n%s", indent, b.String(), want)
		}
		var back map[string]string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back["naïve 名"] != in["naïve 名"] {
			t.Errorf("read back as %q, %v", back, err)
		}
	}
	if err := EncodeJSON(&bytes.Buffer{}, math.NaN(), ""); err == nil {
		t.Error("a number that is none was written")
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "anna": "anna", "-1": "'-1", "=x": "'=x", "|x": "'|x", "a=b": "a=b", "a\u202eb\x1b[31m": `a\u202eb\u001b[31m`,
		"\tx": `'\u0009x`, "naïve": "naïve",
	} {
		if got := Harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReadJSONRefusesAnotherSchema(t *testing.T) {
	for _, in := range []string{"", "{}", `{"schema":"nof1.report/2"}`} {
		if _, err := ReadJSON(strings.NewReader(in)); err == nil {
			t.Errorf("%q was read", in)
		}
	}
}

// A NaN in a result is an error and is never written: the analysis promises not to send one.
func TestNotFiniteIsRefused(t *testing.T) {
	x := Samples(t)[1]
	x.res.Outcomes[0].Placebo.Z[2] = math.NaN()
	if err := WriteJSON(&bytes.Buffer{}, x.Report(t)); err == nil {
		t.Error("a NaN was written")
	}
}

func TestInputsDigest(t *testing.T) {
	a := Samples(t)[0]
	b := Samples(t)[0]
	b.meta.Inputs[0], b.meta.Inputs[2] = b.meta.Inputs[2], b.meta.Inputs[0]
	if x, y := a.Report(t).Look.InputsSHA256, b.Report(t).Look.InputsSHA256; x != y || len(x) != 64 {
		t.Errorf("the order of files changes the digest: %s, %s", x, y)
	}
	b.meta.Inputs[1].SHA256 = strings.Repeat("0", 64)
	if a.Report(t).Look.InputsSHA256 == b.Report(t).Look.InputsSHA256 {
		t.Error("another content gives the same digest")
	}
}
