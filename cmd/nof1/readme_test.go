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

// TestReadme runs every `$ nof1 ...` of the manual in a folder with a sample
// export and compares the output below it; `$ make TARGET` must be a target.
func TestReadme(t *testing.T) {
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "importers/EXPORTING.md"} {
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
			default:
				t.Errorf("%q: the manual runs nof1 and make only", command)
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

func withoutTrailingSpace(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// sampleFolder holds what the manual's reader has: an export and a log.
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
	for name, text := range map[string][]byte{"my_export.zip": b.Bytes(), "supplements.csv": sam.Files["supplements.csv"]} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
