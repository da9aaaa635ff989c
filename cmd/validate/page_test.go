package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSplice(t *testing.T) {
	page := "before\n" + beginMark + "old\n" + endMark + "after\n"
	got, err := splice([]byte(page), []byte("new\n"), beginMark, endMark)
	if want := strings.Replace(page, "old", "new", 1); err != nil || string(got) != want {
		t.Errorf("%q (%v), want %q", got, err, want)
	}
	for _, bad := range []string{"", beginMark, endMark + beginMark} {
		if _, err := splice([]byte(bad), nil, beginMark, endMark); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// The committed page can be written into.
func TestCommittedPage(t *testing.T) {
	if err := checkPage("../../analysis/VALIDATION.md", beginMark, endMark); err != nil {
		t.Error(err)
	}
}

func TestTables(t *testing.T) {
	ok := result(cell{name: "quiet people", alarmBar: bar, power: [2]float64{20}}, 12, 384, 100)
	ok.tally.rival = make([][3]int, len(rivals))
	ok.tally.rival[0] = [3]int{80, 200, 0}
	bad := result(cell{name: "loud people", alarmBar: bar}, 100, 300, 100)
	bad.tally.rival = ok.tally.rival
	text := tables([]cellResult{ok, bad}, 9, 400)
	for _, want := range []string{
		"400 made-up people a cell, 2 cells, seed 9",
		"| quiet people | 3.0 [1.6-5.2] | 7 | 96.0 | 25 | 100 | 20, - |  |",
		"MISSED (4):", // both averages too
		"loud people: false alarms 25.0",
		"| quiet people | **3** / 25 | 20 / 50 |",
		"| mean of the cells with a bar | **14.0** | 20.0 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
}

func runIn(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestUsage(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("no marks\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"-help"}, 0, "people a cell"},
		{[]string{"extra"}, 2, `unexpected argument "extra"`},
		{[]string{"-workers", "0"}, 2, "positive"},
		{[]string{"-page", page}, 1, "no lines"},
		{[]string{"-page", page + ".none"}, 1, "no such file"},
		{[]string{"-nights", page + ".none"}, 1, "no such file"},
		{[]string{"-only", "people from Mars"}, 1, "no cell is called"},
	} {
		code, _, stderr := runIn(t, c.args...)
		if code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%v: exit %d, %q; want %d, %q", c.args, code, stderr, c.code, c.says)
		}
	}
	for _, c := range []struct {
		args          []string
		people, every int
	}{{nil, 400, 7}, {[]string{"-quick"}, 60, 28}, {[]string{"-quick", "-people", "5", "-every", "3"}, 5, 3}} {
		if o, err := parse(c.args, os.Stderr); err != nil || o.people != c.people || o.every != c.every {
			t.Errorf("%v: %d people, every %d days (%v)", c.args, o.people, o.every, err)
		}
	}
}

// The whole way: the same text twice, written between the marks, the rest left
// alone; with -only nothing is written.
func TestRunWritesThePage(t *testing.T) {
	all, noises := grid, drawnNoises
	defer func() { grid, drawnNoises = all, noises }()
	drawnNoises = drawnNoises[:1]
	grid = []cell{{name: "short, one", plan: beforeAfter(40, 35), noise: autoregressive(0), alarmBar: 60},
		{name: "short, two", plan: coin(60), noise: autoregressive(0), alarmBar: 60}}
	page := filepath.Join(t.TempDir(), "page.md")
	written := func(args ...string) string {
		if err := os.WriteFile(page, []byte("above\n"+beginMark+endMark+"below\n"+drawnBegin+drawnEnd), 0o644); err != nil {
			t.Fatal(err)
		}
		code, out, stderr := runIn(t, append(args, "-people", "5", "-page", page)...)
		if code != 0 || !strings.Contains(out, "short, two") {
			t.Fatalf("exit %d: %s\n%s", code, stderr, out)
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := written("-workers", "1")
	if !strings.HasPrefix(first, "above\n") || !strings.Contains(first, "below\n"+drawnBegin) || !strings.Contains(first,
		"| AR(1) .3 | coin, every day |") || !strings.Contains(first, "| short, one |") {
		t.Errorf("the page is\n%s", first)
	}
	if again := written("-workers", "3"); again != first {
		t.Errorf("a second run writes\n%s\nthe first wrote\n%s", again, first)
	}
	if untouched := written("-only", "two"); strings.Contains(untouched, "short") || strings.Contains(untouched, "coin, every") {
		t.Errorf("with -only the page becomes\n%s", untouched)
	}
}
