package reports_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"nof1/analysis/schedule"
	"nof1/reports"
	"nof1/reports/index"
	"nof1/reports/plan"
)

// No page, whatever kind it is, lets a name turn round what stands behind it, and
// none loses the letters of a script that runs to the left.
func TestNoPageIsTurnedRound(t *testing.T) {
	r := reports.Hard(t)["hostile"]
	pages := map[string][]byte{"report": []byte(reports.HTMLOf(t, r))}
	var short bytes.Buffer
	if err := reports.WriteOnePage(&short, r); err != nil {
		t.Fatal(err)
	}
	pages["in short"] = short.Bytes()
	var briefs []index.Brief
	for range index.PageRows + 1 {
		briefs = append(briefs, briefOf(t, reports.HostileText, r))
	}
	for _, p := range pagesOf(t, indexOf(t, briefs...)) {
		pages[p.Name] = p.HTML
	}
	p := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 6}, "magnesium")
	p.Plan.Question, p.Plan.Supplement = reports.HostileText, reports.HostileText
	var sheet, packing bytes.Buffer
	if err := plan.WriteHTML(&sheet, p); err != nil {
		t.Fatal(err)
	}
	if err := plan.WritePackingSheet(&packing, p); err != nil {
		t.Fatal(err)
	}
	pages["plan"], pages["packing sheet"] = sheet.Bytes(), packing.Bytes()
	for name, page := range pages {
		if at := bytes.IndexFunc(page, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }); at >= 0 {
			t.Errorf("%s: a name turns round what follows it: %q", name, page[max(0, at-40):at+20])
		}
		if !strings.Contains(string(page), "שלום") {
			t.Errorf("%s: a name lost its own letters", name)
		}
	}
}
