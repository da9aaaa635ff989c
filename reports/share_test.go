package reports

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/screen"
	"nof1/importers/record"
	"nof1/reports/words"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// outputs writes a report in every form that can be shared.
func outputs(t *testing.T, r Report) map[string]string {
	t.Helper()
	out := map[string]string{}
	var text, md, csv, screen bytes.Buffer
	for name, err := range map[string]error{"text": WriteText(&text, r, TextOptions{Width: 400}), "md": WriteMarkdown(&md, r),
		"csv": WriteNightsCSV(&csv, r), "screen": WriteAssociationsJSON(&screen, r)} {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	out["html"], out["json"], out["text"], out["md"], out["csv"], out["screen"] = HTMLOf(t, r), string(written(t, r)), text.String(),
		md.String(), csv.String(), screen.String()
	return out
}

// private are strings a hostile input carries in every place that takes text.
var private = []string{"Zelda", "Quux", "ZzzSecret", "sleepwell", "moonmilk", "anna", "divorce", "grandma", "Crohn", "private"}

// withPrivate puts private text wherever a file or a configuration can.
func withPrivate(x sample) sample {
	x.meta.Participant = "Zelda Quux"
	x.meta.Settings = map[string]any{"participant": "Zelda", "start": "2024-04-27",
		"products": []any{map[string]any{"name": "ZzzSecret caps"}}}
	x.meta.Inputs = slices.Clone(x.meta.Inputs)
	x.meta.Inputs[0].Path, x.meta.Inputs[0].Device = "home/zelda-Quux/2024-04-27/export.zip!/cycles.csv",
		"Zelda's Apple Watch Series 6 von Anna"
	x.meta.Inputs[0].Problems = []record.Problem{{Pos: record.Pos{Line: 3}, Field: "divorce notes", Message: `"grandma" is not a number`}}
	x.meta.Inputs[1].Path, x.meta.Inputs[1].Reason = "private/Crohn letter.txt", "Crohn: no importer knows it"
	x.res.Look.Question = "ZzzSecret sleepwell hrv_rmssd"
	iv := &x.res.Intervention
	iv.Supplement, iv.CoStarted, iv.CoSupplements = "zzzsecret_sleepwell", []string{"Grandma moonmilk"},
		[]string{"Grandma moonmilk", "magnesium"}
	iv.Forms, iv.AmountUnit, iv.ElementalMg, iv.Amount = []string{"citrate", "moonmilk"}, "sleepwell spoons", nil, ptr(2.0)
	iv.Assumptions = append(iv.Assumptions, analysis.Note{ID: "plan_deviation",
		Words: map[string]string{"date": "2024-05-03", "what": "the divorce"}},
		analysis.Note{ID: "start_given", Words: map[string]string{"date": "2024-04-27"}},
		analysis.Note{ID: "forms_only", Words: map[string]string{"forms": "citrate, moonmilk"}},
		analysis.Note{ID: "later_rule", Words: map[string]string{"note": "divorce"}})
	iv.DoseNotes = append(iv.DoseNotes, analysis.Note{ID: "form_unknown", Words: map[string]string{"form": "moonmilk"}})
	x.res.Caveats = append(x.res.Caveats,
		analysis.Caveat{ID: "device_break", Severity: analysis.High, Outcomes: []string{"hrv_rmssd"},
			Nights: []record.Date{record.NewDate(2024, 4, 30)},
			Words: map[string]string{"date": "2024-04-30", "source": "apple/Zelda's iPhone", "reason": "Zelda bought another",
				"detail": "since 30 Apr 2024, 2024-04-30, April 2024"}},
		analysis.Caveat{ID: "co_start", Severity: analysis.High, Words: map[string]string{"supplement": "Grandma moonmilk",
			"date": "2024-05-02"}},
		analysis.Caveat{ID: "medicine_change", Severity: analysis.Stop, Words: map[string]string{"date": "2024-05-03", "what": "Crohn medicine"}},
		analysis.Caveat{ID: "level_shift", Severity: analysis.High, Words: map[string]string{"metric": "hrv_rmssd", "date": "2024-03-09"},
			Measured: []analysis.Measure{{Name: "shift", Value: 4, Unit: "ms"}}})
	x.res.NotRecorded = append(x.res.NotRecorded, "private habit")
	x.res.Associations = []screen.Association{
		{Item: "fight with Zelda", Kind: "yes_no", Outcome: "hrv_rmssd", NWith: 12, NWithout: 40, Estimate: ptr(-4.0),
			CI95: &[2]float64{-7, -1}, P: ptr(0.01), Q: ptr(0.05), Size: ptr(1.0), Shown: true, Together: []string{"Grandma moonmilk"}},
		{Item: "alcohol", Kind: "yes_no", Outcome: "hrv_rmssd", NWith: 12, NWithout: 40, Estimate: ptr(-4.0), CI95: &[2]float64{-7, -1},
			P: ptr(0.01), Q: ptr(0.05), Size: ptr(1.0), Shown: true}}
	return x
}

// shared makes the copy to share.
func shared(t *testing.T, r Report) Report {
	t.Helper()
	out, err := Share(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dates are the ways a date is written anywhere.
var dates = regexp.MustCompile(`\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* (\d|[12]9?\d{3})|` +
	`\b(19|20)\d\d[-/.]?\d\d[-/.]?\d\d\b|\b(January|February|March|April|June|July|August|September|October|November|December)\b|>(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\((\w+ )?(19|20)\d\d\)`)

func TestSharedReportsNameNobody(t *testing.T) {
	for _, x := range Samples(t) {
		x = withPrivate(x)
		r := x.Report(t)
		open := outputs(t, r)
		for name, out := range outputs(t, shared(t, r)) {
			low := strings.ToLower(out)
			for _, word := range private {
				if strings.Contains(low, strings.ToLower(word)) {
					at := strings.Index(low, strings.ToLower(word))
					t.Errorf("%s, %s: %q: ...%s...", x.Name, name, word, out[max(0, at-80):min(len(out), at+40)])
				}
			}
			if m := dates.FindString(out); m != "" {
				t.Errorf("%s, %s: the date %q", x.Name, name, m)
			}
			for _, n := range r.Nights.Night {
				if strings.Contains(out, n.String()) {
					t.Errorf("%s, %s: the night %s", x.Name, name, n)
					break
				}
			}
			if name != "text" && name != "screen" && !dates.MatchString(open[name]) {
				t.Errorf("%s: the test finds no date in the open %s either", x.Name, name)
			}
		}
	}
}

func TestSharedReportsStayWhole(t *testing.T) {
	s := schema(t)
	for _, x := range Samples(t) {
		r := x.Report(t)
		before := string(written(t, r))
		copied := shared(t, r)
		doc := written(t, copied)
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", x.Name, err)
		}
		back, err := ReadJSON(bytes.NewReader(doc))
		if err != nil || !bytes.Equal(written(t, back), doc) || HTMLOf(t, back) != HTMLOf(t, copied) {
			t.Errorf("%s: a shared document does not read back (%v)", x.Name, err)
		}
		if before != string(written(t, r)) {
			t.Errorf("%s: sharing changed the report it was made from", x.Name)
		}
		if len(copied.Outcomes) != len(r.Outcomes) || copied.Summary.Code != r.Summary.Code || len(copied.Nights.Night) != len(r.Nights.Night) {
			t.Errorf("%s: the copy says something else", x.Name)
		}
		for i, o := range r.Outcomes {
			if got := copied.Outcomes[i].Verdict.Sentence; got != o.Verdict.Sentence {
				t.Errorf("%s: %q, want %q", x.Name, got, o.Verdict.Sentence)
			}
		}
	}
}

func TestDaysAreCounted(t *testing.T) {
	x := Samples(t)[1]
	r := x.Report(t)
	s := shared(t, r)
	if s.Nights.Night[0] != 1 || int(s.Nights.Night[len(s.Nights.Night)-1]) != int(r.Nights.Night[len(r.Nights.Night)-1]-r.Nights.Night[0])+1 {
		t.Errorf("nights from %d to %d", s.Nights.Night[0], s.Nights.Night[len(s.Nights.Night)-1])
	}
	if p := s.Intervention.Phases[1]; int(p.First) != 181 || int(*s.Intervention.FirstDose) != 180 {
		t.Errorf("phase from day %d, first dose on day %d", p.First, *s.Intervention.FirstDose)
	}
	if want := "You first took l-theanine on day 186"; !strings.Contains(s.Caveats[0].Statement, want) {
		t.Errorf("%q, want %q", s.Caveats[0].Statement, want)
	}
	doc := string(written(t, s))
	for _, want := range []string{`"first": "day 181"`, `"shared": true`, `"settings": {}`, `"path": "file 1"`, `"first_dose": "day 180"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("no %s", want)
		}
	}
	page := HTMLOf(t, s)
	for _, want := range []string{"A copy to share.", "taken from day 180 to day ", "One person", "one row for 28 days", ">day 29<"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	var csv bytes.Buffer
	if err := WriteNightsCSV(&csv, s); err != nil || !strings.Contains(csv.String(), "\n2,") {
		t.Errorf("nights.csv: %v\n%.200s", err, csv.String())
	}
}

// A copy to share does not tell others what somebody wrote of a crisis. On the
// terminal of the person the texts of help still stand alone, and first.
func TestSharedReportsTellNoCrisis(t *testing.T) {
	r := withLedger(t, "crisis", "medicine")
	shared, err := Share(r)
	if err != nil {
		t.Fatal(err)
	}
	for name, out := range outputs(t, shared) {
		if regexp.MustCompile(`(?i)better off dead|prescribed medicine on your own|matters more than`).MatchString(out) {
			t.Errorf("%s tells it", name)
		}
	}
	shared.Escalation = r.Escalation
	var text bytes.Buffer
	if err := WriteText(&text, shared, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if s := text.String(); !strings.Contains(s, "You deserve support now") || !strings.Contains(s, "These lines are not in it") ||
		strings.Contains(s, "HRV") {
		t.Errorf("the terminal says\n%s", s)
	}
}

func TestShareNeedsTheAnalysis(t *testing.T) {
	back, err := ReadJSON(bytes.NewReader(written(t, Samples(t)[0].Report(t))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Share(back); err == nil {
		t.Error("a report read from a file was shared, sentences and all")
	}
}

func TestDeviceModel(t *testing.T) {
	for in, want := range map[string]string{
		"Anna's Apple Watch Series 6": "Apple Watch Series 6", "Apple Watch von Ultra Müller": "Apple Watch Ultra", "WHOOP": "WHOOP",
		"WHOOP 4.0": "WHOOP 4.0",
		"Ring Gen3": "Ring Gen3", "Annas": "", "": "", "Oura Ring 4": "Oura Ring 4", "2024-05-03": "",
	} {
		if got := deviceModel(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"whoop": "whoop", "whoop/Gen4": "whoop/Gen4", "Zelda/Zelda": "device",
		"oura/Zelda's Ring 4": "oura/Ring 4"} {
		if got := seriesName(in, []string{"whoop.cycles", "oura.sleeps"}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Whatever word a caveat or a note carries, now or later, only ids get through.
func TestEverySharedSentence(t *testing.T) {
	w := map[string]string{"note": "Zelda"}
	for _, text := range rawCatalogue(t) {
		for _, m := range regexp.MustCompile(`W "([a-z_]+)"`).FindAllStringSubmatch(text, -1) {
			w[m[1]] = "Zelda 3 May 2024"
		}
	}
	if len(w) < 10 {
		t.Fatalf("only %d words found in the catalogue", len(w))
	}
	s := &scrubber{Speaker: words.Speak(words.English), aliases: map[string]string{}}
	if got := s.words(w); len(got) != 2 || got["source"] != "device" || got["supplement"] != "item 1" {
		t.Errorf("words kept: %v", got)
	}
	x := Samples(t)[0]
	x.res.Caveats = nil
	for _, id := range analysis.CheckIDs() {
		x.res.Caveats = append(x.res.Caveats, analysis.Caveat{ID: id, Severity: analysis.High, Outcomes: []string{"hrv_rmssd"}, Words: w})
	}
	for _, c := range shared(t, x.Report(t)).Caveats {
		for _, text := range []string{c.Title, c.Statement, c.Advice} {
			if strings.Contains(text, "Zelda") || dates.MatchString(text) {
				t.Errorf("%s: %q", c.ID, text)
			}
		}
	}
}

func TestSharedWordsKeepIDs(t *testing.T) {
	s := &scrubber{Speaker: words.Speak(words.English), formats: []string{"whoop.cycles"}, first: record.NewDate(2024, 1, 1),
		aliases: map[string]string{}}
	got := s.words(map[string]string{"metric": "tst", "phase": "B2", "kind": "form", "from": "citrate", "to": "bisglycinate",
		"forms": "citrate, moonmilk",
		"date":  "2024-01-10", "created": "2023-12-30", "reason": "strap", "supplement": "magnesium", "source": "whoop"})
	for k, want := range map[string]string{"metric": "tst", "phase": "B2", "kind": "form", "from": "citrate", "to": "bisglycinate",
		"forms": "citrate",
		"date":  "day 10", "created": "day -1", "reason": "strap", "supplement": "magnesium", "source": "whoop"} {
		if got[k] != want {
			t.Errorf("%s: %q, want %q", k, got[k], want)
		}
	}
	if got := s.words(map[string]string{"from": "citrate", "to": "grandma's"}); len(got) != 0 {
		t.Errorf("half of a change: %v", got)
	}
}
