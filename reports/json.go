package reports

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
)

// SchemaJSON is the JSON Schema (2020-12) of report.json.
//
//go:embed report.schema.json
var SchemaJSON []byte

// WriteJSON writes report.json: two-space indent, keys in the order of the
// document, numbers in full precision, null for what was not computed. In a shared report
// every date is the text "day N".
func WriteJSON(w io.Writer, r Report) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	doc := b.Bytes()
	if r.Shared {
		doc = withDays(doc)
	}
	_, err := w.Write(doc)
	return err
}

// sharedSaid is what a copy to share says somewhere, and few other documents do.
var sharedSaid = regexp.MustCompile(`"shared"\s*:\s*true`)

// ReadJSON reads a report.json of this schema. Unknown keys are ignored, so
// that a later version's additions do not matter.
func ReadJSON(src io.Reader) (Report, error) {
	doc, err := io.ReadAll(src)
	if err != nil {
		return Report{}, err
	}
	var kind struct{ Shared bool }
	if sharedSaid.Match(doc) && json.Unmarshal(doc, &kind) == nil && kind.Shared {
		doc = withDates(doc)
	}
	var r Report
	if err := json.Unmarshal(doc, &r); err != nil {
		return Report{}, fmt.Errorf("report.json: %w", err)
	}
	if r.Schema != Schema {
		return Report{}, fmt.Errorf("report.json: schema %q: want %q", r.Schema, Schema)
	}
	return r, nil
}
