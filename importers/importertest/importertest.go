// Package importertest tests importers: it runs one on a text, compares what it
// read with a golden file, and reads the real exports of the shared data where
// a checkout has them.
package importertest

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// Read runs one importer on a text and returns what it read. Rows that the table
// could not make out are among the problems and count as skipped. An error fails
// the test.
func Read(t testing.TB, imp importers.Importer, name, text string) (*importers.Collector, record.Counts) {
	t.Helper()
	var c importers.Collector
	src := importers.SourceFromBytes(name, []byte(text))
	counts, err := imp.Read(src, &c)
	if err != nil {
		t.Fatal(err)
	}
	c.Problems = append(c.Problems, *src.Damage...)
	return &c, counts.Add(record.Counts{Read: len(*src.Damage), Skipped: len(*src.Damage)})
}

// SharedData holds other people's exports, which are not part of this
// repository.
const SharedData = "../../../shared/data"

// Shared reads a folder of the shared data, and skips the test if the
// checkout has none.
func Shared(t *testing.T, folder string, formats ...importers.Importer) importers.Result {
	t.Helper()
	dir := filepath.Join(SharedData, folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no real exports to read in %s", dir)
	}
	res, err := importers.Read(t.Context(), os.DirFS(dir), importers.Options{Formats: formats})
	if err != nil && !errors.Is(err, importers.ErrNothingUsable) {
		t.Fatal(err)
	}
	return res
}

// Input returns the outcome of the first file that the importer of that name read,
// and fails the test if there is no such file.
func Input(t *testing.T, r importers.Result, importer string) record.Input {
	t.Helper()
	for _, in := range r.Inputs {
		if in.Importer == importer {
			return in
		}
	}
	t.Fatalf("no file was read by %s: %+v", importer, r.Inputs)
	return record.Input{}
}

// WithMetric returns the nights of a source that have a metric, sorted.
func WithMetric(r importers.Result, source, metric string) []record.Date {
	nights := map[record.Date]bool{}
	for _, rec := range r.Records {
		if rec.Source == source && rec.Metric == metric {
			nights[rec.Night] = true
		}
	}
	return slices.Sorted(maps.Keys(nights))
}

// ReadIn runs an importer on a text and places its times in a zone, as the user's
// choice of a zone does.
func ReadIn(t *testing.T, imp importers.Importer, zone *time.Location, text string) (*importers.Collector, record.Counts) {
	t.Helper()
	src := importers.SourceFromBytes("f", []byte(text))
	src.Zone = zone
	var c importers.Collector
	counts, err := imp.Read(src, &c)
	if err != nil {
		t.Fatal(err)
	}
	return &c, counts
}

// Berlin returns the zone Europe/Berlin: UTC+1, in summer UTC+2.
func Berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// SharedFile returns a tree of one file of the shared data. It skips the test if the
// checkout does not have it.
func SharedFile(t *testing.T, folder, name string) fixture.Files {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(SharedData, folder, name))
	if err != nil {
		t.Skipf("SKIPPED: no real export to read: %v", err)
	}
	return fixture.Files{name: string(b)}
}

// ClaimedBy returns the name of the importer that claims a text: "" if no importer
// claims it, all their names joined by " and " if several do.
func ClaimedBy(t testing.TB, formats []importers.Importer, name, text string) string {
	t.Helper()
	var names []string
	for _, imp := range importers.Claimants(importers.SourceFromBytes(name, []byte(text)).Head, nil, formats) {
		names = append(names, imp.Name())
	}
	return strings.Join(names, " and ")
}

// SleepDayHeader is the header line of Fitabase's table of sleeps a day, with
// its line end.
const SleepDayHeader = "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n"
