package outputs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nof1/reports"
)

// Without a browser the page is written, once, and the error says what to
// install.
func TestPDFWithoutBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	r := reports.Report{Participant: "sam", Summary: reports.Summary{Code: "not_enough_data", Headline: "Nothing yet."}}
	for _, c := range []struct {
		formats []string
		want    []string
	}{
		{[]string{"pdf"}, []string{"report.html"}},
		{[]string{"pdf", "html", "json"}, []string{"report.html", "report.json"}},
	} {
		chosen, err := Choose(c.formats)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		written, err := Write(t.Context(), dir, r, chosen)
		var none *reports.NoBrowserError
		if err == nil {
			t.Skip("a browser is installed in a fixed place")
		}
		if !errors.As(err, &none) {
			t.Errorf("%v: %v", c.formats, err)
		}
		var names []string
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if !slices.Equal(names, c.want) || len(written) != len(c.want) || written[0] != filepath.Join(dir, "report.html") {
			t.Errorf("%v: wrote %v, said %v, want %v", c.formats, names, written, c.want)
		}
	}
}
