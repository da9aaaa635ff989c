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

// Read runs one importer on a text and returns what came out.
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

// Shared reads a folder of the shared data, and skips the test where the
// checkout is alone.
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

// Input returns the row of the file that an importer read.
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

// ReadIn runs an importer on a text whose times were those of a zone.
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

func Berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// SharedFile is a tree of one file of the shared data.
func SharedFile(t *testing.T, folder, name string) fixture.Files {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(SharedData, folder, name))
	if err != nil {
		t.Skipf("SKIPPED: no real export to read: %v", err)
	}
	return fixture.Files{name: string(b)}
}

// ClaimedBy returns the name of the one importer that claims a text.
func ClaimedBy(t testing.TB, formats []importers.Importer, name, text string) string {
	t.Helper()
	var names []string
	for _, imp := range importers.Claimants(importers.SourceFromBytes(name, []byte(text)).Head, nil, formats) {
		names = append(names, imp.Name())
	}
	return strings.Join(names, " and ")
}

const SleepDayHeader = "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n"
