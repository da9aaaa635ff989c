package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// hostile is a name that means something to a page, a drawing, a text, a
// spreadsheet and a terminal.
const hostile = "=HYPERLINK(\"http://x.example\")</title></text><img src=x onerror=alert(1)><script>alert(1)</script>[click](javascript:alert(1))\u202e\x1b[31m|`"

// hostilePerson writes nights, doses and a diary in which every text is hostile,
// and a configuration that names the person so.
func hostilePerson(t *testing.T, dir string) {
	t.Helper()
	cell := `"` + strings.ReplaceAll(hostile, `"`, `""`) + `"`
	var nights, log, diary strings.Builder
	nights.WriteString("date,hrv_rmssd,tst,device\n")
	log.WriteString("date,supplement,form,amount,unit,note\n")
	diary.WriteString("date,item,value,unit,note\n")
	for i := range 120 {
		fmt.Fprintf(&nights, "%s,%d,%d,%s\n", day(i), 45+(i*7)%13, 400+(i*11)%50, cell)
		fmt.Fprintf(&diary, "%s,%s,%d,%s,%s\n", day(i), cell, i%3, cell, cell)
		if i > 60 {
			fmt.Fprintf(&log, "%s,magnesium,%s,200,mg,%s\n", day(i), cell, cell)
			fmt.Fprintf(&log, "%s,%s,%s,1,capsule,%s\n", day(i), cell, cell, cell)
		}
	}
	name, err := json.Marshal(hostile) // a YAML string too
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		"nights<b>=1.csv": nights.String(), "supplements.csv": log.String(), "diary.csv": diary.String(),
		"=cmd|x.csv": "date,tst\n2024-01-02,\x1b[31m" + cell + "\n", "nof1.yaml": "participant: " + string(name) + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostilePerson takes one hostile person through every output.
func TestHostilePerson(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cohort")
	in := filepath.Join(folder, "=x<img src=x onerror=alert(1)>")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	hostilePerson(t, in)
	work := t.TempDir()
	for _, args := range [][]string{
		{"report", in, "--out", "out", "--format", "html,json,md,csv"}, {"report", in, "--out", "shared", "--share", "--format", "html,json,md,csv"},
		{"check", in}, {"check", in, "--json"}, {"correlate", in}, {"power", in}, {"batch", folder, "--out", "batch"},
		{"report", in, "--out", "none", "--supplement", hostile}, {"report", in, "--out", "none", "--format", hostile}, {hostile}, {"log", "show", "--file", filepath.Join(in, "supplements.csv")},
	} {
		code, said := nof1In(t, work, nil, args...)
		if code == exitFailed || strings.Contains(said, "goroutine ") {
			t.Errorf("%.60q: exit %d: %s", args, code, cutText(said, 1000))
		}
		if args[len(args)-1] != "--json" && strings.ContainsAny(said, "\x1b\u202e\u009b") {
			t.Errorf("%.60q: moves the cursor of a terminal or turns its text round", args)
		}
	}
	seen := map[string]int{}
	for name, text := range tree(t, work) {
		ext := filepath.Ext(name)
		seen[ext]++
		switch ext {
		case ".html":
			checkHostilePage(t, name, text)
		case ".md":
			checkHostileMarkdown(t, name, text)
		case ".svg":
			checkWellFormed(t, name, text)
		case ".csv":
			checkNoFormulas(t, name, text)
		case ".json":
			if !json.Valid([]byte(text)) {
				t.Errorf("%s is not JSON", name)
			}
		}
		if strings.HasPrefix(name, "shared") && (strings.Contains(text, "HYPERLINK") || strings.Contains(text, "onerror")) {
			t.Errorf("%s: a copy to share holds a name", name)
		}
	}
	for _, ext := range []string{".html", ".md", ".svg", ".csv", ".json"} {
		if seen[ext] == 0 {
			t.Errorf("no %s written: the test shows little", ext)
		}
	}
}

// island is data of a page, which is not read as HTML.
var island = regexp.MustCompile(`(?s)<script type="application/json"[^>]*>.*?</script`)

// checkHostilePage: the hostile text stands there as text, and the page forbids
// what it could load.
func checkHostilePage(t *testing.T, name, page string) {
	t.Helper()
	page = island.ReplaceAllString(page, "") // to its end tag, as a browser reads it
	for _, bad := range []string{"<img", "<script>alert", "onerror=alert(1)>", `href="javascript:`} {
		if strings.Contains(page, bad) {
			t.Errorf("%s holds %s", name, bad)
		}
	}
	if !strings.Contains(page, "Content-Security-Policy") || !strings.Contains(page, "default-src &#39;none&#39;") && !strings.Contains(page, "default-src 'none'") {
		t.Errorf("%s has no policy of loading nothing", name)
	}
}

// link is a link of Markdown whose bracket is not escaped.
var link = regexp.MustCompile(`(^|[^\\])\]\(javascript:`)

func checkHostileMarkdown(t *testing.T, name, text string) {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		plain := strings.NewReplacer(`\<`, "", `\\`, "").Replace(line)
		if strings.Contains(plain, "<img") || strings.Contains(plain, "<script") || link.MatchString(line) {
			t.Errorf("%s: %.200s", name, line)
		}
	}
}

func checkWellFormed(t *testing.T, name, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "img") {
			t.Errorf("%s holds a <%s>", name, e.Name.Local)
		}
	}
}

// checkNoFormulas: no cell begins as a spreadsheet's formula does, numbers apart.
func checkNoFormulas(t *testing.T, name, text string) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader([]byte(text))).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: a cell begins with %.20q", name, cell)
			}
		}
	}
}
