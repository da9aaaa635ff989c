//go:build bench

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"nof1/cmd/validate/people"
)

// scales are the numbers of people a batch is measured with.
var scales = []int{100, 1_000, 10_000}

// wholePeople is how many people share one with a year of nights and a log; the
// others have 40 nights of three values.
const wholePeople = 100

// scaleRun is one run of the program over a cohort.
type scaleRun struct {
	wall, cpu time.Duration
	rss       int64 // bytes
}

func (r scaleRun) row(what string, n int) string {
	return fmt.Sprintf("| %s | %s | %.0f s | %.1f | %.2f ms | %.0f MiB |", thousands(n), what, r.wall.Seconds(),
		float64(n)/r.wall.Seconds(), r.cpu.Seconds()*1e3/float64(n), float64(r.rss)/(1<<20))
}

// TestScale makes cohorts of 100, 1,000 and 10,000 made-up people, runs the batch
// over them, again with nothing changed, and the index alone, and writes what it
// took into SCALE.md.
func TestScale(t *testing.T) {
	program := filepath.Join(t.TempDir(), "nof1")
	if said, err := exec.Command("go", "build", "-trimpath", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var rows []string
	first := map[int]scaleRun{}
	again := map[int]scaleRun{}
	index := map[int]scaleRun{}
	for _, n := range scales {
		cohort, out := scaleCohort(t, n), filepath.Join(t.TempDir(), "out")
		first[n] = runScale(t, program, "batch", cohort, "--out", out, "--quiet")
		again[n] = runScale(t, program, "batch", cohort, "--out", out, "--quiet")
		index[n] = runScale(t, program, "index", out, "--quiet")
		rows = append(rows, first[n].row("batch", n), again[n].row("again, unchanged", n), index[n].row("index alone", n))
		t.Log(strings.Join(rows[len(rows)-3:], "\n"))
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{250, 1_000} {
		run := runScale(t, program, "batch", sharedTable(t, n), "--out", filepath.Join(t.TempDir(), "out"), "--quiet")
		rows = append(rows, run.row("batch, all in one table", n))
		t.Log(rows[len(rows)-1])
	}
	last := scales[len(scales)-1]
	grown := float64(index[last].rss-index[last/10].rss) / float64(last-last/10)
	if ratio := float64(first[last].cpu) / float64(first[last/10].cpu); ratio > 12 {
		t.Errorf("CPU time grows %.1f times for 10 times the people", ratio)
	}
	if err := os.WriteFile("SCALE.md", []byte(scalePage(rows, first[last], again[last], last, grown,
		float64(first[last].rss)/float64(first[last/10].rss))), 0o644); err != nil {
		t.Fatal(err)
	}
}

// scaleCohort writes people: tables of their own, and folders linked to the files
// of a few whole people, none of which changed a moment ago.
func scaleCohort(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	long := time.Now().Add(-time.Hour)
	files := map[string]string{} // of the whole person
	anna, err := people.Make(1, "effect")
	if err != nil {
		t.Fatal(err)
	}
	source := t.TempDir()
	for name, text := range anna.Files {
		files[name] = filepath.Join(source, name)
		if err := errors.Join(os.WriteFile(files[name], text, 0o644), os.Chtimes(files[name], long, long)); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		if i%wholePeople == 0 {
			folder := filepath.Join(dir, fmt.Sprintf("whole%05d", i))
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			for name, from := range files {
				if err := os.Link(from, filepath.Join(folder, name)); err != nil {
					t.Fatal(err)
				}
			}
			continue
		}
		var b strings.Builder
		b.WriteString("date,tst,hrv_rmssd,resting_hr\n")
		for k := range 40 {
			fmt.Fprintf(&b, "%s,%d,%d,%d\n", time.Date(2024, 1, 1+k, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 380+r.IntN(90), 40+r.IntN(30),
				50+r.IntN(9))
		}
		path := filepath.Join(dir, fmt.Sprintf("p%05d.csv", i))
		if err := errors.Join(os.WriteFile(path, []byte(b.String()), 0o644), os.Chtimes(path, long, long)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sharedTable writes one table with the nights of many people, in a folder.
func sharedTable(t *testing.T, n int) string {
	t.Helper()
	r := rand.New(rand.NewPCG(2, uint64(n)))
	var b strings.Builder
	b.WriteString("Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\r\n")
	for id := range n {
		for k := range 40 {
			asleep := 380 + r.IntN(90)
			fmt.Fprintf(&b, "%d,%s 12:00:00 AM,1,%d,%d\r\n", 1_000_000_000+id, time.Date(2016, 4, 1+k, 0, 0, 0, 0, time.UTC).Format("1/2/2006"),
				asleep, asleep+30)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sleepDay_merged.csv"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func runScale(t *testing.T, program string, args ...string) scaleRun {
	t.Helper()
	cmd := exec.Command(program, args...)
	began := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, said)
	}
	s := cmd.ProcessState
	return scaleRun{time.Since(began), s.UserTime() + s.SystemTime(), s.SysUsage().(*syscall.Rusage).Maxrss * 1024}
}

// perPerson is the CPU time of one person with 1,500 nights and everything logged,
// the most that is asked for anywhere (BENCHMARKS.md, P13).
const perPerson = 1.0

// scalePage is SCALE.md; grown is how many bytes more of memory the index of one
// more person takes, ratio how many times the memory of the batch grew for ten times
// the people.
func scalePage(rows []string, first, again scaleRun, n int, grown, ratio float64) string {
	million := func(r scaleRun) float64 { return r.cpu.Seconds() / float64(n) * 1e6 / 3600 }
	return fmt.Sprintf(`# Scale

`+"`make scale`"+` writes this page. It makes up people with two files each. One in %d of
them has a year of nights and a log, the others have 40 nights of three values. Measured
with nof1 %s, %s, %s/%s, %d cores. Other programs used the cores too, so compare the CPU
times; people a second is the least to expect.

| people | run | took | people a second | CPU each | memory at most |
|---|---|---|---|---|---|
%s

A table with many people is read again for each of them. With some hundred people this
costs little. Split a table of many thousand people, one file a person.

## A million people, on paper

People such as these, by the CPU time of %s above:

- Reports: 10^6 x %.2f ms = %.1f hours of one core.
- A second run with nothing changed: 10^6 x %.2f ms = %.0f seconds.
- Files: a page, a report and a status each, so 3 x 10^6 files in 10^6 folders. A bucket
  copes with that better than a disk.
- Memory: the index is made row by row. Between the last two sizes above its memory grew
  by %.1f kB a person, so 10^6 x %.1f kB = %.1f GB. The memory of the batch grew %.2f times
  for ten times the people.
- The first page of the index holds 1.4 kB for each person. 1.4 GB is too much for a
  browser; use index.csv.

People with years of everything take up to %.1f s each: 10^6 x %.1f s = %.0f core
hours, %.0f hours on 64 cores.
`, wholePeople, Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), strings.Join(rows, "\n"), thousands(n),
		first.cpu.Seconds()*1e3/float64(n), million(first), again.cpu.Seconds()*1e3/float64(n), million(again)*3600,
		grown/1e3, grown/1e3, grown*1e6/1e9, ratio,
		perPerson, perPerson, 1e6*perPerson/3600, 1e6*perPerson/3600/64)
}
