package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/reports"
	"nof1/reports/index"
)

// briefOf makes the brief of a made-up report under a name.
func briefOf(t testing.TB, name string, r reports.Report) index.Brief {
	t.Helper()
	b, err := index.NewBrief(index.Status{Participant: name, Status: "done", Nights: 100, Key: "k"}, name, &r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reportsMadeUp are the made-up reports of the page's tests by name.
func reportsMadeUp(t testing.TB) map[string]reports.Report {
	t.Helper()
	out := map[string]reports.Report{}
	for _, x := range reports.Samples(t) {
		out[x.Name] = x.Report(t)
	}
	return out
}

func indexOf(t testing.TB, briefs ...index.Brief) *index.Index {
	t.Helper()
	x, err := index.New(index.InOrder(briefs))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// pagesOf renders an index, the first page first.
func pagesOf(t testing.TB, x *index.Index) []index.Page {
	t.Helper()
	var first bytes.Buffer
	pages := []index.Page{{Name: "index.html"}}
	if err := index.WriteHTML(x, &first, func(p index.Page) error { pages = append(pages, p); return nil }); err != nil {
		t.Fatal(err)
	}
	pages[0].HTML = first.Bytes()
	return pages
}

// rowsOf returns the participants of an index.
func rowsOf(t testing.TB, x *index.Index) (rows []index.Row) {
	t.Helper()
	for i := range x.Len() {
		r, err := x.Row(i)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func failedBrief(t testing.TB, name, status, why string) index.Brief {
	t.Helper()
	b, err := index.NewBrief(index.Status{Participant: name, Status: status, Exit: 3, Error: &why}, name, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTriage(t *testing.T) {
	made := reportsMadeUp(t)
	above := made["ab-higher"]
	above.Intervention.DoseNotes = append(slices.Clone(above.Intervention.DoseNotes),
		analysis.Note{ID: "upper_level_above_us", Statement: "12 days were above."})
	for _, c := range []struct {
		brief index.Brief
		want  string
	}{
		{failedBrief(t, "a", "failed", "nothing usable"), "fault"},
		{failedBrief(t, "b", "skipped", "no files"), "fault"},
		{briefOf(t, "c", made["none"]), "fault"},
		{briefOf(t, "d", made["not-comparable"]), "fault"},
		{briefOf(t, "e", above), "safety"},
		{briefOf(t, "f", made["ab-higher"]), "change"},
		{briefOf(t, "g", made["ab-lower"]), "change"},
		{briefOf(t, "h", made["ab-cant-tell"]), "cant_tell"},
		{briefOf(t, "i", made["too-few"]), "cant_tell"},
	} {
		if got := c.brief.Row.Triage; got != c.want {
			t.Errorf("%s: %s, want %s", c.brief.Row.Participant, got, c.want)
		}
		if c.brief.Row.Next == "" {
			t.Errorf("%s: nothing to ask for", c.brief.Row.Participant)
		}
	}
}

// TestIndexOrder: the order in which participants were read does not show.
func TestIndexOrder(t *testing.T) {
	var briefs []index.Brief
	for name, r := range reportsMadeUp(t) {
		briefs = append(briefs, briefOf(t, name, r), briefOf(t, name+"2", r), briefOf(t, name+"3", r))
	}
	briefs = append(briefs, failedBrief(t, "zoe", "failed", "x"))
	render := func() string {
		x := indexOf(t, briefs...)
		var b bytes.Buffer
		if err := index.WriteJSON(&b, x); err != nil {
			t.Fatal(err)
		}
		if err := index.WriteCSV(&b, x); err != nil {
			t.Fatal(err)
		}
		pages := pagesOf(t, x)
		for _, p := range pages {
			b.Write(p.HTML)
		}
		return b.String()
	}
	first := render()
	slices.Reverse(briefs)
	if render() != first {
		t.Error("another order gives another index")
	}
}

// TestIndexJSONWhole: written row by row, index.json is what encoding it in one
// piece gives, of many and of nobody.
func TestIndexJSONWhole(t *testing.T) {
	r := reportsMadeUp(t)["ab-higher"]
	for _, briefs := range [][]index.Brief{nil, {briefOf(t, "a<b>&\u202e", r), briefOf(t, "b", r), briefOf(t, "c", r),
		failedBrief(t, "d", "failed", "x")}} {
		x := indexOf(t, briefs...)
		rows := rowsOf(t, x)
		if rows == nil {
			rows = []index.Row{}
		}
		var want, got bytes.Buffer
		err := reports.EncodeJSON(&want, struct {
			Schema       string         `json:"schema"`
			Language     string         `json:"language"`
			Participants []index.Row    `json:"participants"`
			Pooled       []index.Pooled `json:"pooled"`
		}{index.Schema, x.Language, rows, x.Pooled}, "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := index.WriteJSON(&got, x); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("index.json of %d:\n%s\nwant\n%s", len(briefs), got.String(), want.String())
		}
	}
}

// TestIndexJSONKeys: the keys other programs depend on.
func TestIndexJSONKeys(t *testing.T) {
	r := reportsMadeUp(t)["ab-higher"]
	var b bytes.Buffer
	if err := index.WriteJSON(&b, indexOf(t, briefOf(t, "a", r), briefOf(t, "b", r), briefOf(t, "c", r))); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema       string
		Participants []map[string]any
		Pooled       []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != "nof1.index/1" || len(doc.Participants) != 3 || len(doc.Pooled) == 0 {
		t.Fatalf("schema %s, %d participants, %d pooled", doc.Schema, len(doc.Participants), len(doc.Pooled))
	}
	for _, key := range []string{"participant", "status", "error", "nights", "last_night", "supplement", "design", "design_level",
		"primary", "code", "level", "estimate", "ci95", "unit", "adherence", "top_caveat", "report"} {
		if _, ok := doc.Participants[0][key]; !ok {
			t.Errorf("no participants[].%s", key)
		}
	}
	for _, key := range []string{"metric", "supplement", "design", "n", "estimate", "ci95", "prediction95", "tau2", "unit"} {
		if _, ok := doc.Pooled[0][key]; !ok {
			t.Errorf("no pooled[].%s", key)
		}
	}
}

// hostile is a name that would be markup, a script, a formula and a path.
const hostile = "=1+<script>alert(1)</script>\"'&\n/../../x"

func TestIndexHostileName(t *testing.T) {
	r := reportsMadeUp(t)["ab-higher"]
	b, err := index.NewBrief(index.Status{Participant: hostile, Status: "done"}, "%2E%2E 50%25", &r)
	if err != nil {
		t.Fatal(err)
	}
	x := indexOf(t, b, failedBrief(t, "b", "failed", "</script><script>alert(2)</script>"))
	pages := pagesOf(t, x)
	page := string(pages[0].HTML)
	if n := strings.Count(strings.ToLower(page), "<script"); n != 2 {
		t.Errorf("%d scripts, want the data and the tools: a name became one", n)
	}
	if !strings.Contains(page, `href="./%252E%252E%2050%2525/report.html"`) {
		t.Error("the link is not escaped")
	}
	var out bytes.Buffer
	if err := index.WriteCSV(&out, x); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if rows[1][0] != "'"+strings.ReplaceAll(hostile, "\n", `\u000a`) {
		t.Errorf("cell %q", rows[1][0])
	}
	if len(rows[0]) != len(index.Columns) {
		t.Errorf("%d columns", len(rows[0]))
	}
}

// TestIndexPages: every row stands on one page, the first page knows all.
func TestIndexPages(t *testing.T) {
	r := reportsMadeUp(t)["ab-cant-tell"]
	b := briefOf(t, "x", r)
	var briefs []index.Brief
	for i := range 2*index.PageRows + 1 {
		b.Row.Participant = fmt.Sprintf("p%04d", i)
		briefs = append(briefs, b)
	}
	pages := pagesOf(t, indexOf(t, briefs...))
	if len(pages) != 3 || pages[2].Name != "index-3.html" {
		t.Fatalf("%d pages", len(pages))
	}
	row := regexp.MustCompile(`<a href="./x/report.html" dir="auto">(p\d+)</a>`)
	seen := map[string]int{}
	for i, p := range pages {
		table, _, _ := strings.Cut(string(p.HTML), `class="forest"`)
		for _, m := range row.FindAllStringSubmatch(table, -1) {
			seen[m[1]]++
		}
		if scripts := strings.Count(string(p.HTML), "<script"); (i == 0) != (scripts == 2) {
			t.Errorf("%s: %d scripts", p.Name, scripts)
		}
	}
	for i := range 2*index.PageRows + 1 {
		if n := seen[fmt.Sprintf("p%04d", i)]; n != 1 {
			t.Fatalf("p%04d stands on %d pages", i, n)
		}
	}
	if !strings.Contains(string(pages[0].HTML), `p0500<\/a`) {
		t.Error("the script does not know the last row")
	}
}

// TestIndexNamesTheDesign: a row says the order was hidden exactly where it was, as
// the level of its design has it.
func TestIndexNamesTheDesign(t *testing.T) {
	made := reportsMadeUp(t)
	for level, want := range map[int]string{3: "magnesium, random order", 4: "magnesium, random and blinded"} {
		r := made["randomised"]
		r.Intervention.DesignLevel, r.Intervention.Blinded = level, level == 4
		page := string(pagesOf(t, indexOf(t, briefOf(t, "a", r)))[0].HTML)
		if !strings.Contains(page, `<span class="note">`+want+`</span>`) {
			t.Errorf("design level %d: the row does not say %q", level, want)
		}
	}
}

// TestIndexSaysTheDoubt: a row names its largest doubt, as a number without what it is
// a doubt about says nothing.
func TestIndexSaysTheDoubt(t *testing.T) {
	x := indexOf(t, briefOf(t, "a", reportsMadeUp(t)["ab-higher"]), failedBrief(t, "b", "failed", "whoop.csv: broken"))
	page := strings.ReplaceAll(string(pagesOf(t, x)[0].HTML), "\u00a0", " ")
	for _, want := range []string{`<span class="weight high">Serious</span> You started something else too<p class="note">You first took l-theanine on 2 May 2024, 5 days from the start.</p>`,
		`<td class="doubted"><p>whoop.csv: broken</p></td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	var out bytes.Buffer
	if err := index.WriteCSV(&out, x); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], "top_caveat_title")
	if at < 0 || rows[1][at] != "You started something else too" || rows[2][at] != "" {
		t.Errorf("index.csv: %q", rows)
	}
}

// TestIndexGroups: the number of a group leads to the first row of it, on whatever
// page that stands.
func TestIndexGroups(t *testing.T) {
	made := reportsMadeUp(t)
	var briefs []index.Brief
	for group, b := range map[string]index.Brief{"change": briefOf(t, "x", made["ab-higher"]), "cant_tell": briefOf(t, "x", made["ab-cant-tell"]), "fault": failedBrief(t, "x", "failed", "broken")} {
		for i := range 1200 {
			b.Row.Participant = fmt.Sprintf("%s-%d", group, i)
			briefs = append(briefs, b)
		}
	}
	pages := pagesOf(t, indexOf(t, briefs...))
	begins := map[string]string{} // the place a group begins at, to the group before it
	before := ""
	for _, p := range pages {
		html, _, _ := strings.Cut(string(p.HTML), "<script")
		for _, m := range regexp.MustCompile(`<tr(?: id="(\w+)")? class="is-(\w+)"`).FindAllStringSubmatch(html, -1) {
			if m[1] != "" {
				begins[p.Name+"#"+m[1]] = before
			}
			before = m[2]
		}
	}
	for _, p := range pages {
		links := regexp.MustCompile(`<a href="(index[^"]*)"><b>1,200</b> ([^<]*)</a>`).FindAllStringSubmatch(string(p.HTML), -1)
		if len(links) != 3 {
			t.Fatalf("%s: %d links", p.Name, len(links))
		}
		for _, l := range links {
			if _, ok := begins[l[1]]; !ok {
				t.Errorf("%s: %q leads to %s, where no group begins: they begin at %v", p.Name, l[2], l[1], begins)
			}
		}
	}
	if want := map[string]string{"index.html#fault": "", "index-5.html#change": "fault", "index-10.html#cant_tell": "change"}; !maps.Equal(begins, want) {
		t.Errorf("groups begin at %v, want %v", begins, want)
	}
}

func TestSpark(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	r := reports.Report{Nights: reports.Nights{Values: map[string][]*float64{"tst": {v(1), nil, v(3), v(2)}}, Phase: []string{"A1", "A1", "B1", "B1"}},
		Answer: analysis.Answer{Intervention: analysis.Intervention{Phases: []analysis.Phase{{Label: "A1", Kind: "baseline"}, {Label: "B1", Kind: "on"}}}}}
	s := index.NewSpark(r, "tst")
	if want := "M0 24h.1M60 2h.1L90 13"; s.Path != want {
		t.Errorf("path %s: want %s", s.Path, want)
	}
	if len(s.On) != 1 || s.On[0] != (index.SparkPhase{X: 60, Width: 60}) {
		t.Errorf("shaded %v", s.On)
	}
	r.Intervention.Phases, r.Nights.Taken = r.Intervention.Phases[:1], []string{"yes", "no", "unknown", "yes"}
	if got, want := index.NewSpark(r, "tst").On, []index.SparkPhase{{Width: 30}, {X: 90, Width: 30}}; !slices.Equal(got, want) {
		t.Errorf("taken as needed: shaded %v, want %v", got, want)
	}
	if s := index.NewSpark(r, "deep"); s.Path != "" {
		t.Errorf("path %q without values", s.Path)
	}
}
