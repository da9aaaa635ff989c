package reports

import (
	"nof1/analysis"
	"nof1/importers/record"
)

// Schema is the name and version of the report document.
const Schema = "nof1.report/1"

// Report is the document: the numbers of an [analysis.Result] and every sentence.
// What is not in it is in no output. Its JSON form is report.json, whose schema is
// report.schema.json.
type Report struct {
	Schema      string         `json:"schema"` // [Schema]
	Tool        Tool           `json:"tool"`
	Settings    map[string]any `json:"settings"`    // every effective setting, by name
	Language    string         `json:"language"`    // of every sentence: en, de
	Participant string         `json:"participant"` // as the user calls them; untrusted
	Shared      bool           `json:"shared"`      // by [Share]: every date is a day number
	Inputs      []Input        `json:"inputs"`      // every file read or skipped
	analysis.Answer
	Summary Summary `json:"summary"` // the answer to the main question
	Next    Next    `json:"next"`    // what would settle it
	Nights  Nights  `json:"nights"`  // the nights themselves
	analysis.Beside
	Mechanisms []Mechanism     `json:"mechanisms"` // how what was taken is said to act
	Escalation []analysis.Note `json:"escalation"` // before everything else, most urgent first
	Checklist  []ChecklistRow  `json:"checklist"`  // what a published trial has to report

	made *made
}

// Tool is the program that made the report, with what a second run needs to
// give the same bytes.
type Tool struct {
	Version      string `json:"version"`       // of nof1
	Seed         uint64 `json:"seed"`          // of every random draw
	ConfigSHA256 string `json:"config_sha256"` // in hex; "" without a configuration file
}

// Input is one file or archive member, read or skipped.
type Input struct {
	Path        string         `json:"path"`      // as given; in an archive, with the member
	SHA256      string         `json:"sha256"`    // in hex
	Importer    analysis.Text  `json:"importer"`  // that read it; null if skipped
	Device      analysis.Text  `json:"device"`    // as the file names it, else its maker; or null
	RowsRead    *int           `json:"rows_read"` // null for a skipped file, as are the next three
	RowsUsed    *int           `json:"rows_used"`
	RowsSkipped *int           `json:"rows_skipped"`
	Nights      *int           `json:"nights"`
	First       *record.Date   `json:"first"`    // first night; null without nights
	Last        *record.Date   `json:"last"`     // last night
	Reason      analysis.Text  `json:"reason"`   // why the file was skipped; null if it was read
	Problems    []InputProblem `json:"problems"` // rows and cells that were not used
}

// InputProblem is one positioned problem of an input.
type InputProblem struct {
	Line    int    `json:"line"`    // from 1; 0 if not known
	Col     int    `json:"col"`     // from 1, in bytes; 0 if not known
	Column  string `json:"column"`  // name of the column, or ""
	Message string `json:"message"` // what is wrong, and what was expected
}

// Summary is the answer in one place.
type Summary struct {
	Primary  analysis.Text `json:"primary"`  // metric
	Code     analysis.Code `json:"code"`     // which of the answers it is
	Level    int           `json:"level"`    // how much the answer can bear; 0 for no claim
	Headline string        `json:"headline"` // one sentence with its range
	Detail   string        `json:"detail"`   // the sentences after it
}

// Next is what would settle the question.
type Next struct {
	MoreNights *int   `json:"more_nights"` // of the same design; null if not known
	Plan       string `json:"plan"`        // the sentences on what to do next
}

// Nights is the nightly table by column; every slice has one cell a night.
type Nights struct {
	Night  []record.Date         `json:"night"`             // every slice below has one element a night
	Phase  []string              `json:"phase"`             // "" none
	Taken  []string              `json:"taken"`             // yes, no, unknown
	DoseMg []*float64            `json:"dose_elemental_mg"` // elemental; null if not known
	Flags  [][]string            `json:"flags"`             // "onset", "washout", "not_taken", "soft_limit", "break"
	Used   map[string][]bool     `json:"used"`              // by outcome metric: entered the estimate
	Values map[string][]*float64 `json:"values"`            // by metric, in its catalogue unit; null for missing
}
