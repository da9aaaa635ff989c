package importers

import "testing"

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

// isPlain reports whether our reader and encoding/csv mean the same by a text:
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

// FuzzRows reads any bytes as a table: it ends, positions grow, and a sound
// comma-separated text comes out as encoding/csv reads it.
func FuzzRows(f *testing.F) {
	f.Add([]byte("date,tst,note\n2031-03-01,420,\"a, b\"\n2031-03-02,,\"a\nb\"\n"))
	f.Add([]byte("sep=;\ndate;tst\n2031-03-01;420\n\"2031-03-02;4\n"))
	f.Fuzz(checkTable)
}
