package importers

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

// seed adds every fixture to a fuzz target.
func seed(f *testing.F) {
	for _, file := range fixtures(f) {
		b, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

// FuzzTable reads any bytes as a table: it ends, positions grow, and a sound
// comma-separated text comes out as encoding/csv reads it.
func FuzzTable(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := SourceFromBytes("f", b).Table()
		if err != nil {
			return
		}
		for last := 0; table.Next(); last = table.Line() {
			if table.Line() <= last {
				t.Fatalf("line %d after line %d", table.Line(), last)
			}
			for i := range table.Header() {
				if p := table.Pos(i); p.Line < table.Line() || p.Column < 0 {
					t.Fatalf("field %d at %+v in the row of line %d", i, p, table.Line())
				}
			}
		}
		if isPlain(b) {
			compareCSV(t, string(b))
		}
	})
}

// isPlain tells whether our reader and encoding/csv mean the same by a text:
// they differ on line ends, on spaces around quotes and on a cell over lines
// that holds stray quotes.
func isPlain(b []byte) bool {
	for i, c := range b {
		if c == '\r' || c == 0 || c == ' ' && (i == 0 || i == len(b)-1 || b[i-1] == '"' || b[i+1] == '"' || b[i-1] == ',' || b[i-1] == '\n') {
			return false
		}
	}
	return true
}

// FuzzLog reads any bytes as a supplement log.
func FuzzLog(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, supplementLog, b) })
}

// FuzzImporters hands any bytes to every importer, whether it claims them or
// not, and to the users' mappings.
func FuzzImporters(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range testMappings {
			checkImporter(t, mappedImporter{m}, b)
		}
		for _, imp := range All() {
			checkImporter(t, imp, b)
		}
	})
}

// checkImporter checks what holds of any file: no panic, rows read = used +
// skipped, no value that is not a number or outside the hard limits, nothing
// without a position.
func checkImporter(t *testing.T, imp Importer, b []byte) {
	src := SourceFromBytes("f", b)
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
		m, known := MetricByID(r.Metric)
		if !known || math.IsNaN(r.Value) || CheckLimits(m, r.Value) != nil {
			t.Errorf("%s: value %v of %q", imp.Name(), r.Value, r.Metric)
		}
		if m.ZeroMissing && r.Value == 0 {
			t.Errorf("%s: a zero of %s", imp.Name(), r.Metric)
		}
		checkPosition(t, imp, r.Pos)
	}
	for _, d := range c.doses {
		if d.Supplement == "" || math.IsNaN(d.Amount) || math.IsInf(d.Amount, 0) || d.Amount < 0 {
			t.Errorf("%s: dose %+v", imp.Name(), d)
		}
		checkPosition(t, imp, d.Pos)
	}
	for _, e := range c.entries {
		if e.Item == "" || math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
			t.Errorf("%s: entry %+v", imp.Name(), e)
		}
		checkPosition(t, imp, e.Pos)
	}
	for _, p := range c.problems {
		if p.Message == "" || p.Pos.File == "" {
			t.Errorf("%s: problem %+v", imp.Name(), p)
		}
	}
}

func checkPosition(t *testing.T, imp Importer, p Pos) {
	if p.File != "f" || p.Line < 1 {
		t.Errorf("%s: position %+v", imp.Name(), p)
	}
}
