package process

import (
	"context"
	"io/fs"

	"nof1/analysis"
	"nof1/importers"
)

// Power reads every file of fsys as one participant's and foretells what
// studies of these nights could find. The errors are those of Run.
func Power(ctx context.Context, fsys fs.FS, cfg Config) (analysis.Prospects, []importers.Input, error) {
	settings, err := cfg.settings()
	if err != nil {
		return analysis.Prospects{}, nil, err
	}
	in, err := Check(ctx, fsys, cfg)
	if err != nil {
		return analysis.Prospects{}, nil, err
	}
	if !anyNight(in) {
		return analysis.Prospects{}, in.Inputs, &NothingUsable{Inputs: in.Inputs}
	}
	out, err := analysis.Power(analysis.Study{
		Records: in.Records, Sessions: in.Sessions, Doses: in.Doses, Entries: in.Entries, Breaks: in.Breaks,
		Settings: settings,
	})
	return out, in.Inputs, err
}
