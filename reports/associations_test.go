package reports

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"
	"testing"

	"nof1/analysis/screen"
	"nof1/importers/record"
)

// screened is a sample with a screen: two rows that stand out for one outcome
// and come on the same nights, a dose, a rank rated after the night, the
// supplement itself, a row that does not stand out and an item not tested.
func screened(t testing.TB) sample {
	t.Helper()
	x := Samples(t)[0]
	row := func(item, kind, outcome string, estimate float64) screen.Association {
		m, _ := record.MetricByID(outcome)
		return screen.Association{Item: item, Kind: kind, Timing: screen.BeforeNight, Outcome: outcome, Unit: m.Unit, NWith: 41, NWithout: 180,
			Estimate: ptr(estimate), CI95: &[2]float64{estimate - 2, estimate + 2}, P: ptr(.0004), Q: ptr(.012), Size: ptr(1.5), Shown: true}
	}
	alcohol := row("alcohol", screen.KindDose, "hrv_rmssd", -8.1)
	alcohol.EstimatePct, alcohol.Step, alcohol.NUnknown, alcohol.Together = ptr(-12.4), &screen.Step{High: 14, Unit: "g"}, 49,
		[]string{"late_meal"}
	meal := row("late_meal", screen.KindYesNo, "hrv_rmssd", -5)
	meal.Together = []string{"alcohol"}
	stress := row("stress", screen.KindRank, "resting_hr", 2.5)
	stress.Timing, stress.Step = screen.AfterNight, &screen.Step{Low: 3, High: 6, Unit: "0-10"}
	bed := row("Share your bed?", screen.KindYesNo, "tst", -12)
	bed.ReverseP = ptr(.01)
	itself := row("magnesium", screen.KindYesNo, "deep", 5)
	quiet := row("caffeine", screen.KindYesNo, "tst", 1)
	quiet.Shown, quiet.Q = false, ptr(.8)
	sauna := screen.Association{Item: "sauna", Kind: screen.KindYesNo, Timing: screen.BeforeNight, Outcome: "tst", Unit: "min", NWith: 12,
		Reasons: []string{"too_few_without", "never_no"}}
	x.res.Associations = []screen.Association{alcohol, meal, stress, bed, itself, quiet, sauna}
	return x
}

func textOf(doc string) string {
	doc = html.UnescapeString(tags.ReplaceAllString(doc, " "))
	return strings.Join(strings.Fields(strings.ReplaceAll(doc, "\u00a0", " ")), " ")
}

func TestScreenOnThePage(t *testing.T) {
	doc := HTMLOf(t, screened(t).Report(t))
	at := strings.Index(doc, `id="screen-title"`)
	if at < 0 {
		t.Fatal("no section")
	}
	text := textOf(doc[at : at+strings.Index(doc[at:], "</section>")])
	for _, want := range []string{
		"A screen, not a verdict. 6 pairs", "Up to 10 %", "For the supplement itself, see the answer above.",
		"Alcohol and late meals for 14 g HRV (RMSSD) 8.1 ms lower 6.1 to 10.1 lower", "49 nights unknown, not counted as no.",
		"they cannot be told apart", "Self-rated stress from 3.0 to 6.0 of 10", "it may follow from the night",
		"Share your bed?", "The night may have come first", "41 / 180 0.01",
		"Sauna: the log never says \"no\" to it",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	for _, bad := range []string{"Magnesium", "Deep sleep", "Caffeine"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q in %q", bad, text)
		}
	}
	if n := strings.Count(text, "HRV (RMSSD)"); n != 1 {
		t.Errorf("two items of the same nights fill %d lines", n)
	}
}

func TestScreenWithoutAnything(t *testing.T) {
	x := screened(t)
	x.res.Associations = nil
	if doc := HTMLOf(t, x.Report(t)); strings.Contains(doc, "screen-title") {
		t.Error("a section without any item")
	}
	x.res.Associations = screened(t).res.Associations[5:6]
	if doc := HTMLOf(t, x.Report(t)); !strings.Contains(doc, "The one pair tested does not stand out.") {
		t.Error("nothing is said of a screen that shows nothing")
	}
	x.res.Associations = screened(t).res.Associations[6:]
	if doc := HTMLOf(t, x.Report(t)); !strings.Contains(doc, "at least 10 with it and 10 without") {
		t.Error("nothing is said of a screen that tests nothing")
	}
}

