package plan

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"

	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports"
	"nof1/reports/words"
)

// planView is what the templates of a plan show.
type planView struct {
	CSS        template.CSS
	CSP        string
	Lang       string
	Kind       string
	Title      string
	Headline   string
	Detail     string
	Facts      []reports.Fact
	Today      []string
	Weeks      []planWeek
	Reasons    []string
	Table      [][]string // rows
	TableHead  []string
	Taken      int
	Safety     []string
	Ask        []string
	Items      []planItemView
	ItemsCount string
	Blank      []int // lines to write on
	Boxes      []boxView
	BoxTotal   string
	Steps      []string
}

// planWeek is a row of the calendar.
type planWeek struct {
	N     int
	Cells []planCell // seven, Monday first
}

// planCell is one day, empty outside the plan.
type planCell struct {
	Day, Label, Class string
}

// planItemView is one item of the protocol.
type planItemView struct {
	ID, Requires, Says string
	Open               bool
}

// boxView is one row of the packing sheet.
type boxView struct {
	N, Days     int
	First, Last string
	Holds       string
	With        bool
}

// WriteHTML writes the printable page of a plan. It loads nothing from
// anywhere, runs nothing, and escapes what the person wrote. Of a sealed plan it shows
// no day. Errors are those of out and of a missing sentence.
func WriteHTML(out io.Writer, s Sheet) error {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	return w.write(out, "plan.html", w.view())
}

// WritePackingSheet writes the sheet for the helper who packs the boxes. The
// plan is one whose days are known.
func WritePackingSheet(out io.Writer, s Sheet) error {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	return w.write(out, "packing.html", w.packing())
}

func (w *planWriter) write(out io.Writer, name string, view planView) error {
	t, css, err := reports.LaidOut(w.Speaker, "plan.css")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	view.CSS, view.CSP, view.Lang = template.CSS(css), reports.Policy(css), w.Code()
	var b bytes.Buffer
	if err := errors.Join(t.ExecuteTemplate(&b, name, view), w.Err); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = out.Write(words.Unturned(b.Bytes()))
	return err
}

func (w *planWriter) view() planView {
	p := w.Plan
	name, metric := w.Name(), w.Quantity(p.Primary).FullName()
	v := planView{
		Kind:  w.Word("plan.kind"),
		Title: words.SentenceCase(w.Say("plan.title", words.Values{"Name": name, "Created": w.Day(p.Created.Date)})),
		Detail: w.Say("plan.detail", words.Values{"Weeks": p.Constraint.Weeks, "Start": w.Day(p.Schedule.Start.Date),
			"End":      w.Day(p.Schedule.End.Date),
			"Stopping": w.Day(p.Stopping())}),
		Headline: w.Say("plan.headline", words.Values{"Name": name, "Metric": metric}),
		Facts:    w.facts(), Weeks: w.calendar(), Reasons: w.because(), Taken: w.Taken + 1, Safety: w.safety(), Ask: w.askFirst(),
		Blank: make([]int, 4),
	}
	if p.Question != "" {
		v.Headline = p.Question
	}
	v.Today = append(v.Today, w.Word("plan.today.with"), w.Word("plan.today.log"), w.Word("plan.today.same"), w.Word("plan.today.deviate"))
	if p.Blinded {
		v.Today[0] = w.Word("plan.today.blind")
	}
	table, err := Table(w.Sheet)
	if err != nil {
		w.Fail(err)
		return v
	}
	v.TableHead, v.Table = table[0], table
	open := 0
	for _, item := range p.Contents {
		x := planItemView{ID: item.ID, Requires: w.WordOr("spent."+item.ID+".requires", item.ID), Says: item.Says, Open: item.Says == ""}
		if x.Open {
			x.Says = w.Word("plan.contents.open")
			open++
		}
		v.Items = append(v.Items, x)
	}
	v.ItemsCount = w.Say("plan.contents.count", words.Values{"Open": open, "All": len(p.Contents)})
	return v
}

