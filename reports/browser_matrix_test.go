package reports

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/screen"
	"nof1/importers/record"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Hard are the reports a page is most likely to break on: almost nothing, ten
// years, text made to break out, outcomes that are missing, another language, a
// copy to share, and every kind of answer.
func Hard(t *testing.T) map[string]Report {
	t.Helper()
	out := map[string]Report{}
	add := func(name string, res analysis.Result, meta Meta) {
		r, err := New(res, meta)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = r
	}
	for _, x := range Samples(t) {
		add(x.Name, x.res, x.meta)
	}
	meta := metaMadeUp()
	tiny := beforeAfter(0)
	tiny.nights, tiny.phases, tiny.taken = 14, nil, from(9)
	res := tiny.result(t)
	res.Intervention.Design, res.Intervention.DaysTaken = "none", 0
	add("tiny", res, meta)

	add("huge", tenYears(t), meta)

	few := named(t, "ab-higher").res
	few.Outcomes = few.Outcomes[:1]
	few.Series = few.Series[:1]
	few.Caveats, few.NotRecorded, few.Differences = nil, nil, nil
	add("missing outcomes", few, Meta{Participant: "", Version: "0.1.0"})

	add("hostile", hostileResult(t), hostileMeta())

	german := meta
	german.Language = "de"
	add("german", named(t, "ab-cant-tell").res, german)
	add("german and random", named(t, "randomised").res, german)
	shared, err := Share(out["ab-higher"])
	if err != nil {
		t.Fatal(err)
	}
	out["shared"] = shared
	return out
}

func tenYears(t *testing.T) analysis.Result {
	m := beforeAfter(3)
	m.nights, m.taken = 3650, from(1800)
	m.phases = []analysis.Phase{period("A1", "baseline", m.first, 1800, 0, 1700), period("B1", "on", m.first+1800, 1850, 7, 1700)}
	res := m.result(t)
	res.Intervention.Design, res.Intervention.DesignLevel, res.Intervention.Adherence = "AB", 1, ptr(0.9)
	m.outcomes(&res, answer{"no_meaningful_change", "up", 1, 0.05, 0.1})
	choicesMadeUp(&res)
	return res
}

// HostileText is text that a careless page runs, cuts off or turns around.
const HostileText = `<script>document.title='x'</script><img src="http://example.invalid/x.png" onerror=alert(1)>` +
	"\u202eright-to-left שלום مرحبا 👩‍👩‍👧‍👦🇨🇭 =HYPERLINK(\"http://example.invalid\") javascript:alert(1) {{.Secret}} %s"

func hostileResult(t *testing.T) analysis.Result {
	res := named(t, "ab-higher").res
	long := strings.Repeat("x", 4000)
	res.Intervention.Supplement = HostileText
	res.Intervention.CoSupplements = []string{HostileText, long}
	res.Intervention.CoStarted = []string{HostileText}
	res.Intervention.Forms = []string{HostileText}
	res.Intervention.Assumptions = []analysis.Note{{ID: "plan_deviation", Words: map[string]string{"what": HostileText + long}},
		{ID: HostileText}}
	res.Intervention.DoseNotes = []analysis.Note{{ID: "combined", Words: map[string]string{"parts": HostileText}}}
	res.Caveats = append([]analysis.Caveat{{ID: "device_break", Severity: analysis.Stop,
		Words: map[string]string{"source": HostileText, "reason": long, "detail": HostileText}}, {ID: HostileText, Severity: analysis.High}},
		res.Caveats...)
	res.Associations = []screen.Association{{Item: HostileText, Kind: screen.KindDose, Outcome: "hrv_rmssd", NWith: 20, NWithout: 200,
		Estimate: ptr(3.0), CI95: &[2]float64{1, 5}, P: ptr(0.001), Q: ptr(0.01), Shown: true,
		Step: &screen.Step{High: 1, Unit: HostileText}, Together: []string{long}}}
	return res
}

func hostileMeta() Meta {
	long := strings.Repeat("w", 4000)
	m := metaMadeUp()
	m.Participant = HostileText
	m.Settings = map[string]any{"supplement": HostileText, "products": []string{long}}
	m.Inputs = append(m.Inputs, record.Input{Path: HostileText + "/" + long, SHA256: strings.Repeat("ab", 32), Importer: HostileText,
		Device:   HostileText,
		Problems: []record.Problem{{Pos: record.Pos{File: HostileText, Line: 3, Column: 1}, Field: HostileText, Message: long}}},
		record.Input{Path: long, Reason: HostileText})
	return m
}

