package reports

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
)

// SchemaJSON is the JSON Schema (2020-12) of report.json.
//
//go:embed report.schema.json
var SchemaJSON []byte

// WriteJSON writes report.json: two-space indent, keys in the order of the
// document, numbers in full precision, null for what was not computed.
func WriteJSON(w io.Writer, r Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// ReadJSON reads a report.json of this schema. Unknown keys are ignored, so
// that a later version's additions do not matter.
func ReadJSON(src io.Reader) (Report, error) {
	var r Report
	if err := json.NewDecoder(src).Decode(&r); err != nil {
		return Report{}, fmt.Errorf("report.json: %w", err)
	}
	if r.Schema != Schema {
		return Report{}, fmt.Errorf("report.json: schema %q: want %q", r.Schema, Schema)
	}
	return r, nil
}
