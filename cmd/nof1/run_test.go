package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nof1/cmd/internal/config"
	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// full is a standard output that cannot be written to.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestRunTellsOutputFailure(t *testing.T) {
	var stderr bytes.Buffer
	if code := run([]string{"version"}, strings.NewReader(""), full{}, &stderr); code != exitFailed {
		t.Errorf("exit %d: want %d", code, exitFailed)
	}
	if want := "nof1: error: standard output: no space left on device\n"; stderr.String() != want {
		t.Errorf("stderr %q: want %q", stderr.String(), want)
	}
}

func TestRunHelp(t *testing.T) {
	for _, args := range [][]string{nil, {"--help"}, {"help"}, {"help", "report"}, {"report", "--help"}, {"list", "--help"}} {
		var stdout, stderr bytes.Buffer
		if code := run(args, strings.NewReader(""), &stdout, &stderr); code != exitDone || stdout.Len() == 0 || stderr.Len() > 0 {
			t.Errorf("%v: exit %d, %d bytes out, stderr %q", args, code, stdout.Len(), stderr.String())
		}
	}
}

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{usagef("x"), exitUsage},
		{fmt.Errorf("wrapped: %w", &config.Error{Lines: []string{"c.yaml:1: x"}}), exitUsage},
		{fmt.Errorf("%w: margin", process.ErrConfig), exitUsage},
		{&importers.AmbiguousError{Path: "x", Importers: []string{"a", "b"}}, exitUsage},
		{fmt.Errorf("wrapped: %w", &importers.MultiPersonError{Path: "x", IDs: []string{"a", "b"}}), exitUsage},
		{&process.NothingUsable{}, exitNoInput},
		{printedError{&process.NothingUsable{}}, exitNoInput},
		{fs.ErrPermission, exitFailed},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: exit %d, want %d", c.err, got, c.want)
		}
		var stderr bytes.Buffer
		explainError(&printer{stderr: &stderr}, c.err)
		if _, told := c.err.(printedError); !told && stderr.Len() == 0 {
			t.Errorf("%v: exit %d without a message", c.err, c.want)
		}
	}
}

// TestKeepInputs: an output that would replace an input is refused,
// under whatever name the input was given.
func TestKeepInputs(t *testing.T) {
	dir := t.TempDir()
	nights := filepath.Join(dir, "nights.csv")
	if err := os.WriteFile(nights, []byte("date,tst\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	chosen, err := chosenFormats([]string{"csv"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, out string
		kept      bool
	}{
		{nights, dir, false},
		{dir, dir, false},
		{filepath.Join(dir, ".", "nights.csv"), dir, false},
		{nights, filepath.Join(dir, "out"), true},
		{dir, filepath.Join(dir, "out"), true},
		{"-", dir, true},
	} {
		if err := keepInputs([]string{c.path}, c.out, chosen); (err == nil) != c.kept {
			t.Errorf("input %s, output %s: %v", c.path, c.out, err)
		}
	}
}

func TestOverlaps(t *testing.T) {
	r := func(night record.Date, metric, source, file string) record.Record {
		return record.Record{Night: night, Metric: metric, Source: source, Pos: record.Pos{File: file}}
	}
	got := overlaps([]record.Record{
		r(1, "tst", "fitbit", "b.json"), r(1, "deep", "fitbit", "b.json"),
		r(1, "tst", "fitbit", "a.json"), r(1, "deep", "fitbit", "a.json"),
		r(2, "tst", "fitbit", "a.json"), r(2, "tst", "fitbit", "b.json"),
		r(3, "tst", "fitbit", "a.json"), r(3, "tst", "zeo", "z.csv"), // two devices are no overlap
		r(4, "tst", "fitbit", "a.json"), r(4, "tst", "fitbit", "a.json"), // nor two naps
		r(5, "tst", "fitbit", "c.json"), r(5, "tst", "fitbit", "a.json"),
	})
	want := []overlap{{[]string{"a.json", "b.json"}, 2}, {[]string{"a.json", "c.json"}, 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
