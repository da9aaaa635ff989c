package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/analysis/protocol"
)

// supplementColumns are the columns of nof1 list supplements; the page of one
// supplement shows them all.
var supplementColumns = []string{"id", "name", "unit", "onset_nights", "washout_nights", "aliases", "amounts", "acts_after", "fades_after",
	"expects", "evidence", "safety", "forms"}

func supplementRows() (rows [][]string) {
	for _, s := range protocol.All() {
		var expects []string
		for _, e := range s.Expects {
			expects = append(expects, e.Metric+" "+e.Direction+" ("+e.Grade+")")
		}
		forms := ""
		if s.ID == "magnesium" {
			forms = formIDs()
		}
		rows = append(rows, []string{s.ID, s.Name, s.Unit, strconv.Itoa(s.AnalysisOnset), strconv.Itoa(s.AnalysisWashout),
			strings.Join(s.Aliases, ", "), unsourced(s.Amounts), unsourced(s.PlanOnset), unsourced(s.PlanWashout),
			strings.Join(expects, ", "), evidenceOf(s), unsourced(s.Safety), forms})
	}
	return rows
}

// unsourced writes a text with its source, or says that it has none.
func unsourced(t protocol.Text) string {
	switch {
	case t.Text == "":
		return ""
	case t.Verified:
		return t.Text + " [" + t.Source + "]"
	}
	return t.Text + " [no source read]"
}

func evidenceOf(s protocol.Supplement) string {
	var out []string
	for _, t := range append([]protocol.Text{s.Evidence}, s.More...) {
		if text := unsourced(t); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

func formIDs() string {
	var ids []string
	for _, f := range protocol.Forms() {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, ", ")
}

// gutWords say how a form sits with the gut, by the rank of its note.
var gutWords = []string{"by product", "1 gentlest", "2 gentle", "3 middling", "4 harsher", "5 a laxative"}

// listForms writes the table of magnesium's forms: the share by formula, the
// share used, absorption against other forms, the gut.
func listForms(p *printer) error {
	p.result("")
	p.result(protocol.FormsCompared)
	p.result("Percent of magnesium by weight: what the formula gives, what is used to convert; - by the label only.")
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "form\tformula\tused\tgut\tlabel")
	for _, f := range protocol.Forms() {
		n, _ := protocol.NoteOf(f.ID)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.ID, percentOf(f.TheoreticalPct), percentOf(f.UsePct), gutWords[n.Gut], n.Label)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.result("The order of the gut is general knowledge; comparisons are few.")
	p.result("nof1 list supplements magnesium.FORM shows one form: aliases, pitfalls, absorption with its source and doubt.")
	return nil
}

func percentOf(x float64) string {
	if x == 0 {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// listForm writes all that is known of one form.
func listForm(p *printer, id string) error {
	f, ok := protocol.FormByName(id)
	n, noted := protocol.NoteOf(id)
	if !ok || !noted {
		return usagef("no form of magnesium has the id %q", id).hint("nof1 list supplements magnesium lists them")
	}
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	for _, row := range [][2]string{{"form", f.ID}, {"aliases", strings.Join(f.Aliases, ", ")}, {"formula", f.Formula},
		{"percent_by_formula", percentOf(f.TheoreticalPct)}, {"percent_used", percentOf(f.UsePct)}, {"label", n.Label}, {"pitfalls", strings.Join(n.Pitfalls, "; ")},
		{"absorption", unsourced(n.Absorption)}, {"doubt", n.Doubt}, {"gut", gutWords[n.Gut]}} {
		if row[1] != "" && row[1] != "-" {
			fmt.Fprintf(w, "%s\t%s\n", row[0], row[1])
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.result(protocol.FormsCompared)
	return nil
}
