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

// supplementColumns are the columns of nof1 list supplements; the page of one
// supplement shows them all.
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
			strings.Join(expects, "; "), strings.Join(s.NoneExpected, ", "), strings.Join(s.Unknown, ", "), evidenceOf(s), sourced(s.Safety), forms})
	}
	return rows
}

// noSource stands where a source would: what it follows is no fact.
const noSource = "no source read"

// sourceOf names who saw an outcome move.
func sourceOf(e protocol.Expectation) string {
	if e.Source == "" {
		return noSource
	}
	return e.Source
}

// listExpectations writes what was found of each outcome a supplement is said to
// move, with its grade; nothing for one that is said to move none.
func listExpectations(p *printer, s protocol.Supplement) error {
	if len(s.Expects) == 0 {
		return nil
	}
	p.result("")
	p.result("Outcomes it is said to move, and what was found. The grade is of the evidence, no promise: B a randomised trial with placebo")
	p.result("on that very outcome; C mixed, small or easily biased; D an idea, or no trial that shows it.")
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "outcome\tsaid\tgrade\tfound")
	for _, e := range s.Expects {
		found := noSource + ": an idea alone"
		if e.Source != "" {
			found = e.Found + " [" + e.Source + "]"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Metric, e.Direction, e.Grade, found)
	}
	return w.Flush()
}

// sourced writes a text with its source, and nothing of one that has none.
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

// listSupplement writes the page of one supplement: its row, what was found of each
// outcome in a table of its own, and of magnesium its forms and how it is said to
// act.
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
	if err := listMechanisms(p, "magnesium"); err != nil {
		return err
	}
	p.result("nof1 list supplements magnesium.FORM shows one form: aliases, pitfalls, absorption with its source and doubt.")
	return nil
}

// listMechanisms writes how a supplement is said to act, in the report's own
// fixed words.
func listMechanisms(p *printer, supplement string) error {
	ideas, err := reports.Mechanisms(supplement)
	if err != nil {
		return err
	}
	p.result("")
	p.result("Said of how it acts; no wearable, ring or diary can confirm any of it:")
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
