package reports

import (
	"bytes"
	"strings"
	"testing"

	"nof1/analysis"
)

// In short, a report still has its answer, its nights, three reasons to doubt it
// and no more, and what is not said there is counted.
func TestOnePageHTML(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		var b bytes.Buffer
		if err := WriteOnePage(&b, r); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if got, want := strings.Count(page, "<li><h3>"), min(3, len(r.Caveats)); got != want {
			t.Errorf("%s: %d caveats, want %d", x.Name, got, want)
		}
		if more := len(r.Caveats) > 3; more != strings.Contains(page, " more in the report.") {
			t.Errorf("%s: %d caveats, more said: %v", x.Name, len(r.Caveats), !more)
		}
		for _, never := range []string{"<script", "src=", "href=\"http", "<table"} {
			if strings.Contains(page, never) {
				t.Errorf("%s: %s", x.Name, never)
			}
		}
		if !strings.Contains(page, `class="disclaimer`) || !strings.Contains(page, `class="headline"`) {
			t.Errorf("%s: something is missing", x.Name)
		}
	}
}

// It is one page for every sample, and for one with the longest words.
func TestOnePagePDF(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	chromium(t)
	long := Samples(t)[0].Report(t)
	long.Participant = "A participant with a very long name indeed, who adds a note of what the folder is for"
	for len(long.Caveats) < 3 {
		long.Caveats = append(long.Caveats, analysis.Caveat{ID: "co_start", Severity: "high", Title: "Something else"})
	}
	for i := range long.Caveats {
		long.Caveats[i].Statement = strings.Repeat("Heart rate variability was higher in these nights for a reason that takes a while to say. ", 6)
	}
	all := []Report{long, Samples(t)[1].Report(t)}
	var first [][]byte
	for _, r := range all {
		var b bytes.Buffer
		if err := WriteOnePagePDF(t.Context(), r, &b); err != nil {
			t.Fatal(err)
		}
		if n := len(pdfPage.FindAll(b.Bytes(), -1)); n != 1 {
			t.Errorf("%d pages", n)
		}
		if b.Len() > 500_000 {
			t.Errorf("%d bytes are too many to send", b.Len())
		}
		first = append(first, b.Bytes())
	}
	text := strings.Join(strings.Fields(pdfText(t, first[0])), " ")
	for _, want := range []string{"Before you believe this", "What would settle it", "It is not a medical device"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}
