package reports

import "nof1/importers"

// Inputs returns the rows of report.json's inputs for files read or skipped,
// sorted by path.
func Inputs(in []importers.Input) []Input { return inputs(in) }
