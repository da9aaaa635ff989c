package reports

import (
	"io"

	"nof1/importers"
)

// IndexSchema is the name and version of the index of a batch.
const IndexSchema = "nof1.index/1"

// Index is what a batch found, one row a participant and one summary for every
// question that several of them asked alike. Its JSON form is index.json.
type Index struct {
	Schema       string     `json:"schema"`
	Language     string     `json:"language"`     // of the reports where all are in one, else English
	Participants []IndexRow `json:"participants"` // by participant
	Pooled       []Pooled   `json:"pooled"`       // by supplement, metric, source, design
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

// IndexRow is one participant. What a failed one has not got is null.
type IndexRow struct {
	Participant  string          `json:"participant"`
	Status       string          `json:"status"`
	Error        *string         `json:"error"`
	Nights       int             `json:"nights"`
	LastNight    *importers.Date `json:"last_night"`
	Supplement   *string         `json:"supplement"`
	Design       *string         `json:"design"`
	DesignLevel  *int            `json:"design_level"`
	Primary      *string         `json:"primary"`
	Code         *string         `json:"code"`
	Level        *int            `json:"level"`
	Estimate     *float64        `json:"estimate"` // of the primary outcome, in Unit
	CI95         *[2]float64     `json:"ci95"`
	Unit         *string         `json:"unit"`
	Adherence    *float64        `json:"adherence"`
	TopCaveat    *TopCaveat      `json:"top_caveat"`
	Report       *string         `json:"report"` // path of report.html from the index
	Source       *string         `json:"source"` // vendor of the primary outcome
	Triage       string          `json:"triage"` // fault, safety, change, cant_tell or unchanged
	Safety       []string        `json:"safety"` // sentences a clinician should see
	Next         *string         `json:"next"`   // what to ask for
	ShrunkenMean *float64        `json:"shrunken_estimate"`
	ShrunkenCI   *[2]float64     `json:"shrunken_ci95"` // with the others of the pool heard

	spark spark
}

// TopCaveat is the heaviest reason to doubt a participant's answer.
type TopCaveat struct {
	ID        string `json:"id"`
	Severity  string `json:"severity"`
	Statement string `json:"statement"`
}

// Pooled is the random-effects summary of one outcome over the participants with
// the same supplement, metric, source and class of design. On the log scale it
// was computed in logarithms and is written in percent, Tau2 apart.
type Pooled struct {
	Metric       string     `json:"metric"`
	Supplement   string     `json:"supplement"` // with what was started with it, joined by "+"
	Source       string     `json:"source"`
	Design       string     `json:"design"` // before_after, repeated, randomised, blinded or as_needed
	N            int        `json:"n"`
	Estimate     float64    `json:"estimate"`
	CI95         [2]float64 `json:"ci95"`
	Prediction95 [2]float64 `json:"prediction95"` // of one more participant's change
	Tau2         float64    `json:"tau2"`         // on the scale of the computation
	Unit         string     `json:"unit"`
	Scale        string     `json:"scale"`  // log, log1p or linear: of the computation
	Higher       int        `json:"higher"` // participants with a clear change up
	Lower        int        `json:"lower"`
	ShareClear   float64    `json:"share_clear"`

	forest []forestRow
}

// WriteIndexJSON writes index.json.
func WriteIndexJSON(w io.Writer, x Index) error {
	return EncodeJSON(w, x, "  ")
}
