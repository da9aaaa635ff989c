package index

import (
	"bytes"
	"encoding/json"
	"io"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports"
)

// Schema is the name and version of the index of a batch.
const Schema = "nof1.index/1"

// Index is what a batch found: a row a participant and a summary for every question
// that several of them asked alike. The rows are asked for one at a time, so that an
// index of any number of people takes little memory. Its JSON form is index.json.
type Index struct {
	Language string   // of the reports where all are in one, else English
	Pooled   []Pooled // by supplement, metric, source, design

	briefs Briefs
	places []place // of the participants, by name
}

// Len returns how many participants there are.
func (x *Index) Len() int { return len(x.places) }

// Row returns participant i in the order of names, 0 <= i < Len, with the estimate that
// takes the pool into account. Errors are those of the briefs.
func (x *Index) Row(i int) (Row, error) {
	b, err := x.briefs.At(i)
	if p := x.places[i]; p.shrunken {
		b.Row.ShrunkenMean, b.Row.ShrunkenCI = &p.mean, &p.ci
	}
	return b.Row, err
}

// Status is status.json: how one participant of a batch ended.
type Status struct {
	Participant string  `json:"participant"` // name in the batch
	Status      string  `json:"status"`      // done, failed or skipped
	Exit        int     `json:"exit"`        // exit code the report command would have had
	Error       *string `json:"error"`       // why, null when done
	Nights      int     `json:"nights"`      // with any value
	Key         string  `json:"key"`         // of inputs, configuration and version
}

// Row is one participant. Nil, null in JSON, means that the report lacks the value or
// that there is no report. Estimates and ranges of 95 % are in Unit.
type Row struct {
	Participant  string         `json:"participant"`       // name in the batch
	Status       string         `json:"status"`            // done, failed or skipped
	Error        *string        `json:"error"`             // why it failed
	Nights       int            `json:"nights"`            // with any value
	LastNight    *record.Date   `json:"last_night"`        // null in a shared report
	Supplement   analysis.Text  `json:"supplement"`        // id
	Design       *string        `json:"design"`            // code of the design
	DesignLevel  *int           `json:"design_level"`      // see [analysis.Intervention]
	Primary      analysis.Text  `json:"primary"`           // metric
	Code         *analysis.Code `json:"code"`              // of the answer
	Level        *int           `json:"level"`             // of the answer
	Estimate     *float64       `json:"estimate"`          // of the primary outcome, in Unit
	CI95         *[2]float64    `json:"ci95"`              // low and high end, in Unit
	Unit         *string        `json:"unit"`              // of Estimate
	Adherence    *float64       `json:"adherence"`         // share of the planned days, 0 to 1
	TopCaveat    *TopCaveat     `json:"top_caveat"`        // null if no check fired
	Report       *string        `json:"report"`            // path of report.html from the index
	Source       *string        `json:"source"`            // vendor of the primary outcome
	Triage       string         `json:"triage"`            // fault, safety, change, cant_tell or unchanged
	Safety       []string       `json:"safety"`            // sentences a clinician should see
	Next         analysis.Text  `json:"next"`              // what to ask for
	ShrunkenMean *float64       `json:"shrunken_estimate"` // with the rest of the pool taken into account
	ShrunkenCI   *[2]float64    `json:"shrunken_ci95"`     // its 95 % range

	spark spark
}

// TopCaveat is the heaviest reason to doubt a participant's answer.
type TopCaveat struct {
	ID        string            `json:"id"`        // of the check
	Severity  analysis.Severity `json:"severity"`  // how much it weighs
	Title     string            `json:"title"`     // its name in words
	Statement string            `json:"statement"` // what was found, a sentence
}

// Pooled is the random-effects summary of one outcome over the participants with
// the same supplement, metric, source and class of design. On the log scale it
// was computed in logarithms and is written in percent, Tau2 apart.
type Pooled struct {
	Metric       string       `json:"metric"`       // id
	Supplement   string       `json:"supplement"`   // with what was started with it, joined by "+"
	Source       string       `json:"source"`       // vendor
	Design       string       `json:"design"`       // before_after, repeated, randomised, blinded or as_needed
	N            int          `json:"n"`            // participants
	Estimate     float64      `json:"estimate"`     // average change, in Unit
	CI95         [2]float64   `json:"ci95"`         // of Estimate
	Prediction95 [2]float64   `json:"prediction95"` // of one more participant's change
	Tau2         float64      `json:"tau2"`         // on the scale of the computation
	Unit         string       `json:"unit"`         // of every change here
	Scale        record.Scale `json:"scale"`        // log, log1p or linear: of the computation
	Higher       int          `json:"higher"`       // participants with a clear change up
	Lower        int          `json:"lower"`        // participants with a clear change down
	ShareClear   float64      `json:"share_clear"`  // of N, 0 to 1

	Forest []ForestRow `json:"-"` // people to draw, lowest change first
}

// WriteJSON writes index.json, one participant at a time: two-space indent, numbers in
// full precision, null for what was not computed. Errors are those of w and the briefs.
func WriteJSON(w io.Writer, x *Index) error {
	var b bytes.Buffer
	b.WriteString("{\n  \"schema\": \"" + Schema + "\",\n  \"language\": ")
	if err := indented(&b, x.Language, ""); err != nil {
		return err
	}
	b.WriteString(",\n  \"participants\": [")
	for i := range x.Len() {
		row, err := x.Row(i)
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		if err := indented(&b, row, "    "); err != nil {
			return err
		}
		if _, err := b.WriteTo(w); err != nil {
			return err
		}
	}
	if x.Len() > 0 {
		b.WriteString("\n  ")
	}
	b.WriteString("],\n  \"pooled\": ")
	if err := indented(&b, x.Pooled, "  "); err != nil {
		return err
	}
	b.WriteString("\n}\n")
	_, err := b.WriteTo(w)
	return err
}

// indented writes a value of an indented document, with a prefix before each line; see
// [reports.EncodeJSON].
func indented(b *bytes.Buffer, v any, prefix string) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	err := e.Encode(v)
	b.Write(bytes.TrimSuffix(reports.Visible(text.Bytes()), []byte("\n")))
	return err
}
