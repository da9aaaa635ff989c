package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/importers/record"
)

func HTMLOf(t testing.TB, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPolicyMatchesTheStyle(t *testing.T) {
	doc := HTMLOf(t, Samples(t)[0].Report(t))
	css := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(doc, -1)
	if len(css) != 1 {
		t.Fatalf("%d style elements, want one", len(css))
	}
	sum := sha256.Sum256([]byte(css[0][1]))
	csp := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`).FindStringSubmatch(doc)
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
	if csp == nil || html.UnescapeString(csp[1]) != want {
		t.Errorf("policy %q, want %q", csp, want)
	}
	if strings.Index(doc, "Content-Security-Policy") > strings.Index(doc, "<style>") {
		t.Error("the policy stands after what it governs")
	}
}

func TestPagesLoadAndRunNothing(t *testing.T) {
	for _, x := range Samples(t) {
		doc := HTMLOf(t, x.Report(t))
		for _, bad := range []string{"<script", " style=", "http://", "https://", "@import", "url(", "<iframe", " onload", "javascript:"} {
			rest := strings.ReplaceAll(doc, `xmlns="http://www.w3.org/2000/svg"`, "")
			if strings.Contains(rest, bad) {
				t.Errorf("%s: the page holds %q", x.Name, bad)
			}
		}
	}
}

// Every picture is well-formed, decorative and described beside itself.
func TestPicturesAreXML(t *testing.T) {
	svg := regexp.MustCompile(`(?s)<svg.*?</svg>`)
	for _, x := range Samples(t) {
		doc := HTMLOf(t, x.Report(t))
		all := svg.FindAllString(doc, -1)
		if x.Name != "none" && len(all) < 2 {
			t.Errorf("%s: %d pictures", x.Name, len(all))
		}
		for _, s := range all {
			d := xml.NewDecoder(strings.NewReader(s))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", x.Name, err)
				}
			}
			if !strings.Contains(s, `aria-hidden="true"`) || !strings.Contains(s, "viewBox") {
				t.Errorf("%s: picture without viewBox or not hidden from readers: %.80s", x.Name, s)
			}
		}
		for _, alt := range regexp.MustCompile(`role="img" aria-label="([^"]*)"`).FindAllStringSubmatch(doc, -1) {
			if len(alt[1]) < 10 {
				t.Errorf("%s: empty description", x.Name)
			}
		}
	}
}

func TestStructure(t *testing.T) {
	heading := regexp.MustCompile(`<h([1-6])[ >]`)
	id := regexp.MustCompile(` id="([^"]+)"`)
	named := regexp.MustCompile(`aria-labelledby="([^"]+)"`)
	for _, x := range Samples(t) {
		doc := HTMLOf(t, x.Report(t))
		for _, want := range []string{`<html lang="en">`, "<main>", "<header", "<footer", `<meta charset="utf-8">`,
			`class="skip" href="#answer"`, `name="viewport"`} {
			if strings.Count(doc, want) != 1 {
				t.Errorf("%s: %q stands %d times", x.Name, want, strings.Count(doc, want))
			}
		}
		last := 0
		for _, h := range heading.FindAllStringSubmatch(doc, -1) {
			level := int(h[1][0] - '0')
			if level > last+1 {
				t.Errorf("%s: h%d after h%d", x.Name, level, last)
			}
			last = level
		}
		if strings.Count(doc, "<h1") != 1 {
			t.Errorf("%s: not one h1", x.Name)
		}
		ids := map[string]int{}
		for _, m := range id.FindAllStringSubmatch(doc, -1) {
			ids[m[1]]++
		}
		for k, n := range ids {
			if n > 1 {
				t.Errorf("%s: id %q %d times", x.Name, k, n)
			}
		}
		for _, m := range named.FindAllStringSubmatch(doc, -1) {
			if ids[m[1]] == 0 {
				t.Errorf("%s: nothing has the id %q", x.Name, m[1])
			}
		}
		if tables, captions := strings.Count(doc, "<table"), strings.Count(doc, "<caption"); tables != captions {
			t.Errorf("%s: %d tables, %d captions", x.Name, tables, captions)
		}
		if regexp.MustCompile(`<th[ >]`).MatchString(regexp.MustCompile(`<th scope=`).ReplaceAllString(doc, "<ok")) {
			t.Errorf("%s: a th without scope", x.Name)
		}
	}
}

