package reports_test

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nof1/reports"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("screenshots", "", "folder to write pictures of every kind of report into")

var pictured = flag.String("readme", "", "report.html to write the picture in README.md from")

// The picture in README.md: the first screen of the report about the made-up
// person of nof1 demo, no taller than what it shows whole and no larger than a
// page should make its readers load.
const (
	readmePicture = "report.png"
	pictureWidth  = 1280
	pictureHeight = 836
	pictureBytes  = 150_000
)

// TestScreenshots takes the pictures to look at: make screenshots.
func TestScreenshots(t *testing.T) {
	if *shots == "" {
		t.Skip("no pictures were asked for: make screenshots")
	}
	ctx, _ := reports.Browser(t)
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	pages := map[string][]byte{"index": pagesOf(t, mixedIndex(t))[0].HTML}
	for name, r := range reports.Hard(t) {
		pages[name] = []byte(reports.HTMLOf(t, r))
	}
	for name, page := range pages {
		path := filepath.Join(*shots, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(path+".html", page, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, look := range []struct {
			name, scheme string
			width        int64
		}{{"wide", "light", 1280}, {"tablet", "light", 768}, {"phone", "light", 390}, {"dark", "dark", 1280}} {
			if err := picture(ctx, path, look.name, look.scheme, look.width); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		pdf, err := os.Create(path + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if err := reports.WritePDF(t.Context(), page, pdf); err != nil {
			t.Fatal(err)
		}
		if err := pdf.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func picture(ctx context.Context, path, name, scheme string, width int64) error {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return err
	}
	abs, err := filepath.Abs(path + ".html")
	if err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+abs)); err != nil {
		return err
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(path+"-"+name+".png", png, 0o600)
}

// TestReadmePicture takes the picture in README.md, or without a page to take it
// from, looks at the one that is there.
func TestReadmePicture(t *testing.T) {
	if *pictured != "" {
		ctx, _ := reports.Browser(t)
		shot, err := firstScreen(ctx, *pictured)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(readmePicture, shot, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shot, err := os.ReadFile(readmePicture)
	if err != nil {
		t.Fatal(err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	if size.Width != pictureWidth || size.Height != pictureHeight || len(shot) > pictureBytes {
		t.Errorf("%s is %d x %d and %d bytes, want %d x %d and at most %d", readmePicture, size.Width, size.Height, len(shot), pictureWidth,
			pictureHeight, pictureBytes)
	}
	manual, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(manual)), " ")
	said := regexp.MustCompile(`!\[[^\]]*"([^"]+)"[^\]]*\]\(reports/` + regexp.QuoteMeta(readmePicture) + `\)`).FindStringSubmatch(text)
	if said == nil {
		t.Fatalf("README.md does not show reports/%s, or its description does not quote the answer", readmePicture)
	}
	if strings.Count(text, said[1]) < 2 {
		t.Errorf("the description of the picture quotes %q, which is not what nof1 demo says: make screenshots", said[1])
	}
}

func firstScreen(ctx context.Context, page string) ([]byte, error) {
	abs, err := filepath.Abs(page)
	if err != nil {
		return nil, err
	}
	light := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, light); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(pictureWidth, pictureHeight), chromedp.Navigate("file://"+abs)); err != nil {
		return nil, err
	}
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return nil, err
	}
	return fewerColours(shot, 64)
}

// fewerColours is a PNG in its n most frequent colours, each pixel in the
// nearest: letters on paper need no more and take half the bytes.
func fewerColours(shot []byte, n int) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		return nil, err
	}
	seen := map[color.RGBA]int{}
	for y := range full.Bounds().Dy() {
		for x := range full.Bounds().Dx() {
			seen[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)]++
		}
	}
	most := slices.SortedFunc(maps.Keys(seen), func(a, b color.RGBA) int {
		return cmp.Or(seen[b]-seen[a], cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var palette color.Palette
	for _, c := range most[:min(n, len(most))] {
		palette = append(palette, c)
	}
	few := image.NewPaletted(full.Bounds(), palette)
	draw.Draw(few, few.Bounds(), full, image.Point{}, draw.Src)
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, few)
	return b.Bytes(), err
}
