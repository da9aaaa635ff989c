package reports

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// Every page, with all its disclosures open, passes axe-core in light and dark.
func TestAccessibility(t *testing.T) {
	source, err := os.ReadFile("testdata/axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	ctx, _ := browser(t)
	dir := t.TempDir()
	for _, x := range samples(t) {
		path := filepath.Join(dir, x.name+".html")
		if err := os.WriteFile(path, []byte(htmlOf(t, x.report(t))), 0o600); err != nil {
			t.Fatal(err)
		}
		schemes := []string{"light"}
		if x.name == "ab-higher" || x.name == "not-comparable" { // every colour stands in one of them
			schemes = append(schemes, "dark")
		}
		for _, scheme := range schemes {
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+path)); err != nil {
				t.Fatal(err)
			}
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.querySelectorAll('details').forEach(d => { d.open = true; }); 1")); err != nil {
				t.Fatal(err)
			}
			only := ""
			if scheme == "dark" { // the same page in other colours
				only = ", runOnly: ['color-contrast']"
			}
			found, err := axe(ctx, string(source), only)
			if err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			for _, v := range found {
				t.Errorf("%s, %s: %s (%s): %s\n%s", x.name, scheme, v.ID, v.Impact, v.Help, strings.Join(v.Nodes, "\n"))
			}
		}
	}
	if t.Failed() {
		return
	}
	broken := filepath.Join(dir, "broken.html")
	if err := os.WriteFile(broken, []byte(`<html><body><img src="data:,"><p style="color:#ddd;background:#fff">pale</p>`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+broken)); err != nil {
		t.Fatal(err)
	}
	if found, err := axe(ctx, string(source), ""); err != nil || !strings.Contains(fmt.Sprint(found), "image-alt") || !strings.Contains(fmt.Sprint(found), "color-contrast") {
		t.Errorf("the checker finds nothing wrong with a page that is: %v %v", found, err)
	}
}
