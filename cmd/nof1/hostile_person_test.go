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
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// hostile is a name that means something to a page, a drawing, a text, a
// spreadsheet and a terminal.
const hostile = "=HYPERLINK(\"http://x.example\")</title></text><img src=x " +
	"onerror=alert(1)><script>alert(1)</script>[click](javascript:alert(1))\u202e\x1b[31m|`"

// hostilePerson writes nights, doses and a diary in which every text is hostile,
// and a configuration that names the person and a supplement so.
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
		"=cmd|x.csv": "date,tst\n2024-01-02,\x1b[31m" + cell + "\n",
		"nof1.yaml":  "participant: " + string(name) + "\nsupplements:\n  - {id: own_thing, name: " + string(name) + "}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// hostileRuns are the commands that read a hostile person or are given hostile
// words. Those with --json are read by machines, and shown by terminals too.
func hostileRuns(in, folder, formats string) [][]string {
	log := filepath.Join(in, "supplements.csv")
	plan := []string{"plan", in, "--supplement", "own_thing", "--primary", "hrv_rmssd", "--weeks", "8", "--start", "2024-06-03", "--seed", "1",
		"--question", hostile, "--dose", hostile, "--fill", "setting=" + hostile}
	return [][]string{
		{"report", in, "--out", "out", "--format", formats}, {"report", in, "--out", "shared", "--share", "--format", formats},
		{"report", in, "--out", "german", "--lang", "de", "--format", "html,json,md,csv"},
		{"verify", "out", in}, {"verify", "out", log}, {"verify", "out", filepath.Join(in, "nights<b>=1.csv"), "--json"},
		{"check", in}, {"check", in, "--json"}, {"correlate", in}, {"correlate", in, "--json"}, {"power", in}, {"power", in, "--json"},
		{"batch", folder, "--out", "batch"}, {"batch", folder, "--out", "batch", "--json", "--force"}, {"index", "batch"}, {"index", "batch",
			"--json"},
		{"batch", folder, "--out", "shared-batch", "--share", "--key", "key.json"},
		append(plan, "--out", "plan"), append(plan, "--out", "blind", "--blind"), append(plan, "--out", "plan-json", "--json"),
		{"report", in, "--out", "planned", "--plan", "plan/plan.yaml", "--format", "html,json,md,csv"},
		{"log", "show", "--file", log},
		{"report", in, "--out", "none", "--supplement", hostile}, {"report", in, "--out", "none", "--format", hostile},
		{"check", in, "--zone", hostile}, {"check", in, "--as", hostile}, {"check", in, "--config", hostile}, {"list", hostile}, {"list",
			"checks", hostile}, {hostile},
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
	kinds, formats := []string{".html", ".md", ".svg", ".csv", ".json", ".ics", ".yaml"}, "html,json,md,csv"
	if printsPDF() {
		kinds, formats = append(kinds, ".pdf"), formats+",pdf,onepage"
	}
	for _, args := range hostileRuns(in, folder, formats) {
		code, said := nof1In(t, work, func(c *exec.Cmd) { c.Env = append(os.Environ(), testClock+"=2024-05-03 21:45") }, args...)
		verifies := args[0] == "verify" && len(args) > 2 && args[2] != in // what is missing there differs
		if code == exitFailed && !verifies || strings.Contains(said, "goroutine ") {
			t.Errorf("%.60q: exit %d: %s", args, code, cutText(said, 1000))
		}
		checkShown(t, fmt.Sprintf("%.60q", args), said)
	}
	seen := map[string]int{}
	for name, text := range tree(t, work) {
		seen[filepath.Ext(name)]++
		checkHostileFile(t, name, text)
	}
	logs, err := filepath.Glob(filepath.Join(work, "*", "*.jsonl")) // tree leaves them out
	if err != nil || len(logs) < 4 {
		t.Errorf("only %d logs, %v", len(logs), err)
	}
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		checkShown(t, log, string(text))
	}
	for _, ext := range kinds {
		if seen[ext] == 0 {
			t.Errorf("no %s written: the test shows little", ext)
		}
	}
	if !printsPDF() && !testing.Short() {
		t.Skip("the PDF was not checked, all else was: no Chromium: make tools installs it")
	}
}

// checkHostileFile checks one file that was written about the hostile person.
func checkHostileFile(t *testing.T, name, text string) {
	t.Helper()
	all := text
	switch filepath.Ext(name) {
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
	case ".ics":
		checkCalendar(t, name, text)
	case ".pdf":
		checkHostilePDF(t, name, text)
		all = readPDF(t, text).everything(t, text)
	}
	switch filepath.Ext(name) {
	case ".pdf", ".html": // shown by programs of their own
	case ".yaml": // a plan's words as its owner typed them: its seal is a hash of them
		checkShown(t, name, strings.ReplaceAll(text, "\u202e", ""))
	default:
		checkShown(t, name, text)
	}
	if strings.HasPrefix(name, "shared") {
		for _, private := range []string{"HYPERLINK", "onerror", "x.example", "=x<img", "nights<b>", "2024-0"} {
			if strings.Contains(all, private) {
				t.Errorf("%s: a copy to share holds %s", name, private)
			}
		}
	}
}

// printsPDF reports whether the test prints PDF files: not in a short run, nor without a
// browser on the PATH.
func printsPDF() bool {
	if testing.Short() {
		return false
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if _, err := exec.LookPath(name); err == nil {
			return true
		}
	}
	return false
}

// checkShown: a terminal that shows the text does not obey it, and shows it in its
// order.
func checkShown(t *testing.T, what, text string) {
	t.Helper()
	if at := strings.IndexAny(text, "\x1b\x07\x08\u202e\u009b"); at >= 0 {
		t.Errorf("%s: moves the cursor of a terminal or turns its text round: %q", what, text[max(0, at-30):min(len(text), at+10)])
	}
}

// checkCalendar: every line is a known property or the rest of one, so that no
// text of a person begins a property of its own.
func checkCalendar(t *testing.T, name, text string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if strings.ContainsAny(line, "\r\n") || !strings.HasPrefix(line, " ") && !property.MatchString(line) {
			t.Errorf("%s: %q", name, line)
		}
	}
}

// property is a line of a calendar as nof1 writes it.
var property = regexp.MustCompile(`^(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|X-WR-CALNAME|UID|DTSTAMP|DTSTART|DTEND|DURATION|` +
	`SUMMARY|DESCRIPTION|TRIGGER|ACTION|TRANSP|RRULE|STATUS)[;:]`)

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
	if !strings.Contains(page, "Content-Security-Policy") || !strings.Contains(page, "default-src &#39;none&#39;") && !strings.Contains(page,
		"default-src 'none'") {
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
