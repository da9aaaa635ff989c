package reports

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"nof1/reports/words"
)

var hovered = regexp.MustCompile(`<path class="hit" [^>]*><title>([^<]*)</title></path>`)

// hoversOf are what the nights of a page's main picture say when pointed at.
func hoversOf(page string) []string {
	var out []string
	for _, m := range hovered.FindAllStringSubmatch(page, -1) {
		out = append(out, strings.ReplaceAll(html.UnescapeString(m[1]), "\u00a0", " "))
	}
	return out
}

// Each night of the main picture says its date, its value, whether it was one
// with it and whether it was used; no other picture of the page does.
func TestNightsSayTheirValues(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	n := r.Nights
	n.Values["hrv_rmssd"][20], n.Used["hrv_rmssd"][20] = nil, false
	w := shown(n, "hrv_rmssd")
	got := hoversOf(HTMLOf(t, r))
	if len(got) != w.to-w.from+1 {
		t.Fatalf("%d nights speak, want %d", len(got), w.to-w.from+1)
	}
	p := pagerOf(t, r)
	q := p.Quantity("hrv_rmssd")
	unused, with := 0, 0
	for k, words := range got {
		i := w.from + k
		value := "nothing recorded"
		if x := n.Values["hrv_rmssd"][i]; x != nil {
			value = strings.ReplaceAll(q.Level(*x), "\u00a0", " ")
		}
		if want := strings.ReplaceAll(p.Day(n.Night[i]), "\u00a0", " ") + ": " + value; !strings.HasPrefix(words, want) {
			t.Fatalf("night %d says %q, want %q", i, words, want)
		}
		if strings.HasSuffix(words, ", not used") {
			unused++
			if n.Used["hrv_rmssd"][i] {
				t.Errorf("%q was used", words)
			}
		}
		if strings.Contains(words, ", with it") {
			with++
			if !p.on(i) {
				t.Errorf("%q was a night without it", words)
			}
		}
	}
	if unused == 0 || with == 0 || with == len(got) {
		t.Errorf("%d nights not used, %d with it, of %d", unused, with, len(got))
	}
}

// A night of ten years is too narrow to point at, a shared page names no date,
// and a German one speaks German.
func TestNightsSayNoMoreThanTheirPage(t *testing.T) {
	all := Hard(t)
	if got := hoversOf(HTMLOf(t, all["huge"])); len(got) > 0 {
		t.Errorf("ten years: %d nights speak", len(got))
	}
	shared := hoversOf(HTMLOf(t, all["shared"]))
	if len(shared) == 0 {
		t.Fatal("no night of the shared page speaks")
	}
	for _, words := range shared {
		if !regexp.MustCompile(`^day \d+: `).MatchString(words) {
			t.Fatalf("shared: %q", words)
		}
	}
	if got := strings.Join(hoversOf(HTMLOf(t, all["german"])), "\n"); !strings.Contains(got, ", mit Einnahme") ||
		strings.Contains(got, "with it") {
		t.Errorf("German: %.200q", got)
	}
}

// Messages of the files stand as they were printed, and the page says so in its
// own language; a page without messages says nothing of the kind.
func TestMessagesAreIntroduced(t *testing.T) {
	r := named(t, "ab-higher").Report(t)
	english := sentenceOf(t, r, "page.problems_read")
	if page := HTMLOf(t, r); !strings.Contains(page, html.EscapeString(english)) {
		t.Error("English: the messages stand without a word")
	}
	r.Language = "de"
	german := sentenceOf(t, r, "page.problems_read")
	if page := HTMLOf(t, r); german == english || !strings.Contains(page, html.EscapeString(german)) {
		t.Error("German: the messages stand without a German word")
	}
	whole := r.Inputs[:0:0]
	for _, in := range r.Inputs {
		if in.Problems = nil; in.Importer != "" {
			whole = append(whole, in)
		}
	}
	r.Inputs = whole
	if page := HTMLOf(t, r); strings.Contains(page, html.EscapeString(german)) {
		t.Error("messages are introduced where there are none")
	}
}

// sentenceOf is one sentence of the catalogue in a report's language.
func sentenceOf(t *testing.T, r Report, id string) string {
	t.Helper()
	s := words.Speak(r.Language)
	out := s.Word(id)
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	return out
}
