package reports_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/analysis/schedule"
	"nof1/reports"
	"nof1/reports/plan"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// violation is one rule of axe-core that a page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []string
}

const runAxe = `axe.run(document, {resultTypes: ['violations']%s}).then(r => r.violations.map(v =>
  ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.target.join(' ') + ': ' + n.failureSummary)})))`

// axe runs axe-core on the page that is open. The page's own policy forbids
// scripts: the checker comes in through the browser's debugger, not the page.
// only names the rules to run, "" all.
func axe(ctx context.Context, source, only string) ([]violation, error) {
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](source+";undefined")); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[[]violation](fmt.Sprintf(runAxe, only), chromedp.EvalAwaitPromise))
}

// axePage is how long one page may take to open and to be checked, on a machine
// that is busy with other things.
const axePage = 4 * time.Minute

// allPages is every kind of page a person may be given: the reports a page is
// most likely to break on, the report in short, the index, a plan and its papers.
func allPages(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	rep := reports.Hard(t)
	for name, r := range rep {
		out[name] = []byte(reports.HTMLOf(t, r))
	}
	var short bytes.Buffer
	if err := reports.WriteOnePage(&short, rep["ab-higher"]); err != nil {
		t.Fatal(err)
	}
	out["in short"] = short.Bytes()
	index := pagesOf(t, indexOf(t, briefOf(t, "a", rep["ab-cant-tell"]), briefOf(t, "b", rep["not-comparable"]),
		briefOf(t, "d", rep["ab-cant-tell"]), briefOf(t, "e", rep["ab-cant-tell"]), briefOf(t, "f", rep["ab-higher"]),
		failedBrief(t, "c", "failed", reports.HostileText)))
	out["index"] = index[0].HTML
	p := planSheet(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 6}, "magnesium")
	german := p
	german.Language = "de"
	for name, sheet := range map[string]plan.Sheet{"plan": p, "plan, German": german, "plan, blinded": blinded(t, p)} {
		var b bytes.Buffer
		if err := plan.WriteHTML(&b, sheet); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	var packing bytes.Buffer
	if err := plan.WritePackingSheet(&packing, p); err != nil {
		t.Fatal(err)
	}
	out["packing sheet"] = packing.Bytes()
	return out
}

// openUp opens what is closed, and takes away the dots and lines of drawings that
// are hidden from readers, thousands on a page, in which there is nothing to find.
const openUp = `document.querySelectorAll('details').forEach(d => { d.open = true; });
document.querySelectorAll('svg[aria-hidden=true]').forEach(s => s.querySelectorAll('circle, path').forEach(e => e.remove())); 1`

// checked opens a page in one colour scheme, with all its disclosures open, and
// returns what axe-core finds. only names the rules to run, "" all.
func checked(ctx context.Context, path, scheme, source, only string) ([]violation, error) {
	ctx, stop := context.WithTimeout(ctx, axePage)
	defer stop()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+path)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](openUp)); err != nil {
		return nil, err
	}
	return axe(ctx, source, only)
}

// Every page, with all its disclosures open, passes axe-core, and its colours do
// in dark mode too.
func TestAccessibility(t *testing.T) {
	source, err := os.ReadFile("testdata/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	ctx, _ := reports.Browser(t)
	dir := t.TempDir()
	pages := allPages(t)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".html")
		if err := os.WriteFile(path, pages[name], 0o600); err != nil {
			t.Fatal(err)
		}
		rules := map[string]string{"light": ""}
		switch name {
		case "ab-higher", "not-comparable", "plan", "index": // every colour stands in one of them
			rules["dark"] = ", runOnly: ['color-contrast']"
		}
		for _, scheme := range slices.Sorted(maps.Keys(rules)) {
			began := time.Now()
			found, err := checked(ctx, path, scheme, string(source), rules[scheme])
			t.Logf("%s, %s: %d KB in %v", name, scheme, len(pages[name])/1024, time.Since(began).Round(time.Millisecond))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, v := range found {
				t.Errorf("%s, %s: %s (%s): %s\n%s", name, scheme, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
			}
		}
	}
	broken := filepath.Join(dir, "broken.html")
	if err := os.WriteFile(broken, []byte(`<html><body><img src="data:,"><p style="color:#ddd;background:#fff">pale</p>`), 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := checked(ctx, broken, "light", string(source), ""); err != nil || !strings.Contains(fmt.Sprint(found), "image-alt") ||
		!strings.Contains(fmt.Sprint(found), "color-contrast") {
		t.Errorf("the checker finds nothing wrong with a page that is: %v %v", found, err)
	}
}
