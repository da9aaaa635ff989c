package main

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports"
)

// warn prints what was not used of the inputs, at most a screenful. nof1 check lists
// all of it.
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

// warnUnknown warns that the supplement is not in the catalogue, and hints how to
// declare a brand. Without that, no nights after a start or stop are left out.
func warnUnknown(p *printer, iv analysis.Intervention) {
	unknown := slices.ContainsFunc(iv.DoseNotes, func(n analysis.Note) bool { return n.ID == "not_in_catalogue" })
	if !unknown || iv.Supplement == "" {
		return
	}
	name := strings.ReplaceAll(string(iv.Supplement), "_", " ")
	p.warning(fmt.Sprintf("%q is not in the catalogue, so no nights after a start or stop are left out (list: nof1 list supplements)", name))
	p.hint(fmt.Sprintf("if it is a brand, name it in the configuration: products: [{name: %q, supplement: magnesium}]", name))
}

// warnAbsent warns that the log holds other supplements but not the one in question, so
// that a misspelt name is not mistaken for an empty log.
func warnAbsent(p *printer, iv analysis.Intervention) {
	if iv.Supplement == "" || iv.DaysTaken+iv.DaysNotTaken+iv.DaysUnknown > 0 || len(iv.CoSupplements) == 0 {
		return
	}
	p.warning(fmt.Sprintf("the log has no %q: it has %s", string(iv.Supplement), strings.Join(iv.CoSupplements, ", ")))
	p.hint("choose with --supplement ID; nof1 check lists what was read from the log")
}

// warnProblems prints the first problems and returns how many it left out.
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