func TestScreenShowsAtMostTwelve(t *testing.T) {
	x := screened(t)
	one := x.res.Associations[3]
	x.res.Associations = nil
	for i := range 15 {
		one.Item = "habit " + string(rune('a'+i))
		x.res.Associations = append(x.res.Associations, one)
	}
	text := textOf(HTMLOf(t, x.Report(t)))
	if strings.Count(text, "Habit ") != screenShown || !strings.Contains(text, "More rows stand out") {
		t.Errorf("%d rows", strings.Count(text, "Habit "))
	}
}

func TestWriteAssociations(t *testing.T) {
	r := screened(t).Report(t)
	var b bytes.Buffer
	for width, nights := range map[int]bool{140: true, 95: false, 70: false} {
		b.Reset()
		if err := WriteAssociations(&b, r, TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		for _, want := range []string{"Alcohol and late meals", " [1] [2]", "[1] 49 nights unknown", "Magnesium", "-10.1 to -6.1",
			"not medical advice", "Sauna:"} {
			if !strings.Contains(out, want) {
				t.Errorf("%d wide: no %q in\n%s", width, want, out)
			}
		}
		if strings.Contains(out, "41+180") != nights {
			t.Errorf("%d wide: nights shown: %v", width, !nights)
		}
		for i, line := range strings.Split(out, "\n") {
			if n := len([]rune(line)); n > max(width, 88) {
				t.Errorf("%d wide: line %d has %d characters", width, i, n)
			}
		}
	}
	r.Associations = nil
	b.Reset()
	if err := WriteAssociations(&b, r, TextOptions{}); err != nil || !strings.Contains(b.String(), "Nothing was logged") {
		t.Errorf("%v: %s", err, b.String())
	}
}

func TestAssociationsJSON(t *testing.T) {
	x := screened(t)
	r := x.Report(t)
	var b bytes.Buffer
	if err := WriteAssociationsJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema       string           `json:"schema"`
		Grid         int              `json:"grid"`
		Associations []map[string]any `json:"associations"`
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != "nof1.correlate/1" || doc.Grid != 6 || len(doc.Associations) != 7 {
		t.Errorf("%s, grid %d, %d rows", doc.Schema, doc.Grid, len(doc.Associations))
	}
	first, last := doc.Associations[0], doc.Associations[6]
	for key, want := range map[string]any{"item": "alcohol", "kind": "dose", "outcome": "hrv_rmssd", "lag": 0., "n_with": 41.,
		"n_without": 180., "n_unknown": 49.,
		"estimate": -8.1, "estimate_pct": -12.4, "p": .0004, "q": .012, "shown": true, "unit": "ms"} {
		if first[key] != want {
			t.Errorf("%s is %v, want %v", key, first[key], want)
		}
	}
	if list, ok := first["reasons"].([]any); !ok || len(list) != 0 {
		t.Errorf("reasons %v, want an empty list", first["reasons"])
	}
	if last["estimate"] != nil || last["q"] != nil || last["shown"] != false || len(last["reasons"].([]any)) != 2 {
		t.Errorf("the row that was not tested: %v", last)
	}

	var sch struct {
		Defs map[string]struct {
			Properties map[string]any `json:"properties"`
			Required   []string       `json:"required"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(schemaJSON, &sch); err != nil {
		t.Fatal(err)
	}
	def := sch.Defs["association"]
	if len(def.Required) != len(first) {
		t.Errorf("the schema wants %d keys, a row has %d", len(def.Required), len(first))
	}
	for key := range first {
		if def.Properties[key] == nil {
			t.Errorf("no %q in the schema", key)
		}
	}
}

// What people logged is their own text.
func TestScreenTextIsHarmless(t *testing.T) {
	x := screened(t)
	x.res.Associations[0].Item = `<script>{{.CSP}}` + "\x1b[31m\u202e"
	r := x.Report(t)
	doc := HTMLOf(t, r)
	var b bytes.Buffer
	if err := WriteAssociations(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(doc, "<script") || !strings.Contains(doc, "{{.CSP}}") || strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Error("an item's name was obeyed")
	}
}
