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
	Schema      string         `json:"schema"`
	Tool        Tool           `json:"tool"`
	Settings    map[string]any `json:"settings"`
	Language    string         `json:"language"` // of every sentence: en, de
	Participant string         `json:"participant"`
	Shared      bool           `json:"shared"` // by [Share]: every date is a day number
	Inputs      []Input        `json:"inputs"`
	analysis.Answer
	Summary Summary `json:"summary"`
	Next    Next    `json:"next"`
	Nights  Nights  `json:"nights"`
	analysis.Beside
	Mechanisms []Mechanism     `json:"mechanisms"` // how what was taken is said to act
	Escalation []analysis.Note `json:"escalation"` // before everything else, most urgent first
	Checklist  []ChecklistRow  `json:"checklist"`

	made *made
}

// Tool says what made the report.
type Tool struct {
	Version      string `json:"version"`
	Seed         uint64 `json:"seed"`
	ConfigSHA256 string `json:"config_sha256"`
}

// Input is one file or archive member, read or skipped.
type Input struct {
	Path        string         `json:"path"`
	SHA256      string         `json:"sha256"`
	Importer    analysis.Text  `json:"importer"`
	Device      analysis.Text  `json:"device"`
	RowsRead    *int           `json:"rows_read"`
	RowsUsed    *int           `json:"rows_used"`
	RowsSkipped *int           `json:"rows_skipped"`
	Nights      *int           `json:"nights"`
	First       *record.Date   `json:"first"`
	Last        *record.Date   `json:"last"`
	Reason      analysis.Text  `json:"reason"`
	Problems    []InputProblem `json:"problems"`
}

// InputProblem is one positioned problem of an input.
type InputProblem struct {
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// Summary is the answer in one place.
type Summary struct {
	Primary  analysis.Text `json:"primary"` // metric
	Code     analysis.Code `json:"code"`
	Level    int           `json:"level"`
	Headline string        `json:"headline"` // one sentence with its range
	Detail   string        `json:"detail"`   // the sentences after it
}

// Next is what would settle the question.
type Next struct {
	MoreNights *int   `json:"more_nights"`
	Plan       string `json:"plan"`
}

// Nights is the nightly table by column; every slice has one cell a night.
type Nights struct {
	Night  []record.Date         `json:"night"`
	Phase  []string              `json:"phase"` // "" none
	Taken  []string              `json:"taken"` // yes, no, unknown
	DoseMg []*float64            `json:"dose_elemental_mg"`
	Flags  [][]string            `json:"flags"` // "onset", "washout", "not_taken", "soft_limit", "break"
	Used   map[string][]bool     `json:"used"`  // by outcome metric: entered the estimate
	Values map[string][]*float64 `json:"values"`
}
