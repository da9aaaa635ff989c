package reports

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html/template"
	"strings"

	"nof1/reports/words"
)

// Figure is one drawing in a file of its own beside report.md.
type Figure struct {
	Name string // of the file
	Alt  string // what it shows
	SVG  []byte // the whole file
}

// Figures returns the drawings report.md refers to: the nights, the calendar
// and the made-up starts, each if the report has it. They carry their own
// colours, for light paper.
func Figures(r Report) ([]Figure, error) {
	p := &pager{Speaker: words.Speak(r.Language), report: r}
	p.phaseKinds()
	look, err := chartStyle()
	if err != nil {
		return nil, err
	}
	out := []Figure{}
	add := func(name, alt string, svg template.HTML) {
		if svg != "" {
			out = append(out, Figure{name, words.Plain(alt), standalone([]byte(svg), look, words.Plain(alt))})
		}
	}
	if metric := charted(r); metric != "" {
		if f := p.timeline(metric); f != nil {
			add("report-nights.svg", f.Alt, f.Wide)
		}
	}
	if c := p.calendar(); c != nil {
		add("report-calendar.svg", c.Figure.Alt, c.Figure.Wide)
	}
	if f := p.fake(); f != nil {
		add("report-fake-starts.svg", f.Alt, f.Plot)
	}
	if p.Err != nil {
		return nil, fmt.Errorf("report.md: %w", p.Err)
	}
	return out, nil
}

// chartStyle is the part of the page's style sheet that colours drawings.
func chartStyle() (string, error) {
	css, err := style()
	if err != nil {
		return "", err
	}
	root, _, ok := strings.Cut(css, "@media")
	_, rules, found := strings.Cut(css, "/* drawings */")
	rules, _, ends := strings.Cut(rules, "/* end of drawings */")
	if !ok || !found || !ends {
		return "", fmt.Errorf("report.css: no marks around the rules of drawings")
	}
	return root + rules + "svg{background:var(--paper);color-scheme:light;font-family:sans-serif}", nil
}

// standalone turns a drawing of the page into a file of its own, with its style
// and its description inside.
func standalone(svg []byte, look, alt string) []byte {
	var head bytes.Buffer
	head.WriteString("<title>")
	xml.EscapeText(&head, []byte(alt)) // a bytes.Buffer does not fail
	head.WriteString("</title><style>" + look + "</style>")
	svg = bytes.Replace(svg, []byte(` aria-hidden="true" focusable="false"`), []byte(` role="img"`), 1)
	end := bytes.IndexByte(svg, '>') + 1
	return append(append(append([]byte{}, svg[:end]...), head.Bytes()...), svg[end:]...)
}
