//go:build bench

package all

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/apple"
	"nof1/importers/fitbit"
	"nof1/importers/intraday"
	"nof1/importers/record"
)

// TestBenchJob is a child process of the benchmarks of cmd/nof1: what reading a
// large file costs by itself, without finding it, telling what it is and taking
// its SHA-256.
func TestBenchJob(t *testing.T) {
	name, file, _ := strings.Cut(os.Getenv("NOF1_BENCH_JOB"), " ")
	job := map[string]func(importers.Source) (string, error){"rates": benchRates, "apple": benchApple}[name]
	if job == nil {
		t.Skip("only a benchmark has a job")
	}
	src := importers.Source{Path: filepath.Base(file), Zone: time.UTC, Damage: new([]record.Problem),
		Opener: func() (io.ReadCloser, error) { return os.Open(file) }}
	if filepath.Ext(file) == ".zip" {
		archive, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		src.Opener = archive.File[0].Open
	}
	f, err := src.Open()
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, importers.HeadSize)
	n, err := io.ReadFull(f, head)
	if err != nil {
		t.Fatal(err)
	}
	src.Head = importers.NewHead(src.Path, head[:n])
	f.Close()
	runtime.GC()
	before := benchCPU(t)
	digest, err := job(src)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("BENCH %d %d %s\n", (benchCPU(t) - before).Microseconds(), benchPeak(), digest)
}

func benchCPU(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// benchPeak is the most memory the process had, in KiB.
func benchPeak() (kib int64) {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ = strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
		}
	}
	return kib
}

// benchRates gives the heart rates to ten thousand nights of 22:00 to 06:00.
func benchRates(src importers.Source) (string, error) {
	var sleeps importers.Result
	for night := record.NewDate(2024, 1, 2); night < record.NewDate(2052, 1, 2); night++ {
		onset, wake := record.Moment{Day: night - 1, Minute: 22 * 60, Timed: true}, record.Moment{Day: night, Minute: 6 * 60, Timed: true}
		sleeps.Sessions = append(sleeps.Sessions, record.Session{Night: night, Onset: onset, Wake: wake, Source: "fitbit"})
	}
	rates := fitbit.GoogleHeartRate.(*intraday.HeartRates).Start().(*intraday.HeartRates)
	rates.Sleeps(&sleeps)
	var c importers.Collector
	if _, err := rates.Read(src, &c); err != nil {
		return "", err
	}
	rates.Commit()
	rates.Finish(&c)
	var res importers.Result
	c.AddTo(&res)
	var lines []string
	for _, r := range res.Records {
		var n, least int
		if _, err := fmt.Sscanf(r.Raw, "mean of %d, %d to", &n, &least); err == nil && n == 8*720 {
			lines = append(lines, fmt.Sprint(int64(r.Night), n, math.Round(r.Value*float64(n)), least))
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d nights %.12x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n")))), nil
}

func benchApple(src importers.Source) (string, error) {
	var c importers.Collector
	if _, err := apple.Export.Read(src, &c); err != nil {
		return "", err
	}
	if len(c.Problems) > 0 {
		return "", errors.New(c.Problems[0].String())
	}
	var res importers.Result
	c.AddTo(&res)
	sums := map[string]float64{}
	for _, r := range res.Records {
		sums[r.Metric] += r.Value
	}
	return fmt.Sprintf("asleep %.0f steps %.0f", sums["tst"], sums["steps"]), nil
}
