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
	"nof1/reports/words"
)

// Meta is what a report needs besides the result: who it is about, what was read and
// how it was computed.
type Meta struct {
	Participant  string         // as the user calls them; untrusted
	Inputs       []record.Input // every file read or skipped
	Settings     map[string]any // every effective setting, by name
	Version      string         // of nof1
	ConfigSHA256 string         // of the configuration file, in hex; "" without one
	Seed         uint64         // of every random draw
	Formats      []string       // ids of the formats nof1 reads: a copy to share names no other source
	Language     string         // of every sentence, one of [Languages]; "" English
}

// New builds the document: the numbers of the result and, from the language
// catalogue, every sentence. The same arguments give the same document. The
// error names a sentence the catalogue does not have.
func New(res analysis.Result, in Meta) (Report, error) {
	w := &writer{Speaker: words.Speak(in.Language), res: copied(res)}
	w.sayIntervention()
	w.sayVerdicts()
	w.sayCaveats()
	w.sayLedger()
	w.sayHarms()
	w.sayEscalation()
	r := Report{
		Schema:      Schema,
		Tool:        Tool{Version: in.Version, Seed: in.Seed, ConfigSHA256: in.ConfigSHA256},
		Settings:    in.Settings,
		Language:    w.Code(),
		Participant: in.Participant,
		Inputs:      Inputs(in.Inputs),
		Answer:      w.res.Answer,
		Nights:      w.nights(),
		Beside:      w.res.Beside,
		Mechanisms:  mechanisms(w.Speaker, string(res.Intervention.Supplement)),
		Escalation:  w.res.Escalation,
	}
	r.Look.InputsSHA256 = InputsSHA256(in.Inputs)
	if r.Settings == nil {
		r.Settings = map[string]any{}
	}
	r.Summary = w.summary()
	r.Next = w.next()
	r.Checklist = w.checklist(r)
	r.made = &made{res, in}
	if w.Err != nil {
		return Report{}, fmt.Errorf("report: %w", w.Err)
	}
	return r, nil
}

// writer writes the sentences of one result.
type writer struct {
	*words.Speaker
	res analysis.Result // its own copy: the sentences go into it
}

// sayVerdicts writes the answer of every outcome.
func (w *writer) sayVerdicts() {
	for i := range w.res.Outcomes {
		o := &w.res.Outcomes[i]
		o.Verdict.Short, o.Verdict.Sentence = w.verdict(*o)
	}
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
		row := Input{Path: f.Path, SHA256: f.SHA256, Reason: analysis.Text(f.Reason),
			Device: analysis.Text(cmp.Or(f.Device, record.Maker(f.Importer))), Problems: problems(f.Problems)}
		if f.Importer != "" {
			c := f.Counts
			row.Importer, row.Nights = analysis.Text(f.Importer), &f.Nights
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
