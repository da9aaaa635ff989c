package config

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// FuzzConfiguration reads any bytes as a configuration: settings, or errors that
// name the file and a line of it.
func FuzzConfiguration(f *testing.F) {
	example, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	for _, text := range []string{"", "seed: 1\n", "seed: x\n", "margin: 5\n", "supplement: {id: magnesium, start: 2024-01-01}\n",
		"mappings: &a [*a]\n", "mappings:\n  - match: [Date]\n    kind: nights\n", "design: {randomised: true}\nlog: {absent: auto}\n", "a: b: c\n", "? [x]\n: y\n", "\x00"} {
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

// FuzzPlan reads any bytes as a plan: one that is valid, or errors that name the
// file and a line of it.
func FuzzPlan(f *testing.F) {
	f.Add([]byte("supplement: magnesium\nprimary: hrv_rmssd\nseed: 1\nstart: 2024-01-01\nblocks: [{first: 2024-01-01, last: 2024-01-07, condition: on}]\n"))
	for _, text := range []string{"", "seed: x\n", "start: yesterday\n", "a: &a [*a]\n", "\x00", "[]", "- a\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPlan(File{Path: "c.yaml", Text: b})
		var wrong *PlanError
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
