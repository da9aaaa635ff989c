//go:build bench

package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"nof1/analysis/nightly"
	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/record"

	"github.com/go-gota/gota/dataframe"
	column "github.com/go-gota/gota/series"
)

// benchJob is the environment variable that names the job of a child process.
const benchJob = "NOF1_BENCH_JOB"

// jobs are what child processes do; each returns a digest of what it found, to
// compare with that of others.
var jobs = map[string]func(arg string) (string, error){
	"read":     readRates,
	"csv":      csvRates,
	"gota":     gotaRates,
	"apple":    readExport,
	"xml":      xmlExport,
	"inflate":  inflate,
	"join":     joinNights,
	"gotajoin": gotaJoin,
	"verdict":  verdict,
	"ml":       func(string) (string, error) { return refits(60, true) },
	"refit":    func(string) (string, error) { return refits(40_000, false) },
	"slowmix":  slowMix,
}

// TestBenchJob is the child process: one job, its CPU time and its memory.
func TestBenchJob(t *testing.T) {
	name, arg, _ := strings.Cut(os.Getenv(benchJob), " ")
	if name == "" {
		t.Skip("only what TestBench starts has a job")
	}
	restart()
	digest, err := jobs[name](arg)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("BENCH %d %d %s\n", (cpuTime() - benchFrom).Microseconds(), peakKiB(), digest)
}

// benchFrom is the CPU time from which a job counts.
var benchFrom time.Duration

// restart leaves out of a job's time what came before.
func restart() {
	runtime.GC()
	benchFrom = cpuTime()
}

// cpuTime is user and system time of this process.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakKiB is the most memory the process had, 0 where the system does not tell.
func peakKiB() (kib int64) {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ = strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
		}
	}
	return kib
}

func digestOf(lines []string) string {
	slices.Sort(lines)
	return fmt.Sprintf("%d nights %.12x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

func readFolder(dir string) (importers.Result, error) {
	zone, err := time.LoadLocation("UTC")
	if err != nil {
		return importers.Result{}, err
	}
	ctx, stop := benchContext()
	defer stop()
	return importers.Read(ctx, os.DirFS(dir), importers.Options{Formats: all.All(), Zone: zone})
}

// readRates is the product: the folder as nof1 reads it, SHA-256 included.
func readRates(dir string) (string, error) {
	res, err := readFolder(dir)
	if err != nil {
		return "", err
	}
	var lines []string
	for _, r := range res.Records {
		if r.Metric != "sleep_hr" {
			continue
		}
		var n int64
		var low, high float64
		if _, err := fmt.Sscanf(r.Raw, "mean of %d, %f to %f", &n, &low, &high); err != nil {
			return "", err
		}
		lines = append(lines, rateLine(int64(r.Night), n, int64(math.Round(r.Value*float64(n))), int64(low)))
	}
	return digestOf(lines), nil
}

func rateLine(night, n, sum, low int64) string { return fmt.Sprint(night, n, sum, low) }

// nightRates counts heart rates between 22:00 and 06:00 as the peers do.
type nightRates map[int64]*[3]int64

func (m nightRates) add(day int64, hour int, rate int64) {
	if hour >= 22 {
		day++
	} else if hour >= 6 {
		return
	}
	s := m[day]
	if s == nil {
		s = &[3]int64{0, 0, rate}
		m[day] = s
	}
	s[0]++
	s[1] += rate
	s[2] = min(s[2], rate)
}

// digest leaves out the first and the last night, which nobody slept through.
func (m nightRates) digest() string {
	var lines []string
	for night, s := range m {
		if s[0] == 8*720 {
			lines = append(lines, rateLine(night, s[0], s[1], s[2]))
		}
	}
	return digestOf(lines)
}

// csvRates is encoding/csv at its best: ReuseRecord, dates remembered.
func csvRates(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return "", err
	}
	found, date, day := nightRates{}, "", int64(0)
	for {
		row, err := r.Read()
		if err == io.EOF {
			return found.digest(), nil
		}
		if err != nil {
			return "", err
		}
		if row[0][:10] != date {
			date = strings.Clone(row[0][:10])
			d, err := record.ParseDate(date)
			if err != nil {
				return "", err
			}
			day = int64(d)
		}
		hour, err := strconv.Atoi(row[0][11:13])
		if err != nil {
			return "", err
		}
		rate, err := strconv.Atoi(row[1])
		if err != nil {
			return "", err
		}
		found.add(day, hour, int64(rate))
	}
}

func gotaRates(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	df := dataframe.ReadCSV(f)
	if df.Error() != nil {
		return "", df.Error()
	}
	times, values := df.Col("timestamp").Records(), df.Col("beats per minute").Float()
	found := nightRates{}
	for i, text := range times {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return "", err
		}
		found.add(int64(record.DateOf(at)), at.Hour(), int64(values[i]))
	}
	return found.digest(), nil
}

func readExport(dir string) (string, error) {
	res, err := readFolder(dir)
	if err != nil {
		return "", err
	}
	sums := map[string]float64{}
	for _, r := range res.Records {
		sums[r.Metric] += r.Value
	}
	return fmt.Sprintf("asleep %.0f steps %.0f", sums["tst"], sums["steps"]), nil
}

// xmlExport is encoding/xml token by token, adding the minutes asleep and steps.
func xmlExport(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	asleep, steps := 0.0, 0.0
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return fmt.Sprintf("asleep %.0f steps %.0f", asleep, steps), nil
		}
		if err != nil {
			return "", err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "Record" {
			continue
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		switch {
		case strings.HasPrefix(a["value"], "HKCategoryValueSleepAnalysisAsleep"):
			const layout = "2006-01-02 15:04:05 -0700"
			from, err1 := time.Parse(layout, a["startDate"])
			to, err2 := time.Parse(layout, a["endDate"])
			if err1 != nil || err2 != nil {
				return "", fmt.Errorf("times of %v", a)
			}
			asleep += to.Sub(from).Minutes()
		case a["type"] == "HKQuantityTypeIdentifierStepCount":
			v, err := strconv.ParseFloat(a["value"], 64)
			if err != nil {
				return "", err
			}
			steps += v
		}
	}
}

func inflate(file string) (string, error) {
	r, err := zip.OpenReader(file)
	if err != nil {
		return "", err
	}
	defer r.Close()
	m, err := r.File[0].Open()
	if err != nil {
		return "", err
	}
	_, err = io.Copy(io.Discard, m)
	return "", err
}

// joinNights builds the table of nights of two sources, four metrics each.
func joinNights(arg string) (string, error) {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return "", err
	}
	var records []record.Record
	for i := range n {
		for _, source := range []string{"whoop", "oura"} {
			for m, metric := range []string{"tst", "tib", "hrv_rmssd", "resting_hr"} {
				records = append(records, record.Record{Night: record.Date(i - 60_000), Metric: metric, Value: float64(300 + m + i%60),
					Source: source, Pos: record.Pos{File: source + ".csv", Line: i + 2}})
			}
		}
	}
	restart()
	return "", again(func() error { _, err := nightly.Build(records, nil); return err }, 200_000/n)
}

func again(do func() error, times int) error {
	for range times {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func gotaJoin(arg string) (string, error) {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return "", err
	}
	keys, xs := make([]string, n), make([]float64, n)
	for i := range keys {
		keys[i] = record.Date(i).String()
	}
	left := dataframe.New(column.New(keys, column.String, "night"), column.New(xs, column.Float, "x"))
	right := dataframe.New(column.New(keys, column.String, "night"), column.New(xs, column.Float, "y"))
	restart()
	joined := left.LeftJoin(right, "night")
	return "", joined.Error()
}
