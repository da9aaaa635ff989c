package reports

import (
	"io"

	"nof1/analysis/screen"
)

// CorrelateSchema is the name and version of the document of the screen alone.
const CorrelateSchema = "nof1.correlate/1"

// correlate is the document of the screen alone.
type correlate struct {
	Schema       string               `json:"schema"`
	Grid         int                  `json:"grid"` // pairs tested
	Associations []screen.Association `json:"associations"`
}

// WriteAssociationsJSON writes the screen alone, as `nof1 correlate --json`.
func WriteAssociationsJSON(w io.Writer, r Report) error {
	return EncodeJSON(w, correlate{CorrelateSchema, grid(r.Associations), r.Associations}, "  ")
}

// grid is the number of pairs tested: q counts them all.
func grid(as []screen.Association) (n int) {
	for _, a := range as {
		if a.P != nil {
			n++
		}
	}
	return n
}
