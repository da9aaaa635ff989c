package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"nof1/reports/words"
)

// WriteAssociations writes the screen for a terminal: one line a row that
// is shown, the size of the grid, and what could not be tested.
func WriteAssociations(w io.Writer, r Report, o TextOptions) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	t := &texter{pager: pager{Speaker: words.Speak(r.Language), report: r}, o: o}
	t.para(r.Participant+": "+t.Word("screen.title"), "")
	t.line("")
	if v := t.screen(true); v == nil {
		t.para(t.Word("screen.nothing_logged"), "")
	} else {
		t.associations(v)
	}
	t.line("")
	t.para(t.Word("text.disclaimer"), "")
	if t.Err != nil {
		return fmt.Errorf("correlate: %w", t.Err)
	}
	_, err := w.Write(t.b.Bytes())
	return err
}

func (t *texter) associations(v *screenView) {
	t.para(v.Intro, "")
	t.line("")
	if len(v.Rows) > 0 {
		t.screenTable(v.Rows)
		t.line("")
	}
	for _, s := range append([]string{v.None, v.More, v.Caution}, v.Untested...) {
		if s != "" {
			t.para(s, "")
		}
	}
}

// screenTable writes one line a row. What a reader must know about rows follows below,
// numbered.
func (t *texter) screenTable(in []screenRow) {
	rows := [][]string{{strings.ToLower(t.Word("screen.head.item")), t.Word("text.outcome"), strings.ToLower(t.Word("screen.head.change")),
		t.Word("text.range"), strings.ToLower(t.Word("screen.head.nights")), "q"}}
	var notes []string
	for _, r := range in {
		item := words.Plain(r.Item)
		if r.Step != "" {
			item += ", " + words.Plain(r.Step)
		}
		item = clipped(item, min(itemWidth, t.o.Width*2/5))
		for _, n := range r.Notes {
			if !slices.Contains(notes, n) {
				notes = append(notes, n)
			}
			item += fmt.Sprintf(" [%d]", slices.Index(notes, n)+1)
		}
		cells := []string{item, r.Outcome, r.Change, r.Signed, strings.ReplaceAll(r.Nights, " / ", "+"), r.Q}
		for i, c := range cells {
			cells[i] = strings.NewReplacer("−", "-", "\u00a0", " ", words.Dash, "").Replace(c)
		}
		rows = append(rows, cells)
	}
	t.columns(rows, t.fitting(rows, []int{0, 1, 2, 3, 4, 5}, []int{0, 1, 2, 3, 5}, []int{0, 1, 2, 3}))
	for i, n := range notes {
		t.para(fmt.Sprintf("[%d] %s", i+1, n), "")
	}
}

// fitting returns the first choice of columns that fits the terminal, else the
// last.
func (t *texter) fitting(rows [][]string, choices ...[]int) []int {
	for _, keep := range choices {
		total := 2 * (len(keep) - 1)
		for _, k := range keep {
			width := 0
			for _, r := range rows {
				width = max(width, utf8.RuneCountInString(r[k]))
			}
			total += width
		}
		if total <= t.o.Width {
			return keep
		}
	}
	return choices[len(choices)-1]
}

const itemWidth = 44 // characters of an item in a table, at most

// clipped shortens a long item, whose whole name is in the document.
func clipped(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return strings.TrimSpace(string(r[:width-1])) + "…"
	}
	return s
}
