package importers

import (
	"archive/zip"
	"bytes"
	"errors"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"nof1/importers/record"
)

// seed adds every fixture of a kind to a fuzz target.
func seed(f *testing.F, of func(b []byte) bool) {
	for _, file := range fixtures(f) {
		if b := fixture(f, file); of(b) {
			f.Add(b)
		}
	}
}

// seedChosen is seed with the number of the importer that claims a fixture before
// it.
func seedChosen(f *testing.F, of func(b []byte) bool) {
	for _, file := range fixtures(f) {
		b := fixture(f, file)
		if !of(b) {
			continue
		}
		head := SourceFromBytes(file, b[:min(len(b), headSize)]).Head
		for i, imp := range All() {
			if imp.Identify(head) {
				f.Add(append([]byte{byte(i)}, b...))
				break
			}
		}
	}
}

func fixture(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func isXML(b []byte) bool       { return bytes.HasPrefix(bytes.TrimSpace(b), []byte("<")) }
func isJSON(b []byte) bool      { return SourceFromBytes("f", b[:min(len(b), headSize)]).Head.JSON }
func isFIT(b []byte) bool       { return len(b) > 12 && string(b[8:12]) == ".FIT" }
func isDelimited(b []byte) bool { return !isXML(b) && !isJSON(b) && !isFIT(b) && !isPacked(b) }

// FuzzTable reads any bytes as a table: it ends, positions grow, and a sound
// comma-separated text comes out as encoding/csv reads it. The first byte chooses
// an importer, a mapping or a form of heart rates to read the rest.
func FuzzTable(f *testing.F) {
	seedChosen(f, isDelimited)
	all := len(All())
	for i, row := range heartRateSeeds {
		f.Add(append([]byte{byte(all + len(testMappings) + i%len(heartRateForms))}, row...))
	}
	for i := range testMappings {
		f.Add(append([]byte{byte(all + i)}, "Date,ZQ,Total.Z\n2031-03-01,80,420\n"...))
	}
	zone := berlin(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		chosen, b := int(b[0]), b[1:]
		checkTable(t, b)
		switch mapped := chosen - all; {
		case mapped < 0:
			checkImporter(t, All()[chosen], "f", b)
		case mapped < len(testMappings):
			checkImporter(t, mappedImporter{testMappings[mapped]}, "f", b)
		default:
			checkHeartRates(t, heartRateForms[(mapped-len(testMappings))%len(heartRateForms)], string(b), zone)
		}
	})
}

// checkTable checks what holds of any table.
func checkTable(t *testing.T, b []byte) {
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

// FuzzJSON hands any bytes after the first, which chooses it, to an importer of
// JSON or any other.
func FuzzJSON(f *testing.F) {
	seedChosen(f, isJSON)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 {
			checkImporter(t, All()[int(b[0])%len(All())], "f", b[1:])
		}
	})
}

// FuzzXML holds the scanner of Apple's export to encoding/xml.
func FuzzXML(f *testing.F) {
	seed(f, isXML)
	f.Add([]byte(appleXMLOf(sleepXML("W", "Asleep", "2031-01-05 23:00:00", "2031-01-06 06:00:00", "Europe/Paris"))))
	f.Fuzz(func(t *testing.T, b []byte) { compareApple(t, b) })
}

// FuzzZip reads any bytes as an archive, and what is in it.
func FuzzZip(f *testing.F) {
	for _, file := range fixtures(f) {
		if b := fixture(f, file); len(b) < 2000 {
			var packed bytes.Buffer
			z := zip.NewWriter(&packed)
			w, err := z.Create(file)
			if err == nil {
				_, err = w.Write(b)
			}
			if err := errors.Join(err, z.Close()); err != nil {
				f.Fatal(err)
			}
			f.Add(packed.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkRead(t, "f.zip", b) })
}

// FuzzXLSX opens any bytes as a workbook.
func FuzzXLSX(f *testing.F) {
	f.Add([]byte(workbookOf(f, "a", [][]any{{"date", "tst"}, {sheetCell{day(2031, 3, 5), "yyyy"}, 420}})))
	f.Add([]byte(rawWorkbook(f, `<worksheet><sheetData><row><c t="s"><v>-7</v></c></row></sheetData></worksheet>`)))
	folder := ""
	for _, file := range fixtures(f) { // of each vendor one table, as a workbook
		b := fixture(f, file)
		if path.Dir(file) == folder || !isDelimited(b) || len(b) > 4000 {
			continue
		}
		folder = path.Dir(file)
		var rows [][]any
		for line := range strings.Lines(string(b)) {
			var row []any
			for cell := range strings.SplitSeq(strings.TrimRight(line, "\r\n"), ",") {
				row = append(row, cell)
			}
			rows = append(rows, row)
		}
		f.Add([]byte(workbookOf(f, "a", rows)))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkRead(t, "f.xlsx", b) })
}

// checkRead reads a tree of one file: what went wrong stands under the file.
func checkRead(t *testing.T, name string, b []byte) {
	res, err := Read(t.Context(), files{name: string(b)}.fs(), Options{Formats: All()})
	if err != nil && !errors.Is(err, ErrNothingUsable) && !errors.As(err, new(*MultiPersonError)) {
		t.Errorf("%v", err)
	}
	for _, in := range res.Inputs {
		if in.Counts.Read != in.Counts.Used+in.Counts.Skipped || in.Counts.Used > 0 && in.Reason != "" {
			t.Errorf("%+v", in)
		}
	}
}

// FuzzFIT reads any bytes as a file of a Garmin watch.
func FuzzFIT(f *testing.F) {
	seed(f, isFIT)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, importerNamed(t, "garmin.fit"), "f", b) })
}

// FuzzLog reads any bytes as a supplement log.
func FuzzLog(f *testing.F) {
	seed(f, isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, supplementLog, "f", b) })
}

// FuzzDiary reads any bytes as a diary.
func FuzzDiary(f *testing.F) {
	seed(f, isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, importerNamed(t, "nof1.diary"), "f", b) })
}

// FuzzRR reads any bytes as intervals between beats.
func FuzzRR(f *testing.F) {
	seed(f, isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, rrText, "2031-03-01 07-00-00.txt", b) })
}

func importerNamed(t testing.TB, name string) Importer {
	t.Helper()
	for _, imp := range All() {
		if imp.Name() == name {
			return imp
		}
	}
	t.Fatalf("no importer %s", name)
	return nil
}

// TestForeignFiles hands every fixture to every importer, whether it claims it or
// not, and to the users' mappings.
func TestForeignFiles(t *testing.T) {
	for _, file := range fixtures(t) {
		b := fixture(t, file)
		for _, m := range testMappings {
			checkImporter(t, mappedImporter{m}, "f", b)
		}
		for _, imp := range All() {
			checkImporter(t, imp, "f", b)
		}
	}
}

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
