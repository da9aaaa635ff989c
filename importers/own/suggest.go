package own

import (
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Suggestion is a mapping with which a table of no known format could be read, made
// from its header and first rows. Its owner must check it: the name of a column
// alone does not say what it means.
type Suggestion struct {
	Mapping  Mapping  // complete: it can be used unchanged
	Left     []string // header cells that are not recognised
	DayMonth bool     // day and month could be the other way round
}

// suggestedRows is how many rows a suggestion is made from.
const suggestedRows = 200

// Suggest returns a mapping for an unclaimed table with a column of dates and one
// that sounds like a measured metric and holds what it could; nil for any other.
func Suggest(h importers.Head) *Suggestion {
	if h.Header == nil {
		return nil
	}
	t, err := importers.NewTable(h.Base, strings.NewReader(h.Text), nil)
	if err != nil {
		return nil
	}
	cells := make([][]string, len(t.Header()))
	for range suggestedRows {
		if !t.Next() {
			break
		}
		for i := range cells {
			if cell := t.Cell(i); !importers.Missing(cell) {
				cells[i] = append(cells[i], cell)
			}
		}
	}
	s := &Suggestion{Mapping: Mapping{Kind: "nights"}}
	date := s.date(t.Header(), cells)
	if date < 0 {
		return nil
	}
	measured := false
	for i, name := range t.Header() {
		if i == date || name == "" {
			continue
		}
		c, m, ok := suggestColumn(t, name, cells[i])
		if !ok || slices.ContainsFunc(s.Mapping.Columns, func(o MappedColumn) bool { return o.Metric == c.Metric }) {
			s.Left = append(s.Left, name)
			continue
		}
		if s.Mapping.ofDay(c) {
			c.Of = "day"
		}
		s.Mapping.Columns = append(s.Mapping.Columns, c)
		measured = measured || m.Kind == record.Measured
	}
	if !measured {
		return nil
	}
	s.Mapping.Match = []string{t.Name(date)}
	for _, c := range s.Mapping.Columns {
		s.Mapping.Match = append(s.Mapping.Match, c.From)
	}
	if s.Mapping.Validate() != nil {
		return nil
	}
	return s
}

// suggestedDates are formats of dates, those that tell day and month apart first.
var suggestedDates = []string{"", "YYYY/M/D", "YYYYMMDD", "D.M.YYYY", "D.M.YY", "D MMM YYYY", "D-MMM-YYYY", "MMM D, YYYY",
	"D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "D/M/YY", "M/D/YY"}

// dateWords are names of columns that date a row.
var dateWords = []string{"date", "day", "night", "morning", "evening", "datum", "tag", "nacht", "morgen", "abend", "fecha", "jour", "data"}

// date chooses the column of dates, one named like it before any other, and fills
// in the date of the mapping. It returns -1 for a table without one.
func (s *Suggestion) date(header []string, cells [][]string) int {
	best, named := -1, false
	for i, name := range header {
		format, twisted, ok := suggestFormat(cells[i])
		if !ok || best >= 0 && (named || !soundsLike(name, dateWords...)) {
			continue
		}
		best, named, s.DayMonth = i, soundsLike(name, dateWords...), twisted
		s.Mapping.Date = MappedDate{Column: name, Format: format}
		if soundsLike(name, "evening", "abend", "night of") {
			s.Mapping.Date.Convention = "evening"
		}
	}
	return best
}

// suggestFormat returns the first format that reads every cell, with or without a
// time of day behind it, and whether day and month could be twisted.
func suggestFormat(cells []string) (format string, twisted, ok bool) {
	reads := func(format string) bool {
		return len(cells) > 0 && !slices.ContainsFunc(cells, func(cell string) bool {
			_, err := MappedDate{Format: format}.Moment(cell)
			return err != nil
		})
	}
	for _, f := range suggestedDates {
		for _, clock := range []string{"", " HH:mm", " HH:mm:ss"} {
			if f == "" && clock != "" || !reads(f+clock) {
				continue
			}
			other := strings.NewReplacer("D", "M", "M", "D").Replace(f)
			return f + clock, strings.Contains(f, "D/M/") && reads(other+clock), true
		}
	}
	return "", false, false
}

// soundsLike reports whether a header cell holds one of the words: short ones on
// their own, long ones anywhere.
func soundsLike(name string, words ...string) bool {
	folded := importers.Normalise(name)
	parts := strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune(" _-.,:/()[]", r) })
	return slices.ContainsFunc(words, func(w string) bool {
		return len(w) < 5 && slices.Contains(parts, w) || len(w) >= 5 && strings.Contains(folded, w)
	})
}
