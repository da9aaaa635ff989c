package main

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports"
)

// warn says what of the inputs was not used, as much as fits on a screen; check
// lists all of it.
func warn(p *printer, report reports.Report, paths []string) {
	if p.quiet {
		return
	}
	check := "nof1 check " + typed(paths)
	if more := warnProblems(p, report.Inputs); more > 0 {
		p.warning(fmt.Sprintf("%s (list: %s)", count(more, "more problem"), check))
	}
	var unread []string
	for _, in := range report.Inputs {
		if in.Importer == "" && in.Reason != "" && in.Reason != "configuration" {
			unread = append(unread, in.Path)
		}
		if len(in.Problems) > 0 && in.RowsSkipped != nil && *in.RowsSkipped > 0 {
			p.warning(fmt.Sprintf("%d of %s skipped in %s (list: %s)", *in.RowsSkipped, count(*in.RowsRead, "row"), in.Path, check))
		}
	}
	warnUnknown(p, report.Intervention)
	warnAbsent(p, report.Intervention)
	if n := len(unread); n > 0 {
		p.warning(fmt.Sprintf("%s not read: %s (why: %s)", count(n, "file"), firstNames(unread), check))
	}
}

// warnUnknown says that nothing is known of what was tested, and how to declare a
// brand: it would be compared without the nights its supplement leaves out.
func warnUnknown(p *printer, iv analysis.Intervention) {
	unknown := slices.ContainsFunc(iv.DoseNotes, func(n analysis.Note) bool { return n.ID == "not_in_catalogue" })
	if !unknown || iv.Supplement == "" {
		return
	}
	name := strings.ReplaceAll(string(iv.Supplement), "_", " ")
	p.warning(fmt.Sprintf("nothing is known of %q, it is compared as it stands (known: nof1 list supplements)", name))
	p.hint(fmt.Sprintf("if it is a brand, name it in the configuration: products: [{name: %q, supplement: magnesium}]", name))
}

// warnAbsent says that the log holds other supplements, but none of the one that
// was asked about: a slip in its name must not pass for an empty log.
func warnAbsent(p *printer, iv analysis.Intervention) {
	if iv.Supplement == "" || iv.DaysTaken+iv.DaysNotTaken+iv.DaysUnknown > 0 || len(iv.CoSupplements) == 0 {
		return
	}
	p.warning(fmt.Sprintf("the log has no %q: it has %s", string(iv.Supplement), strings.Join(iv.CoSupplements, ", ")))
	p.hint("choose with --supplement ID; nof1 check lists what was read of the log")
}

// warnProblems prints the first problems and returns how many there are beyond.
func warnProblems(p *printer, inputs []reports.Input) (more int) {
	shown := 0
	for _, in := range inputs {
		for _, x := range in.Problems {
			if shown == shownProblems {
				more++
				continue
			}
			shown++
			p.problem(record.Problem{
				Pos:   record.Pos{File: in.Path, Line: x.Line, Column: x.Col},
				Field: x.Column, Message: x.Message,
			}.String())
		}
	}
	return more
}
