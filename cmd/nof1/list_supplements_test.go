package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"nof1/analysis/protocol"
)

// TestSupplementPagesNameTheirSources: the page of every supplement prints each
// outcome it is said to move with who saw it, or that nobody was read who did, and
// a safety line with its source.
func TestSupplementPagesNameTheirSources(t *testing.T) {
	for _, s := range protocol.All() {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"list", "supplements", s.ID}, strings.NewReader(""), &stdout, &stderr); code != exitDone {
			t.Fatalf("%s: exit %d: %s", s.ID, code, stderr.String())
		}
		page := stdout.String()
		for _, e := range s.Expects {
			end := regexp.QuoteMeta(e.Found + " [" + e.Source + "]")
			if e.Source == "" {
				end = "no source read: only an idea"
			}
			if !regexp.MustCompile(`(?m)^` + e.Metric + ` +` + e.Direction + ` +` + e.Grade + ` +` + end + `$`).MatchString(page) {
				t.Errorf("%s: no line of %s with %q in\n%s", s.ID, e.Metric, end, page)
			}
		}
		if !regexp.MustCompile(`(?m)^safety +` + regexp.QuoteMeta(s.Safety.Text+" ["+s.Safety.Source+"]") + `$`).MatchString(page) {
			t.Errorf("%s: no safety line with its source in\n%s", s.ID, page)
		}
		if told := strings.Contains(page, "Outcomes it is said to change"); told != (len(s.Expects) > 0) {
			t.Errorf("%s: heading of outcomes %v with %d outcomes", s.ID, told, len(s.Expects))
		}
	}
}