// fitOf is what does not fit on a page.
type fitOf struct {
	Overflow int
	Cut      []string // text of drawings outside its drawing or the screen
	Over     []string // labels of drawings that lie over one another
	Title    string
	Images   int
}

const fit = `(() => {
  document.querySelectorAll('details').forEach(d => { d.open = %t; });
  const cut = [], over = [];
  for (const svg of document.querySelectorAll('svg.chart')) {
    const box = svg.getBoundingClientRect();
    if (box.width === 0) continue;
    const texts = [...svg.querySelectorAll('text')].map(e => ({e, r: e.getBoundingClientRect()})).filter(x => x.r.width > 0);
    for (const {e, r} of texts)
      if (r.left < box.left - 2 || r.right > box.right + 2 || r.top < box.top - 2 || r.bottom > box.bottom + 2)
        cut.push(e.textContent + ' ' + e.getAttribute('class') + ' [' + [r.left - box.left, box.right - r.right, r.top - box.top, box.bottom - r.bottom].map(Math.round) + ']');
    for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i].r, b = texts[j].r;
      if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
        over.push(texts[i].e.textContent + ' / ' + texts[j].e.textContent);
    }
  }
  return {
    Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    Cut: cut.slice(0, 5), Over: over.slice(0, 5), Title: document.title, Images: document.images.length,
  };
})()`

// Every hard report fits every screen, with its disclosures closed and open,
// with scripts and without, asks for nothing and says nothing.
func TestHardReportsInTheBrowser(t *testing.T) {
	ctx, w := Browser(t)
	dir := t.TempDir()
	for name, r := range Hard(t) {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".html")
		if err := os.WriteFile(path, []byte(HTMLOf(t, r)), 0o600); err != nil {
			t.Fatal(err)
		}
		widths := []int64{390, 768, 1280}
		if slices.Contains(sampleOrder, name) { // the other widths are looked at with every sample
			widths = widths[1:2]
		}
		for i, width := range widths {
			scripts := emulation.SetScriptExecutionDisabledParams{Value: i == 1}
			if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, scripts); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+path)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, open := range []bool{false, true} {
				got, err := chromedp.Run(ctx, chromedp.Evaluate[fitOf](fmt.Sprintf(fit, open)))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if got.Overflow > 0 || len(got.Cut) > 0 || len(got.Over) > 0 || got.Title == "x" || got.Images > 0 {
					t.Errorf("%s at %d, open %t: %+v", name, width, open, got)
				}
			}
		}
	}
	w.Mu.Lock()
	defer w.Mu.Unlock()
	for _, s := range w.Said {
		t.Errorf("the browser complained or asked for something: %s", s)
	}
}

// The pages of every hard report print, with the name of the person and the
// number on each, and no page is almost empty.
func TestHardReportsPrint(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	chromium(t)
	for name, r := range Hard(t) {
		if name != "tiny" && name != "huge" && name != "hostile" && name != "german" {
			continue
		}
		var b strings.Builder
		if err := WritePDF(t.Context(), []byte(HTMLOf(t, r)), &b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text := pdfText(t, []byte(b.String()))
		pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
		if len(pages) < 3 || len(pages) > 40 {
			t.Errorf("%s: %d pages", name, len(pages))
		}
		for i, p := range pages {
			if !regexp.MustCompile(fmt.Sprintf(`\b%d\s*/\s*%d\b`, i+1, len(pages))).MatchString(p) {
				t.Errorf("%s: page %d of %d does not say so", name, i+1, len(pages))
			}
			if lines := strings.Fields(p); len(lines) < 8 {
				t.Errorf("%s: page %d holds %q alone", name, i+1, lines)
			}
		}
	}
}

// Nothing of hostile text becomes markup.
func TestHostileTextStaysText(t *testing.T) {
	r := Hard(t)["hostile"]
	page := HTMLOf(t, r)
	bare := regexp.MustCompile(`="[^"<>]*"`).ReplaceAllString(page, "")
	if m := regexp.MustCompile(`(?i)<script|<img|<[^>]* on\w+=|javascript:[^a]`).FindString(bare); m != "" {
		t.Errorf("the page holds %q", m)
	}
	if strings.ContainsAny(page, "\u202e\u2067") || !strings.Contains(page, "שלום") {
		t.Error("a name turns what follows it around, or lost its own letters")
	}
	if !strings.Contains(page, "&lt;script&gt;") {
		t.Error("the page does not show it either")
	}
	if md := markdownOf(t, r); strings.Contains(md, "\u202e") || regexp.MustCompile(`(?i)<script|<img`).MatchString(md) {
		t.Error("the Markdown holds markup")
	}
}
