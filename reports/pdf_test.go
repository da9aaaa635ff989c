package reports

import (
	"bytes"
	"errors"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pdfText returns the text of a PDF, read by another program.
func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("no pdftotext: make tools installs it")
	}
	cmd := exec.Command(tool, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Two prints of a page whose cells a browser counts from elsewhere are one file.
func TestPDFNodesRenumbered(t *testing.T) {
	a, b := "/ID (node00000044) [(node00000052) (node00000044)]", "/ID (node00000045) [(node00000053) (node00000045)]"
	want := "/ID (node00000001) [(node00000002) (node00000001)]"
	for _, text := range []string{a, b} {
		if got := string(renumbered([]byte(text))); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestWritePDF(t *testing.T) {
	chromium(t)
	r := Samples(t)[0].Report(t)
	doc := []byte(HTMLOf(t, r))
	var first, again bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &again} {
		if err := WritePDF(t.Context(), doc, b); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) || !bytes.Contains(first.Bytes()[first.Len()-32:], []byte("%%EOF")) {
		t.Fatalf("no whole PDF: %.20q", first.Bytes())
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the same page printed twice differs")
	}
	if m := printed.Find(first.Bytes()); m != nil || regexp.MustCompile(`D:20\d\d`).Match(first.Bytes()) {
		t.Errorf("the file tells when or where it was printed: %s", m)
	}
	if !bytes.Contains(first.Bytes(), []byte("/StructTreeRoot")) {
		t.Error("the PDF is not tagged")
	}
	text := strings.Join(strings.Fields(pdfText(t, first.Bytes())), " ")
	for _, want := range []string{"Could not tell", "Sam: magnesium", "1 / ", "Before you believe this", "It is not a medical device",
		"Every outcome in words"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}

func TestUnsignedMovesNothing(t *testing.T) {
	const title = `<</Title (/Creator \(x\) /ModDate \(2031\))`
	in := "1 0 obj\n" + title +
		"\n/Creator (Mozilla/5.0 \\(X11; Linux\\) x)\n/Producer (p)\n/CreationDate (D:20240503101112+00'00')\n/ModDate (D:20240503101112+00'00')>>"
	out := string(unsigned([]byte(in)))
	if len(out) != len(in) || strings.Contains(out, "2024") || strings.Contains(out, "Linux") || !strings.Contains(out, title+"\n") ||
		!strings.Contains(out, "/Producer (p)") || !strings.HasSuffix(out, ">>") {
		t.Errorf("%q", out)
	}
}

func TestWithoutBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, key := range []string{"HOME", "ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
		t.Setenv(key, t.TempDir())
	}
	var none *NoBrowserError
	if _, err := findBrowser(); err != nil && !errors.As(err, &none) {
		t.Fatalf("%v", err)
	} else if err == nil {
		t.Skip("a browser is installed in a fixed place")
	}
	var b bytes.Buffer
	err := WritePDF(t.Context(), []byte("<p>x"), &b)
	if !errors.As(err, &none) || b.Len() > 0 || !strings.Contains(err.Error(), "install Chromium") {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

func TestBrowserPlaces(t *testing.T) {
	got := browserPlaces(func(key string) string {
		return map[string]string{"HOME": "/Users/sam", "ProgramFiles": `C:\Program Files`}[key]
	})
	for _, want := range []string{"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Users/sam/Applications/Chromium.app/Contents/MacOS/Chromium",
		`C:\Program Files\Microsoft\Edge\Application\msedge.exe`} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not looked at: %q", want, got)
		}
	}
	if len(browserPlaces(func(string) string { return "" })) != 3 {
		t.Error("places that depend on an unset variable are looked at")
	}
}
