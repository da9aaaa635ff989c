package record

import "fmt"

// Problem is something wrong at one place of a file that did not stop the rest
// from being read.
type Problem struct {
	Pos     Pos
	Field   string // header text of the column, "" for a whole row
	Message string // e.g. `"12,x" is not a number: want milliseconds`
}

// String returns `FILE:LINE:COL: "FIELD": MESSAGE`; whole rows omit column and
// field.
func (p Problem) String() string {
	at := fmt.Sprintf("%s:%d:", p.Pos.File, p.Pos.Line)
	if p.Pos.Line == 0 {
		at = p.Pos.File + ":"
	}
	if p.Field == "" {
		return at + " " + p.Message
	}
	if p.Pos.Column > 0 {
		at = fmt.Sprintf("%s%d:", at, p.Pos.Column)
	}
	return fmt.Sprintf("%s %q: %s", at, p.Field, p.Message)
}
