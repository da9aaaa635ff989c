package record

import "fmt"

// Problem is a mistake in one place of a file. The rest of the file was read.
type Problem struct {
	Pos     Pos    // of the cell, the row or the file
	Field   string // header text of the column, "" for a whole row
	Message string // e.g. `"12,x" is not a number: want milliseconds`
}

// String returns `FILE:LINE:COL: "FIELD": MESSAGE`. A problem of a whole row has
// no column and field, one of a whole file no line either.
func (p Problem) String() string {
	position := fmt.Sprintf("%s:%d:", p.Pos.File, p.Pos.Line)
	if p.Pos.Line == 0 {
		position = p.Pos.File + ":"
	}
	if p.Field == "" {
		return position + " " + p.Message
	}
	if p.Pos.Column > 0 {
		position = fmt.Sprintf("%s%d:", position, p.Pos.Column)
	}
	return fmt.Sprintf("%s %q: %s", position, p.Field, p.Message)
}
