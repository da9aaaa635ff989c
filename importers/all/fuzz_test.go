package all

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/own"
)

// FuzzTable reads any bytes as a table. The first byte chooses the importer or the mapping.
func FuzzTable(f *testing.F) {
	importertest.SeedChosen(f, All(), wings, importertest.IsDelimited)
	all := len(All())
	for i := range testMappings {
		f.Add(append([]byte{byte(all + i)}, "Date,ZQ,Total.Z\n2031-03-01,80,420\n"...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		chosen, b := int(b[0]), b[1:]
		switch at := chosen - all; {
		case at < 0:
			importertest.CheckImporter(t, All()[chosen], "f", b)
		case at < len(testMappings):
			importertest.CheckImporter(t, mapped(testMappings)[at], "f", b)
		}
	})
}

// FuzzJSON hands any bytes after the first, which chooses it, to an importer of
// JSON or any other.
func FuzzJSON(f *testing.F) {
	importertest.SeedChosen(f, All(), wings, importertest.IsJSON)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 {
			importertest.CheckImporter(t, All()[int(b[0])%len(All())], "f", b[1:])
		}
	})
}

// FuzzZip reads any bytes as an archive, and what is in it.
func FuzzZip(f *testing.F) {
	for _, file := range importertest.Fixtures(f, wings) {
		if b := importertest.Fixture(f, file); len(b) < 2000 {
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
	f.Add([]byte(fixture.WorkbookOf(f, "a", [][]any{{"date", "tst"},
		{fixture.SheetCell{Value: fixture.Day(2031, 3, 5), Format: "yyyy"}, 420}})))
	f.Add([]byte(fixture.RawWorkbook(f, `<worksheet><sheetData><row><c t="s"><v>-7</v></c></row></sheetData></worksheet>`)))
	folder := ""
	for _, file := range importertest.Fixtures(f, wings) { // of each vendor one table, as a workbook
		b := importertest.Fixture(f, file)
		if path.Dir(file) == folder || !importertest.IsDelimited(b) || len(b) > 4000 {
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
		f.Add([]byte(fixture.WorkbookOf(f, "a", rows)))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkRead(t, "f.xlsx", b) })
}

// checkRead reads a tree of one file: each problem is listed under its file.
func checkRead(t *testing.T, name string, b []byte) {
	res, err := importers.Read(t.Context(), fixture.Files{name: string(b)}.FS(), importers.Options{Formats: All()})
	if err != nil && !errors.Is(err, importers.ErrNothingUsable) && !errors.As(err, new(*importers.MultiPersonError)) {
		t.Errorf("%v", err)
	}
	for _, in := range res.Inputs {
		if in.Counts.Read != in.Counts.Used+in.Counts.Skipped || in.Counts.Used > 0 && in.Reason != "" {
			t.Errorf("%+v", in)
		}
	}
}

// TestForeignFiles hands every fixture to every importer, whether it claims it or
// not, and to the users' mappings.
func TestForeignFiles(t *testing.T) {
	for _, file := range importertest.Fixtures(t, wings) {
		b := importertest.Fixture(t, file)
		for _, m := range testMappings {
			importertest.CheckImporter(t, mapped([]own.Mapping{m})[0], "f", b)
		}
		for _, imp := range All() {
			importertest.CheckImporter(t, imp, "f", b)
		}
	}
}
