package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// logFolder is an empty folder to log in, at a fixed time.
func logFolder(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	old := clock
	clock = func() time.Time { return time.Date(2024, 5, 3, 21, 45, 0, 0, time.UTC) }
	t.Cleanup(func() { clock = old })
}

// Many writers at once lose no line and break none.
func TestLogWritersAtOnce(t *testing.T) {
	logFolder(t)
	const writers = 40
	var wait sync.WaitGroup
	for i := range writers {
		wait.Go(func() {
			p := &printer{stdout: io.Discard, stderr: t.Output()}
			line := logEntry{"time": "2024-05-03", "supplement": "magnesium", "amount": fmt.Sprint(100 + i), "unit": "mg", "taken": "yes"}
			if err := addLine(context.Background(), p, "", line); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	text, err := os.ReadFile(defaultLog)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\n"); n != writers+1 {
		t.Errorf("%d lines, want %d and a header", n, writers)
	}
	for i := range writers {
		if want := fmt.Sprintf("\n2024-05-03,magnesium,,%d,mg,,yes,\n", 100+i); strings.Count(string(text), want) != 1 {
			t.Errorf("line %q is not there once", strings.TrimSpace(want))
		}
	}
	// Every one of them can be taken back, and then the header is left.
	p := &printer{stdout: io.Discard, stderr: io.Discard}
	undone := 0
	var stopped error
	for ; stopped == nil; undone++ {
		stopped = logUndo(p, "")
	}
	undone--
	if text, err = os.ReadFile(defaultLog); err != nil {
		t.Fatal(err)
	}
	if undone != writers || string(text) != "time,supplement,form,amount,unit,basis,taken,note\n" {
		t.Errorf("%d taken back, %d lines left: %v", undone, strings.Count(string(text), "\n"), stopped)
	}
}

// What was there stays as it was: line ends, an unfinished last line, the mode
// of the file, a link to it.
func TestLogKeepsWhatIsThere(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"crlf": {"Date,Supplement,Taken\r\n2024-05-01,magnesium,yes\r\n",
			"Date,Supplement,Taken\r\n2024-05-01,magnesium,yes\r\n2024-05-03,magnesium,no\r\n"},
		"no line end": {"date,supplement,taken\n2024-05-01,magnesium,yes",
			"date,supplement,taken\n2024-05-01,magnesium,yes\n2024-05-03,magnesium,no\n"},
		"byte-order":     {"\ufeffdate,supplement,taken\n", "\ufeffdate,supplement,taken\n2024-05-03,magnesium,no\n"},
		"date and time":  {"date\ttime\tsupplement\ttaken\n", "date\ttime\tsupplement\ttaken\n2024-05-03\t\tmagnesium\tno\n"},
		"a damaged line": {"date,supplement,taken\nsoon,\"magnesium\n", "date,supplement,taken\nsoon,\"magnesium\n2024-05-03,magnesium,no\n"},
	} {
		t.Run(name, func(t *testing.T) {
			logFolder(t)
			if err := os.WriteFile("real.csv", []byte(c.before), 0o640); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("real.csv", "link.csv"); err != nil {
				t.Fatal(err)
			}
			p := &printer{stdout: io.Discard, stderr: io.Discard}
			if err := addLine(context.Background(), p, "link.csv", logEntry{"time": "2024-05-03", "supplement": "magnesium",
				"taken": "no"}); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile("real.csv")
			if err != nil || string(got) != c.after {
				t.Errorf("%q (%v), want %q", got, err, c.after)
			}
			info, err := os.Lstat("link.csv")
			if err != nil || info.Mode()&os.ModeSymlink == 0 {
				t.Error("the link is no link any more")
			}
			if info, err = os.Stat("real.csv"); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("mode %v, want 0640", info.Mode().Perm())
			}
			if left, _ := filepath.Glob(".*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// What is no CSV is left alone, and a failed line leaves no empty file.
func TestLogRefuses(t *testing.T) {
	logFolder(t)
	p := &printer{stdout: io.Discard, stderr: io.Discard}
	utf16 := []byte("\xff\xfed\x00a\x00t\x00e\x00")
	if err := os.WriteFile("utf16.csv", utf16, 0o644); err != nil {
		t.Fatal(err)
	}
	dose := logEntry{"time": "2024-05-03", "supplement": "magnesium", "taken": "no"}
	if err := addLine(context.Background(), p, "utf16.csv", dose); err == nil || !strings.Contains(err.Error(), "is not a CSV file in UTF-8") {
		t.Errorf("UTF-16: %v", err)
	}
	if got, _ := os.ReadFile("utf16.csv"); string(got) != string(utf16) {
		t.Error("the file was changed")
	}
	if err := addLine(context.Background(), p, "", logEntry{"time": "2024-05-03", "item": "stress", "value": "eleven"}); err == nil {
		t.Error("a rating of eleven is written")
	}
	if _, err := os.Stat(defaultDiary); !os.IsNotExist(err) {
		t.Errorf("an empty diary is left behind: %v", err)
	}
}
