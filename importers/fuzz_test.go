package importers

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"strings"
	"testing"
)

// FuzzTable reads any bytes as a table. The first byte chooses the importer or the mapping.
func FuzzTable(f *testing.F) {
	seedChosen(f, All(), wings, isDelimited)
	all := len(All())
	for i := range testMappings {
		f.Add(append([]byte{byte(all + i)}, "Date,ZQ,Total.Z\n2031-03-01,80,420\n"...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		chosen, b := int(b[0]), b[1:]
		switch mapped := chosen - all; {
		case mapped < 0:
			checkImporter(t, All()[chosen], "f", b)
		case mapped < len(testMappings):
			checkImporter(t, mappedImporter{testMappings[mapped]}, "f", b)
		}
	})
}

// FuzzJSON hands any bytes after the first, which chooses it, to an importer of
// JSON or any other.
func FuzzJSON(f *testing.F) {
	seedChosen(f, All(), wings, isJSON)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 {
			checkImporter(t, All()[int(b[0])%len(All())], "f", b[1:])
		}
	})
}

// FuzzZip reads any bytes as an archive, and what is in it.
func FuzzZip(f *testing.F) {
	for _, file := range fixtures(f, wings) {
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
	for _, file := range fixtures(f, wings) { // of each vendor one table, as a workbook
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
	for _, file := range fixtures(t, wings) {
		b := fixture(t, file)
		for _, m := range testMappings {
			checkImporter(t, mappedImporter{m}, "f", b)
		}
		for _, imp := range All() {
			checkImporter(t, imp, "f", b)
		}
	}
}
