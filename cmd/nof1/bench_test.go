//go:build bench

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestBench measures the work people wait for side by side with what else could
// do it, in child processes that take turns, and writes BENCHMARKS.md. Sizes and
// the number of runs come from the environment:
//
//	NOF1_BENCH_RUNS 5, NOF1_BENCH_ROWS 10000000, NOF1_BENCH_XML_MB 500,
//	NOF1_BENCH_ZIP_MB 4000, NOF1_BENCH_OUT BENCHMARKS.md
//
// A bar that is missed is said in the table; only outputs that differ fail.
func TestBench(t *testing.T) {
	b := newBench(t)
	b.rates()
	b.exports()
	b.nights()
	b.fits()
	b.program()
	if err := os.WriteFile(b.out, []byte(b.document()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type bench struct {
	t          *testing.T
	dir, nof1  string
	importers  string // the tests of package importers
	runs       int
	out        string
	rows       []string // of the table
	notes      []string
	xmlMB      int64
	zipMB      int64
	heartRates int
}

func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, dir: t.TempDir(), runs: setting("NOF1_BENCH_RUNS", 5), out: "BENCHMARKS.md",
		heartRates: setting("NOF1_BENCH_ROWS", 10_000_000), xmlMB: int64(setting("NOF1_BENCH_XML_MB", 500)),
		zipMB: int64(setting("NOF1_BENCH_ZIP_MB", 4000))}
	if out := os.Getenv("NOF1_BENCH_OUT"); out != "" {
		b.out = out
	}
	b.nof1 = filepath.Join(b.dir, "nof1")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", b.nof1, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b.importers = filepath.Join(b.dir, "importers.test")
	if out, err := exec.Command("go", "test", "-tags", "bench", "-c", "-o", b.importers, "nof1/importers/all").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return b
}

func benchContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Hour)
}

// contender is one way to do a job.
type contender struct {
	name    string
	command []string // of a program, or nil
	job     string   // of a child process of ours, with its argument
	reader  bool     // that child is of package importers
	silent  bool     // its output is no digest to compare
	most    float64  // bar: our time divided by its time; 0 for none
	aim     float64
}

// measured is what one contender took, the medians of its runs.
type measured struct {
	cpu    time.Duration
	peak   float64 // MiB, 0 where not known
	digest string
}

// turns lets the contenders run one after the other, so many times.
func (b *bench) turns(contenders ...contender) []measured {
	cpu := make([][]time.Duration, len(contenders))
	out := make([]measured, len(contenders))
	for range b.runs {
		for i, c := range contenders {
			m := b.once(c)
			cpu[i] = append(cpu[i], m.cpu)
			out[i].peak = max(out[i].peak, m.peak)
			out[i].digest = m.digest
			if first := out[0].digest; first != "" && m.digest != "" && !c.silent && m.digest != first {
				b.t.Fatalf("%s found %q, %s %q", contenders[0].name, first, c.name, m.digest)
			}
		}
	}
	for i := range cpu {
		slices.Sort(cpu[i])
		out[i].cpu = cpu[i][len(cpu[i])/2]
	}
	return out
}

func (b *bench) once(c contender) measured {
	cmd := exec.Command(os.Args[0], "-test.run=^TestBenchJob$")
	cmd.Env = append(os.Environ(), benchJob+"="+c.job, "GOMAXPROCS=2")
	if c.reader {
		cmd.Path = b.importers
	}
	if c.command != nil {
		cmd = exec.Command(c.command[0], c.command[1:]...)
	}
	out, err := cmd.Output()
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", c.name, err, out)
	}
	if c.command != nil {
		return measured{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	}
	for line := range strings.Lines(string(out)) {
		words := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if words[0] == "BENCH" && len(words) >= 3 {
			us, _ := strconv.ParseInt(words[1], 10, 64)
			kib, _ := strconv.ParseFloat(words[2], 64)
			m := measured{cpu: time.Duration(us) * time.Microsecond, peak: kib / 1024}
			if len(words) > 3 {
				m.digest = words[3]
			}
			return m
		}
	}
	b.t.Fatalf("%s: no result in %s", c.name, out)
	return measured{}
}

