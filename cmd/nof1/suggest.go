package main

import (
	"strings"

	"nof1/importers"
	"nof1/importers/own"

	"gopkg.in/yaml.v3"
)

// printSuggestions writes, for each kind of table nobody knows, lines of the
// configuration that would read it, guessed from its header and first rows.
func printSuggestions(p *printer, res importers.Result, suggestions map[string]*own.Suggestion) error {
	seen := map[string]bool{}
	for _, in := range res.Inputs {
		if wasRead(in) || suggestions[in.Path] == nil {
			continue
		}
		match := strings.Join(suggestions[in.Path].Mapping.Match, "\x00")
		if seen[match] {
			continue
		}
		seen[match] = true
		text, err := suggestionText(*suggestions[in.Path])
		if err != nil {
			return err
		}
		p.result("%s can be read with --config FILE and these lines in FILE, once you have corrected what is guessed:", in.Path)
		for line := range strings.Lines(text) {
			p.result("%s", strings.TrimRight(line, "\n"))
		}
	}
	return nil
}

// suggestionText is the mapping as a part of the configuration, with comments on
// what its owner has to know.
func suggestionText(s own.Suggestion) (string, error) {
	m := s.Mapping
	match := sequence()
	match.Style = yaml.FlowStyle
	for _, cell := range m.Match {
		match.Content = append(match.Content, scalar(cell))
	}
	date := fields("column", m.Date.Column, "convention", m.Date.Convention, "format", m.Date.Format)
	if date.LineComment = "the date of waking; add convention: evening if it is that of the evening"; m.Date.Convention != "" {
		date.LineComment = "guessed: the night began on it"
	}
	if s.DayMonth {
		date.LineComment += "; guessed: day and month could be the other way round"
	}
	columns := sequence()
	for _, c := range m.Columns {
		column := fields("from", c.From, "metric", c.Metric, "unit", c.Unit, "rated", c.Rated, "best", c.Best, "of", c.Of)
		column.LineComment = guessComment(c)
		columns.Content = append(columns.Content, column)
	}
	entry := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
		scalar("match"), match, scalar("kind"), scalar(m.Kind), scalar("date"), date, scalar("columns"), columns,
	}}
	entries := sequence()
	entries.Content = []*yaml.Node{entry}
	doc := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("mappings"), entries}}
	var b strings.Builder
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(doc); err != nil {
		return "", err
	}
	if len(s.Left) > 0 {
		left := strings.Join(strings.Fields(strings.Join(s.Left, ", ")), " ") // a cell may hold a line end
		b.WriteString("      # not guessed: " + left + "; nof1 list metrics has the ids\n")
	}
	return b.String(), enc.Close()
}

// guessComment returns the comment on what the owner of a table has to correct in a
// column.
func guessComment(c own.MappedColumn) string {
	switch {
	case c.Metric == "hrv_unknown":
		return "hrv_rmssd or hrv_sdnn, if you know which"
	case c.Rated != "":
		return "guessed: put right the range, and which end of it is best"
	case c.Of == "day":
		return "guessed: of the day of its date, before the night; of: night if of the row's night"
	}
	return "guessed"
}

func sequence() *yaml.Node { return &yaml.Node{Kind: yaml.SequenceNode} }

func scalar(text string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(text)
	return n
}

// fields is a mapping on one line, without what is empty.
func fields(pairs ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			n.Content = append(n.Content, scalar(pairs[i]), scalar(pairs[i+1]))
		}
	}
	return n
}
