package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/process/people"
)

var update = flag.Bool("update", false, "rewrite the outputs in README.md")

// shellBlock is a fenced block of commands with their outputs.
var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// elided stands in the manual for an output that is not shown.
const elided = "..."

// manuals are the pages whose commands need no more than a sample export.
var manuals = []string{"README.md", "CONTRIBUTING.md", "importers/EXPORTING.md", "importers/ADDING.md", "reports/READING.md", "cmd/nof1/deploy/CLUSTERS.md"}

// TestReadme runs every `$ nof1 ...` of the manuals in a folder with a sample
// export and compares the output below it; `$ make TARGET` must be a target, and
// what `$ go ...` names must be there.
func TestReadme(t *testing.T) {
	for _, name := range manuals {
		t.Run(name, func(t *testing.T) { runManual(t, filepath.Join("..", "..", name), sampleFolder(t)) })
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
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
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
		var b strings.Builder
		lines := strings.Split(block, "\n")
		for i, line := range lines {
			command, ok := strings.CutPrefix(line, "$ ")
			if !ok {
				continue
			}
			words := strings.Fields(command)
			b.WriteString(line + "\n")
			switch words[0] {
			case "nof1":
				var out bytes.Buffer
				if code := run(words[1:], strings.NewReader(""), &out, &out); code != exitDone {
					t.Errorf("%s: exit %d: %s", command, code, &out)
				}
				if i+1 < len(lines) && lines[i+1] == elided {
					out.Reset()
					out.WriteString(elided + "\n")
				}
				b.WriteString(withoutTrailingSpace(out.String()))
			case "make":
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
		}
		return "```sh\n" + b.String() + "```"
	})
	if *update {
		if err := os.WriteFile(manual, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not what the program says (-manual +program); go test ./cmd/nof1 -run Readme -update rewrites it:\n%s", filepath.Base(manual), diff)
	}
}

// lacking is what of a go command is not there: a package, a test, a flag.
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

// sampleFolder holds what a manual's reader has: an export and a log, side by
// side, in a folder of their own, and in a folder for each of two people.
func sampleFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	sam := people.Demo()
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
	for _, folder := range []string{"", "my-nights", "cohort/anna", "cohort/ben"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string][]byte{"my_export.zip": b.Bytes(), "supplements.csv": sam.Files["supplements.csv"]} {
			if err := os.WriteFile(filepath.Join(dir, folder, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// Every page a manual points to is there.
func TestManualLinks(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, name := range append([]string{"analysis/METHOD.md", "analysis/VALIDATION.md", "analysis/schedule/EXAMPLES.md", "cmd/nof1/SCALE.md"}, manuals...) {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s points to %s, which is not there", name, m[1])
			}
		}
	}
}
