package main

import (
	"strings"
	"testing"

	"nof1/importers/own"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// What is suggested is read back as it was meant, whatever the headers hold.
func TestSuggestionIsConfiguration(t *testing.T) {
	cells := []string{"Schlaf (h:mm), [nachts]", "a: b", "'x' #1", "{y}", "\x1b[2Jred", "zeile\nzwei", "=HYPERLINK(\"x\")", "yes", "12"}
	s := own.Suggestion{DayMonth: true, Left: []string{"left\nmappings: []", "Notes"}, Mapping: own.Mapping{
		Match: cells, Kind: "nights", Date: own.MappedDate{Column: "When, exactly?", Convention: "evening", Format: "D/M/YYYY"}}}
	for _, cell := range cells {
		s.Mapping.Columns = append(s.Mapping.Columns, own.MappedColumn{From: cell, Metric: "hrv_unknown", Unit: "ms"})
	}
	text, err := suggestionText(s)
	if err != nil {
		t.Fatal(err)
	}
	type column struct{ From, Metric, Unit string }
	var got struct {
		Mappings []struct {
			Match   []string
			Kind    string
			Date    struct{ Column, Convention, Format string }
			Columns []column
		}
	}
	if err := yaml.Unmarshal([]byte(text), &got); err != nil || len(got.Mappings) != 1 {
		t.Fatalf("%v: %s", err, text)
	}
	m := got.Mappings[0]
	var from []string
	for _, c := range m.Columns {
		from = append(from, c.From)
	}
	if diff := cmp.Diff([][]string{cells, cells}, [][]string{m.Match, from}); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if m.Date.Column != "When, exactly?" || m.Date.Convention != "evening" || m.Date.Format != "D/M/YYYY" || m.Kind != "nights" {
		t.Errorf("%+v", m)
	}
	if !strings.Contains(text, "day and month could be the other way round") || !strings.Contains(text,
		"# not guessed: left mappings: [], Notes;") {
		t.Errorf("what is guessed is not said:\n%s", text)
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Errorf("the text steers a terminal: %q", text)
	}
}
