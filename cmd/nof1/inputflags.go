package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"nof1/analysis/schedule"
	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/process"
	"nof1/importers/all"
	"nof1/importers/record"
	"nof1/reports/words"

	"github.com/spf13/cobra"
)

// inputFlags are the flags of every command that reads exports.
type inputFlags struct {
	config, zone, participant string
	plan                      string // of the commands that define --plan
	force                     []string
	json                      bool
	stdin                     io.Reader
	overrides                 []string // flags that override a key of the configuration
}

// flagKeys maps flags to the configuration keys they override.
var flagKeys = map[string]string{
	"zone": "zone", "participant": "participant", "lang": "language", "supplement": "supplement::id",
	"start": "supplement::start", "primary": "primary", "margin": "margin", "plan": "plan",
}

// add defines the flags on a command.
func (f *inputFlags) add(cmd *cobra.Command, p *printer) {
	flags := cmd.Flags()
	flags.StringVar(&f.config, "config", "", "configuration `FILE` (YAML; see config.example.yaml)")
	flags.StringVar(&f.zone, "zone", "", "`IANA` time zone of files that state no offset, e.g. Europe/Paris")
	flags.StringArrayVar(&f.force, "as", nil, "read a file as this format: `IMPORTER=FILE`")
	flags.StringVar(&f.participant, "participant", "", "`NAME` of the person")
	flags.BoolVar(&p.quiet, "quiet", false, "no progress and no warnings")
	flags.BoolVar(&f.json, "json", false, "machine output on standard output")
	flags.BoolVar(&p.noColor, "no-color", false, "no colours")
	f.overrides = []string{"zone", "participant"}
	cmd.Args = somePath
}

// addLanguage defines --lang on a command that writes sentences.
func (f *inputFlags) addLanguage(cmd *cobra.Command) {
	cmd.Flags().String("lang", words.English, "`LANGUAGE` of sentences, dates and decimals: "+strings.Join(words.Languages(), ", "))
	f.overrides = append(f.overrides, "lang")
}

// addOutcome defines --primary and --margin on a command that asks about one outcome.
func (f *inputFlags) addOutcome(cmd *cobra.Command) {
	cmd.Flags().String("primary", "", "the `METRIC` that answers the question")
	cmd.Flags().String("margin", "", "the smallest change worth having, e.g. 15 or 5%; a `NUM`")
	f.overrides = append(f.overrides, "primary", "margin")
}

// somePath returns an error if no PATH is given.
func somePath(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("no PATH given").hint("%s PATH, where PATH is a file, a folder, a zip, a gz or - for standard input", cmd.CommandPath())
	}
	return nil
}

// job is the inputs of a command and their configuration.
type job struct {
	*inputs.Inputs
	Config process.Config
	Paths  []string // as given
}

// open reads the configuration and lists the files of the PATHs, without those below
// the folder except, which may be "".
func (f *inputFlags) open(cmd *cobra.Command, paths []string, except string) (*job, error) {
	in, err := openPaths(cmd.Context(), paths, f.stdin, except)
	if err != nil {
		return nil, err
	}
	cfg, err := f.effective(cmd, in)
	if err != nil {
		in.Close()
		return nil, err
	}
	cfg.Named = in.Named
	if cfg.Participant != "" {
		in.Name = cfg.Participant
	}
	return &job{in, cfg, paths}, nil
}

// openPaths calls inputs.Open. Its error names the PATH that does not exist.
func openPaths(ctx context.Context, paths []string, stdin io.Reader, except string) (*inputs.Inputs, error) {
	in, err := inputs.Open(ctx, paths, stdin, except)
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) && pathErr.Op == "stat" {
		err = errors.New(pathErr.Path + ": " + pathErr.Err.Error())
	}
	return in, err
}

// readConfigFile reads the file of --config.
func readConfigFile(path string) (config.File, error) {
	file, err := config.ReadFile(path)
	if err != nil {
		return file, usagef("--config: %v", err)
	}
	return file, nil
}

// effective merges --config, the folders' own configuration and the flags.
func (f *inputFlags) effective(cmd *cobra.Command, in *inputs.Inputs) (process.Config, error) {
	settings, err := f.settings(cmd)
	if err != nil {
		return process.Config{}, err
	}
	cfg, err := settings.For(in.Configs)
	if err != nil {
		return cfg, err
	}
	cfg.Force, err = forced(f.force, in)
	return cfg, err
}

