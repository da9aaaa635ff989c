// Package process makes one participant's report: files in, document out. It is
// the only place that wires importers, analysis and reports, and only commands
// import it.
package process

import (
	"context"
	"errors"
	"io/fs"

	"nof1/analysis"
	"nof1/importers"
	"nof1/importers/record"
	"nof1/reports"
)

// ErrNothingUsable marks an input without a single night.
var ErrNothingUsable = errors.New("nothing usable in the input")

// NothingUsable is returned when no file held a night. It says what was found
// instead; errors.Is(err, ErrNothingUsable) holds.
type NothingUsable struct {
	Inputs []record.Input
}

func (e *NothingUsable) Error() string { return ErrNothingUsable.Error() }

// Is matches ErrNothingUsable.
func (e *NothingUsable) Is(target error) bool { return target == ErrNothingUsable }

// Run reads every file of fsys as one participant's, analyses it and returns
// the report document. The same files, configuration, seed and version give the
// same document. Errors: ErrConfig for a wrong setting, *importers.AmbiguousError
// for a file two formats claim, *NothingUsable where there is no night.
func Run(ctx context.Context, fsys fs.FS, participant string, cfg Config) (reports.Report, error) {
	settings, err := cfg.settings()
	if err != nil {
		return reports.Report{}, err
	}
	in, err := nights(ctx, fsys, cfg)
	if err != nil {
		return reports.Report{}, err
	}
	settings.Inputs = reports.InputsSHA256(in.Inputs)
	res, err := analysis.Run(study(in, settings))
	if err != nil {
		return reports.Report{}, err
	}
	effective, err := cfg.effective()
	if err != nil {
		return reports.Report{}, err
	}
	return reports.New(res, reports.Meta{
		Participant: participant, Inputs: in.Inputs, Settings: effective,
		Version: cfg.Version, ConfigSHA256: cfg.ConfigSHA256, Seed: cfg.Seed, Language: cfg.Language, Formats: formats(),
	})
}

// formats returns the ids of the formats nof1 reads.
func formats() []string {
	var ids []string
	for _, imp := range importers.All() {
		ids = append(ids, imp.Name())
	}
	return ids
}

// nights reads every file of fsys as one participant's. The error is that of
// [Check], or *[NothingUsable] with the inputs that were looked at.
func nights(ctx context.Context, fsys fs.FS, cfg Config) (importers.Result, error) {
	in, _, err := Check(ctx, fsys, cfg)
	if err == nil && !anyNight(in) {
		err = &NothingUsable{Inputs: in.Inputs}
	}
	return in, err
}

// study is what was read, to be analysed with some settings.
func study(in importers.Result, settings analysis.Settings) analysis.Study {
	return analysis.Study{Records: in.Records, Sessions: in.Sessions, Doses: in.Doses, Entries: in.Entries, Breaks: in.Breaks, Settings: settings}
}

// anyNight tells whether there is anything to make a night of: a measured value
// or a rating.
func anyNight(in importers.Result) bool {
	if len(in.Records) > 0 {
		return true
	}
	for _, e := range in.Entries {
		if m, ok := record.MetricByID(e.Item); ok && m.Kind == record.Rating && e.HasValue && !e.YesNo {
			return true
		}
	}
	return false
}

// Check reads every file of fsys and says what each is; nothing is analysed.
// Files nobody can use are in the result's inputs with their reason, not an
// error. Suggestions are mappings that could read tables nobody claims, by path.
func Check(ctx context.Context, fsys fs.FS, cfg Config) (importers.Result, map[string]*importers.Suggestion, error) {
	suggestions := map[string]*importers.Suggestion{}
	opts, err := cfg.reading()
	if err != nil {
		return importers.Result{}, nil, err
	}
	opts.Unclaimed = func(in *record.Input, h importers.Head) {
		if s := importers.Suggest(h); s != nil {
			in.Mappable, suggestions[in.Path] = true, s
		}
	}
	in, err := importers.Read(ctx, fsys, opts)
	if errors.Is(err, importers.ErrNothingUsable) {
		err = nil
	}
	return in, suggestions, err
}
