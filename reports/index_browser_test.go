package reports_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nof1/reports"
	"nof1/reports/index"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// indexLook is what the index looks like to a reader, and what the tools do.
type indexLook struct {
	Overflow, Rows, Found, More, Faults int
	Tools, Links, Dashed                bool
	First, Count, Nobody, Chosen        string
}

const useIndex = `(() => {
  const rows = () => document.querySelectorAll('#rows tr'), find = document.getElementById('find');
  const ask = s => { find.value = s; find.dispatchEvent(new Event('input')); };
  const out = {Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth, Rows: rows().length,
    Dashed: Array.from(document.querySelectorAll('.spark *')).some(e => getComputedStyle(e).strokeDasharray !== 'none'),
    Tools: document.getElementById('tools').checkVisibility(), Links: document.getElementById('groups').checkVisibility()};
  ask('magnesium ZOE-09998');
  out.Found = rows().length;
  ask('nobody at all');
  out.Nobody = document.getElementById('nobody').innerText;
  ask('');
  const sort = document.getElementById('sort');
  sort.value = '1'; sort.dispatchEvent(new Event('change'));
  out.First = rows()[2].querySelector('a').textContent;
  document.getElementById('more').click();
  out.More = rows().length;
  out.Count = document.getElementById('count').textContent;
  document.querySelector('#show input[value=fault]').click();
  out.Faults = rows().length;
  out.Chosen = Array.from(document.querySelectorAll('#show .chosen'), e => e.textContent).join();
  return out;
})()`

// isKept tells whether the list is as it was left once a reader has gone on to a
// report and come back.
const isKept = `document.querySelector('#show input[value=fault]').checked && document.getElementById('sort').value === '1' &&
  document.querySelectorAll('#rows tr').length === 1`

// taskTime is how long the page's own thread has worked, waiting for other
// programs not counted: a busy machine makes no page slower.
func taskTime(t *testing.T, ctx context.Context) time.Duration {
	t.Helper()
	got, err := chromedp.Call(ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range got.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second))
		}
	}
	t.Fatal("the browser does not say how long it worked")
	return 0
}

// TestIndexInTheBrowser opens an index of 10,000 participants: it is there in
// under 2 seconds of work, its tools work under its own policy, and it fits a telephone.
func TestIndexInTheBrowser(t *testing.T) {
	ctx, w := reports.Browser(t)
	if _, err := chromedp.Call(ctx, performance.Enable,
		performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	b := briefOf(t, "x", reportsMadeUp(t)["ab-cant-tell"])
	briefs := []index.Brief{failedBrief(t, "q-broken", "failed", "nothing usable")}
	higher := briefOf(t, "a-higher", reportsMadeUp(t)["ab-higher"])
	briefs = append(briefs, higher)
	for i := range 9999 {
		b.Row.Participant = fmt.Sprintf("zoë-%05d", i)
		briefs = append(briefs, b)
	}
	pages := pagesOf(t, indexOf(t, briefs...))
	path := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(path, pages[0].HTML, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("index.html of 10,000: %d KB", len(pages[0].HTML)/1024)
	for _, width := range []int64{1280, 390} {
		began := time.Now()
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate("file://"+path)); err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		worked := taskTime(t, ctx) // at the second width perhaps with that at the first
		t.Logf("at %d: open after %v, %v of it work of the page", width, took, worked)
		if worked <= 0 || worked > 2*time.Second {
			t.Errorf("at %d: the page works for %v before it is open, want under 2 s", width, worked)
		}
		got, err := chromedp.Run(ctx, chromedp.Evaluate[indexLook](useIndex))
		if err != nil {
			t.Fatal(err)
		}
		want := indexLook{Rows: index.PageRows, Found: 1, More: 2 * index.PageRows, Faults: 1, Tools: true,
			First: "zoë-00000", Count: "500 of 10,001 shown", Nobody: "Nobody matches.", Chosen: "1 Data fault"}
		if got != want {
			t.Errorf("at %d: %+v, want %+v", width, got, want)
		}
		if _, err := chromedp.Run(ctx, chromedp.Poll[bool]("location.hash.includes('show=fault')")); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate("about:blank"), chromedp.NavigateBack()); err != nil {
			t.Fatal(err)
		}
		if kept, err := chromedp.Run(ctx, chromedp.Evaluate[bool](isKept)); err != nil || !kept {
			t.Errorf("at %d: who goes back finds another list (%v)", width, err)
		}
	}
	w.Mu.Lock()
	defer w.Mu.Unlock()
	for _, s := range w.Said {
		t.Error(s)
	}
}

// mixedIndex is an index of people in every state a report can be in, with names that
// are hard to set, and enough alike for a pool.
func mixedIndex(t *testing.T) *index.Index {
	t.Helper()
	why := "export.zip!physiological_cycles.csv: the archive is damaged: unpack it again from the export"
	briefs := []index.Brief{failedBrief(t, "Zip", "failed", why), failedBrief(t, "Empty", "skipped", "the folder holds no files")}
	names := []string{"Anna", "👩‍🔬 Zoë", "محمد عبد الله-١٢", "Donaudampfschifffahrtsgesellschaftskapitänswitwe-von-und-zu", "山田太郎",
		"דוד <b>כהן</b>"}
	for _, x := range reports.Samples(t) {
		for i, name := range names {
			if i < 3 || x.Name == "ab-higher" {
				briefs = append(briefs, briefOf(t, name+" "+x.Name, x.Report(t)))
			}
		}
	}
	return indexOf(t, briefs...)
}

// TestIndexOnPaperAndPhone: on paper the index is a table with the numbers of its
// groups above, on a telephone a card a person, and nothing leaves the page.
func TestIndexOnPaperAndPhone(t *testing.T) {
	ctx, _ := reports.Browser(t)
	path := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(path, pagesOf(t, mixedIndex(t))[0].HTML, 0o600); err != nil {
		t.Fatal(err)
	}
	type look struct {
		Row, Groups, Label string
		Overflow           int
	}
	const ask = `(() => {
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  const shown = e => getComputedStyle(e).display;
  return {Row: shown(document.querySelector('#rows tr')), Groups: shown(document.getElementById('groups')),
    Label: getComputedStyle(document.querySelector('.forest td[data-name]'), '::before').content,
    Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth};
})()`
	for _, c := range []struct {
		media string
		width int64
		want  look
	}{
		{"print", 690, look{Row: "table-row", Groups: "flex", Label: "none"}},
		{"screen", 1280, look{Row: "table-row", Groups: "none", Label: "none"}},
		{"screen", 768, look{Row: "grid", Groups: "none", Label: "none"}},
		{"screen", 390, look{Row: "grid", Groups: "none", Label: `"Own likely range"`}},
	} {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: c.media}); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(c.width, 900), chromedp.Navigate("file://"+path)); err != nil {
			t.Fatal(err)
		}
		if got, err := chromedp.Run(ctx, chromedp.Evaluate[look](ask)); err != nil || got != c.want {
			t.Errorf("%s at %d: %+v (%v), want %+v", c.media, c.width, got, err, c.want)
		}
	}
}
