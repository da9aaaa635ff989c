package nightly

import (
	"fmt"
	"testing"

	"nof1/importers/record"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// nightsOf returns n nights of two sources with four metrics each.
func nightsOf(n int) ([]record.Record, []record.Session) {
	var records []record.Record
	var sessions []record.Session
	for i := range n {
		night := night0 - record.Date(n-i)
		for s, source := range []string{"whoop", "oura"} {
			pos := record.Pos{File: source + ".csv", Line: i + 2}
			for m, metric := range []string{"tst", "tib", "hrv_rmssd", "resting_hr"} {
				records = append(records,
					record.Record{Night: night, Metric: metric, Value: float64(300 + m + s + i%60), Source: source, Pos: pos})
			}
			sessions = append(sessions, record.Session{Night: night, Source: source, Pos: pos,
				Onset: record.Moment{Day: night - 1, Minute: 1380, Timed: true}, Wake: record.Moment{Day: night, Minute: 420, Timed: true}})
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

// BenchmarkGotaLeftJoin measures what the hash join replaces: two columns by night.
func BenchmarkGotaLeftJoin(b *testing.B) {
	const n = 10_000
	keys, xs := make([]string, n), make([]float64, n)
	for i := range keys {
		keys[i] = record.Date(i).String()
	}
	left := dataframe.New(series.New(keys, series.String, nightColumn), series.New(xs, series.Float, "x"))
	right := dataframe.New(series.New(keys, series.String, nightColumn), series.New(xs, series.Float, "y"))
	for b.Loop() {
		if joined := left.LeftJoin(right, nightColumn); joined.Error() != nil {
			b.Fatal(joined.Error())
		}
	}
}
