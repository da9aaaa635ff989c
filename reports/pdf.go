package reports

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	devtools "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A4 in inches, as the print command wants it.
const (
	paperWidth  = 8.27
	paperHeight = 11.69
	marginSide  = 0.59
	marginEnd   = 0.63
)

// footer is drawn by the browser below every page: the title of the document,
// which names the person and what was taken, and the page number.
const footer = `<div style="width:100%;box-sizing:border-box;padding:0 15mm;font:8px sans-serif;color:#555;display:flex;justify-content:space-between">` +
	`<span class="title" style="min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;unicode-bidi:isolate"></span>` +
	`<span style="flex:none;margin-left:2em"><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`

// How long a browser may print, and then take to close.
const (
	printTime = 2 * time.Minute
	closeTime = 5 * time.Second
)

// WritePDF prints a page written by [WriteHTML] on A4 with an installed Chrome,
// Chromium or Edge. The network is not used. Without a browser the error is a
// *[NoBrowserError].
func WritePDF(ctx context.Context, html []byte, w io.Writer) error {
	return withTab(ctx, func(tab context.Context) error {
		pdf, err := printPage(tab, string(html), 1)
		if err != nil {
			return err
		}
		_, err = w.Write(renumbered(unsigned(pdf)))
		return err
	})
}

// withTab starts a browser for as long as do takes. What it keeps of itself, such
// as its settings and caches, lies in a folder that is gone afterwards.
func withTab(ctx context.Context, do func(tab context.Context) error) error {
	path, err := findBrowser()
	if err != nil {
		return err
	}
	own, err := os.MkdirTemp("", "nof1-print-")
	if err != nil {
		return err
	}
	defer removeLast(own)
	// The browser outlives the context by as long as it takes to close.
	whole, stop := context.WithTimeout(context.WithoutCancel(ctx), printTime)
	defer stop()
	alloc, stopAlloc := chromedp.NewExecAllocator(whole, browserOptions(path, own)...)
	defer stopAlloc()
	tab, _ := chromedp.NewContext(alloc) // closeBrowser ends it
	done := make(chan error, 1)
	go func() { done <- do(tab) }()
	select {
	case err = <-done:
		closeBrowser(tab)
	case <-ctx.Done():
		closeBrowser(tab)
		stopAlloc()
		<-done
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("PDF: %s: %w", path, err)
	}
	return nil
}

// closeBrowser asks a browser to close, so that it leaves no socket behind, and ends
// the tab. One that does not close, or has not started yet, is left to be killed. To
// end the tab once more would wait for ever for a browser that never started.
func closeBrowser(tab context.Context) {
	closed := make(chan bool)
	go func() {
		defer close(closed)
		last, stop := context.WithTimeout(tab, closeTime)
		defer stop()
		_ = chromedp.Cancel(last)
	}()
	select {
	case <-closed:
	case <-time.After(closeTime):
	}
}

// removeLast removes the folder of a browser that is ending and may still write
// into it, and the folder of its socket, which one that was killed leaves behind.
func removeLast(own string) {
	const socket = "SingletonSocket"
	if at, err := os.Readlink(filepath.Join(own, profile, socket)); err == nil && filepath.Base(at) == socket {
		folder := filepath.Dir(at)
		for _, path := range []string{at, filepath.Join(folder, "SingletonCookie"), folder} {
			_ = os.Remove(path) // a folder with anything else in it stays
		}
	}
	for range 50 {
		if os.RemoveAll(own) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// profile is the part of a browser's folder that it calls its user's data.
const profile = "profile"

func browserOptions(path, own string) []chromedp.ExecAllocatorOption {
	out := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.UserDataDir(filepath.Join(own, profile)), chromedp.Flag("crash-dumps-dir", filepath.Join(own, "crashes")),
		chromedp.Env("XDG_CONFIG_HOME="+filepath.Join(own, "config"), "XDG_CACHE_HOME="+filepath.Join(own, "cache")),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"))
	if os.Geteuid() == 0 {
		out = append(out, chromedp.NoSandbox) // a browser does not start for root with its sandbox
	}
	return out
}

// printPage prints a page, its text and drawings as many times their size as
// scale says.
func printPage(tab context.Context, html string, scale float64) ([]byte, error) {
	if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil {
		return nil, err
	}
	tree, err := chromedp.Call(tab, devtools.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	content := devtools.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: html}
	if _, err := chromedp.Call(tab, devtools.SetDocumentContent, content); err != nil {
		return nil, err
	}
	yes, side, end := true, marginSide, marginEnd
	out, err := chromedp.Call(tab, devtools.PrintToPDF, devtools.PrintToPDFParams{
		Scale: scale, PaperWidth: paperWidth, PaperHeight: paperHeight, MarginTop: &end, MarginBottom: &end, MarginLeft: &side,
		MarginRight:     &side,
		PrintBackground: &yes, DisplayHeaderFooter: &yes, HeaderTemplate: "<span></span>", FooterTemplate: footer,
		GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes})
	if err != nil {
		return nil, err
	}
	return out.Data, nil
}

// printed is what a browser writes of itself into a PDF: when, on which system.
var printed = regexp.MustCompile(`/(CreationDate|ModDate|Creator) ?\((?:\\.|[^\\()])*\)`)

// unsigned blanks the time of printing and the system it was printed on, byte for
// byte so that nothing in the file moves: the same report gives the same file, and
// a shared one shows neither.
func unsigned(pdf []byte) []byte {
	return printed.ReplaceAllFunc(pdf, func(b []byte) []byte { return bytes.Repeat([]byte(" "), len(b)) })
}

// nodeID is the name of a cell in the structure of a tagged PDF: the browser's
// own count of what it laid out, which may start one higher the next time.
var nodeID = regexp.MustCompile(`\(node\d{8}\)`)

// renumbered counts those names from 1, in their order, so that the same report
// gives the same file.
func renumbered(pdf []byte) []byte {
	names := map[string][]byte{}
	for _, name := range nodeID.FindAll(pdf, -1) {
		names[string(name)] = nil
	}
	for i, name := range slices.Sorted(maps.Keys(names)) {
		names[name] = fmt.Appendf(nil, "(node%08d)", i+1)
	}
	return nodeID.ReplaceAllFunc(pdf, func(name []byte) []byte { return names[string(name)] })
}
