// Package process turns one participant's files into a report document. It is the
// only place that joins importers, analysis and reports, and only commands import it.
//
//  1. Start from [Defaults] (or cmd/internal/config.Read) and set what the user chose.
//  2. Call [Validate] to find a wrong setting before anything is read.
//  3. Call [Run] for a report, [Check] for what each file is, [Power] or [Plan] for a
//     study that has not begun.
//
// For example:
//
//	cfg := process.Defaults()
//	cfg.Supplement.ID = "magnesium"
//	report, err := process.Run(ctx, os.DirFS("anna"), "anna", cfg)
//
// It refuses a wrong setting with a [SettingError] and an input without nights with
// [NothingUsable].
package process

import (
	"context"
	"errors"
	"io/fs"

	"nof1/analysis"
	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/own"
	"nof1/importers/record"
	"nof1/reports"
)

// ErrNothingUsable marks an input without a single night.
var ErrNothingUsable = errors.New("nothing usable in the input")

// NothingUsable is returned when no file holds a night. It lists the files that
// were found. errors.Is(err, ErrNothingUsable) is true for it.
type NothingUsable struct {
	Inputs []record.Input
}

func (e *NothingUsable) Error() string { return ErrNothingUsable.Error() }

// Is reports whether target is ErrNothingUsable.
func (e *NothingUsable) Is(target error) bool { return target == ErrNothingUsable }

// Run reads every file of fsys as one participant's, analyses it and returns
// the report document. The same files, configuration, seed and version give the
// same document. Errors: ErrConfig for a wrong setting, *importers.AmbiguousError
// for a file that two formats claim, *NothingUsable if no file holds a night.
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
	for _, imp := range all.All() {
		ids = append(ids, imp.Name())
	}
	return ids
}

// nights reads every file of fsys as one participant's. The error is that of
// [Check], or a *[NothingUsable] that lists the inputs.
func nights(ctx context.Context, fsys fs.FS, cfg Config) (importers.Result, error) {
	in, _, err := Check(ctx, fsys, cfg)
	if err == nil && !anyNight(in) {
		err = &NothingUsable{Inputs: in.Inputs}
	}
	return in, err
}

// study joins the data that were read with the settings of their analysis.
func study(in importers.Result, settings analysis.Settings) analysis.Study {
	return analysis.Study{
		Records: in.Records, Sessions: in.Sessions, Doses: in.Doses, Entries: in.Entries, Breaks: in.Breaks, Settings: settings,
	}
}

// anyNight reports whether the input holds a measured value or a rating, either of
// which makes a night.
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

// Check reads every file of fsys and identifies it, without any analysis. A file
// that cannot be used is no error: the result's inputs list it with the reason. The
// map holds, by path, suggested mappings of the tables that no format claims.
func Check(ctx context.Context, fsys fs.FS, cfg Config) (importers.Result, map[string]*own.Suggestion, error) {
	suggestions := map[string]*own.Suggestion{}
	opts, err := cfg.reading()
	if err != nil {
		return importers.Result{}, nil, err
	}
	opts.Unclaimed = func(in *record.Input, h importers.Head) {
		if s := own.Suggest(h); s != nil {
			in.Mappable, suggestions[in.Path] = true, s
		}
	}
	in, err := importers.Read(ctx, fsys, opts)
	if errors.Is(err, importers.ErrNothingUsable) {
		err = nil
	}
	return in, suggestions, err
}
