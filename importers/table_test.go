package importers

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"

	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// rows prints every record as line:col of each field, and its text.
func rows(t *Table) (out []string) {
	for t.Next() {
		s := fmt.Sprintf("%d", t.Line())
		for i := range t.fields {
			p := t.Pos(i)
			s += fmt.Sprintf(" %d:%d %q", p.Line, p.Column, t.Cell(i))
		}
		out = append(out, s)
	}
	return out
}

func TestTable(t *testing.T) {
	tests := []struct {
		name, text string
		header     []string
		want       []string
		problems   []string
	}{
		{name: "comma", text: "a,b\n1,2\n", header: []string{"a", "b"}, want: []string{`2 2:1 "1" 2:3 "2"`}},
		{name: "semicolon, CRLF, padded cells", text: "a;b\r\n 1 ;2,5\r\n", header: []string{"a", "b"},
			want: []string{`2 2:1 "1" 2:5 "2,5"`}},
		{name: "tab", text: "a, b\tc\td\n1\t2\t3\n", header: []string{"a, b", "c", "d"}, want: []string{`2 2:1 "1" 2:3 "2" 2:5 "3"`}},
		{name: "sep line with byte order mark", text: "\ufeffsep=;\na,x;b\n1;2\n", header: []string{"a,x", "b"},
			want: []string{`3 3:1 "1" 3:3 "2"`}},
		{name: "quoted sep line", text: "\"sep=\t\"\na\tb\n1\t2\n", header: []string{"a", "b"}, want: []string{`3 3:1 "1" 3:3 "2"`}},
		{name: "delimiters in quotes do not count", text: "\"a;b;c;d\",e\n1,2\n", header: []string{"a;b;c;d", "e"},
			want: []string{`2 2:1 "1" 2:3 "2"`}},
		{name: "bare CR", text: "a,b\r1,2\r\r3,4", header: []string{"a", "b"},
			want: []string{`2 2:1 "1" 2:3 "2"`, `4 4:1 "3" 4:3 "4"`}},
		{name: "doubled CR", text: "a,b\r\r\n1,2\r\r\n3,4\r\r\n", header: []string{"a", "b"},
			want: []string{`2 2:1 "1" 2:3 "2"`, `3 3:1 "3" 3:3 "4"`}},
		{name: "empty lines and rows of delimiters", text: "\n\na,b\n\n,\n1,2\n", header: []string{"a", "b"},
			want: []string{`6 6:1 "1" 6:3 "2"`}},
		{name: "quotes", text: "a,b\n\"x, \"\"y\"\"\",2\n", header: []string{"a", "b"}, want: []string{`2 2:1 "x, \"y\"" 2:12 "2"`}},
		{name: "position through quoted line ends", text: "a,b,c\n\"x\ny\r\nz\",\"ü\",3\n1,2,3\n", header: []string{"a", "b", "c"},
			want: []string{`2 2:1 "x\ny\nz" 4:4 "ü" 4:9 "3"`, `5 5:1 "1" 5:3 "2" 5:5 "3"`}},
		{name: "quote after a space", text: "a,b\n1, \"x, y\" \n", header: []string{"a", "b"}, want: []string{`2 2:1 "1" 2:3 "x, y"`}},
		{name: "stray quotes in and after text", text: "a,b\n5\" wide,\"say \"hi\" now\"\n", header: []string{"a", "b"},
			want: []string{`2 2:1 "5\" wide" 2:9 "say \"hi\" now"`}},
		{name: "short row", text: "a,b,c\n1\n2,3\n", header: []string{"a", "b", "c"}, want: []string{`2 2:1 "1"`, `3 3:1 "2" 3:3 "3"`}},
		{name: "empty fields too many", text: "a,b\n1,2,,\n", header: []string{"a", "b"}, want: []string{`2 2:1 "1" 2:3 "2" 2:5 "" 2:6 ""`}},
		{name: "field too many", text: "a,b\n1,2,3\n4,5\n", header: []string{"a", "b"}, want: []string{`3 3:1 "4" 3:3 "5"`},
			problems: []string{"f:2: 3 fields under 2 headers: quote a cell that holds the delimiter, the row was left out"}},
		{name: "quote never closed", text: "a,b\n1,\"x\n2,y\n3,z\n", header: []string{"a", "b"},
			want:     []string{`3 3:1 "2" 3:3 "y"`, `4 4:1 "3" 4:3 "z"`},
			problems: []string{"f:2: the quote that opens here is never closed: close it, the row was left out"}},
		{name: "quote closed by another's opening", text: "a,b\n1,\"x\n2,\"y\"\n", header: []string{"a", "b"},
			want:     []string{`3 3:1 "2" 3:3 "y"`},
			problems: []string{"f:2: the quote that opens here is never closed: close it, the row was left out"}},
		{name: "cut in the last row", text: "a,b\n1,2\n3", header: []string{"a", "b"}, want: []string{`2 2:1 "1" 2:3 "2"`},
			problems: []string{"f:3: the file ends within this row, 1 of 2 fields: export it again, the row was left out"}},
		{name: "no line end after a whole row", text: "a,b\n1,2", header: []string{"a", "b"}, want: []string{`2 2:1 "1" 2:3 "2"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := SourceFromBytes("f", []byte(tt.text))
			table, err := src.Table()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.header, table.Header()); diff != "" {
				t.Errorf("header -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(tt.header, src.Head.Header); diff != "" {
				t.Errorf("header of the head -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, rows(table)); diff != "" {
				t.Errorf("rows -want +got:\n%s", diff)
			}
			var problems []string
			for _, p := range *src.Damage {
				problems = append(problems, p.String())
			}
			if diff := cmp.Diff(tt.problems, problems); diff != "" {
				t.Errorf("problems -want +got:\n%s", diff)
			}
			if table.Err() != nil {
				t.Error(table.Err())
			}
		})
	}
}

func TestTableLookups(t *testing.T) {
	table, err := SourceFromBytes("f", []byte("Date,Heart rate variability (ms),Recovery score %\n2024-01-02,48\n")).Table()
	if err != nil {
		t.Fatal(err)
	}
	if got := table.Index("hrv", "heart  RATE variability (ms)"); got != 1 {
		t.Errorf("index %d, want 1", got)
	}
	if got := table.Index("recovery score pct"); got != 2 {
		t.Errorf("index %d, want 2", got)
	}
	if got := table.Index("steps"); got != -1 {
		t.Errorf("index %d, want -1", got)
	}
	table.Next()
	if table.Cell(-1) != "" || table.Cell(2) != "" || table.Name(7) != "" {
		t.Error("a cell that is not there has text")
	}
	if got, want := table.Pos(2), (record.Pos{File: "f", Line: 2}); got != want {
		t.Errorf("position of a missing cell %v, want the row %v", got, want)
	}
}

// A row longer than the buffers, and a quote that is open for longer than a row
// may be, cost that row and no more.
func TestTableLongRows(t *testing.T) {
	long := strings.Repeat("x", 3*HeadSize)
	open := "\"" + strings.Repeat("y\n", MaxRow)
	table, err := SourceFromBytes("f", []byte("a,b\n"+long+",2\n"+open)).Table()
	if err != nil {
		t.Fatal(err)
	}
	if !table.Next() || table.Cell(0) != long || table.Cell(1) != "2" {
		t.Fatal("the long row is lost")
	}
	n := 0
	for table.Next() {
		n++
	}
	if n != MaxRow-1 || table.Err() != nil {
		t.Errorf("%d rows after the open quote, error %v, want %d", n, table.Err(), MaxRow-1)
	}
}

// Quotes that are never closed are looked for to the end once, not from every row
// anew; one that is closed after a stray one is.
func TestTableStrayQuotes(t *testing.T) {
	const n = 3000
	for _, line := range []string{"\"\"x,\n", "\"\"2031-03-10\"\",\"\"48\"\"\n"} {
		text := "a,b\n" + strings.Repeat(line, n)
		strays := 0
		allocations := testing.AllocsPerRun(1, func() {
			rows := NewRowReader(strings.NewReader(text))
			strays = 0
			for row, err := rows.Next(); err == nil; row, err = rows.Next() {
				if row.OpenQuote != nil {
					strays++
				}
			}
		})
		if strays != n || allocations > 10*n {
			t.Errorf("%q: %d rows with a stray quote and %v allocations, want %d rows", line, strays, allocations, n)
		}
	}
	table, err := SourceFromBytes("f", []byte("a,b\n\"x\ny\",\"z\nu,v\nw,\"p\nq\"\n")).Table()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for table.Next() {
		got = append(got, table.Cell(0)+"|"+table.Cell(1))
	}
	if diff := cmp.Diff([]string{"u|v", "w|p\nq"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A line without end is given up, whatever is above the table.
func TestEndlessLine(t *testing.T) {
	for name, tt := range map[string]struct {
		imp  Importer
		text string
	}{
		"Samsung":    {formatNamed(t, "samsung.health"), "com.samsung.shealth.sleep,6305105,10\n"},
		"Fitbit.com": {formatNamed(t, "fitbit.com"), "Sleep\n"},
		"Loop":       {formatNamed(t, "loop.checkmarks"), "Date,Run,\n"},
	} {
		endless := &endlessText{start: tt.text}
		src := SourceFromBytes("f.csv", []byte(tt.text))
		src.Opener = func() (io.ReadCloser, error) { return io.NopCloser(endless), nil }
		if _, err := tt.imp.Read(src, &Collector{}); err == nil || endless.read > 4*MaxRow {
			t.Errorf("%s: %d bytes read, error %v", name, endless.read, err)
		}
	}
}

// endlessText goes on with x after its start, for 64 rows of the longest.
type endlessText struct {
	start string
	read  int
}

func (e *endlessText) Read(p []byte) (int, error) {
	n := copy(p, e.start)
	e.start = e.start[n:]
	for ; n < len(p); n++ {
		p[n] = 'x'
	}
	if e.read += n; e.read > 64*MaxRow {
		return 0, io.EOF
	}
	return n, nil
}

func TestTableEmpty(t *testing.T) {
	for _, text := range []string{"", "\n\r\n", "\ufeff", "sep=;\n"} {
		if _, err := SourceFromBytes("f", []byte(text)).Table(); err == nil {
			t.Errorf("%q is a table", text)
		}
	}
}

// compareCSV checks a sound comma-separated text against encoding/csv, texts and
// positions. It reports whether the text was sound.
func compareCSV(t *testing.T, text string) bool {
	reference := csv.NewReader(strings.NewReader(text))
	reference.FieldsPerRecord = -1
	r := NewRowReader(strings.NewReader(text))
	for {
		want, err := reference.Read()
		if err != nil && err != io.EOF {
			return false
		}
		got, gotErr := r.Next()
		for gotErr == nil && len(got.Fields) == 1 && got.Fields[0].Text == "" && got.Fields[0].Column == 1 && !quotedEmpty(text,
			got.Fields[0].Line) {
			got, gotErr = r.Next() // encoding/csv skips empty lines
		}
		if err == io.EOF {
			if gotErr != io.EOF {
				t.Errorf("%q: a row %v beyond the end", text, got.Fields)
			}
			return true
		}
		if gotErr != nil {
			t.Fatalf("%q: %v, want %q", text, gotErr, want)
		}
		if len(got.Fields) != len(want) {
			t.Fatalf("%q: %v, want %q", text, got.Fields, want)
		}
		for i, f := range got.Fields {
			line, column := reference.FieldPos(i)
			if f.Text != want[i] || f.Line != line || f.Column != column {
				t.Fatalf("%q: field %+v, want %q at %d:%d", text, f, want[i], line, column)
			}
		}
	}
}

// quotedEmpty reports whether a line is not empty but an empty cell in quotes.
func quotedEmpty(text string, line int) bool {
	return strings.Split(text, "\n")[line-1] != ""
}

func TestTableAgainstEncodingCSV(t *testing.T) {
	for _, text := range []string{
		"a,b\n1,2\n", "\"a\n\nb\",c\n\n\"\"\nd\n", "\"\",\"\"\"\"\n,,\n", "x\n\"ü,\",ö\n",
	} {
		if !compareCSV(t, text) {
			t.Errorf("%q is not sound", text)
		}
	}
}
