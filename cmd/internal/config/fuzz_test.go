package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzConfiguration reads any bytes as a configuration: settings, or errors that
// name the file and a line of it.
func FuzzConfiguration(f *testing.F) {
	example, err := os.ReadFile("../../../config.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	seedYAML(f)
	for _, text := range []string{"", "seed: 1\n", "seed: x\n", "margin: 5\n", "supplement: {id: magnesium, start: 2024-01-01}\n",
		"mappings: &a [*a]\n", "mappings:\n  - match: [Date]\n    kind: nights\n", "design: {randomised: true}\nlog: {absent: auto}\n",
		"a: b: c\n", "? [x]\n: y\n", "\x00"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := Read([]File{{Path: "c.yaml", Text: b}}, nil)
		var wrong *Error
		if err != nil && !errors.As(err, &wrong) {
			t.Fatalf("an error without a place: %v", err)
		}
		if wrong != nil {
			checkLines(t, wrong.Lines)
		}
	})
}

// seedYAML adds every configuration and plan of the commands' stories.
func seedYAML(f *testing.F) {
	stories, err := filepath.Glob("../../nof1/testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	found := 0
	for _, story := range stories {
		a, err := txtar.ParseFile(story)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if filepath.Ext(file.Name) == ".yaml" {
				f.Add(file.Data)
				found++
			}
		}
	}
	if found < 10 {
		f.Fatalf("only %d files", found)
	}
}

// FuzzPlan reads any bytes as a plan: one that is valid, or errors that name the
// file and a line of it.
func FuzzPlan(f *testing.F) {
	example, err := os.ReadFile("../../../analysis/schedule/plan.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	seedYAML(f)
	for _, text := range []string{"", "seed: x\n", "start: yesterday\n", "a: &a [*a]\n", "\x00", "[]", "- a\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPlan(File{Path: "c.yaml", Text: b})
		var wrong *Error
		switch {
		case err == nil && p.Validate() != nil:
			t.Fatalf("a plan that is none: %v", p.Validate())
		case err != nil && !errors.As(err, &wrong):
			t.Fatalf("an error without a place: %v", err)
		case err != nil:
			checkLines(t, wrong.Lines)
		}
	})
}

func checkLines(t *testing.T, lines []string) {
	t.Helper()
	if len(lines) == 0 {
		t.Error("an error that says nothing")
	}
	for _, line := range lines {
		if !strings.HasPrefix(line, "c.yaml:") {
			t.Errorf("%q does not begin with the file", line)
		}
	}
}
