package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nof1/analysis/power"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/importers/record"
	"nof1/reports/plan"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

// The names of the files of a plan. Files that reveal the days of a blinded plan are in
// a folder of their own, to be given to the helper.
const (
	planYAML     = "plan.yaml"
	planOpened   = "plan.opened.yaml"
	helperFolder = "for-the-helper"
	sealedName   = "code.sealed"
)

// largestSeed keeps a seed short enough to be copied by hand.
const largestSeed = 1_000_000_000

// planFlags are the flags of the plan command.
type planFlags struct {
	inputFlags
	supplement, primary, margin, design, start string
	question, dose, out                        string
	fill                                       []string
	weeks                                      int
	seed                                       uint64
	seeded                                     bool // seed was given
	blind                                      bool
}

// planDesigns maps the values of --design to kinds of schedule; "" means any.
var planDesigns = map[string]schedule.Kind{
	"auto": "", "nightly": schedule.Nightly, "weekly": schedule.WeeklyPairs, "blocks": schedule.Blocks, "abab": schedule.ABAB,
}

func planCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &planFlags{inputFlags: inputFlags{stdin: stdin}}
	cmd := &cobra.Command{
		Use:   "plan [PATH...]",
		Short: "before you start: draw a randomised schedule and show what it can detect",
		Long: "Plan compares the designs that fit into your weeks by the change each can\n" +
			"detect, recommends one, draws it and writes plan.yaml, schedule.csv,\n" +
			"schedule.ics and a page to print. PATH is your own nights, if you have them:\n" +
			"how much they vary decides what can be detected. With --blind a helper packs\n" +
			"boxes from a sheet of their own, and the code stays sealed until the end.",
		Example: "  nof1 plan export.zip --supplement magnesium --primary hrv_rmssd --weeks 16 --out magnesium-plan\n" +
			"  nof1 plan open magnesium-plan/plan.yaml code.sealed",
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, p, args) },
	}
	f.add(cmd, p)
	cmd.Args = cobra.ArbitraryArgs
	flags := cmd.Flags()
	flags.StringVar(&f.supplement, "supplement", "", "`ID` of what is taken")
	flags.StringVar(&f.primary, "primary", "", "the one `METRIC` that answers the question")
	flags.IntVar(&f.weeks, "weeks", 0, "how long it may last; `N`")
	flags.StringVar(&f.design, "design", "auto", "auto, nightly, weekly, blocks or abab; a `DESIGN`")
	flags.StringVar(&f.start, "start", "", "first day, as a `DATE` (default: the next Monday)")
	flags.StringVar(&f.margin, "margin", "", "the smallest change worth having, e.g. 15 or 5%; a `NUM`")
	flags.BoolVar(&f.blind, "blind", false, "seal the order; a helper packs the capsules")
	flags.Uint64Var(&f.seed, "seed", 0, "seed of the draw (default: a random one, which is printed); `N`")
	flags.StringVar(&f.out, "out", "nof1-plan", "write into this `DIR`, which is created")
	flags.StringVar(&f.question, "question", "", "the question in your own words; `TEXT`")
	flags.StringVar(&f.dose, "dose", "", "product, amount and time of day, e.g. \"200 mg at 21:30\"; `TEXT`")
	flags.StringArrayVar(&f.fill, "fill", nil, "fill an item of the protocol: `ITEM=TEXT`")
	cmd.AddCommand(planOpenCommand(p, stdin))
	return cmd
}

func (f *planFlags) run(cmd *cobra.Command, p *printer, paths []string) error {
	if err := f.check(cmd); err != nil {
		return err
	}
	unlock, err := outputs.Lock(f.out, false)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Stat(filepath.Join(f.out, planYAML)); !errors.Is(err, fs.ErrNotExist) {
		return usagef("%s already holds a plan: name another folder with --out", f.out)
	}
	sheet, err := f.compare(cmd, p, paths)
	if err != nil {
		return err
	}
	files, err := f.draw(cmd, sheet)
	if err != nil {
		return err
	}
	if err := writePlan(f.out, files); err != nil {
		return err
	}
	return f.print(p, *sheet, files)
}

// planHints are the hints for missing flags.
var planHints = map[string]string{
	"--supplement": "nof1 list supplements lists them; any other name works too",
	"--primary":    "nof1 list metrics lists them",
	"--weeks":      "8 to 16 weeks are enough for most questions",
}

