package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/analysis/protocol"
	"nof1/reports"
)

// supplementColumns are the columns of nof1 list supplements.
var supplementColumns = []string{"id", "name", "unit", "onset_nights", "washout_nights", "aliases", "amounts", "acts_after", "fades_after",
	"expects", "expects_nothing_in", "not_known", "evidence", "safety", "forms"}

func supplementRows() (rows [][]string) {
	for _, s := range protocol.All() {
		var expects []string
		for _, e := range s.Expects {
			expects = append(expects, e.Metric+" "+e.Direction+" ("+e.Grade+": "+sourceOf(e)+")")
		}
		forms := ""
		if s.ID == "magnesium" {
			forms = formIDs()
		}
		rows = append(rows, []string{s.ID, s.Name, s.Unit, strconv.Itoa(s.AnalysisOnset), strconv.Itoa(s.AnalysisWashout),
			strings.Join(s.Aliases, ", "), sourced(s.Amounts), sourced(s.PlanOnset), sourced(s.PlanWashout),
			strings.Join(expects, "; "), strings.Join(s.NoneExpected, ", "), strings.Join(s.Unknown, ", "),
			evidenceOf(s), sourced(s.Safety), forms})
	}
	return rows
}

// noSource replaces a missing source: the claim before it is not a fact.
const noSource = "no source read"

// sourceOf returns the source of an expectation.
func sourceOf(e protocol.Expectation) string {
	if e.Source == "" {
		return noSource
	}
	return e.Source
}

// listExpectations writes each outcome that a supplement is said to change, with the
// grade and findings. It writes nothing for a supplement without such claims.
func listExpectations(p *printer, s protocol.Supplement) error {
	if len(s.Expects) == 0 {
		return nil
	}
	p.result("")
	p.result("Outcomes it is said to change, and what was found. The grade rates the evidence: B a randomised trial with placebo")
	p.result("on that very outcome; C mixed, small or easily biased; D only an idea, or no trial that shows it.")
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "outcome\tsaid\tgrade\tfound")
	for _, e := range s.Expects {
		found := noSource + ": only an idea"
		if e.Source != "" {
			found = e.Found + " [" + e.Source + "]"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Metric, e.Direction, e.Grade, found)
	}
	return w.Flush()
}

// sourced returns a text with its source, or "" if it has no verified source.
func sourced(t protocol.Text) string {
	if t.Text == "" || !t.Verified {
		return ""
	}
	return t.Text + " [" + t.Source + "]"
}

func evidenceOf(s protocol.Supplement) string {
	var out []string
	for _, t := range append([]protocol.Text{s.Evidence}, s.More...) {
		if text := sourced(t); text != "" {
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

// listSupplement writes the page of one supplement: its row and a table of the outcomes
// it is said to change; for magnesium also its forms and how it is said to act.
func listSupplement(p *printer, l listing, row []string) error {
	row[slices.Index(l.columns, "expects")] = ""
	if err := listOne(p, l, [][]string{row}); err != nil {
		return err
	}
	s, _ := protocol.Lookup(row[0])
	if err := listExpectations(p, s); err != nil || s.ID != "magnesium" {
		return err
	}
	return listForms(p)
}

// gutWords describe how well the gut tolerates a form, by the rank of its note.
var gutWords = []string{"by product", "1 gentlest", "2 gentle", "3 middling", "4 harsher", "5 a laxative"}

// listForms writes the table of the forms of magnesium: the share by formula, the share
// used to convert, gut tolerance and label.
func listForms(p *printer) error {
	p.result("")
	p.result(protocol.FormsCompared)
	p.result("Percent of magnesium by weight: by the formula, and as used to convert; - means only the label counts.")
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "form\tformula\tused\tgut\tlabel")
	for _, f := range protocol.Forms() {
		n, _ := protocol.NoteOf(f.ID)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.ID, percentOf(f.TheoreticalPct), percentOf(f.UsePct), gutWords[n.Gut], n.Label)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.result("The order of gut tolerance is general knowledge; few studies compare forms.")
	if err := listMechanisms(p, "magnesium"); err != nil {
		return err
	}
	p.result("nof1 list supplements magnesium.FORM shows one form: aliases, pitfalls, absorption with source and doubts.")
	return nil
}

// listMechanisms writes how a supplement is said to act, in the words of the report.
func listMechanisms(p *printer, supplement string) error {
	ideas, err := reports.Mechanisms(supplement)
	if err != nil {
		return err
	}
	p.result("")
	p.result("How it is said to act; no wearable, ring or diary can confirm any of it:")
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "idea\twould_move\tknown")
	for _, m := range ideas {
		var moves []string
		for _, x := range m.Predicts {
			moves = append(moves, x.Metric+" "+x.Direction+" ("+x.Grade+")")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", m.Name, strings.Join(moves, ", "), m.Says)
	}
	return w.Flush()
}

func percentOf(x float64) string {
	if x == 0 {
		return "-"
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// listForm writes everything known about one form.
func listForm(p *printer, id string) error {
	f, ok := protocol.FormByName(id)
	n, noted := protocol.NoteOf(id)
	if !ok || !noted {
		return usagef("no form of magnesium has the id %q", id).hint("nof1 list supplements magnesium lists them")
	}
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	for _, row := range [][2]string{{"form", f.ID}, {"aliases", strings.Join(f.Aliases, ", ")}, {"formula", f.Formula},
		{"percent_by_formula", percentOf(f.TheoreticalPct)}, {"percent_used", percentOf(f.UsePct)},
		{"label", n.Label}, {"pitfalls", strings.Join(n.Pitfalls, "; ")},
		{"absorption", sourced(n.Absorption)}, {"doubt", n.Doubt}, {"gut", gutWords[n.Gut]}} {
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
