package all

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
const addingTest = `package all

import (
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
)

func TestAdded(t *testing.T) {
	for name, text := range map[string]string{"nights.csv": %q, "damaged.csv": %q} {
		res, err := importers.Read(t.Context(), fixture.Files{name: text}.FS(), importers.Options{Formats: All()})
		if err != nil {
			t.Fatal(err)
		}
		if c := res.Inputs[0].Counts; c.Read != c.Used+c.Skipped || c.Used < 2 {
			t.Errorf("%%s: %%+v", name, c)
		}
		if want := %q; name == "damaged.csv" && importertest.Dump(res) != want {
			t.Errorf("%%s", importertest.Dump(res))
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
	page, err := os.ReadFile("../ADDING.md")
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
		"../devices/lumenring.go": blocks["go"],
		"lumenring_test.go":       fmt.Sprintf(addingTest, blocks["csv nights.csv"], blocks["csv damaged.csv"], blocks["text damaged.csv.want"]),
		"all.go": strings.Replace(string(list), "return []importers.Importer{\n",
			"return []importers.Importer{\n\t\tdevices.LumenRing,\n", 1),
	} {
		here, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		overlay[here] = filepath.Join(dir, filepath.Base(name))
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
	out, err := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-run=^TestAdded$",
		"-overlay="+filepath.Join(dir, "overlay.json"), ".").CombinedOutput()
	if err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
}
