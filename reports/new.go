package reports

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/importers/record"
)

// Meta is what a report says beside the analysis.
type Meta struct {
	Participant  string         // as the user calls them; untrusted
	Inputs       []record.Input // every file read or skipped
	Settings     map[string]any // every effective setting, by name
	Version      string
	ConfigSHA256 string
	Seed         uint64
	Formats      []string // ids of the formats nof1 reads: a copy to share names no other source
	Language     string   // of every sentence, one of [Languages]; "" English
}

// New builds the document: the numbers of the result and, from the language
// catalogue, every sentence. The same arguments give the same document. The
// error names a sentence the catalogue does not have.
func New(res analysis.Result, in Meta) (Report, error) {
	w := &writer{speaker: speak(in.Language), res: res}
	r := Report{
		Schema:       Schema,
		Tool:         Tool{Version: in.Version, Seed: in.Seed, ConfigSHA256: in.ConfigSHA256},
		Settings:     in.Settings,
		Language:     w.language(),
		Participant:  in.Participant,
		Inputs:       Inputs(in.Inputs),
		Series:       series(res.Series),
		Intervention: w.intervention(),
		Outcomes:     w.outcomes(),
		Caveats:      w.caveats(),
		Associations: associations(res.Associations),
		NotRecorded:  filled(res.NotRecorded),
		Look:         Look{Number: max(1, res.LookNumber), Early: res.EarlyLooks, Question: res.Look.Question, InputsSHA256: InputsSHA256(in.Inputs)},
		Nights:       w.nights(),
		Differences:  differences(res.CoDifferences),

		NegativeControls: negativeControls(res.Controls),
		Ledger:           w.ledger(),
		Harms:            w.harms(),
		Mechanisms:       w.mechanisms(res.Intervention.Supplement),
		Escalation:       w.escalation(),
	}
	if r.Settings == nil {
		r.Settings = map[string]any{}
	}
	r.Summary = w.summary(r.Outcomes)
	r.Next = w.next(r.Outcomes)
	r.Checklist = w.checklist(r)
	r.made = &made{res, in}
	if w.err != nil {
		return Report{}, fmt.Errorf("report: %w", w.err)
	}
	return r, nil
}

// writer turns one result into a document.
type writer struct {
	*speaker
	res analysis.Result
}

// InputsSHA256 is the sha256 of the sorted lines "path sha256", so that a report can
// be told from one of other files.
func InputsSHA256(in []record.Input) string {
	lines := make([]string, len(in))
	for i, f := range in {
		lines[i] = f.Path + " " + f.SHA256 + "\n"
	}
	slices.Sort(lines)
	h := sha256.New()
	for _, l := range lines {
		h.Write([]byte(l))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Inputs returns the rows of report.json's inputs for files read or skipped, sorted by
// path; what was not read has no counts.
func Inputs(in []record.Input) []Input {
	out := make([]Input, 0, len(in))
	for _, f := range in {
		row := Input{Path: f.Path, SHA256: f.SHA256, Reason: some(f.Reason), Device: some(cmp.Or(f.Device, record.Maker(f.Importer))), Problems: problems(f.Problems)}
		if f.Importer != "" {
			c := f.Counts
			row.Importer, row.Nights = &f.Importer, &f.Nights
			row.RowsRead, row.RowsUsed, row.RowsSkipped = &c.Read, &c.Used, &c.Skipped
			if f.Nights > 0 {
				row.First, row.Last = &f.First, &f.Last
			}
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func problems(in []record.Problem) []InputProblem {
	out := make([]InputProblem, 0, len(in))
	for _, p := range in {
		out = append(out, InputProblem{Line: p.Pos.Line, Col: p.Pos.Column, Column: p.Field, Message: p.Message})
	}
	return out
}

func series(in []analysis.Series) []Series {
	out := make([]Series, 0, len(in))
	for _, s := range in {
		m, _ := record.MetricByID(s.Metric)
		row := Series{
			Metric: s.Metric, Unit: m.Unit, Source: s.Source, Used: s.Used, Nights: s.Nights,
			First: s.First, Last: s.Last, MissingShare: s.MissingShare, Lag1: s.Lag1, Mean: s.Mean,
		}
		if finite(s.SD) {
			row.SD = &s.SD
		}
		out = append(out, row)
	}
	return out
}

func differences(in []analysis.CoDifference) []Difference {
	out := make([]Difference, 0, len(in))
	for _, d := range in {
		if finite(d.Off) && finite(d.On) && finite(d.SMD) {
			out = append(out, Difference{Metric: d.Metric, Off: d.Off, On: d.On, SMD: d.SMD, VarianceRatio: known(d.VarianceRatio), ByChance: known(&d.P)})
		}
	}
	return out
}
