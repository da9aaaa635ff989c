package process

import (
	"context"
	"io/fs"

	"nof1/analysis/power"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers/record"
	"nof1/reports/plan"
)

// PlanQuestion is the question that a plan is to answer.
type PlanQuestion struct {
	Supplement, Primary string
	Margin              string // as in plan.yaml
	Weeks               int
	Start               record.Date
	Blinded             bool
}

// Plan compares the designs that could answer a question. It simulates from the
// person's own nights in fsys, or from typical nights if fsys is nil. The returned
// sheet has no schedule yet. The errors are those of Run.
func Plan(ctx context.Context, fsys fs.FS, cfg Config, q PlanQuestion) (plan.Sheet, []record.Input, error) {
	cfg.Supplement.ID, cfg.Primary, cfg.Margin = q.Supplement, q.Primary, q.Margin
	settings, err := cfg.settings()
	if err != nil {
		return plan.Sheet{}, nil, err
	}
	id := settings.Catalogue.Canonical(q.Supplement)
	supplement, found := settings.Catalogue.Lookup(q.Supplement)
	if !found {
		supplement = protocol.Supplement{ID: id, Name: id}
	}
	onset, washout := settings.Catalogue.Windows(id)
	if settings.HasOnset {
		onset = settings.Onset
	}
	if settings.HasWashout {
		washout = settings.Washout
	}
	question := power.Question{
		Primary: q.Primary, Onset: onset, Washout: washout, Slow: settings.Catalogue.PlanDays(id),
		Weeks: q.Weeks, Start: q.Start, Blinded: q.Blinded,
		Margin: settings.Margin,
	}
	var inputs []record.Input
	if fsys != nil {
		in, err := nights(ctx, fsys, cfg)
		inputs = in.Inputs
		if err != nil {
			return plan.Sheet{}, inputs, err
		}
		own := study(in, settings)
		question.Study = &own
	}
	choice, err := power.Compare(question)
	return plan.Sheet{
		Plan: schedule.Plan{Supplement: id}, Supplement: supplement,
		Choice: choice, Onset: onset, Washout: washout, Language: cfg.Language,
	}, inputs, err
}
