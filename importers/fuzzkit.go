package importers

import (
	"bytes"
	"math"
	"os"
	"testing"

	"nof1/importers/record"
)

// seed adds every fixture of a kind to a fuzz target.
func seed(f *testing.F, glob string, of func(b []byte) bool) {
	for _, file := range fixtures(f, glob) {
		if b := fixture(f, file); of(b) {
			f.Add(b)
		}
	}
}

// seedChosen is seed with the number of the importer that claims a fixture before
// it.
func seedChosen(f *testing.F, formats []Importer, glob string, of func(b []byte) bool) {
	for _, file := range fixtures(f, glob) {
		b := fixture(f, file)
		if !of(b) {
			continue
		}
		head := SourceFromBytes(file, b[:min(len(b), headSize)]).Head
		for i, imp := range formats {
			if imp.Identify(head) {
				f.Add(append([]byte{byte(i)}, b...))
				break
			}
		}
	}
}

func fixture(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func isXML(b []byte) bool       { return bytes.HasPrefix(bytes.TrimSpace(b), []byte("<")) }
func isJSON(b []byte) bool      { return SourceFromBytes("f", b[:min(len(b), headSize)]).Head.JSON }
func isFIT(b []byte) bool       { return len(b) > 12 && string(b[8:12]) == ".FIT" }
func isDelimited(b []byte) bool { return !isXML(b) && !isJSON(b) && !isFIT(b) && !isPacked(b) }

// checkImporter checks what holds of any file: no panic, rows read = used +
// skipped, no value that is not a number or outside the hard limits, no sleep that
// is none, nothing without a position.
func checkImporter(t *testing.T, imp Importer, file string, b []byte) {
	src := SourceFromBytes(file, b)
	imp.Identify(src.Head)
	var c collector
	counts, err := imp.Read(src, &c)
	if err != nil {
		return
	}
	if counts.Read != counts.Used+counts.Skipped || counts.Used < 0 || counts.Skipped < 0 {
		t.Errorf("%s: %+v does not add up", imp.Name(), counts)
	}
	if n := len(c.doses) + len(c.records) + len(c.sessions) + len(c.entries); n > 0 && counts.Used == 0 {
		t.Errorf("%s: %d values out of no used row", imp.Name(), n)
	}
	for _, r := range c.records {
		m, known := record.MetricByID(r.Metric)
		if !known || math.IsNaN(r.Value) || CheckLimits(m, r.Value) != nil {
			t.Errorf("%s: value %v of %q", imp.Name(), r.Value, r.Metric)
		}
		if m.ZeroMissing && r.Value == 0 {
			t.Errorf("%s: a zero of %s", imp.Name(), r.Metric)
		}
		checkPosition(t, imp, file, r.Pos)
	}
	for _, s := range c.sessions {
		if length := s.Wake.Clock() - s.Onset.Clock(); s.Onset.Minute < 0 || s.Wake.Minute < 0 || s.Onset.Timed && s.Wake.Timed && (length <= 0 || length > longestSleep/60) {
			t.Errorf("%s: session %+v", imp.Name(), s)
		}
	}
	for _, d := range c.doses {
		if d.Supplement == "" || math.IsNaN(d.Amount) || math.IsInf(d.Amount, 0) || d.Amount < 0 {
			t.Errorf("%s: dose %+v", imp.Name(), d)
		}
		checkPosition(t, imp, file, d.Pos)
	}
	for _, e := range c.entries {
		if e.Item == "" || math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
			t.Errorf("%s: entry %+v", imp.Name(), e)
		}
		checkPosition(t, imp, file, e.Pos)
	}
	for _, p := range c.problems {
		if p.Message == "" || p.Pos.File == "" {
			t.Errorf("%s: problem %+v", imp.Name(), p)
		}
	}
}

func checkPosition(t *testing.T, imp Importer, file string, p record.Pos) {
	if p.File != file || p.Line < 1 {
		t.Errorf("%s: position %+v", imp.Name(), p)
	}
}
