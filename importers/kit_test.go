package importers

import (
	"testing"

	"nof1/importers/record"
)

// formatNamed returns the format of a name, out of all.
func formatNamed(t testing.TB, name string) Importer {
	t.Helper()
	for _, imp := range AllFormats() {
		if imp.Name() == name {
			return imp
		}
	}
	t.Fatalf("no importer %s", name)
	return nil
}

// readKit runs one importer on a text and returns what came out.
func readKit(t testing.TB, imp Importer, name, text string) (*Collector, record.Counts) {
	t.Helper()
	var c Collector
	counts, err := imp.Read(SourceFromBytes(name, []byte(text)), &c)
	if err != nil {
		t.Fatal(err)
	}
	return &c, counts
}
