package importertest

import (
	"bytes"
	"math"
	"os"
	"testing"

	"nof1/importers"
	"nof1/importers/record"
)

// Seed adds every fixture of a kind to a fuzz target.
func Seed(f *testing.F, glob string, of func(b []byte) bool) {
	for _, file := range Fixtures(f, glob) {
		if b := Fixture(f, file); of(b) {
			f.Add(b)
		}
	}
}

// SeedChosen is seed with the number of the importer that claims a fixture before
// it.
func SeedChosen(f *testing.F, formats []importers.Importer, glob string, of func(b []byte) bool) {
	for _, file := range Fixtures(f, glob) {
		b := Fixture(f, file)
		if !of(b) {
			continue
		}
		head := importers.SourceFromBytes(file, b[:min(len(b), importers.HeadSize)]).Head
		for i, imp := range formats {
			if imp.Identify(head) {
				f.Add(append([]byte{byte(i)}, b...))
				break
			}
		}
	}
}

// Fixture returns the bytes of a file in testdata.
func Fixture(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// IsXML reports whether a file looks like XML.
func IsXML(b []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(b), []byte("<")) }

// IsJSON reports whether a file looks like JSON.
func IsJSON(b []byte) bool {
	return importers.SourceFromBytes("f", b[:min(len(b), importers.HeadSize)]).Head.JSON
}

// IsFIT reports whether a file has the mark of FIT files.
func IsFIT(b []byte) bool { return len(b) > 12 && string(b[8:12]) == ".FIT" }

// IsDelimited reports whether a file looks like a delimited table.
func IsDelimited(b []byte) bool {
	return !IsXML(b) && !IsJSON(b) && !IsFIT(b) && !importers.IsPacked(b)
}

// CheckImporter checks what holds of any file: no panic, rows read = used +
// skipped, no value that is not a number or outside the hard limits, no session
// that is not a sleep, nothing without a position.
func CheckImporter(t *testing.T, imp importers.Importer, file string, b []byte) {
	src := importers.SourceFromBytes(file, b)
	imp.Identify(src.Head)
	var c importers.Collector
	counts, err := imp.Read(src, &c)
	if err != nil {
		return
	}
	if counts.Read != counts.Used+counts.Skipped || counts.Used < 0 || counts.Skipped < 0 {
		t.Errorf("%s: %+v does not add up", imp.Name(), counts)
	}
	if n := len(c.Doses) + len(c.Records) + len(c.Sessions) + len(c.Entries); n > 0 && counts.Used == 0 {
		t.Errorf("%s: %d values out of no used row", imp.Name(), n)
	}
	for _, r := range c.Records {
		m, known := record.MetricByID(r.Metric)
		if !known || math.IsNaN(r.Value) || importers.CheckLimits(m, r.Value) != nil {
			t.Errorf("%s: value %v of %q", imp.Name(), r.Value, r.Metric)
		}
		if m.ZeroMissing && r.Value == 0 {
			t.Errorf("%s: a zero of %s", imp.Name(), r.Metric)
		}
		checkPosition(t, imp, file, r.Pos)
	}
	for _, s := range c.Sessions {
		if length := s.Wake.Clock() - s.Onset.Clock(); s.Onset.Minute < 0 || s.Wake.Minute < 0 || s.Onset.Timed && s.Wake.Timed &&
			(length <= 0 || length > importers.LongestSleep/60) {
			t.Errorf("%s: session %+v", imp.Name(), s)
		}
	}
	for _, d := range c.Doses {
		if d.Supplement == "" || math.IsNaN(d.Amount) || math.IsInf(d.Amount, 0) || d.Amount < 0 {
			t.Errorf("%s: dose %+v", imp.Name(), d)
		}
		checkPosition(t, imp, file, d.Pos)
	}
	for _, e := range c.Entries {
		if e.Item == "" || math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
			t.Errorf("%s: entry %+v", imp.Name(), e)
		}
		checkPosition(t, imp, file, e.Pos)
	}
	for _, p := range c.Problems {
		if p.Message == "" || p.Pos.File == "" {
			t.Errorf("%s: problem %+v", imp.Name(), p)
		}
	}
}

func checkPosition(t *testing.T, imp importers.Importer, file string, p record.Pos) {
	if p.File != file || p.Line < 1 {
		t.Errorf("%s: position %+v", imp.Name(), p)
	}
}