// versus writes a row for each contender after the first, ours.
func (b *bench) versus(id, job string, contenders ...contender) []measured {
	b.t.Logf("%s: %s", id, job)
	out := b.turns(contenders...)
	for i, c := range contenders[1:] {
		ratio := float64(out[0].cpu) / float64(out[i+1].cpu)
		if c.most == 0 { // ourselves once more, with all that a report needs
			ratio = 1 / ratio
		}
		b.row(id, job, fmt.Sprintf("nof1 %s, %s %s", seconds(out[0].cpu), c.name, seconds(out[i+1].cpu)), times(ratio), times(c.most),
			times(c.aim), ratio <= c.most)
	}
	return out
}

// limit writes a row of a figure that has a bar of its own.
func (b *bench) limit(id, job, measured, value, bar, aim string, met bool) {
	b.row(id, job, measured, value, bar, aim, met)
}

func (b *bench) row(id, job, measured, value, bar, aim string, met bool) {
	word := map[bool]string{true: "met", false: "**missed**"}[met]
	if bar == "" {
		word = ""
	}
	b.rows = append(b.rows, fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s |", id, job, measured, value, bar, aim, word))
}

func (b *bench) skip(what, why string) { b.notes = append(b.notes, what+": "+why) }

// times writes a ratio: "5.2 ×" or "1/13".
func times(ratio float64) string {
	switch {
	case ratio == 0:
		return ""
	case ratio >= 1:
		return strconv.FormatFloat(ratio, 'g', 3, 64) + " ×"
	}
	return "1/" + strconv.FormatFloat(1/ratio, 'g', 3, 64)
}

func seconds(d time.Duration) string {
	if d < 100*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// wholeReading is nof1 as it reads for a report.
const wholeReading = "nof1 with identification and SHA-256"

// rates is P1 to P3.
func (b *bench) rates() {
	large, small := filepath.Join(b.dir, "large"), filepath.Join(b.dir, "small")
	b.must(writeRates(large, b.heartRates))
	b.must(writeRates(small, b.heartRates/10))
	file := filepath.Join(large, "heart_rate.csv")
	ours := contender{name: "nof1", job: "rates " + file, reader: true}
	list := []contender{ours,
		{name: "wc -l", command: []string{"wc", "-l", file}, most: 8, aim: 5.5},
		{name: "encoding/csv", job: "csv " + file, most: 1. / 4},
		{name: wholeReading, job: "read " + large},
	}
	job := fmt.Sprintf("%s heart rates, nightly mean, least and number", thousands(b.heartRates))
	if awk, ok := b.have("mawk"); ok {
		list = append(list, contender{name: "mawk", command: []string{awk, "-F,", awkRates, file}, most: 1. / 4})
	}
	out := b.versus("P1", job, list...)
	smallOut := b.versus("P2", fmt.Sprintf("%s heart rates", thousands(b.heartRates/10)), contender{name: "nof1",
		job: "rates " + filepath.Join(small, "heart_rate.csv"), reader: true},
		contender{name: "gota ReadCSV", job: "gota " + filepath.Join(small, "heart_rate.csv"), most: 1. / 30, aim: 1. / 48},
		contender{name: wholeReading, job: "read " + small})
	if duck, ok := b.have("duckdb"); ok {
		b.versus("P2", job, ours, contender{name: "DuckDB, 1 thread", command: []string{duck, "-c", fmt.Sprintf(duckRates, file)}, most: 1. / 4,
			aim: 1 / 6.5})
	}
	b.have("Rscript")
	alone, whole := out[0].peak/smallOut[0].peak, out[3].peak/smallOut[2].peak
	peak, grown := max(out[0].peak, out[3].peak), max(alone, whole)
	b.limit("P3", "memory while reading them, and ten times fewer", fmt.Sprintf("alone %.0f and %.0f MiB, for a report %.0f and %.0f MiB",
		out[0].peak, smallOut[0].peak, out[3].peak, smallOut[2].peak),
		fmt.Sprintf("%.0f MiB, %.2f ×", peak, grown), "64 MiB, 1.2 ×", "16 MiB", peak <= 64 && grown <= 1.2)
	b.must(os.RemoveAll(large))
	b.must(os.RemoveAll(small))
}

const awkRates = `NR>1{h=substr($1,12,2)+0; if(h>=22||h<6){d=substr($1,1,10)(h>=22); n[d]++; s[d]+=$2; if(!(d in m)||` +
	`$2<m[d])m[d]=$2}} END{for(d in n)c++; print c}`

const duckRates = `SET threads=1; SELECT date_trunc('day', "timestamp" + INTERVAL 2 HOUR) AS night, count(*), avg("beats per ` +
	`minute"), min("beats per minute") FROM read_csv('%s') WHERE hour("timestamp") >= 22 OR hour("timestamp") < 6 GROUP BY night`

// exports is P4 and P5.
func (b *bench) exports() {
	dir, packed := filepath.Join(b.dir, "xml"), filepath.Join(b.dir, "zip")
	b.must(writeApple(dir, b.xmlMB<<20, false))
	file := filepath.Join(dir, "export.xml")
	list := []contender{
		{name: "nof1", job: "apple " + file, reader: true},
		{name: "wc -l", command: []string{"wc", "-l", file}, most: 5, aim: 2.5},
		{name: "encoding/xml", job: "xml " + file, most: 1. / 20},
		{name: wholeReading, job: "apple " + dir},
	}
	if lint, ok := b.have("xmllint"); ok {
		list = append(list, contender{name: "xmllint --stream", command: []string{lint, "--stream", "--noout", "--huge", file}, most: 1. / 7})
	}
	b.versus("P4", fmt.Sprintf("Apple export.xml, %d MB", b.xmlMB), list...)
	b.must(os.RemoveAll(dir))
	b.must(writeApple(packed, b.zipMB<<20, true))
	out := b.versus("P5", fmt.Sprintf("export.xml of %d MB in its zip", b.zipMB), contender{name: "nof1",
		job: "apple " + filepath.Join(packed, "export.zip"), reader: true},
		contender{name: "inflate alone", job: "inflate " + filepath.Join(packed, "export.zip"), silent: true, most: 2, aim: 1.4},
		contender{name: wholeReading, job: "apple " + packed})
	b.limit("P5", "memory while reading it", fmt.Sprintf("%.0f MiB", out[0].peak), "", "100 MiB", "32 MiB", out[0].peak <= 100)
	b.must(os.RemoveAll(packed))
}

// nights is P6.
func (b *bench) nights() {
	out := b.turns(contender{name: "10^4", job: "join 10000"}, contender{name: "10^5", job: "join 100000"}, contender{name: "gota",
		job: "gotajoin 10000"})
	small, large := out[0].cpu/20, out[1].cpu/2
	growth := float64(large) / float64(small)
	b.limit("P6", "table of nights, 8 columns", fmt.Sprintf("10^4 nights %s, 10^5 %s", seconds(small), seconds(large)), times(growth),
		"15 ×", "linear", growth <= 15)
	ratio := float64(small) / float64(out[2].cpu)
	b.limit("P6", "the same, 10^4 nights", fmt.Sprintf("nof1 %s, gota LeftJoin of two columns %s", seconds(small), seconds(out[2].cpu)),
		times(ratio), "1/50", "", ratio <= 1./50)
}

// fits is P7 to P9.
func (b *bench) fits() {
	out := b.turns(contender{name: "ml", job: "ml"}, contender{name: "refit", job: "refit"}, contender{name: "verdict", job: "verdict"})
	perSecond := func(n int, d time.Duration) float64 { return float64(n) / d.Seconds() }
	b.gls(out[0].cpu / 60)
	b.limit("P7", "AR(1) maximum likelihood, 365 days with gaps", seconds(out[0].cpu/60)+" a fit", fmt.Sprintf("%.0f /s",
		perSecond(60, out[0].cpu)), "1,350 /s (500 × R gls as once measured)", "", perSecond(60, out[0].cpu) >= 1350)
	b.limit("P8", "verdict of one person: 12 outcomes, 365 nights, all made-up starts", seconds(out[2].cpu/5), "", "0.6 s", "0.2 s",
		out[2].cpu/5 <= 600*time.Millisecond)
	b.limit("P8b", "refit with the treatment moved", seconds(out[1].cpu/40_000), fmt.Sprintf("%.0f /s", perSecond(40_000, out[1].cpu)),
		"15,000 /s", "40,000 /s", perSecond(40_000, out[1].cpu) >= 15_000)
	var list []contender
	for n := 365; n <= 5840; n *= 2 {
		list = append(list, contender{name: fmt.Sprint(n), job: fmt.Sprint("slowmix ", n)})
	}
	grown := b.turns(list...)
	worst, text := 0.0, seconds(grown[0].cpu/40)
	for i := range grown[1:] {
		worst = max(worst, float64(grown[i+1].cpu)/float64(grown[i].cpu))
		text += ", " + seconds(grown[i+1].cpu/40)
	}
	b.limit("P9", "a fit of 365, 730 … 5840 nights", text, "at most "+times(worst)+" a doubling", "2.3 ×", "", worst <= 2.3)
	b.skip("P10", "go test ./reports/chart -run none -bench Timeline measures a year of nights: 0.33 ms, with go-chart 7.0 ms (1/21)")
	b.skip("P12", "the tests of the batch compare its parts")
	b.skip("P11", "go test ./cmd/internal/cohort -run none -bench Harness measures what a batch costs beyond the reports, make scale the "+
		"whole")
}

// program is P13 and P14, the program as people start it.
func (b *bench) program() {
	dir := filepath.Join(b.dir, "years")
	b.must(writeYears(dir, 1500))
	out := b.turns(contender{name: "report", command: []string{b.nof1, "report", dir, "--out", filepath.Join(b.dir, "report"), "--quiet"}},
		contender{name: "version", command: []string{b.nof1, "version"}})
	b.limit("P13", "nof1 report, 1,500 nights", seconds(out[0].cpu), "", "1.0 s", "0.3 s", out[0].cpu <= time.Second)
	b.limit("P14", "nof1 version, from a cold start", seconds(out[1].cpu), "", "30 ms", "10 ms", out[1].cpu <= 30*time.Millisecond)
}

// have finds a peer, or notes that it is not there.
func (b *bench) have(name string) (string, bool) {
	path, err := exec.LookPath(name)
	if note := name + ": not installed, not compared with"; err != nil && !slices.Contains(b.notes, note) {
		b.notes = append(b.notes, note)
	}
	return path, err == nil
}

func (b *bench) must(err error) {
	if err != nil {
		b.t.Fatal(err)
	}
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (b *bench) document() string {
	var d strings.Builder
	fmt.Fprintf(&d, `# Benchmarks

`+"`make bench`"+` writes this page. Times are CPU times (user and system), the median of %d runs
that take turns. A ratio is our time divided by the other program's in the same run. All
programs read the same made-up files, and their outputs are compared (those of mawk and
inflate are not). The reading of a file is measured alone, and again as part of a report,
which also lists the folder, identifies each file and computes its SHA-256.

nof1 %s, %s, %s/%s, %d cores.

| id | job | measured | result | bar | aim | |
|---|---|---|---|---|---|---|
`, b.runs, Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for _, r := range b.rows {
		fmt.Fprintln(&d, r)
	}
	fmt.Fprintf(&d, "\nVersions: %s.\n", b.versions())
	for _, n := range b.notes {
		fmt.Fprintf(&d, "- %s\n", n)
	}
	return d.String()
}

// versions names the peers that are there.
func (b *bench) versions() string {
	found := []string{"encoding/csv and encoding/xml of " + runtime.Version(), "gota v0.12.0"}
	for _, c := range [][]string{{"wc", "--version"}, {"mawk", "-W", "version"}, {"xmllint", "--version"}, {"duckdb", "--version"},
		{"Rscript", "--version"}} {
		out, err := exec.Command(c[0], c[1:]...).CombinedOutput()
		if first, _, _ := strings.Cut(string(out), "\n"); err == nil && first != "" {
			found = append(found, first)
		}
	}
	return strings.Join(found, "; ")
}
