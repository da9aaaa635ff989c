package cohort

import (
	"context"
	"fmt"
	"io/fs"
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

// ledgered is a cohort whose files are old enough to be known by their look, and a
// run over it that counts the reports made.
type ledgered struct {
	folder, out string
	made        []string
}

func newLedgered(t *testing.T, n int) *ledgered {
	t.Helper()
	l := &ledgered{folder: tables(t, n), out: filepath.Join(t.TempDir(), "out")}
	entries, err := os.ReadDir(l.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		l.age(t, filepath.Join(l.folder, e.Name()), -time.Hour)
	}
	return l
}

// age sets when a file was changed, from now.
func (l *ledgered) age(t *testing.T, path string, by time.Duration) {
	t.Helper()
	at := time.Now().Add(by)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

// run runs the batch with one worker, the index included, unless it stops after some
// participants. It returns how each ended.
func (l *ledgered) run(t *testing.T, stop int) []string {
	t.Helper()
	l.made = nil
	c := cohortIn(t, l.folder, l.out, func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		l.made = append(l.made, name)
		return reports.Report{Schema: reports.Schema, Participant: name, Summary: reports.Summary{Code: "cant_tell"},
			Answer: analysis.Answer{Intervention: analysis.Intervention{Design: "AB"}}}, nil
	})
	c.Workers = 1
	return runUntil(t, c, stop)
}

// runUntil runs the batch as the command does, the index included, unless it stops
// after some participants. It returns how each ended.
func runUntil(t *testing.T, c *Cohort, stop int) (words []string) {
	t.Helper()
	c.Ledger = OpenLedger(c.Out)
	defer c.Ledger.Close()
	list, _, err := c.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(c.Out, 0o700); err != nil {
		t.Fatal(err)
	}
	c.Ledger.Begin(c.Shard)
	if _, err := c.Forget(list); err != nil {
		t.Fatal(err)
	}
	err = c.Run(t.Context(), list, func(e Ended) bool {
		words = append(words, e.Participant+" "+e.Word())
		return len(words) != stop
	})
	if err != nil {
		t.Fatal(err)
	}
	if stop == 0 {
		if _, err := MakeIndex(t.Context(), c.Out, c.Workers, c.Ledger, !c.Redo); err != nil {
			t.Fatal(err)
		}
	}
	return words
}

// whole returns the files of the output.
func (l *ledgered) whole(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(l.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func writtenAt(t *testing.T, path string) time.Time {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

// TestLedgerKnowsByLook: what looks as it did is not read again: tables whose bytes
// were changed behind a look that stayed are not noticed, and the index is not
// written again. Another look is noticed.
func TestLedgerKnowsByLook(t *testing.T) {
	l := newLedgered(t, 3)
	l.run(t, 0)
	if len(l.made) != 3 {
		t.Fatalf("made %v", l.made)
	}
	index := filepath.Join(l.out, "index.html")
	before, bytes := writtenAt(t, index), l.whole(t)
	table := filepath.Join(l.folder, "p00001.csv")
	was := writtenAt(t, table)
	if err := os.WriteFile(table, []byte("date,tst\n2024-01-01,500\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(table, was, was); err != nil {
		t.Fatal(err)
	}
	if words := l.run(t, 0); !slices.Equal(words, []string{"p00000 unchanged", "p00001 unchanged", "p00002 unchanged"}) {
		t.Errorf("%v", words)
	}
	if !writtenAt(t, index).Equal(before) {
		t.Error("the index was written again")
	}
	l.age(t, table, -30*time.Minute)
	if words := l.run(t, 0); !slices.Equal(words, []string{"p00000 unchanged", "p00001 done", "p00002 unchanged"}) {
		t.Errorf("after a change: %v", words)
	}
	if len(bytes) != len(l.whole(t)) {
		t.Errorf("%d files, were %d", len(l.whole(t)), len(bytes))
	}
}

// TestLedgerDoubts: a look that proves nothing has the files read, and outputs that
// are not what they were are looked at: a file changed at the time it was read, a
// report that was edited, a status, a page and an index that are gone.
func TestLedgerDoubts(t *testing.T) {
	l := newLedgered(t, 2)
	l.run(t, 0)
	want := l.whole(t)
	in := func(name string) string { return filepath.Join(l.out, "p00000", name) }
	for what, spoil := range map[string]func() error{
		"the report gone": func() error { return os.Remove(in(ReportFile)) },
		"the status gone": func() error { return os.Remove(in(StatusFile)) },
		"the index gone":  func() error { return os.Remove(filepath.Join(l.out, "index.csv")) },
		"the ledger gone": func() error { return os.Remove(filepath.Join(l.out, ledgerFile)) },
		"the ledger torn": func() error { return os.Truncate(filepath.Join(l.out, ledgerFile), 300) },
		"a foreign ledger": func() error {
			return os.WriteFile(filepath.Join(l.out, ledgerFile), []byte(`{"schema":"nof1.ledger/1","version":"0"}`+"\n"), 0o600)
		},
		"the index edited": func() error { return os.WriteFile(filepath.Join(l.out, "index.html"), []byte("x"), 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		l.run(t, 0)
		for path, text := range l.whole(t) {
			if text != want[path] {
				t.Errorf("%s: %s is not as before", what, path)
			}
		}
	}
	// An edit that leaves the size: the index says what the report says.
	text, err := os.ReadFile(in(ReportFile))
	if err != nil {
		t.Fatal(err)
	}
	edited := []byte(string(text[:len(text)-2]) + " \n")
	copy(edited, text[:1])
	if err := os.WriteFile(in(ReportFile), edited, 0o600); err != nil {
		t.Fatal(err)
	}
	known := OpenLedger(l.out)
	defer known.Close()
	if _, ok := known.currentIndex([]string{"p00000", "p00001"}); ok {
		t.Error("an edited report is as it was")
	}
	// A table changed as it was read is read again, once.
	l.age(t, filepath.Join(l.folder, "p00001.csv"), -time.Second)
	l.run(t, 0)
	if err := os.WriteFile(filepath.Join(l.folder, "p00001.csv"), []byte("date,tst\n2024-01-01,300\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	l.age(t, filepath.Join(l.folder, "p00001.csv"), -time.Second)
	if l.run(t, 0); !slices.Equal(l.made, []string{"p00001"}) {
		t.Errorf("made %v, want what had just changed", l.made)
	}
}

// TestLedgerOfStoppedRun: what a run learnt before it was stopped is known to the
// next, even with a last line that is not whole, and in the end nothing shows it.
func TestLedgerOfStoppedRun(t *testing.T) {
	l := newLedgered(t, 5)
	l.run(t, 0)
	want := l.whole(t)
	if err := os.RemoveAll(l.out); err != nil {
		t.Fatal(err)
	}
	l.run(t, 3)
	journal := filepath.Join(l.out, ledgerFile+"-run")
	f, err := os.OpenFile(journal, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"participant":"p00004","folder":"p000`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	known := OpenLedger(l.out)
	if n := len(known.people); n < 3 {
		t.Errorf("%d participants are known", n)
	}
	known.Close()
	l.run(t, 0)
	if len(l.made) > 2 {
		t.Errorf("made %v again", l.made)
	}
	got := l.whole(t)
	for path, text := range got {
		if text != want[path] {
			t.Errorf("%s differs from a run that was not stopped", path)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// TestLedgerOfOneWhoLeft: a folder that holds nobody finished any more stays without
// a place in the index, however often that is made anew.
func TestLedgerOfOneWhoLeft(t *testing.T) {
	l := newLedgered(t, 3)
	l.run(t, 0)
	for _, path := range []string{filepath.Join(l.folder, "p00002.csv"), filepath.Join(l.out, "p00002", StatusFile)} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		l.run(t, 0) // fails where the index cannot be made
		if text := l.whole(t)[filepath.Join(l.out, "index.csv")]; strings.Count(text, "\n") != 3 || strings.Contains(text, "p00002") {
			t.Fatalf("run %d: index.csv holds\n%s", i, text)
		}
		l.age(t, filepath.Join(l.folder, "p00000.csv"), time.Duration(i-40)*time.Minute)
		if err := os.WriteFile(filepath.Join(l.folder, "p00000.csv"), fmt.Appendf(nil, "date,tst\n2024-01-0%d,400\n", i+2), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