// settings returns the settings from --config, the flags and the plan.
func (f *inputFlags) settings(cmd *cobra.Command) (cohort.Settings, error) {
	s := cohort.Settings{Flags: map[string]any{}}
	if f.config != "" {
		file, err := readConfigFile(f.config)
		if err != nil {
			return s, err
		}
		s.Files = append(s.Files, file)
	}
	for _, flag := range f.overrides {
		if cmd.Flags().Changed(flag) {
			s.Flags[flagKeys[flag]] = cmd.Flags().Lookup(flag).Value.String()
		}
	}
	if cmd.Flags().Changed("seed") {
		seed, err := cmd.Flags().GetUint64("seed")
		if err != nil {
			return s, err
		}
		s.Flags["seed"] = seed
	}
	var err error
	s.Plan, err = f.readPlan(cmd)
	return s, err
}

// forced reads the values of --as and returns the importer by file of the input. FILE
// may be a path on disk or a name in the input.
func forced(values []string, in *inputs.Inputs) (map[string]string, error) {
	out := map[string]string{}
	for _, v := range values {
		importer, file, ok := strings.Cut(v, "=")
		if !ok || file == "" {
			return nil, usagef("--as %q: want IMPORTER=FILE", v).hint(hintImporters)
		}
		if !knownImporter(importer) {
			return nil, usagef("--as %q: unknown importer %q", v, importer).hint(hintImporters)
		}
		name, ok := in.Find(filepath.ToSlash(file))
		if !ok {
			return nil, usagef("--as %q: no such file in the input", v).hint("nof1 check lists the files of an input")
		}
		out[name] = importer
	}
	return out, nil
}

const hintImporters = "nof1 list importers lists the importers"

func knownImporter(name string) bool {
	for _, i := range all.All() {
		if i.Name() == name {
			return true
		}
	}
	return false
}

// nothing prints for each file why it was not usable.
func nothing(p *printer, j *job, found []record.Input) {
	where := strings.Join(j.Paths, " ")
	if len(found) == 0 {
		p.error(where + " holds no files")
		p.hint("put the wearable's export and the supplement log there, unchanged: zip, csv or json")
		return
	}
	p.error("nothing usable in " + where + ": no file with nights in a format nof1 knows")
	for _, in := range found {
		for _, problem := range firstProblems(in.Problems) {
			p.problem(problem)
		}
		p.problem(in.Path + ": " + process.DescribeInput(in))
	}
	hint := "nof1 list importers shows what each format needs; any other table can be read through mappings: in the configuration"
	if slices.ContainsFunc(found, func(in record.Input) bool { return in.Mappable }) {
		hint += ", which nof1 check writes for you"
	}
	p.hint(hint)
}

// shownProblems is how many problems are printed; the others are counted.
const shownProblems = 5

// firstProblems returns the first problems as lines.
func firstProblems(problems []record.Problem) []string {
	var lines []string
	for _, p := range problems[:min(len(problems), shownProblems)] {
		lines = append(lines, p.String())
	}
	return lines
}

// hintPlan is the hint for every error in a plan.
const hintPlan = "do not change a plan once it is made: note what went differently under its deviations"

// addPlan defines --plan on a command.
func (f *inputFlags) addPlan(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.plan, "plan", "", "follow the plan of `FILE` (plan.yaml): its schedule, question and windows")
}

// readPlan reads the plan of --plan, or returns nil without one. A flag that would
// contradict the plan is an error.
func (f *inputFlags) readPlan(cmd *cobra.Command) (*schedule.Plan, error) {
	if f.plan == "" {
		return nil, nil
	}
	for _, flag := range []string{"supplement", "primary", "margin", "start"} {
		if cmd.Flags().Changed(flag) {
			return nil, usagef("--%s and --plan contradict each other: remove one of the two", flag).hint(hintPlan)
		}
	}
	file, err := config.ReadFile(f.plan)
	if err != nil {
		return nil, usagef("--plan: %v", err)
	}
	p, err := config.ReadPlan(file)
	if err == nil && p.IsSealed() {
		err = usagef("%s: its code is still sealed", f.plan).
			hint("after %s: nof1 plan open %s %s", p.Schedule.End, typed([]string{f.plan}), sealedName)
	}
	return p, err
}
