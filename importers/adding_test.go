package importers

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// addingTest is compiled with the importer of ADDING.md and reads its two files.
const addingTest = `package importers

import "testing"

func TestAdded(t *testing.T) {
	for name, text := range map[string]string{"nights.csv": %q, "damaged.csv": %q} {
		res, err := Read(t.Context(), files{name: text}.fs(), Options{Formats: All()})
		if err != nil {
			t.Fatal(err)
		}
		if c := res.Inputs[0].Counts; c.Read != c.Used+c.Skipped || c.Used < 2 {
			t.Errorf("%%s: %%+v", name, c)
		}
		if want := %q; name == "damaged.csv" && dump(res) != want {
			t.Errorf("%%s", dump(res))
		}
	}
}
`

// What ADDING.md has its readers write compiles beside the package, and reads its
// files as the page says.
func TestAddingPage(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	page, err := os.ReadFile("ADDING.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]string{}
	for _, m := range regexp.MustCompile("(?ms)^```(.+?)\n(.*?)^```").FindAllStringSubmatch(string(page), -1) {
		blocks[m[1]] = m[2]
	}
	list, err := os.ReadFile("all.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := map[string]string{}
	for name, text := range map[string]string{
		"lumenring.go":      blocks["go"],
		"lumenring_test.go": fmt.Sprintf(addingTest, blocks["csv nights.csv"], blocks["csv damaged.csv"], blocks["text damaged.csv.want"]),
		"all.go":            strings.Replace(string(list), "return []Importer{\n", "return []Importer{\n\t\tlumenRing,\n", 1),
	} {
		here, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		overlay[here] = filepath.Join(dir, name)
		if err := os.WriteFile(overlay[here], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-run=^TestAdded$", "-overlay="+filepath.Join(dir, "overlay.json"), ".").CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}
