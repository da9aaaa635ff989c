package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"nof1/analysis"
	"nof1/reports/words"
)

// TextOptions say what a terminal can show.
type TextOptions struct {
	Color bool // emphasis by escape codes
	Width int  // characters a line, 0 means 80
}

const (
	defaultWidth = 80
	narrowWidth  = 72 // below it the two means are left out
)

// WriteText writes the report for a terminal: the answer, one line an outcome,
// the heaviest caveats with their sizes and what was not recorded. A verdict
// is never written without them. Errors are those of w and of a missing sentence.
func WriteText(w io.Writer, r Report, o TextOptions) error {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	t := &texter{pager: pager{Speaker: words.Speak(r.Language), report: r}, o: o}
	if alone := t.help(); alone {
		t.para(t.Word(aloneID(r)), "")
	} else {
		t.summary()
	}
	if t.Err != nil {
		return fmt.Errorf("report text: %w", t.Err)
	}
	_, err := w.Write(t.b.Bytes())
	return err
}

// aloneID is what is said of a report whose numbers are not in sight: a copy to share
// does not have the texts of help.
func aloneID(r Report) string {
	if r.Shared {
		return "text.alone_shared"
	}
	return "text.alone"
}

// summary writes the answer and the figures beside it.
func (t *texter) summary() {
	t.head()
	if t.report.Intervention.Design == "none" {
		t.describe()
	} else {
		t.table()
	}
	t.doubts()
}

type texter struct {
	pager
	o TextOptions
	b bytes.Buffer
}

func (t *texter) line(s string) { t.b.WriteString(s + "\n") }

// para writes a wrapped paragraph of untrusted text.
func (t *texter) para(text, indent string) {
	t.line(words.Wrap(strings.ReplaceAll(words.Plain(text), "−", "-"), t.o.Width, indent))
}

func (t *texter) strong(text string) string {
	if !t.o.Color {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

func (t *texter) head() {
	r := t.report
	t.para(r.Participant+": "+t.product(), "")
	if r.Shared {
		t.para(t.Word("share.removed"), "")
	}
	t.line("")
	t.line(t.strong(words.Wrap(words.Plain(r.Summary.Headline), t.o.Width, "")))
	if r.Summary.Detail != "" {
		t.para(r.Summary.Detail, "")
	}
	t.line("")
}

// table is one line an outcome, in columns.
func (t *texter) table() {
	rows := [][]string{{t.Word("text.outcome"), t.Word("text.off"), t.Word("text.on"), t.Word("text.change"), t.Word("text.range"),
		t.Word("text.nights")}}
	starred, unsure := false, false
	for _, role := range analysis.Roles {
		for _, o := range t.report.Outcomes {
			if o.Role == role {
				rows = append(rows, t.row(o))
				starred = starred || role == analysis.RoleExploratory
				unsure = unsure || o.Verdict.Code == analysis.CodeCantTell
			}
		}
	}
	if len(rows) == 1 {
		return
	}
	keep := []int{0, 1, 2, 3, 4, 5}
	if t.o.Width < narrowWidth {
		keep = []int{0, 3, 4, 5}
	}
	t.columns(rows, keep)
	if unsure {
		t.para(t.Word("text.tilde"), "")
	}
	if starred {
		t.para(t.Word("text.exploratory"), "")
	}
	t.line("")
}

// describe writes one line an outcome when there is nothing to compare: what the nights
// are like.
func (t *texter) describe() {
	rows := [][]string{{t.Word("text.outcome"), t.Word("text.average"), t.Word("text.spread"), t.Word("text.nights"), t.Word("text.missing")}}
	for _, o := range t.report.Outcomes {
		for _, s := range t.report.Series {
			if s.Metric == o.Metric && s.Source == o.Source {
				v := t.seriesRow(s)
				rows = append(rows, []string{v.Name, v.Mean, v.SD, v.Nights, v.Missing})
			}
		}
	}
	if len(rows) == 1 {
		return
	}
	t.columns(rows, []int{0, 1, 2, 3, 4})
	t.line("")
}

func (t *texter) row(o analysis.Outcome) []string {
	n := t.numberRow(o)
	change := n.Change
	switch o.Verdict.Code {
	case analysis.CodeCantTell:
		change = "~"
	case analysis.CodeHigher, analysis.CodeLower:
	default:
		change = n.Word
	}
	name := n.Name
	if o.Role == analysis.RoleExploratory {
		name += "*"
	}
	cells := []string{name, n.Off, n.On, change, n.Range, fmt.Sprintf("%d+%d", o.NOff, o.NOn)}
	for i, c := range cells {
		cells[i] = strings.NewReplacer("−", "-", words.Dash, "").Replace(c)
	}
	return cells
}

// columns aligns the kept cells: the first to the left, the others to the right.
func (t *texter) columns(rows [][]string, keep []int) {
	width := map[int]int{}
	for _, r := range rows {
		for _, k := range keep {
			width[k] = max(width[k], utf8.RuneCountInString(r[k]))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, k := range keep {
			pad := strings.Repeat(" ", width[k]-utf8.RuneCountInString(r[k]))
			if i == 0 {
				b.WriteString(r[k] + pad)
			} else {
				b.WriteString("  " + pad + r[k])
			}
		}
		t.line(strings.TrimRight(b.String(), " "))
	}
}

func (t *texter) doubts() {
	r := t.report
	t.line(t.strong(t.Word("text.before")))
	n := doubtsUpFront(r, upFrontText)
	if n == 0 {
		t.para(t.noCaveat(), "  ")
	}
	for _, c := range r.Caveats[:n] {
		t.para(fmt.Sprintf("%s (%s). %s", c.Title, strings.ToLower(t.Severity(c.Severity)), c.Statement), "  ")
	}
	if more := len(r.Caveats) - n; more > 0 {
		t.para(t.Say("text.more", more), "  ")
	}
	var names []string
	for _, id := range r.NotRecorded {
		names = append(names, t.WordOr("not_recorded."+id, id))
	}
	if len(names) > 0 {
		t.para(t.Say("text.not_recorded", strings.Join(names, ", ")), "")
	}
	t.doses()
	if r.Next.Plan != "" {
		t.line("")
		t.line(t.strong(t.Word("text.next")))
		t.para(r.Next.Plan, "  ")
	}
	t.line("")
	t.para(t.Word("text.disclaimer"), "")
}

// routine are the notes on the doses that need no one's attention.
var routine = map[string]bool{"upper_level": true, "dose_changed": true, "doses_merged": true, "timing": true, "form_changed": true,
	"brand_changed": true}

// doses writes the notes on the doses that the reader has to act on.
func (t *texter) doses() {
	var notes []string
	for _, n := range t.report.Intervention.DoseNotes {
		if !routine[n.ID] {
			notes = append(notes, n.Statement)
		}
	}
	if len(notes) == 0 {
		return
	}
	t.line("")
	t.line(t.strong(t.Word("text.doses")))
	for _, n := range notes {
		t.para(n, "  ")
	}
}
