package cohort

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/analysis"
	"nof1/cmd/internal/process"
	"nof1/reports"
)

// walk is a folder of participants to which things happen, and its output.
type walk struct {
	folder, out string
	draw        *rand.Rand
	age         time.Duration // of the next file to be written, always less
}

// ofContent is a report that says what its file says, and fails where that is bad.
func ofContent(_ context.Context, fsys fs.FS, name string, cfg process.Config) (reports.Report, error) {
	var all []string
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, path)
		all = append(all, string(text))
		return err
	})
	text := strings.Join(all, "")
	if err == nil && strings.Contains(text, "bad") {
		err = errors.New("nothing usable: bad")
	}
	return reports.Report{Schema: reports.Schema, Participant: name + cfg.Participant, Summary: reports.Summary{Code: "cant_tell",
		Headline: text},
		Answer: analysis.Answer{Intervention: analysis.Intervention{Design: "AB"}}}, err
}

// run runs the batch into a folder; a stop other than 0 ends it after so many.
func (w *walk) run(t *testing.T, out string, stop int, redo bool) {
	t.Helper()
	c := cohortIn(t, w.folder, out, ofContent)
	c.Redo = redo
	runUntil(t, c, stop)
}

// finished returns the files of an output but for its notes on itself and the
// folders of those who left.
func finished(t *testing.T, out string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(path, StatusFile)); path != out && err != nil {
				return filepath.SkipDir
			}
			return nil
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(out, path) // both are absolute
		files[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// one is some path below a folder, "" where there is none.
func (w *walk) one(folder, pattern string) string {
	found, _ := filepath.Glob(filepath.Join(folder, pattern)) // the patterns are sound
	if len(found) == 0 {
		return ""
	}
	return found[w.draw.IntN(len(found))]
}

// put writes a file that looks older than the clock's doubt.
func (w *walk) put(t *testing.T, path, text string) {
	t.Helper()
	w.age -= time.Second
	at := time.Now().Add(-w.age)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600), os.Chtimes(path, at,
		at)); err != nil {
		t.Fatal(err)
	}
}

// table is a person's nights, or those of two people, or bad.
func (w *walk) table() string {
	n := w.draw.IntN(100)
	switch w.draw.IntN(6) {
	case 0:
		return "bad"
	case 1:
		return fmt.Sprintf("Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n10%d,4/12/2016 12:00:00 "+
			"AM,1,%d,346\n201,4/12/2016 12:00:00 AM,1,119,127\n", w.draw.IntN(3), 300+n)
	}
	return fmt.Sprintf("date,tst\n2024-01-01,%d\n", 300+n)
}

// happen changes something, and says what.
func (w *walk) happen(t *testing.T) string {
	t.Helper()
	id := func() string { return fmt.Sprintf("p%d", w.draw.IntN(8)) }
	remove := func(path string) string {
		if path == "" {
			return "nothing"
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		return "removed " + path
	}
	switch w.draw.IntN(13) {
	case 0, 1, 2:
		path := filepath.Join(w.folder, id()+".csv")
		w.put(t, path, w.table())
		return "wrote " + path
	case 3, 4:
		path := filepath.Join(w.folder, "f"+id(), "a.csv")
		w.put(t, path, w.table())
		return "wrote " + path
	case 5:
		return remove(w.one(w.folder, "*"))
	case 6:
		return remove(w.one(w.out, "*/report.json"))
	case 7:
		return remove(w.one(w.out, "*/"+StatusFile))
	case 8:
		return remove(w.one(w.out, "index.*"))
	case 9:
		return remove(w.one(w.out, ledgerFile+"*"))
	case 10:
		path := w.one(w.out, ledgerFile+"*")
		if path == "" {
			return "nothing"
		}
		info, err := os.Stat(path)
		if err == nil {
			err = os.Truncate(path, w.draw.Int64N(info.Size()+1))
		}
		if err != nil {
			t.Fatal(err)
		}
		return "cut " + path
	case 11:
		w.run(t, w.out, 1+w.draw.IntN(4), w.draw.IntN(4) == 0)
		return "a stopped run"
	}
	w.run(t, w.out, 0, true)
	return "all of it again"
}

// TestWhateverHappens: whatever happens to files, outputs and the ledger between
// runs, the next one ends as if it were the first.
func TestWhateverHappens(t *testing.T) {
	walks := uint64(12)
	if testing.Short() {
		walks = 3
	}
	for seed := range walks {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := &walk{folder: t.TempDir(), out: filepath.Join(t.TempDir(), "out"), draw: rand.New(rand.NewPCG(seed, 1)), age: time.Hour}
			w.put(t, filepath.Join(w.folder, "p0.csv"), w.table())
			var story []string
			for range 12 {
				for range 1 + w.draw.IntN(4) {
					story = append(story, w.happen(t))
				}
				if left, err := os.ReadDir(w.folder); err != nil || len(left) == 0 {
					w.put(t, filepath.Join(w.folder, "p0.csv"), w.table())
				}
				w.run(t, w.out, 0, false)
				afresh := filepath.Join(t.TempDir(), "out")
				w.run(t, afresh, 0, false)
				got, want := finished(t, w.out), finished(t, afresh)
				var wrong []string
				for name := range want {
					if got[name] != want[name] {
						wrong = append(wrong, name)
					}
				}
				for name := range got {
					if _, ok := want[name]; !ok {
						wrong = append(wrong, name+" too many")
					}
				}
				if slices.Sort(wrong); len(wrong) > 0 {
					t.Fatalf("differs from a first run: %s\nafter %s", strings.Join(wrong, ", "), strings.Join(story, "\n"))
				}
				story = append(story, "a run")
			}
		})
	}
}
