package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/validate/people"
)

var update = flag.Bool("update", false, "rewrite the outputs of the commands in the manual pages")

// shellBlock is a fenced block of commands with their outputs.
var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// elided is the last line of an output of which only the beginning is shown.
const elided = "..."

// manuals are the pages whose commands need no more than a sample export.
var manuals = []string{
	"README.md", "CONTRIBUTING.md", "analysis/METHOD.md", "cmd/nof1/BATCH.md", "cmd/nof1/deploy/CLUSTERS.md",
	"importers/EXPORTING.md", "importers/ADDING.md", "reports/READING.md",
}

// readmeBytes is the largest size of README.md. What does not fit belongs on
// another page.
const readmeBytes = 9000

// TestReadme runs every `$ nof1 ...` of the manuals in a folder with a sample
// export and compares the output below it. `$ make TARGET` must be a target, and
// what `$ go ...` names must exist.
func TestReadme(t *testing.T) {
	for _, name := range manuals {
		t.Run(name, func(t *testing.T) { runManual(t, filepath.Join("..", "..", name), sampleFolder(t)) })
	}
}

func TestReadmeSize(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > readmeBytes {
		t.Errorf("README.md is %d bytes, want at most %d", len(text), readmeBytes)
	}
}

// runManual runs the commands of a manual in a folder.
func runManual(t *testing.T, manual, folder string) {
	manual, err := filepath.Abs(manual)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	old := clock
	clock = func() time.Time { return time.Date(2024, time.July, 2, 22, 0, 0, 0, time.UTC) }
	t.Cleanup(func() { clock = old })
	want := string(text)
	got := shellBlock.ReplaceAllStringFunc(want, func(block string) string {
		return "```sh\n" + runBlock(t, root, shellBlock.FindStringSubmatch(block)[1]) + "```"
	})
	if *update {
		if err := os.WriteFile(manual, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not what the program says (-manual +program); go test ./cmd/nof1 -run Readme -update rewrites it:\n%s",
			filepath.Base(manual), diff)
	}
}

// runBlock runs the commands of a block and returns the block with their outputs.
func runBlock(t *testing.T, root, block string) string {
	t.Helper()
	var b strings.Builder
	for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
		command, shown, _ := strings.Cut(strings.TrimSuffix(step, "\n"), "\n")
		b.WriteString("$ " + command + "\n" + beginning(withoutTrailingSpace(runCommand(t, root, command)), shown))
	}
	return b.String()
}

// runCommand runs a command of a manual and returns its output.
func runCommand(t *testing.T, root, command string) string {
	t.Helper()
	words := strings.Fields(command)
	switch words[0] {
	case "nof1":
		var out bytes.Buffer
		if code := run(words[1:], strings.NewReader(""), &out, &out); code != exitDone {
			t.Errorf("%s: exit %d: %s", command, code, &out)
		}
		return out.String()
	case "make":
		makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(words[1]) + `:`).Match(makefile) {
			t.Errorf("%s: no such target", command)
		}
	case "go":
		if lacks := lacking(t, root, words[1:]); lacks != "" {
			t.Errorf("%s: no %s", command, lacks)
		}
	default:
		t.Errorf("%q: the manual runs nof1, make and go only", command)
	}
	return ""
}

// beginning returns as much of an output as the manual shows of it.
func beginning(output, shown string) string {
	shownLines := strings.Split(shown, "\n")
	n := len(shownLines) - 1
	if shownLines[n] != elided || n >= strings.Count(output, "\n") {
		return output
	}
	return strings.Join(strings.SplitAfter(output, "\n")[:n], "") + elided + "\n"
}

// lacking returns the word of a go command that names no package, test or flag, or
// "". The flags of the formats' tests are those of their suite.
func lacking(t *testing.T, root string, words []string) string {
	t.Helper()
	pkg, tests := "", ""
	for i, w := range words {
		switch {
		case strings.HasPrefix(w, "./"):
			pkg = filepath.Join(root, w)
			files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
			if err != nil || len(files) == 0 {
				return w
			}
			if strings.HasPrefix(w, "./importers/") {
				files = append(files, filepath.Join(root, "importers", "importertest", "golden.go"))
			}
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				tests += string(text)
			}
		case w == "-run" && i+1 < len(words):
			continue
		case i > 0 && words[i-1] == "-run":
			if !regexp.MustCompile(`func Test\w*` + w).MatchString(tests) {
				return "test " + w
			}
		case strings.HasPrefix(w, "-"):
			if !strings.Contains(tests, `("`+strings.TrimPrefix(w, "-")+`"`) {
				return "flag " + w
			}
		}
	}
	return ""
}

func withoutTrailingSpace(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// sampleFolder returns a folder with what a manual's reader has: an export and a
// log, the same in a folder of their own, and a cohort of two people with one
// night each.
func sampleFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	sam, err := people.Make(people.DemoSeed, "demo")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("physiological_cycles.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(sam.Files["physiological_cycles.csv"]); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	export, log := b.Bytes(), sam.Files["supplements.csv"]
	for path, text := range map[string][]byte{
		"my_export.zip": export, "supplements.csv": log,
		"my-nights/my_export.zip": export, "my-nights/supplements.csv": log,
		"cohort/anna/nights.csv": []byte("date,tst\n2024-05-02,431\n"), "cohort/anna/supplements.csv": log,
		"cohort/ben/nights.csv": []byte("date,tst\n2024-05-02,398\n"), "cohort/ben/supplements.csv": log,
	} {
		path = filepath.Join(dir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, text, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// otherPages have links and no commands that run here.
var otherPages = []string{
	"analysis/VALIDATION.md", "analysis/schedule/EXAMPLES.md", "cmd/nof1/BENCHMARKS.md", "cmd/nof1/SCALE.md", "reports/COMPARISON.md",
	"CHANGELOG.md",
}

// Every page and every section a manual points to is there.
func TestManualLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]*))?\)`)
	for _, name := range slices.Concat(manuals, otherPages) {
		path := filepath.Join("..", "..", name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target, section := path, m[2]
			if m[1] != "" {
				target = filepath.Join(filepath.Dir(path), m[1])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s points to %s, which is not there", name, m[1])
			} else if section != "" && !slices.Contains(sections(t, target), section) {
				t.Errorf("%s points to %s#%s, which is not there", name, m[1], section)
			}
		}
	}
}

// sections returns the anchors of a page's headings, as GitHub makes them.
func sections(t *testing.T, page string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(string(text), -1) {
		plain := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		out = append(out, strings.ReplaceAll(plain, " ", "-"))
	}
	return out
}
