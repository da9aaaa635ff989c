package importers

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// sheetLines returns the text of the only sheet of a workbook.
func sheetLines(t *testing.T, book string) []string {
	t.Helper()
	sources, unread, err := Scan(t.Context(), fixture.Files{"book.xlsx": book}.FS())
	fixture.Must(t, err)
	if len(sources) != 1 {
		t.Fatalf("%d sources, unread %+v", len(sources), unread)
	}
	return strings.Split(strings.TrimSuffix(sources[0].Head.Text, "\n"), "\n")
}

func TestSheetCells(t *testing.T) {
	serial := 47912.9375 // 2031-03-05 22:30
	tests := []struct {
		name string
		cell any
		want string
	}{
		{"text", "magnesium", "magnesium"},
		{"text with a comma", "a, b", `"a, b"`},
		{"text over lines", "a\nb", `"a b"`},
		{"text with a quote", `5" tablet`, `"5"" tablet"`},
		{"text in a date column", fixture.SheetCell{Value: "not yet", Format: "dd.mm.yyyy"}, `"not yet"`},
		{"number", 41.25, "41.25"},
		{"number in full", 70.6666666666667, "70.6666666666667"},
		{"number shown rounded", fixture.SheetCell{Value: 41.256, Format: "0.0"}, "41.256"},
		{"number shown with thousands", fixture.SheetCell{Value: 12345.5, Format: "#,##0.00"}, "12345.5"},
		{"money in red", fixture.SheetCell{Value: -12.5, Format: `#,##0.00;[Red]-#,##0.00`}, "-12.5"},
		{"number in red", fixture.SheetCell{Value: 48.5, Format: "[RED]0.0"}, "48.5"},
		{"number in a colour in small letters", fixture.SheetCell{Value: 48.5, Format: "[magenta]0.0;[yellow]-0.0"}, "48.5"},
		{"number in Chinese numerals", fixture.SheetCell{Value: 48, Format: "[DBNum1][$-804]General"}, "48"},
		{"days in words", fixture.SheetCell{Value: 3, Format: `0 "days"`}, "3"},
		{"share", fixture.SheetCell{Value: 0.955, Format: "0.0%"}, "95.5%"},
		{"yes", true, "TRUE"},
		{"German date", fixture.SheetCell{Value: serial, Format: "dd.mm.yyyy"}, "2031-03-05"},
		{"date without a year", fixture.SheetCell{Value: serial, Format: "d-mmm"}, "2031-03-05"},
		{"date and time", fixture.SheetCell{Value: serial, Format: "m/d/yy h:mm"}, `"2031-03-05 22:30:00"`},
		{"date in a format with a time", fixture.SheetCell{Value: 47912, Format: "yyyy-mm-dd hh:mm:ss"}, "2031-03-05"},
		{"date with a language", fixture.SheetCell{Value: serial, Format: "[$-409]d-mmm-yyyy"}, "2031-03-05"},
		{"time of day", fixture.SheetCell{Value: 0.9375, Format: "h:mm AM/PM"}, "22:30"},
		{"time with seconds", fixture.SheetCell{Value: 0.5 + 61./86400, Format: "hh:mm:ss"}, "12:01:01"},
		{"time of a moment", fixture.SheetCell{Value: serial, Format: "hh:mm"}, "22:30"},
		{"hours slept", fixture.SheetCell{Value: 7. / 24, Format: "[h]:mm"}, "07:00"},
		{"hours over a day", fixture.SheetCell{Value: 1.25, Format: "[h]:mm"}, "30:00"},
		{"time that is not exact", fixture.SheetCell{Value: 7.6666666666666667 / 24, Format: "h:mm"}, "07:40"},
		{"day without end", fixture.SheetCell{Value: 2958465, Format: "yyyy-mm-dd"}, "9999-12-31"},
		{"moment far off", fixture.SheetCell{Value: 109574.25, Format: "yyyy-mm-dd hh:mm"}, `"2199-12-31 06:00:00"`},
		{"impossible date", fixture.SheetCell{Value: -3, Format: "yyyy-mm-dd"}, "-3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lines := sheetLines(t, fixture.WorkbookOf(t, "a", [][]any{{"x", "y"}, {test.cell}}))
			if len(lines) != 2 || lines[1] != test.want {
				t.Errorf("%q, want %q", lines, test.want)
			}
		})
	}
}

