package main

import (
	"fmt"

	"nof1/importers"
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
		if in.Importer == nil && in.Reason != nil && *in.Reason != "configuration" {
			unread = append(unread, in.Path)
		}
		if len(in.Problems) > 0 && in.RowsSkipped != nil && *in.RowsSkipped > 0 {
			p.warning(fmt.Sprintf("%d of %s skipped in %s (list: %s)", *in.RowsSkipped, count(*in.RowsRead, "row"), in.Path, check))
		}
	}
	if n := len(unread); n > 0 {
		p.warning(fmt.Sprintf("%s not read: %s (why: %s)", count(n, "file"), firstNames(unread), check))
	}
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
			p.problem(importers.Problem{
				Pos:   importers.Pos{File: in.Path, Line: x.Line, Column: x.Col},
				Field: x.Column, Message: x.Message,
			}.String())
		}
	}
	return more
}
