package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// room is one package with what it imports itself and all it rests on.
type room struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func rooms(t *testing.T) []room {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps=false", "-json=ImportPath,Imports,Deps", "nof1/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []room
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var r room
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if len(all) < 10 {
		t.Fatalf("%d packages found: the test looks in the wrong place", len(all))
	}
	return all
}

// Data flows one way: importers, analysis, reports, commands. Nobody but
// commands imports commands, and the leaves import nothing of ours.
func TestRoomsImportOneWay(t *testing.T) {
	may := map[string][]string{ // package, or prefix ending in /, and what of ours it may rest on
		"nof1/importers/record": {},
		"nof1/importers":        {"nof1/importers/record"},
		// The packages under importers/.
		"nof1/importers/":             {"nof1/importers", "nof1/importers/record", "nof1/importers/intraday", "nof1/importers/internal/fixture"},
		"nof1/importers/all":          {"nof1/importers", "nof1/importers/"},
		"nof1/analysis/stats":         {},
		"nof1/analysis/protocol":      {},
		"nof1/analysis/pool":          {"nof1/analysis/stats"},
		"nof1/analysis/nightly":       {"nof1/importers/record"},
		"nof1/analysis/schedule":      {"nof1/importers/record", "nof1/analysis/stats"},
		"nof1/analysis/scales":        {"nof1/importers/record", "nof1/analysis/stats"},
		"nof1/analysis/screen":        {"nof1/importers/record", "nof1/analysis/scales", "nof1/analysis/stats"},
		"nof1/analysis/randomisation": {"nof1/importers/record", "nof1/analysis/schedule", "nof1/analysis/stats"},
		"nof1/analysis": {"nof1/importers/record", "nof1/analysis/nightly", "nof1/analysis/protocol", "nof1/analysis/randomisation",
			"nof1/analysis/scales", "nof1/analysis/schedule", "nof1/analysis/screen", "nof1/analysis/stats"},
		"nof1/analysis/power":    {"nof1/importers/record", "nof1/analysis", "nof1/analysis/"},
		"nof1/reports/chart":     {},
		"nof1/reports/templates": {},
		"nof1/reports/words":     {"nof1/importers/record", "nof1/analysis", "nof1/analysis/", "nof1/reports/chart", "nof1/reports/templates"},
		"nof1/reports": {"nof1/importers/record", "nof1/analysis", "nof1/analysis/", "nof1/reports/chart",
			"nof1/reports/templates", "nof1/reports/words"},
		"nof1/reports/index": {"nof1/importers/record", "nof1/analysis", "nof1/analysis/", "nof1/reports/chart", "nof1/reports",
			"nof1/reports/templates", "nof1/reports/words"},
		"nof1/reports/plan": {"nof1/importers/record", "nof1/analysis", "nof1/analysis/", "nof1/reports/chart", "nof1/reports",
			"nof1/reports/templates", "nof1/reports/words"},
		"nof1/cmd/validate/people": {},
	}
	for _, r := range rooms(t) {
		allowed, listed := may[r.ImportPath]
		if !listed && strings.HasPrefix(r.ImportPath, "nof1/importers/") {
			allowed, listed = may["nof1/importers/"]
		}
		command := strings.HasPrefix(r.ImportPath, "nof1/cmd/")
		if !listed && !command {
			t.Errorf("%s is a room this test does not know: say what it may import", r.ImportPath)
			continue
		}
		for _, d := range r.Deps {
			if !strings.HasPrefix(d, "nof1/") || !listed {
				continue
			}
			ok := slices.ContainsFunc(allowed, func(a string) bool { return d == a || strings.HasSuffix(a, "/") && strings.HasPrefix(d, a) })
			if !ok {
				t.Errorf("%s rests on %s", r.ImportPath, d)
			}
		}
	}
}

// Each fixed library, and the network, has one room.
func TestLibrariesStayInTheirRooms(t *testing.T) {
	only := map[string][]string{
		"github.com/go-gota/gota/":              {"nof1/analysis/nightly"},
		"github.com/spf13/viper":                {"nof1/cmd/internal/config"},
		"github.com/wcharczuk/go-chart":         {"nof1/reports/chart"},
		"github.com/chromedp/chromedp":          {"nof1/reports"},
		"github.com/xuri/excelize":              {"nof1/importers", "nof1/importers/internal/fixture"},
		"github.com/muktihari/fit":              {"nof1/importers/garmin", "nof1/importers/importertest"},
		"gonum.org/v1/gonum/mat":                {"nof1/analysis/stats"},
		"github.com/schollz/progressbar":        {"nof1/cmd/nof1"},
		"github.com/santhosh-tekuri/jsonschema": {},
	}
	seen := map[string]bool{}
	for _, r := range rooms(t) {
		for _, i := range r.Imports {
			for lib, home := range only {
				if !strings.HasPrefix(i, lib) {
					continue
				}
				seen[lib] = true
				if !slices.Contains(home, r.ImportPath) {
					t.Errorf("%s imports %s, whose room is %v", r.ImportPath, i, home)
				}
			}
			if i == "net/http" || i == "net" {
				t.Errorf("%s imports %s: nof1 opens no connection", r.ImportPath, i)
			}
		}
	}
	for _, lib := range []string{"github.com/go-gota/gota/", "github.com/spf13/viper", "github.com/wcharczuk/go-chart"} {
		if !seen[lib] {
			t.Errorf("nobody imports %s", lib)
		}
	}
}

// viper is imported by one file alone.
func TestViperIsInOneFile(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{range .GoFiles}}{{.}}{{"\n"}}{{end}}`, "nof1/cmd/internal/config").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range strings.Fields(string(out)) {
		text, err := os.ReadFile(filepath.Join("..", "internal", "config", f))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `"github.com/spf13/viper"`) {
			found = append(found, f)
		}
	}
	if !slices.Equal(found, []string{"config.go"}) {
		t.Errorf("viper is imported by %v, want config.go alone", found)
	}
}

// Every module that go.mod asks for has its reason in CONTRIBUTING.md, and no
// other has.
func TestDependenciesHaveReasons(t *testing.T) {
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	out, err := exec.Command("go", "mod", "edit", "-json", filepath.Join("..", "..", "go.mod")).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| module | for |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	reasons := map[string]bool{}
	for line := range strings.Lines(table) {
		for name := range strings.SplitSeq(strings.Split(line, "|")[1], ",") {
			reasons[strings.TrimSpace(name)] = true
		}
	}
	delete(reasons, "staticcheck") // a tool
	for _, m := range mod.Require {
		if m.Indirect {
			continue
		}
		path, found := version.ReplaceAllString(m.Path, ""), false
		for name := range reasons {
			if strings.HasSuffix(path, "/"+name) {
				found = true
				delete(reasons, name)
			}
		}
		if !found {
			t.Errorf("%s has no reason in CONTRIBUTING.md", m.Path)
		}
	}
	for name := range reasons {
		t.Errorf("%s has a reason in CONTRIBUTING.md and is not in go.mod", name)
	}
}

// version is the end of a module's path from its second version on.
var version = regexp.MustCompile(`/v\d+$`)
