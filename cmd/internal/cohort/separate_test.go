package cohort

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/process"
	"nof1/reports"
)

// packed is a zip of zeros.
func packed(t *testing.T, bytesOf map[string]int) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, n := range bytesOf {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(make([]byte, n))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestIsLarge: what counts is how much there is to read, not how it is packed.
func TestIsLarge(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  bool
	}{
		{"small", map[string]string{"a.csv": "date,tst\n", "b.csv": "date,tst\n"}, false},
		{"two halves", map[string]string{"a.csv": strings.Repeat(" ", largeFiles/2), "b.csv": strings.Repeat(" ", largeFiles/2+1)}, true},
		{"just not", map[string]string{"a.csv": strings.Repeat(" ", largeFiles)}, false},
		{"a gzip", map[string]string{"a.csv.gz": strings.Repeat("x", largeFiles/maxGzipRatio+1)}, true},
		{"a small gzip", map[string]string{"a.csv.gz": strings.Repeat("x", largeFiles/maxGzipRatio)}, false},
		{"a zip", map[string]string{"a.zip": packed(t, map[string]int{"export.xml": largeFiles + 1})}, true},
		{"a small zip", map[string]string{"a.zip": packed(t, map[string]int{"export.xml": largeFiles / 2})}, false},
		{"a zip of a zip", map[string]string{"a.zip": packed(t, map[string]int{"b.zip": largeFiles/maxGzipRatio + 1})}, true},
		{"no zip at all", map[string]string{"a.zip": "not a zip"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, c.files)
			in, err := inputs.Open(t.Context(), []string{dir}, nil, "")
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if got := isLarge(in); got != c.want {
				t.Errorf("large: %v, want %v", got, c.want)
			}
		})
	}
}

// TestApart: one with large files is worked on apart, whose answer is what is told
// of it; where that process took too much memory, that one fails with what to do,
// and the others go on. What was done already is not done again.
func TestApart(t *testing.T) {
	folder, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	put(t, folder, map[string]string{
		"big/a.csv": "date,tst\n" + strings.Repeat("2024-01-01,400\n", largeFiles/15+1), "small/a.csv": "date,tst\n2024-01-01,400\n",
		"huge/a.csv": "date,tst\n" + strings.Repeat("2024-01-01,400\n", largeFiles/15+1),
	})
	report := func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		return reports.Report{Schema: reports.Schema, Participant: name}, nil
	}
	there := cohortIn(t, folder, out, report)
	c := cohortIn(t, folder, out, report)
	var asked []string
	c.Workers = 1
	c.Separate = func(ctx context.Context, p Participant) (Ended, error) {
		asked = append(asked, p.ID)
		if p.ID == "huge" {
			return Ended{}, &MemoryError{MiB: 64}
		}
		e, err := there.One(ctx, p)
		if err != nil {
			return Ended{}, err
		}
		text, err := e.Sent()
		if err != nil {
			return Ended{}, err
		}
		return ReadEnded(text)
	}
	for range 2 {
		all, err := runAll(t, c)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, e := range all {
			said = append(said, fmt.Sprintf("%s %s", e.Participant, e.Word()))
			if e.Participant == "huge" && !strings.Contains(e.Reason, "more than 64 MiB") {
				t.Errorf("huge failed with %q: want what to do about memory", e.Reason)
			}
		}
		if want := "big done, huge failed, small done"; len(asked) == 2 && strings.Join(said, ", ") != want {
			t.Errorf("ended %v, want %s", said, want)
		}
	}
	if got := strings.Join(asked, " "); got != "big huge huge" {
		t.Errorf("asked for %s: want big once, huge each time", got)
	}
	if s, ok := readStatus(filepath.Join(out, "huge")); !ok || s.Status != "failed" || s.Exit != 1 {
		t.Errorf("status of huge %+v", s)
	}
}

// TestCannotGoOn: an output that cannot be written there ends the run here as well.
func TestCannotGoOn(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, map[string]string{"big/a.csv": strings.Repeat(" ", largeFiles+1)})
	c := cohortIn(t, folder, filepath.Join(t.TempDir(), "out"), nil)
	full := errors.New("no space left")
	c.Separate = func(context.Context, Participant) (Ended, error) { return Ended{}, CannotGoOn(full) }
	if _, err := runAll(t, c); !errors.Is(err, full) {
		t.Errorf("error %v: want that of the output", err)
	}
	if _, err := os.Stat(filepath.Join(c.Out, "big", StatusFile)); err == nil {
		t.Error("big has a status, though nothing is known of it")
	}
}