// check returns an error for flags that cannot be planned with.
func (f *planFlags) check(cmd *cobra.Command) error {
	var lacks []string
	for _, flag := range []string{"supplement", "primary", "weeks"} {
		if !cmd.Flags().Changed(flag) {
			lacks = append(lacks, "--"+flag)
		}
	}
	if len(lacks) == 1 {
		return usagef("%s is missing", lacks[0]).hint("%s", planHints[lacks[0]])
	} else if lacks != nil {
		return usagef("%s are missing", strings.Join(lacks, ", ")).
			hint("for example: nof1 plan --supplement magnesium --primary hrv_rmssd --weeks 12 --out my-plan")
	}
	m, ok := record.MetricByID(f.primary)
	if !ok || !m.MayBePrimary() {
		return usagef("--primary %q is not a metric that can answer a question", f.primary).hint("%s", process.MetricHint(f.primary))
	}
	if _, ok := planDesigns[f.design]; !ok {
		return usagef("--design %q: want auto, nightly, weekly, blocks or abab", f.design)
	}
	if f.weeks < 2 || f.weeks > 104 {
		return usagef("--weeks %d: want 2 to 104", f.weeks)
	}
	if _, err := schedule.ReadMargin(f.margin); err != nil {
		return usagef("--margin %v", err)
	}
	if protocol.Canonical(f.supplement) == "alcohol" {
		return usagef("nof1 plans no days with alcohol: never drink for a test").hint("days without it can be logged and compared: nof1 " +
			"correlate")
	}
	for _, fill := range f.fill {
		id, text, ok := strings.Cut(fill, "=")
		if !ok || strings.TrimSpace(text) == "" || !slices.Contains(plan.Items(), id) {
			return usagef("--fill %q: want ITEM=TEXT", fill).hint("items: %s", strings.Join(plan.Items(), ", "))
		}
	}
	return nil
}

// day returns the first day of the schedule, which is the next Monday by default.
func (f *planFlags) day() (record.Date, error) {
	today := record.DateOf(clock())
	if f.start == "" {
		return today + record.Date(7-today.Weekday()), nil
	}
	d, err := record.ParseDate(f.start)
	if err != nil {
		return 0, usagef("--start %v", err)
	}
	if d < today {
		return 0, usagef("--start %s is in the past: a plan is made before its first day", f.start)
	}
	return d, nil
}

// compare compares the designs that fit and chooses one.
func (f *planFlags) compare(cmd *cobra.Command, p *printer, paths []string) (*plan.Sheet, error) {
	start, err := f.day()
	if err != nil {
		return nil, err
	}
	q := process.PlanQuestion{Supplement: f.supplement, Primary: f.primary, Margin: f.margin, Weeks: f.weeks, Start: start, Blinded: f.blind}
	var j *job
	if len(paths) > 0 {
		if j, err = f.open(cmd, paths, f.out); err != nil {
			return nil, err
		}
		defer j.Close()
	}
	sheet, inputs, err := f.planned(cmd, p, j, q)
	if errors.Is(err, process.ErrNothingUsable) {
		nothing(p, j, inputs)
		return nil, printedError{err}
	}
	if err != nil {
		return nil, err
	}
	if j != nil && sheet.Choice.Own == nil {
		p.warning(fmt.Sprintf("too few nights of %s in %s to plan with: typical nights are assumed", f.primary, strings.Join(paths, " ")))
	}
	sheet.Taken, err = f.chooseDesign(sheet.Choice)
	sheet.Plan.Schedule.Start = schedule.Day{Date: start}
	return &sheet, err
}

func (f *planFlags) planned(cmd *cobra.Command, p *printer, j *job, q process.PlanQuestion) (plan.Sheet, []record.Input, error) {
	if j == nil {
		settings, err := f.settings(cmd)
		if err != nil {
			return plan.Sheet{}, nil, err
		}
		cfg, err := settings.For(nil)
		if err != nil {
			return plan.Sheet{}, nil, err
		}
		return process.Plan(cmd.Context(), nil, cfg, q)
	}
	fsys, step, done := p.reading(j.FS)
	defer done()
	j.Config.Progress = step
	return process.Plan(cmd.Context(), fsys, j.Config, q)
}

// chooseDesign returns the index of the design named by --design: among several of the
// same kind the one that detects the smallest change, without a name the recommended one.
func (f *planFlags) chooseDesign(choice power.Choice) (int, error) {
	chosen := choice.Best
	if kind := planDesigns[f.design]; kind != "" {
		chosen = -1
		for i, o := range choice.Options {
			if o.Constraint.Kind == kind && (chosen < 0 || finer(o.Detectable, choice.Options[chosen].Detectable)) {
				chosen = i
			}
		}
	}
	if chosen < 0 {
		return 0, usagef("no %s schedule fits into %d weeks", f.design, f.weeks).
			hint("pairs of weeks need an even number, four phases at least 7 weeks, two-week blocks a multiple of 4")
	}
	return chosen, nil
}

