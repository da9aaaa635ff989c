package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
)

// WriteMarkdown writes the report in short: the answer, the outcomes, the
// caveats, what was not recorded and the disclaimer. Its drawings are files
// beside it, see [Figures]. Errors are those of w and of a missing sentence.
func WriteMarkdown(w io.Writer, r Report) error {
	p := &pager{Speaker: words.Speak(r.Language), report: r}
	var b bytes.Buffer
	line := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	p.markdownHelp(line)
	line("# %s\n", escapeMD(r.Participant))
	line("%s\n", escapeMD(p.product()))
	if r.Shared {
		line("%s\n", p.Word("share.removed"))
	}
	line("**%s** %s\n", escapeMD(r.Summary.Headline), escapeMD(r.Summary.Detail))
	figures, err := Figures(r)
	if err != nil {
		return err
	}
	for _, f := range figures {
		line("![%s](%s)\n", escapeMD(f.Alt), f.Name)
	}
	p.markdownOutcomes(line)
	line("## %s\n", p.Word("page.before"))
	for _, c := range r.Caveats {
		line("- **%s** (%s). %s %s", escapeMD(c.Title), p.Severity(c.Severity), escapeMD(c.Statement), escapeMD(c.Advice))
	}
	if len(r.Caveats) == 0 {
		line("%s", p.noCaveat())
	}
	var names []string
	for _, id := range r.NotRecorded {
		names = append(names, p.WordOr("not_recorded."+id, id))
	}
	line("\n%s\n", escapeMD(p.NotChecked(names)))
	if r.Next.Plan != "" {
		line("## %s\n\n%s\n", p.Word("page.settle"), escapeMD(r.Next.Plan))
	}
	p.markdownRest(line)
	line("## %s\n\n%s", p.Word("page.disclaimer"), p.Word("disclaimer"))
	if p.Err != nil {
		return fmt.Errorf("report.md: %w", p.Err)
	}
	_, err = w.Write(words.Unturned(b.Bytes()))
	return err
}

// markdownHelp writes the texts that come before everything else; in a crisis the
// numbers begin on another page.
func (p *pager) markdownHelp(line func(string, ...any)) {
	h := p.help()
	if h == nil {
		return
	}
	line("**%s**\n", escapeMD(h.Lead))
	for _, text := range append(h.Texts, h.Unseen) {
		line("> %s\n", escapeMD(text))
	}
	if h.Alone {
		line("%s\n\n---\n", escapeMD(p.Word("text.alone")))
		line("<div style=\"break-after: page\"></div>\n")
	}
}

// markdownRest writes the doses, the unwanted effects and the ledger.
func (p *pager) markdownRest(line func(string, ...any)) {
	p.markdownPeriods(line)
	if notes := p.report.Intervention.DoseNotes; len(notes) > 0 {
		line("## %s\n", p.Word("page.doses"))
		for _, n := range notes {
			line("- %s", escapeMD(n.Statement))
		}
		line("")
	}
	if len(p.report.Harms) > 0 {
		line("## %s\n", p.Word("page.harms"))
		for _, h := range p.report.Harms {
			line("- %s", escapeMD(h.Statement))
		}
		line("")
	}
	rows := p.ledger()
	if o := p.report.Primary(); len(rows) == 0 || o == nil || o.Estimate == nil {
		return // nothing was compared, so nothing was looked at
	}
	line("## %s\n\n%s\n", p.Word("page.ledger"), p.Word("page.ledger_intro"))
	line("| %s | %s | %s | %s |\n|---|---|---|---|", p.Word("head.thing"), p.Word("head.status"), p.Word("head.measured"),
		p.Word("head.adjusted"))
	for _, l := range rows {
		line("| %s | %s | %s | %s |", escapeMD(l.Name), escapeMD(l.Status), escapeMD(l.Statement), escapeMD(l.Adjusted))
	}
	line("")
}

// markdownPeriods writes the table of periods if one of them has parts. The short form
// leaves it out otherwise, since the design's name has it.
func (p *pager) markdownPeriods(line func(string, ...any)) {
	phases := p.report.Intervention.Phases
	if !slices.ContainsFunc(phases, func(ph analysis.Phase) bool { return len(ph.Parts) > 0 }) {
		return
	}
	line("## %s\n", p.Word("page.phases"))
	line("| %s | %s | %s | %s | %s | %s | %s |\n|---|---|---|---|---|---|---|", p.Word("head.period"), p.Word("head.kind"),
		p.Word("head.from"),
		p.Word("head.to"), p.Word("head.days"), p.Word("head.left_out"), p.Word("head.used"))
	for _, row := range p.phaseRows() {
		line("| %s | %s | %s | %s | %s | %s | %s |", escapeMD(row.Label), escapeMD(row.Kind), row.From, row.To, row.Days, row.LeftOut, row.Used)
	}
	line("")
}

func (p *pager) markdownOutcomes(line func(string, ...any)) {
	if len(p.report.Outcomes) == 0 {
		return
	}
	line("| %s | %s | %s | %s | %s | %s | %s |", p.Word("head.outcome"), p.Word("head.off"), p.Word("head.on"), p.Word("head.change"),
		p.Word("head.range"), p.Word("head.nights"), p.Word("head.verdict"))
	line("|---|---|---|---|---|---|---|")
	exploratory := 0
	for _, role := range analysis.Roles {
		for _, o := range p.report.Outcomes {
			if o.Role != role {
				continue
			}
			n := p.numberRow(o)
			if role == analysis.RoleExploratory {
				n.Name += "*"
				exploratory++
			}
			line("| %s | %s | %s | %s | %s | %s | %s |", escapeMD(n.Name), escapeMD(n.Off), escapeMD(n.On), escapeMD(n.Change),
				escapeMD(n.Range), n.Nights, n.Word)
		}
	}
	line("")
	if exploratory > 0 {
		line("\\* %s\n", p.Say("page.group_exploratory", exploratory))
	}
}

// escapeMD makes text stand for itself in Markdown and in the HTML it becomes.
func escapeMD(text string) string {
	var b strings.Builder
	for _, r := range words.Plain(text) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_[]{}|#!~", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
