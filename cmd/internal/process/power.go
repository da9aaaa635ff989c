package process

import (
	"context"
	"io/fs"

	"nof1/analysis/power"
	"nof1/importers/record"
)

// Power reads every file of fsys as one participant's and predicts which changes
// studies of these nights could detect. The errors are those of Run.
func Power(ctx context.Context, fsys fs.FS, cfg Config) (power.Prospects, []record.Input, error) {
	settings, err := cfg.settings()
	if err != nil {
		return power.Prospects{}, nil, err
	}
	in, err := nights(ctx, fsys, cfg)
	if err != nil {
		return power.Prospects{}, in.Inputs, err
	}
	out, err := power.Run(study(in, settings))
	return out, in.Inputs, err
}