// facts are the lines beside the question.
func (w *planWriter) facts() []reports.Fact {
	p, o := w.Plan, w.option()
	order := w.Say("plan.seed_sealed", words.Values{"Orders": w.orders(o.Orders)})
	letters := w.Say("plan.order_sealed", words.Values{"Boxes": len(p.Boxes())})
	if p.Seed != nil {
		order = w.Say("plan.seed", words.Values{"Seed": *p.Seed, "Orders": w.orders(o.Orders)})
		letters = p.Schedule.Days
	}
	left := w.Word("plan.left_out_none")
	if p.Onset+p.Washout > 0 {
		left = w.Say("plan.left_out_days", words.Values{"Onset": p.Onset, "Washout": p.Washout})
	}
	dose := ""
	for _, item := range p.Contents {
		if item.ID == "intervention" {
			dose = item.Says
		}
	}
	if dose == "" {
		dose = w.Word("plan.contents.open")
	}
	return []reports.Fact{
		{Name: w.Word("plan.dose"), Value: dose},
		{Name: w.Word("plan.outcome"), Value: words.SentenceCase(w.Quantity(p.Primary).FullName())},
		{Name: w.Word("plan.margin"), Value: w.margin()},
		{Name: w.Word("plan.design"), Value: words.SentenceCase(w.designName(o)), Note: order},
		{Name: w.Word("plan.order"), Value: letters},
		{Name: w.Word("plan.left_out"), Value: left},
		{Name: w.Word("plan.fingerprint"), Value: p.SHA256},
	}
}

// calendar lays the days out in weeks from Monday.
func (w *planWriter) calendar() []planWeek {
	var out []planWeek
	days := daysOf(w.Plan)
	for i, d := range days {
		if i == 0 || d.date.Weekday() == 0 {
			out = append(out, planWeek{N: len(out) + 1, Cells: make([]planCell, 7)})
		}
		c := planCell{Day: w.Date("date.short", d.date), Label: w.Word("plan.calendar.without"), Class: "off"}
		switch {
		case w.Plan.Blinded:
			c.Label, c.Class = w.Say("plan.calendar.box", words.Values{"Box": d.box}), [...]string{"odd", "even"}[d.box%2]
		case d.on:
			c.Label, c.Class = w.Word("plan.calendar.with"), "on"
		}
		out[len(out)-1].Cells[d.date.Weekday()] = c
	}
	return out
}

// safety are the lines about the supplement with their source; of one not in the
// catalogue, that it is not.
func (w *planWriter) safety() []string {
	text := w.Supplement.Safety
	if text.Text == "" {
		return []string{w.Say("plan.safety.none", words.Values{"Name": w.Name()}), w.Word("plan.safety.medicine"), w.Word("plan.safety.stop")}
	}
	return []string{w.Say("plan.safety.sourced", words.Values{"Text": text.Text, "Source": text.Source}), w.Word("plan.safety.medicine"),
		w.Word("plan.safety.stop")}
}

// askFirst lists who should ask a clinician before starting.
func (w *planWriter) askFirst() []string {
	ids := []string{"general", "disease", "medicines"}
	if w.Supplement.ID == protocol.Canonical("magnesium") {
		ids = append(ids, "magnesium_kidney", "magnesium_heart", "magnesium_medicines")
	}
	var out []string
	for _, id := range ids {
		out = append(out, w.Word("plan.safety.who."+id))
	}
	return out
}

// packing is the sheet for the helper.
func (w *planWriter) packing() planView {
	p := w.Plan
	v := planView{Kind: w.Word("plan.kind"), Title: words.SentenceCase(w.Say("plan.packing_title", words.Values{"Name": w.Name()}))}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		v.Steps = append(v.Steps, w.Say("plan.packing.steps."+id, words.Values{"Name": w.Name()}))
	}
	on := p.Drawn().On
	var total [2]int
	for i, box := range p.Boxes() {
		first, last := p.Schedule.Start.Date+record.Date(box[0]), p.Schedule.Start.Date+record.Date(box[1])
		b := boxView{N: i + 1, Days: box[1] - box[0] + 1, First: w.Day(first), Last: w.Day(last), Holds: w.Word("plan.packing.without")}
		side := 0
		if box[0] < len(on) && on[box[0]] {
			side, b.With, b.Holds = 1, true, w.Say("plan.packing.with", words.Values{"Name": w.Name()})
		}
		total[side] += b.Days
		v.Boxes = append(v.Boxes, b)
	}
	v.BoxTotal = w.Say("plan.packing.total", words.Values{"Name": w.Name(), "With": total[1], "Without": total[0]})
	v.Facts = []reports.Fact{{Name: w.Word("plan.fingerprint"), Value: p.SHA256}, {Name: w.Word("plan.look"), Value: w.Day(p.Stopping())}}
	return v
}

// SealedCode returns the text of the file that holds the code of a blinded plan: what it
// is and when to open it, then the code in letters that cannot be read in passing.
func SealedCode(p schedule.Plan, code string) string {
	var b strings.Builder
	b.WriteString("# Sealed code of the plan made on " + p.Created.String() + ", checksum " + p.SHA256 + ".\n")
	b.WriteString("# Which days are with it stands in it. Do not open it before " + (p.Schedule.End.Date + 1).String() + ":\n")
	b.WriteString("# nof1 plan open plan.yaml code.sealed\n")
	return b.String() + code
}