// finer reports whether one detectable change is smaller than another; nil means that
// no change is detectable.
func finer(found, other *float64) bool {
	return found != nil && (other == nil || *found < *other)
}

// planFile is one file of a plan.
type planFile struct {
	name string
	text []byte
}

// draw draws the schedule and makes every file of the plan. The sheet then holds
// the plan as the person sees it.
func (f *planFlags) draw(cmd *cobra.Command, s *plan.Sheet) ([]planFile, error) {
	seed := f.seed
	if f.seeded = cmd.Flags().Changed("seed"); !f.seeded {
		n, err := rand.Int(rand.Reader, big.NewInt(largestSeed))
		if err != nil {
			return nil, err
		}
		seed = n.Uint64()
	}
	o := s.Choice.Options[s.Taken]
	drawn, err := schedule.Draw(o.Constraint, s.Plan.Schedule.Start.Date, seed)
	if err != nil {
		return nil, err
	}
	s.Plan = schedule.Plan{
		Schema: schedule.PlanSchema, Question: f.question, Supplement: s.Plan.Supplement, Primary: f.primary, Margin: f.margin,
		Analysis: schedule.SlowMix, Constraint: o.Constraint, Seed: &seed,
		Schedule: schedule.Calendar{
			Start: schedule.Day{Date: drawn.Start}, End: schedule.Day{Date: drawn.End()}, Days: drawn.Letters(),
		},
		StoppingDate: schedule.Day{Date: drawn.End() + 1}, Onset: o.Onset, Washout: o.Washout, Blinded: f.blind,
		Created: schedule.Day{Date: record.DateOf(clock())}}
	s.Fill = map[string]string{"intervention": f.dose}
	for _, fill := range f.fill {
		id, text, _ := strings.Cut(fill, "=")
		s.Fill[id] = text
	}
	if s.Plan.Contents, err = plan.Contents(*s); err != nil {
		return nil, err
	}
	s.Plan.SHA256 = s.Plan.Sum()
	open := *s
	var code string
	if f.blind {
		salt := make([]byte, 16)
		if _, err := rand.Read(salt); err != nil {
			return nil, err
		}
		if s.Plan, code, err = s.Plan.Blind(hex.EncodeToString(salt)); err != nil {
			return nil, err
		}
		open.Plan.SHA256 = s.Plan.SHA256
	}
	if err := s.Plan.Validate(); err != nil {
		return nil, fmt.Errorf("internal error: the new plan is not valid: %w", err)
	}
	return planFiles(*s, open, code)
}

// planFiles renders the files. open is the sheet with the days.
func planFiles(s, open plan.Sheet, code string) ([]planFile, error) {
	text, err := yaml.Marshal(s.Plan)
	if err != nil {
		return nil, err
	}
	files := []planFile{{planYAML, text}}
	add := func(name string, write func(io.Writer) error) {
		var b bytes.Buffer
		if e := write(&b); e != nil && err == nil {
			err = fmt.Errorf("%s: %w", name, e)
		}
		files = append(files, planFile{name, b.Bytes()})
	}
	add("schedule.csv", func(w io.Writer) error { return plan.WriteScheduleCSV(w, s.Plan) })
	add("schedule.ics", func(w io.Writer) error { return plan.WriteICS(w, s) })
	add("plan.html", func(w io.Writer) error { return plan.WriteHTML(w, s) })
	if s.Plan.IsSealed() {
		add(filepath.Join(helperFolder, "packing-sheet.html"), func(w io.Writer) error { return plan.WritePackingSheet(w, open) })
		files = append(files, planFile{filepath.Join(helperFolder, sealedName), []byte(plan.SealedCode(s.Plan, code))})
	}
	return files, err
}

// writePlan writes the files. plan.yaml comes last, so that a folder with a plan.yaml is
// complete.
func writePlan(out string, files []planFile) error {
	for _, f := range slices.Backward(files) {
		path := filepath.Join(out, f.name)
		if err := outputs.MakeFolder(filepath.Dir(path)); err != nil {
			return err
		}
		if err := outputs.WriteFile(path, f.text); err != nil {
			return err
		}
	}
	return nil
}
