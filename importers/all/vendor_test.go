package all

import (
	"strings"
	"testing"

	"nof1/importers/record"
)

// Every maker is the beginning of an importer's name, and logs have none.
func TestMaker(t *testing.T) {
	used := map[string]bool{}
	for _, imp := range All() {
		vendor, _, _ := strings.Cut(imp.Name(), ".")
		used[vendor] = true
	}
	for vendor := range record.Makers {
		if !used[vendor] {
			t.Errorf("no importer of %s", vendor)
		}
	}
	for name, want := range map[string]string{"whoop.cycles": "WHOOP", "nof1.log": "", "": "", "apple.export": ""} {
		if got := record.Maker(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