func TestFirstScreen(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		doc := HTMLOf(t, r)
		first := doc[strings.Index(doc, "<body>"):strings.Index(doc, `class="settle"`)]
		text := html.UnescapeString(tags.ReplaceAllString(first, " "))
		text = strings.ReplaceAll(text, "\u00a0", " ")
		if !strings.Contains(text, r.Summary.Headline) || !strings.Contains(text, "Before you believe this") ||
			!strings.Contains(text, "Fake-start check") {
			t.Errorf("%s: the first screen lacks the answer, the doubts or the fake-start check", x.Name)
		}
		if m := regexp.MustCompile(`\bp\b|p[- ]value|signific`).FindString(text); m != "" {
			t.Errorf("%s: %q on the first screen", x.Name, m)
		}
		for i, c := range r.Caveats {
			if has := strings.Contains(text, c.Title); has != (i < upFront) {
				t.Errorf("%s: caveat %d up front: %v", x.Name, i, has)
			}
		}
	}
}

// Text from files stands for itself: never markup, never a template, never a
// terminal's command.
func TestTextFromFilesIsHarmless(t *testing.T) {
	nasty := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.CSP}}{{template "answer"}}'&amp;` + "\x1b[31m\u202e"
	x := Samples(t)[1]
	x.meta.Participant = nasty
	x.meta.Settings["note"] = nasty
	x.meta.Inputs[0].Path, x.meta.Inputs[0].Device, x.meta.Inputs[1].Reason = nasty, nasty, nasty
	x.meta.Inputs[0].Problems = []record.Problem{{Pos: record.Pos{Line: 3}, Field: nasty, Message: nasty}}
	x.res.Intervention.Supplement, x.res.Intervention.Forms = analysis.Text(nasty), []string{nasty}
	x.res.Intervention.CoStarted, x.res.Intervention.CoSupplements = []string{nasty}, []string{nasty}
	x.res.NotRecorded = []string{nasty}
	for i := range x.res.Caveats {
		x.res.Caveats[i].Words = map[string]string{"supplement": nasty, "reason": nasty, "source": nasty, "detail": nasty, "date": nasty}
	}
	x.res.Series[0].Source = nasty
	r := x.Report(t)
	doc := HTMLOf(t, r)
	for _, bad := range []string{"<script", "<img", "onerror=alert(1)>"} {
		if strings.Contains(doc, bad) {
			t.Errorf("html holds %q", bad)
		}
	}
	if !strings.Contains(doc, "{{.CSP}}") {
		t.Error("braces of a user's text did not stay as they are")
	}
	var term, md bytes.Buffer
	if err := WriteText(&term, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := WriteMarkdown(&md, r); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{"text": term.String(), "md": md.String()} {
		if strings.ContainsAny(out, "\x1b\u202e") {
			t.Errorf("%s: a control character got through", name)
		}
	}
	if strings.Contains(md.String(), "<script") || strings.Contains(md.String(), "<img") {
		t.Error("markdown holds markup")
	}
}

func TestSameReportSameBytes(t *testing.T) {
	for i, x := range Samples(t) {
		y := Samples(t)[i]
		a, b := x.Report(t), y.Report(t)
		first, again, other := HTMLOf(t, a), HTMLOf(t, a), HTMLOf(t, b)
		if first != again || first != other {
			t.Errorf("%s: two pages differ", x.Name)
		}
		if !bytes.Equal(written(t, a), written(t, b)) {
			t.Errorf("%s: two documents differ", x.Name)
		}
	}
}

// A page made from report.json alone is the page made from the report.
func TestPageFromJSON(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		back, err := ReadJSON(bytes.NewReader(written(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		if HTMLOf(t, r) != HTMLOf(t, back) {
			t.Errorf("%s: the page says something the document does not hold", x.Name)
		}
	}
}

func TestEmptyReport(t *testing.T) {
	doc := HTMLOf(t, Report{Participant: "x", Summary: Summary{Code: "not_enough_data", Headline: "Nothing."}})
	if !strings.Contains(doc, "Nothing.") {
		t.Error("no headline")
	}
}

func BenchmarkWriteHTML(b *testing.B) {
	r := Samples(b)[1].Report(b)
	for b.Loop() {
		if err := WriteHTML(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

// The number of outcomes nobody asked about is said, on the page and in the
// Markdown.
func TestExploratoryOutcomesAreCounted(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	n := 0
	for _, o := range r.Outcomes {
		if o.Role == "exploratory" {
			n++
		}
	}
	want := fmt.Sprintf("Also looked at: %d more", n)
	if n == 0 || !strings.Contains(HTMLOf(t, r), want) {
		t.Errorf("no %q on the page", want)
	}
	var md bytes.Buffer
	if err := WriteMarkdown(&md, r); err != nil || !strings.Contains(md.String(), want) {
		t.Errorf("no %q in the Markdown (%v)", want, err)
	}
	r.Outcomes = r.Outcomes[:1]
	md.Reset()
	if err := WriteMarkdown(&md, r); err != nil || strings.Contains(md.String(), "Also looked at") {
		t.Errorf("one outcome, and others are said to be looked at (%v)", err)
	}
}
