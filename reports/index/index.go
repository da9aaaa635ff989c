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
	places []place // of the participants, in their order
}

// Len is how many participants there are.
func (x *Index) Len() int { return len(x.places) }

// Row returns participant i, by name from 0. Errors: those of the briefs.
func (x *Index) Row(i int) (Row, error) {
	b, err := x.briefs.At(i)
	if p := x.places[i]; p.shrunken {
		b.Row.ShrunkenMean, b.Row.ShrunkenCI = &p.mean, &p.ci
	}
	return b.Row, err
}

// Status is status.json: how one participant of a batch ended.
type Status struct {
	Participant string  `json:"participant"`
	Status      string  `json:"status"` // done, failed or skipped
	Exit        int     `json:"exit"`   // exit code the report command would have had
	Error       *string `json:"error"`  // why, null when done
	Nights      int     `json:"nights"` // with any value
	Key         string  `json:"key"`    // of inputs, configuration and version
}

// Row is one participant. What a failed one has not got is null.
type Row struct {
	Participant  string         `json:"participant"`
	Status       string         `json:"status"`
	Error        *string        `json:"error"`
	Nights       int            `json:"nights"`
	LastNight    *record.Date   `json:"last_night"`
	Supplement   analysis.Text  `json:"supplement"`
	Design       *string        `json:"design"`
	DesignLevel  *int           `json:"design_level"`
	Primary      analysis.Text  `json:"primary"`
	Code         *analysis.Code `json:"code"`
	Level        *int           `json:"level"`
	Estimate     *float64       `json:"estimate"` // of the primary outcome, in Unit
	CI95         *[2]float64    `json:"ci95"`
	Unit         *string        `json:"unit"`
	Adherence    *float64       `json:"adherence"`
	TopCaveat    *TopCaveat     `json:"top_caveat"`
	Report       *string        `json:"report"` // path of report.html from the index
	Source       *string        `json:"source"` // vendor of the primary outcome
	Triage       string         `json:"triage"` // fault, safety, change, cant_tell or unchanged
	Safety       []string       `json:"safety"` // sentences a clinician should see
	Next         analysis.Text  `json:"next"`   // what to ask for
	ShrunkenMean *float64       `json:"shrunken_estimate"`
	ShrunkenCI   *[2]float64    `json:"shrunken_ci95"` // with the others of the pool heard

	spark spark
}

// TopCaveat is the heaviest reason to doubt a participant's answer.
type TopCaveat struct {
	ID        string            `json:"id"`
	Severity  analysis.Severity `json:"severity"`
	Title     string            `json:"title"`
	Statement string            `json:"statement"`
}

// Pooled is the random-effects summary of one outcome over the participants with
// the same supplement, metric, source and class of design. On the log scale it
// was computed in logarithms and is written in percent, Tau2 apart.
type Pooled struct {
	Metric       string       `json:"metric"`
	Supplement   string       `json:"supplement"` // with what was started with it, joined by "+"
	Source       string       `json:"source"`
	Design       string       `json:"design"` // before_after, repeated, randomised, blinded or as_needed
	N            int          `json:"n"`
	Estimate     float64      `json:"estimate"`
	CI95         [2]float64   `json:"ci95"`
	Prediction95 [2]float64   `json:"prediction95"` // of one more participant's change
	Tau2         float64      `json:"tau2"`         // on the scale of the computation
	Unit         string       `json:"unit"`
	Scale        record.Scale `json:"scale"`  // log, log1p or linear: of the computation
	Higher       int          `json:"higher"` // participants with a clear change up
	Lower        int          `json:"lower"`
	ShareClear   float64      `json:"share_clear"`

	Forest []ForestRow `json:"-"`
}

// WriteJSON writes index.json.
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

// indented writes a value as it stands in an indented document, below a prefix; see
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
