package nightly

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"nof1/importers"
)

// nightsOf returns n nights of two sources with four metrics each.
func nightsOf(n int) ([]importers.Record, []importers.Session) {
	var records []importers.Record
	var sessions []importers.Session
	for i := range n {
		night := night0 - importers.Date(n-i)
		for s, source := range []string{"whoop", "oura"} {
			pos := importers.Pos{File: source + ".csv", Line: i + 2}
			for m, metric := range []string{"tst", "tib", "hrv_rmssd", "resting_hr"} {
				records = append(records, importers.Record{Night: night, Metric: metric, Value: float64(300 + m + s + i%60), Source: source, Pos: pos})
			}
			sessions = append(sessions, importers.Session{Night: night, Source: source, Pos: pos,
				Onset: importers.Moment{Day: night - 1, Minute: 1380, Timed: true}, Wake: importers.Moment{Day: night, Minute: 420, Timed: true}})
		}
	}
	return records, sessions
}

// BenchmarkBuild must grow with the nights, not with their square: the time for
// 100000 nights is at most 15 times that for 10000.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			records, sessions := nightsOf(n)
			for b.Loop() {
				if _, err := Build(records, sessions); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGotaLeftJoin is what the hash join replaces: two columns by night.
func BenchmarkGotaLeftJoin(b *testing.B) {
	const n = 10_000
	keys, xs := make([]string, n), make([]float64, n)
	for i := range keys {
		keys[i] = importers.Date(i).String()
	}
	left := dataframe.New(series.New(keys, series.String, nightColumn), series.New(xs, series.Float, "x"))
	right := dataframe.New(series.New(keys, series.String, nightColumn), series.New(xs, series.Float, "y"))
	for b.Loop() {
		if joined := left.LeftJoin(right, nightColumn); joined.Error() != nil {
			b.Fatal(joined.Error())
		}
	}
}

// TestBuildIsLinear measures the growth where asked to: timings on a busy
// machine fail for no reason.
func TestBuildIsLinear(t *testing.T) {
	if os.Getenv("NOF1_TIMINGS") == "" {
		t.Skip("TIMING NOT MEASURED: set NOF1_TIMINGS=1 on a quiet machine")
	}
	best := func(n int) time.Duration {
		records, sessions := nightsOf(n)
		fastest := time.Hour
		for range 5 {
			start := time.Now()
			build(t, records, sessions...)
			fastest = min(fastest, time.Since(start))
		}
		return fastest
	}
	small, large := best(10_000), best(100_000)
	if ratio := float64(large) / float64(small); ratio > 15 {
		t.Errorf("10 times the nights take %.1f times as long (%v, %v), want at most 15", ratio, small, large)
	} else {
		t.Logf("10 times the nights take %.1f times as long (%v, %v)", ratio, small, large)
	}
}
