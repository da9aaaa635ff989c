package importers

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"nof1/importers/record"
)

// read runs one importer on a text and returns what came out.
func read(t testing.TB, imp Importer, name, text string) (*collector, record.Counts) {
	t.Helper()
	var c collector
	src := SourceFromBytes(name, []byte(text))
	counts, err := imp.Read(src, &c)
	if err != nil {
		t.Fatal(err)
	}
	c.problems = append(c.problems, *src.damage...)
	return &c, counts.Add(record.Counts{Read: len(*src.damage), Skipped: len(*src.damage)})
}

// values returns the records of a reading as "night metric value", in order.
func values(records []record.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, r.Night.String()+" "+r.Metric+" "+strconv.FormatFloat(r.Value, 'f', -1, 64))
	}
	return out
}

// value returns the one value of a metric on a night, and fails unless there is
// exactly one.
func value(t testing.TB, records []record.Record, night, metric string) float64 {
	t.Helper()
	var found []float64
	for _, r := range records {
		if r.Night.String() == night && r.Metric == metric {
			found = append(found, r.Value)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s of %s: %d values, want 1", metric, night, len(found))
	}
	return found[0]
}

// nightsOf lists the nights that have a metric, in file order.
func nightsOf(records []record.Record, metric string) []string {
	var nights []string
	for _, r := range records {
		if r.Metric == metric {
			nights = append(nights, r.Night.String())
		}
	}
	return nights
}

// sharedData holds other people's exports, which are not part of this
// repository.
const sharedData = "../../shared/data"

// shared reads a folder of the shared data, and skips the test where the
// checkout stands alone.
func shared(t *testing.T, folder string, formats ...Importer) Result {
	t.Helper()
	dir := filepath.Join(sharedData, folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no real exports to read in %s", dir)
	}
	res, err := Read(t.Context(), os.DirFS(dir), Options{Formats: formats})
	if err != nil && !errors.Is(err, ErrNothingUsable) {
		t.Fatal(err)
	}
	return res
}

// input returns the row of the file that an importer read.
func input(t *testing.T, r Result, importer string) record.Input {
	t.Helper()
	for _, in := range r.Inputs {
		if in.Importer == importer {
			return in
		}
	}
	t.Fatalf("no file was read by %s: %+v", importer, r.Inputs)
	return record.Input{}
}

// withMetric returns the nights of a source that have a metric, sorted.
func withMetric(r Result, source, metric string) []record.Date {
	nights := map[record.Date]bool{}
	for _, rec := range r.Records {
		if rec.Source == source && rec.Metric == metric {
			nights[rec.Night] = true
		}
	}
	return slices.Sorted(maps.Keys(nights))
}
