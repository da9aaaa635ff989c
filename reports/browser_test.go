package reports

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium finds an installed browser. A test that needs one does not run without.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	t.Skip("no Chromium: make tools installs it")
	return ""
}

// Browser starts one and returns it with what its console says and what it asks
// of the network. What it looks at is slow.
func Browser(t *testing.T) (context.Context, *witness) {
	t.Helper()
	if testing.Short() {
		t.Skip("slow")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("no-first-run", true))
	if os.Geteuid() == 0 { // a browser does not start for root with its sandbox
		opts = append(opts, chromedp.NoSandbox)
	}
	alloc, cancelAlloc := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancelAlloc)
	w := &witness{}
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithListener(w.event))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 15*time.Minute) // a hung browser ends, a busy machine does not end it
	t.Cleanup(stop)
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return ctx, w
}

// witness keeps what a page should not do.
type witness struct {
	Mu    sync.Mutex
	Said  []string
	pages int
}

func (w *witness) event(ev any) {
	w.Mu.Lock()
	defer w.Mu.Unlock()
	switch e := ev.(type) {
	case *log.EventEntryAdded:
		w.Said = append(w.Said, "console: "+e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		w.Said = append(w.Said, "console: "+string(e.Type))
	case *runtime.EventExceptionThrown:
		w.Said = append(w.Said, "exception: "+e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		switch u := e.Request.URL; {
		case strings.HasPrefix(u, "file://"):
			w.pages++
		case !strings.HasPrefix(u, "data:"):
			w.Said = append(w.Said, "request: "+u)
		}
	}
}

// layoutOf is what the page looks like to a reader.
type layoutOf struct {
	Overflow  int
	Pictures  int
	Hidden    int
	Filled    string
	Unstyled  int
	Headline  float64
	SmallText int
}

const measure = `(() => {
  const vis = e => { const r = e.getBoundingClientRect(); return r.width > 20 && r.height > 8; };
  const drawings = [...document.querySelectorAll('[role=img]')].filter(d => !d.closest('details'));
  const on = [...document.querySelectorAll('.night-on')].find(e => e.getBoundingClientRect().width > 0);
  const texts = [...document.querySelectorAll('.chart text')].filter(e => e.getBoundingClientRect().width > 0);
  return {
    Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    Pictures: drawings.length,
    Hidden: drawings.filter(d => ![...d.querySelectorAll('svg')].some(vis)).length,
    Filled: on ? getComputedStyle(on).fill : '',
    Unstyled: [...document.querySelectorAll('.chart path, .chart circle')].filter(e => { const s = getComputedStyle(e); return !e.closest('.narrow,.wide') && s.fill === 'rgb(0, 0, 0)' && s.stroke === 'none'; }).length,
    Headline: parseFloat(getComputedStyle(document.querySelector('.headline')).fontSize),
    SmallText: texts.filter(e => e.getBoundingClientRect().height < 9).length,
  };
})()`

func TestInTheBrowser(t *testing.T) {
	ctx, w := Browser(t)
	dir := t.TempDir()
	for _, x := range Samples(t) {
		path := filepath.Join(dir, x.Name+".html")
		if err := os.WriteFile(path, []byte(HTMLOf(t, x.Report(t))), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				name := fmt.Sprintf("%s at %d, %s", x.Name, width, scheme)
				media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
				if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate("file://"+path)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				got, err := chromedp.Run(ctx, chromedp.Evaluate[layoutOf](measure))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				check(t, name, x.Name, scheme, got)
			}
		}
	}
	w.Mu.Lock()
	defer w.Mu.Unlock()
	if len(w.Said) > 0 {
		t.Errorf("the browser complained or asked for something:\n%s", strings.Join(w.Said, "\n"))
	}
	if want := 4 * len(Samples(t)); w.pages != want {
		t.Errorf("%d files were loaded, want the %d pages and nothing else", w.pages, want)
	}
}

func check(t *testing.T, name, sample, scheme string, got layoutOf) {
	t.Helper()
	if got.Overflow > 0 {
		t.Errorf("%s: %d px wider than the screen", name, got.Overflow)
	}
	if got.Pictures == 0 || got.Hidden > 0 {
		t.Errorf("%s: %d of %d pictures do not show", name, got.Hidden, got.Pictures)
	}
	if got.Headline < 20 || got.Unstyled > 0 || got.SmallText > 0 {
		t.Errorf("%s: the style sheet did not take: %+v", name, got)
	}
	want := map[string]string{"light": "rgb(0, 114, 178)", "dark": "rgb(86, 180, 233)"}[scheme]
	if sample != "none" && got.Filled != want {
		t.Errorf("%s: filled dots are %q, want %q", name, got.Filled, want)
	}
}
