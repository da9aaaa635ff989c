package config

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/internal/process"
)

const exampleFile = "../../../config.example.yaml"

func TestExampleIsTheDefaults(t *testing.T) {
	text, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read([]File{{"config.example.yaml", text}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got.ConfigSHA256 = ""
	// An empty list and none mean the same.
	got.Supplement.Forms, got.Mappings, got.Products, got.Breaks, got.Supplements = nil, nil, nil, nil, nil
	if diff := cmp.Diff(process.Defaults(), got); diff != "" {
		t.Errorf("config.example.yaml is not the defaults (-defaults +example):\n%s", diff)
	}
}

// TestExampleExamples reads the commented examples of config.example.yaml.
func TestExampleExamples(t *testing.T) {
	text, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	in := false
	for _, line := range strings.Split(string(text), "\n") {
		switch body, comment := strings.CutPrefix(line, "#"); {
		case !comment:
			in = false
		case strings.HasSuffix(body, "For example:"):
			in = true
		case in && strings.TrimSpace(body) != "":
			b.WriteString(strings.TrimPrefix(body, " ") + "\n")
		}
	}
	got, err := Read([]File{{"examples", []byte(b.String())}}, nil)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, b.String())
	}
	if len(got.Supplements) != 1 || got.Supplements[0].Expects[0].Metric != "sol" {
		t.Errorf("supplements %+v", got.Supplements)
	}
	if len(got.Mappings) != 2 || len(got.Products) != 1 || len(got.Breaks) != 1 {
		t.Errorf("%d mappings, %d products, %d breaks: want 2, 1, 1", len(got.Mappings), len(got.Products), len(got.Breaks))
	}
	if got.Breaks[0].Date != "2024-05-03" {
		t.Errorf("date %q: an unquoted date must stay as written", got.Breaks[0].Date)
	}
}

func TestReadConfigRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "seed: 2\ndosee: 3\n", "c.yaml:2: field dosee not found"},
		{"unknown nested key", "supplement:\n  id: magnesium\n  dose: 3\n", "c.yaml:3: field dose not found"},
		{"other case", "Seed: 2\n", "c.yaml:1: field Seed not found"},
		{"word for number", "\nseed: many\n", `c.yaml:2: field seed: "many" is not valid, want a whole number, 0 or more`},
		{"word for a list", "supplement:\n  forms: citrate\n", `c.yaml:2: field supplement.forms: "citrate" is not valid, want a list`},
		{"negative seed", "seed: -1\n", `c.yaml:1: field seed: "-1" is not valid, want a whole number, 0 or more`},
		{"yes for true", "design:\n  randomised: yes\n", "c.yaml:2: field design.randomised: want true or false"},
		{"number for a name", "primary: 3\n", "c.yaml:1: field primary: want text, in quotes if it looks like a number"},
		{"number for a range", "mappings:\n  - columns:\n      - {from: a, rated: 4}\n",
			"c.yaml:3: field mappings[0].columns[0].rated: want the lowest and the highest value, such as 1-4"},
		{"in a list", "products:\n  - {name: x}\n  - {nam: y}\n", "c.yaml:3: field nam not found"},
		{"not YAML", "a: [1\n", "c.yaml:1: "},
		{"a list", "- 1\n", "c.yaml:1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]File{{"c.yaml", []byte(c.text)}}, nil)
			var wrong *Error
			if !errors.As(err, &wrong) {
				t.Fatalf("error %v: want a *Error", err)
			}
			if !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestReadConfigOverrides(t *testing.T) {
	files := []File{
		{"config.yaml", []byte("margin: 5\nprimary: tst\nsupplement: {id: zinc, forms: [oxide]}\n")},
		{"nof1.yaml", []byte("primary: deep\nsupplement: {id: Magnesium}\n")},
	}
	got, err := Read(files, map[string]any{"supplement::start": "2024-05-01", "seed": uint64(7)})
	if err != nil {
		t.Fatal(err)
	}
	want := process.Defaults()
	want.Margin, want.Primary, want.Seed = "5", "deep", 7
	want.Supplement = process.SupplementConfig{ID: "Magnesium", Forms: []string{"oxide"}, Start: "2024-05-01"}
	want.ConfigSHA256 = got.ConfigSHA256
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.ConfigSHA256) != 64 {
		t.Errorf("configuration hash %q", got.ConfigSHA256)
	}
	none, err := Read(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(process.Defaults(), none); diff != "" {
		t.Errorf("without a file (-want +got):\n%s", diff)
	}
	empty, err := Read([]File{{"c.yaml", []byte("# nothing\n")}}, nil)
	if err != nil || empty.Log.Absent != "auto" {
		t.Errorf("empty file: %v, absent %q", err, empty.Log.Absent)
	}
}

func TestPlaced(t *testing.T) {
	wrong := &process.SettingError{Key: "supplement.start", Message: `"soon" is not a date`}
	files := []File{
		{"all.yaml", []byte("supplement:\n  start: soon\n")},
		{"own.yaml", []byte("seed: 2\nsupplement:\n  id: zinc\n  start: soon\n")},
		{"last.yaml", []byte("seed: 3\n")},
	}
	for _, c := range []struct {
		name  string
		err   error
		files []File
		flags map[string]any
		want  string
	}{
		{"the last file that says it", wrong, files, nil, `own.yaml:4: field supplement.start: "soon" is not a date`},
		{"another flag", wrong, files[:1], map[string]any{"seed": 1}, `all.yaml:2: field supplement.start: "soon" is not a date`},
		{"a flag", wrong, files, map[string]any{"supplement::start": "soon"}, wrong.Error()},
		{"no file says it", wrong, files[2:], nil, wrong.Error()},
		{"something else", errors.New("other"), files, nil, "other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := AddPosition(c.err, c.files, c.flags)
			if got == nil || got.Error() != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if isError := errors.As(got, new(*Error)); isError == errors.Is(got, c.err) {
				t.Errorf("%#v: want either a *Error or the error as it was", got)
			}
		})
	}
	if err := AddPosition(nil, files, nil); err != nil {
		t.Errorf("nothing wrong: %v", err)
	}
}