// Once a column has shown a time of day, midnight is one too.
func TestSheetMidnight(t *testing.T) {
	const format = "yyyy-mm-dd hh:mm"
	got := sheetLines(t, fixture.WorkbookOf(t, "a", [][]any{{"start", "day"},
		{fixture.SheetCell{Value: 47912.5, Format: format}, fixture.SheetCell{Value: 47912, Format: format}},
		{fixture.SheetCell{Value: 47913, Format: format}, fixture.SheetCell{Value: 47913, Format: format}}}))
	want := []string{"start,day", `"2031-03-05 12:00:00",2031-03-05`, `"2031-03-06 00:00:00",2031-03-06`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSheet1904(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	yes := true
	fixture.Must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	fixture.Must(t, f.SetCellValue("Sheet1", "A1", "date"))
	fixture.SetCell(t, f, "Sheet1", "A2", fixture.SheetCell{Value: 47912 - 1462, Format: "yyyy-mm-dd"})
	var b bytes.Buffer
	fixture.Must(t, f.Write(&b))
	if got := sheetLines(t, b.String()); got[1] != "2031-03-05" {
		t.Errorf("%q, want 2031-03-05", got)
	}
}

func TestFormatMark(t *testing.T) {
	for code, want := range map[string]string{
		"General": "", "0.00": "", "@": "", "0.0 \"days\"": "", `0.00\d`: "", "[Red]0": "", "# ?/?": "",
		`_-* #,##0.00\ "h"_-`: "", "0.00E+00": "",
		"yyyy-mm-dd": markDay, "[$-F800]dddd, mmmm dd, yyyy": markDay, "mmm": markDay,
		`dd/mm/yyyy\ hh:mm`: markMoment, "yyyy\\-mm\\-dd hh:mm:ss;@": markMoment,
		"h:mm": markClock, "[$-F400]h:mm:ss AM/PM": markClock, "mm:ss": markClock,
		"[h]:mm:ss": markElapsed, "[mm]:ss": markElapsed, "0.0%": markPercent,
	} {
		if got := formatMark(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// A sheet gives what the same table gives as CSV; positions are the sheet's.
func TestSheetLikeCSV(t *testing.T) {
	csv := "date,supplement,form,amount,unit,taken,note\n" +
		"2031-03-05,magnesium,bisglycinate,400,mg,yes,\"late, with food\"\n" +
		"\n" +
		"2031-03-06 22:30,magnesium,bisglycinate,x,mg,no,\n"
	rows := [][]any{{"date", "supplement", "form", "amount", "unit", "taken", "note"},
		{fixture.SheetCell{Value: fixture.Day(2031, 3, 5), Format: "d/m/yyyy"}, "magnesium", "bisglycinate", 400, "mg", "yes", "late, with food"},
		{},
		{fixture.SheetCell{Value: 47913.9375, Format: "d/m/yyyy h:mm"}, "magnesium", "bisglycinate", "x", "mg", "no", nil, nil, "my own remark"}}
	want, err := Read(t.Context(), fixture.Files{"log.csv": csv}.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	got, err := Read(t.Context(), fixture.Files{"log.xlsx": fixture.WorkbookOf(t, "March", rows)}.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if got.Inputs[0].Importer != "nof1.log" || got.Inputs[0].Counts != want.Inputs[0].Counts || len(got.Inputs) != 1 {
		t.Errorf("%+v, want the counts of %+v", got.Inputs, want.Inputs)
	}
	for i := range want.Doses {
		want.Doses[i].Pos.File = "log.xlsx"
	}
	if diff := cmp.Diff(want.Doses, got.Doses); diff != "" {
		t.Errorf("-csv +xlsx:\n%s", diff)
	}
	p := got.Inputs[0].Problems
	if len(p) != 1 || p[0].Pos != (record.Pos{File: "log.xlsx", Line: 4, Column: 4}) {
		t.Errorf("%+v, want one problem in D4", p)
	}
}

// Every sheet of a workbook is a table of its own, also within an archive.
func TestSheets(t *testing.T) {
	book := fixture.WorkbookOf(t,
		"Nights", [][]any{{"date", "tst"}, {fixture.SheetCell{Value: fixture.Day(2031, 3, 5), Format: "dd.mm.yy"}, 420}},
		"Log", [][]any{{"date", "supplement", "amount"}, {"2031-03-05", "magnesium", 400}},
		"Sheet3", [][]any{})
	in := fixture.Files{"a.xlsx": book, "copy.xlsx": book, "b.zip": fixture.Zipped(t, "c.xlsx", book)}
	res, err := Read(t.Context(), in.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	var got []string
	for _, in := range res.Inputs {
		got = append(got, in.Path+" "+in.Importer+" "+in.Reason)
	}
	want := []string{"a.xlsx nof1.nights ", "a.xlsx!/Log nof1.log ",
		"b.zip!/c.xlsx  same content as a.xlsx", "b.zip!/c.xlsx!/Log  same content as a.xlsx!/Log",
		"copy.xlsx  same content as a.xlsx", "copy.xlsx!/Log  same content as a.xlsx!/Log"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(res.Records) != 1 || res.Records[0].Night.String() != "2031-03-05" || len(res.Doses) != 1 {
		t.Errorf("records %+v, doses %+v", res.Records, res.Doses)
	}
}

// A share that a sheet shows in percent is one.
func TestSheetPercent(t *testing.T) {
	book := fixture.WorkbookOf(t, "Nights", [][]any{{"date", "sleep_efficiency", "spo2"},
		{"2031-03-05", fixture.SheetCell{Value: 0.925, Format: "0%"}, 96}})
	res, err := Read(t.Context(), fixture.Files{"nights.xlsx": book}.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if len(res.Records) != 2 || res.Records[0].Value+res.Records[1].Value != 92.5+96 {
		t.Errorf("%+v, %+v, want 92.5 and 96 percent", res.Records, res.Inputs[0].Problems)
	}
}

// A workbook with a tab a month is unpacked once to be listed and once to be read,
// not once for every tab; one with more tabs than anybody keeps is not read.
func TestSheetsManyTabs(t *testing.T) {
	var pairs []any
	for i := range 60 {
		pairs = append(pairs, fmt.Sprintf("%d", i), [][]any{{"date", "supplement", "amount"},
			{record.NewDate(2031, time.Month(i+1), 5).String(), "magnesium", 400 + i}})
	}
	book := fixture.WorkbookOf(t, pairs...)
	opened := &openings{FS: fixture.Files{"log.xlsx": book}.FS()}
	res, err := Read(t.Context(), opened, Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if len(res.Doses) != 60 || opened.bytes > 3*int64(len(book)) {
		t.Errorf("%d doses from %d bytes of a workbook of %d, want 60 from three times its size", len(res.Doses), opened.bytes, len(book))
	}
	sources, _, err := Scan(t.Context(), fixture.Files{"days.xlsx": fixture.WorkbookOf(t, "Days",
		[][]any{{"Id", "SleepDay", "TotalMinutesAsleep", "TotalTimeInBed"}, {"1", "3/5/2031", 420, 450}})}.FS())
	fixture.Must(t, err)
	r, err := newReading(Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if ids, _, err := r.collectPeople(t.Context(), sources); len(ids) != 1 || err != nil || sources[0].book.kept != nil {
		t.Errorf("people %v, error %v, workbook kept %v", ids, err, sources[0].book.kept != nil)
	}
	w := &workbook{open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(book)), nil }}
	f, err := w.file()
	fixture.Must(t, err)
	for i := range maxSheets {
		f.WorkBook.Sheets.Sheet = append(f.WorkBook.Sheets.Sheet, f.WorkBook.Sheets.Sheet[i%60])
	}
	if names, err := w.sheets(); err == nil {
		t.Errorf("%d sheets, want an error", len(names))
	}
}

// The value a formula had when the workbook was saved counts.
func TestSheetFormula(t *testing.T) {
	part := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		`<row r="2"><c r="B2" t="inlineStr"><is><t>date</t></is></c><c r="C2" t="inlineStr"><is><t>tst</t></is></c></row>` +
		`<row r="4"><c r="B4" t="str"><f>TEXT(A1,"x")</f><v>2031-03-05</v></c><c r="C4"><f>7*60</f><v>420</v></c></row>` +
		`<row r="5"><c r="B5" t="str"><f>A1</f><v>2031-03-06</v></c><c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>` +
		`</sheetData></worksheet>`
	res, err := Read(t.Context(), fixture.Files{"n.xlsx": fixture.RawWorkbook(t, part)}.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if len(res.Records) != 1 || res.Records[0].Value != 420 || res.Records[0].Pos != (record.Pos{File: "n.xlsx", Line: 4, Column: 3}) {
		t.Errorf("%+v, want 420 in C4", res.Records)
	}
	if p := res.Inputs[0].Problems; len(p) != 1 || p[0].Pos != (record.Pos{File: "n.xlsx", Line: 5, Column: 3}) {
		t.Errorf("%+v, want one problem in C5", p)
	}
}

// withPart adds a part to a workbook.
func withPart(t testing.TB, book, name, text string) string {
	r, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	fixture.Must(t, err)
	var pairs []string
	for _, f := range r.File {
		part, err := f.Open()
		fixture.Must(t, err)
		b, err := io.ReadAll(part)
		fixture.Must(t, err)
		pairs = append(pairs, f.Name, string(b))
	}
	return fixture.Zipped(t, append(pairs, name, text)...)
}

// A hostile or damaged workbook is an input with a reason, never a crash, and
// costs no more than the limits allow.
func TestHostileWorkbooks(t *testing.T) {
	const open = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	good := fixture.WorkbookOf(t, "a", [][]any{{"date", "tst"}, {"2031-03-05", 420}})
	for name, test := range map[string]struct{ book, want string }{
		"cut":        {good[:len(good)/2], "not a readable workbook"},
		"no members": {fixture.Zipped(t), "not a workbook"},
		"a text":     {"PK\x03\x04 is how a zip begins", "not a readable workbook"},
		"bomb":       {fixture.RawWorkbook(t, open+strings.Repeat(" ", maxUnpacked)), "not a readable workbook"},
		"strings": {withPart(t, fixture.RawWorkbook(t, open), "xl/sharedStrings.xml",
			"<sst>"+strings.Repeat("<si><t/></si>", maxParts/12)+"</sst>"), "without its sheets"},
		"far column": {fixture.RawWorkbook(t, open+strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1000)), "not a readable sheet"},
		"far row": {fixture.RawWorkbook(t, open+`<row r="1"><c><v>1</v></c></row><row r="2147483647"><c><v>1</v></c></row>`),
			"not a readable sheet"},
		"bad string": {fixture.RawWorkbook(t, open+`<row><c t="s"><v>-7</v></c></row>`), "not a readable sheet"},
		"no sheet":   {fixture.Zipped(t, "word/document.xml", "<w/>"), "not a readable workbook"},
	} {
		t.Run(name, func(t *testing.T) {
			res, _ := Read(t.Context(), fixture.Files{"x.xlsx": test.book}.FS(), Options{Formats: AllFormats()})
			if len(res.Inputs) != 1 || !strings.Contains(res.Inputs[0].Reason, test.want) {
				t.Errorf("%+v, want %s", res.Inputs, test.want)
			}
		})
	}
}

// A table that is only called a workbook is read as the text it is.
func TestTextCalledWorkbook(t *testing.T) {
	res, err := Read(t.Context(), fixture.Files{"n.xlsx": "date,tst\n2031-03-05,420\n"}.FS(), Options{Formats: AllFormats()})
	fixture.Must(t, err)
	if len(res.Records) != 1 {
		t.Errorf("%+v, want one night", res.Inputs)
	}
}
