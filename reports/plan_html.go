package reports

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
	Facts      []fact
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

// WritePlanHTML writes the printable page of a plan. Nothing is loaded from
// anywhere, nothing runs, and what the person wrote is escaped. Of a sealed
// plan it tells no day.
func WritePlanHTML(out io.Writer, s PlanSheet) error {
	w := &planWriter{speaker: speak(s.Language), PlanSheet: s}
	return w.write(out, "plan.html", w.view())
}

// WritePackingSheet writes the sheet for the helper who packs the boxes. The
// plan is one whose days are known.
func WritePackingSheet(out io.Writer, s PlanSheet) error {
	w := &planWriter{speaker: speak(s.Language), PlanSheet: s}
	return w.write(out, "packing.html", w.packing())
}

func (w *planWriter) write(out io.Writer, name string, view planView) error {
	t, css, err := laidOut(w.speaker, "plan.css")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	view.CSS, view.CSP, view.Lang = template.CSS(css), policy(css), w.language()
	var b bytes.Buffer
	if err := errors.Join(t.ExecuteTemplate(&b, name, view), w.err); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = out.Write(unturned(b.Bytes()))
	return err
}

func (w *planWriter) view() planView {
	p := w.Plan
	name, metric := w.name(), w.quantity(p.Primary).name()
	v := planView{
		Kind:  w.word("plan.kind"),
		Title: sentenceCase(w.say("plan.title", values{"Name": name, "Created": w.day(p.Created.Date)})),
		Detail: w.say("plan.detail", values{"Weeks": p.Constraint.Weeks, "Start": w.day(p.Schedule.Start.Date), "End": w.day(p.Schedule.End.Date),
			"Stopping": w.day(p.Stopping())}),
		Headline: w.say("plan.headline", values{"Name": name, "Metric": metric}),
		Facts:    w.facts(), Weeks: w.calendar(), Reasons: w.because(), Taken: w.Taken + 1, Safety: w.safety(), Ask: w.askFirst(), Blank: make([]int, 4),
	}
	if p.Question != "" {
		v.Headline = p.Question
	}
	v.Today = append(v.Today, w.word("plan.today.with"), w.word("plan.today.log"), w.word("plan.today.same"), w.word("plan.today.deviate"))
	if p.Blinded {
		v.Today[0] = w.word("plan.today.blind")
	}
	table, err := PlanTable(w.PlanSheet)
	if err != nil {
		w.fail(err)
		return v
	}
	v.TableHead, v.Table = table[0], table
	open := 0
	for _, item := range p.Contents {
		x := planItemView{ID: item.ID, Requires: w.wordOr("spent."+item.ID+".requires", item.ID), Says: item.Says, Open: item.Says == ""}
		if x.Open {
			x.Says = w.word("plan.contents.open")
			open++
		}
		v.Items = append(v.Items, x)
	}
	v.ItemsCount = w.say("plan.contents.count", values{"Open": open, "All": len(p.Contents)})
	return v
}

// facts are the lines beside the question.
func (w *planWriter) facts() []fact {
	p, o := w.Plan, w.option()
	order := w.say("plan.seed_sealed", values{"Orders": w.orders(o.Orders)})
	letters := w.say("plan.order_sealed", values{"Boxes": len(p.Boxes())})
	if p.Seed != nil {
		order = w.say("plan.seed", values{"Seed": *p.Seed, "Orders": w.orders(o.Orders)})
		letters = p.Schedule.Days
	}
	left := w.word("plan.left_out_none")
	if p.Onset+p.Washout > 0 {
		left = w.say("plan.left_out_days", values{"Onset": p.Onset, "Washout": p.Washout})
	}
	dose := ""
	for _, item := range p.Contents {
		if item.ID == "intervention" {
			dose = item.Says
		}
	}
	if dose == "" {
		dose = w.word("plan.contents.open")
	}
	return []fact{
		{Name: w.word("plan.dose"), Value: dose},
		{Name: w.word("plan.outcome"), Value: sentenceCase(w.quantity(p.Primary).name())},
		{Name: w.word("plan.margin"), Value: w.margin()},
		{Name: w.word("plan.design"), Value: sentenceCase(w.designName(o)), Note: order},
		{Name: w.word("plan.order"), Value: letters},
		{Name: w.word("plan.left_out"), Value: left},
		{Name: w.word("plan.fingerprint"), Value: p.SHA256},
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
		c := planCell{Day: w.date("date.short", d.date), Label: w.word("plan.calendar.without"), Class: "off"}
		switch {
		case w.Plan.Blinded:
			c.Label, c.Class = w.say("plan.calendar.box", values{"Box": d.box}), [...]string{"odd", "even"}[d.box%2]
		case d.on:
			c.Label, c.Class = w.word("plan.calendar.with"), "on"
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
		return []string{w.say("plan.safety.none", values{"Name": w.name()}), w.word("plan.safety.medicine"), w.word("plan.safety.stop")}
	}
	return []string{w.say("plan.safety.sourced", values{"Text": text.Text, "Source": text.Source}), w.word("plan.safety.medicine"), w.word("plan.safety.stop")}
}

// askFirst lists who should ask a clinician before starting.
func (w *planWriter) askFirst() []string {
	ids := []string{"general", "disease", "medicines"}
	if w.Supplement.ID == protocol.Canonical("magnesium") {
		ids = append(ids, "magnesium_kidney", "magnesium_heart", "magnesium_medicines")
	}
	var out []string
	for _, id := range ids {
		out = append(out, w.word("plan.safety.who."+id))
	}
	return out
}

// packing is the sheet for the helper.
func (w *planWriter) packing() planView {
	p := w.Plan
	v := planView{Kind: w.word("plan.kind"), Title: sentenceCase(w.say("plan.packing_title", values{"Name": w.name()}))}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		v.Steps = append(v.Steps, w.say("plan.packing.steps."+id, values{"Name": w.name()}))
	}
	on := p.Drawn().On
	var total [2]int
	for i, box := range p.Boxes() {
		first, last := p.Schedule.Start.Date+record.Date(box[0]), p.Schedule.Start.Date+record.Date(box[1])
		b := boxView{N: i + 1, Days: box[1] - box[0] + 1, First: w.day(first), Last: w.day(last), Holds: w.word("plan.packing.without")}
		side := 0
		if box[0] < len(on) && on[box[0]] {
			side, b.With, b.Holds = 1, true, w.say("plan.packing.with", values{"Name": w.name()})
		}
		total[side] += b.Days
		v.Boxes = append(v.Boxes, b)
	}
	v.BoxTotal = w.say("plan.packing.total", values{"Name": w.name(), "With": total[1], "Without": total[0]})
	v.Facts = []fact{{Name: w.word("plan.fingerprint"), Value: p.SHA256}, {Name: w.word("plan.look"), Value: w.day(p.Stopping())}}
	return v
}

// SealedCode is the text of the file that holds the code of a blinded plan: what
// it is, and when to open it, above letters nobody reads in passing.
func SealedCode(p schedule.Plan, code string) string {
	var b strings.Builder
	b.WriteString("# Sealed code of the plan made on " + p.Created.String() + ", checksum " + p.SHA256 + ".\n")
	b.WriteString("# Which days are with it stands in it. Do not open it before " + (p.Schedule.End.Date + 1).String() + ":\n")
	b.WriteString("# nof1 plan open plan.yaml code.sealed\n")
	return b.String() + code
}
