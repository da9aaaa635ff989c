package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
)

// What a shell offers is what the command takes.
func TestCompletions(t *testing.T) {
	for _, c := range []struct {
		line  string // the last word is the one begun
		want  string
		never string
	}{
		{"list |", "supplements", ""},
		{"list metrics |", "hrv_rmssd", "magnesium"},
		{"list supplements mag|", "magnesium", "hrv_rmssd"},
		{"list metrics tst |", ":4", "tst"},
		{"report --primary |", "tst", "sleep_score"},
		{"power --primary |", "hrv_rmssd", "steps"},
		{"report --supplement |", "magnesium", ""},
		{"batch --lang |", "de", ""},
		{"report export.zip --format |", "onepage", ""},
		{"plan --design |", "abab", ""},
		{"check --as |", "whoop.cycles=", ""},
		{"report --config |", "yaml", ""},
		{"rep|", "report", "batch"},
	} {
		var out bytes.Buffer
		if code := run(append([]string{"__complete"}, strings.Split(strings.TrimSuffix(c.line, "|"), " ")...), nil, &out,
			io.Discard); code != exitDone {
			t.Fatalf("%s: exit %d", c.line, code)
		}
		var words []string
		for line := range strings.Lines(out.String()) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			words = append(words, word)
		}
		if !slices.Contains(words, c.want) || c.never != "" && slices.Contains(words, c.never) {
			t.Errorf("%s: offers %q, want %s and not %s", c.line, words, c.want, c.never)
		}
	}
}
