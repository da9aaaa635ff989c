package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"nof1/cmd/validate/people"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"nof1": atTestClock, "busy": busy})
}

// busy is a program that stays at what it is doing after a first Ctrl-C.
func busy() {
	ctx, stop := interruptible()
	defer stop()
	fmt.Println("ready")
	<-ctx.Done()
	time.Sleep(50 * time.Millisecond) // the signals are given back by another goroutine
	fmt.Println("finishing")
	time.Sleep(time.Minute)
}

// testClock is the time of the stories, which a story may change.
const testClock = "NOF1_TEST_CLOCK"

// atTestClock is main at the time the environment names.
func atTestClock() {
	if t, err := time.Parse("2006-01-02 15:04", os.Getenv(testClock)); err == nil {
		clock = func() time.Time { return t }
	}
	main()
}

// TestScripts runs the user stories of testdata. UPDATE_SCRIPTS=1 rewrites
// their expected output.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			e.Setenv(testClock, "2024-05-03 21:45")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"person":  personCmd,
			"replace": replaceCmd,
			"edit":    editCmd,
			"zip":     zipCmd,
			"gzip":    gzipCmd,
			"nights":  nightsCmd,
		},
	})
}

// personCmd is `person SCENARIO SEED DIR`: write a made-up person's files.
func personCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: person SCENARIO SEED DIR")
	}
	seed, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	p, err := people.Make(seed, args[0])
	ts.Check(err)
	dir := ts.MkAbs(args[2])
	ts.Check(os.MkdirAll(dir, 0o755))
	for _, name := range p.Names() {
		ts.Check(os.WriteFile(filepath.Join(dir, name), p.Files[name], 0o644))
	}
}

// replaceCmd is `replace FILE LINE COLUMN TEXT`: put TEXT into one cell of a
// comma-separated file without quotes; LINE and COLUMN count from 1.
func replaceCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: replace FILE LINE COLUMN TEXT")
	}
	line, err := strconv.Atoi(args[1])
	ts.Check(err)
	column, err := strconv.Atoi(args[2])
	ts.Check(err)
	lines := strings.Split(ts.ReadFile(args[0]), "\n")
	cells := strings.Split(lines[line-1], ",")
	cells[column-1] = args[3]
	lines[line-1] = strings.Join(cells, ",")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "\n")), 0o644))
}

// editCmd is `edit FILE PATTERN TEXT`: put TEXT where the regular expression
// first matches; the words may stand in quotes.
func editCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: edit FILE PATTERN TEXT")
	}
	text := ts.ReadFile(args[0])
	at := regexp.MustCompile(args[1]).FindStringIndex(text)
	if at == nil {
		ts.Fatalf("%s does not hold %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:at[0]]+args[2]+text[at[1]:]), 0o644))
}

// zipCmd is `zip ARCHIVE FILE...`: the files under their base names.
func zipCmd(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range args[1:] {
		f, err := w.Create(filepath.Base(name))
		ts.Check(err)
		_, err = f.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// gzipCmd is `gzip FILE`: write FILE.gz.
func gzipCmd(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".gz"), b.Bytes(), 0o644))
}

// nightsCmd is `nights N HEADER TEMPLATE FILE`: N rows from 2024-01-01 on; in
// TEMPLATE {date} is the row's date, {n} a number that goes 0, 7, 1, 8, 2, ...
func nightsCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: nights N HEADER TEMPLATE FILE")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	begin := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	fmt.Fprintln(&b, args[1])
	for i := range n {
		row := strings.NewReplacer("{date}", begin.AddDate(0, 0, i).Format(time.DateOnly), "{n}", strconv.Itoa(i*7%13)).Replace(args[2])
		fmt.Fprintln(&b, row)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(b.String()), 0o644))
}
