package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
)

// exitSomeFailed is the exit code of a batch in which some participants failed.
const exitSomeFailed = 4

// someFailed is returned by a batch in which some participants failed.
type someFailed struct {
	names []string
	total int
	where string
}

func (e *someFailed) Error() string {
	return fmt.Sprintf("%d of %s failed: %s (why: %s)", len(e.names), count(e.total, "participant"), firstNames(e.names), e.where)
}

// leastMemory is the least memory that a participant needs, in MiB.
const leastMemory = 64

// batchFlags are the flags of the batch command.
type batchFlags struct {
	reportFlags
	workers  int
	memory   int  // MiB for one participant with large files
	apart    bool // process one participant for the batch that started this process
	shard    string
	force    bool // redo finished ones
	failFast bool
	only     []string
	since    string
	watch    bool
	key      string // file that links names and pseudonyms in a shared batch
}

func batchCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &batchFlags{reportFlags: reportFlags{inputFlags: inputFlags{stdin: stdin}}}
	cmd := &cobra.Command{
		Use:   "batch FOLDER",
		Short: "one report per participant, plus an index; resumable; shardable",
		Long: "Batch makes one report for every participant in FOLDER and an index of them all.\n" +
			"A participant is a sub-folder, a zip, a table file, or an Id of a table that holds\n" +
			"several people's nights. A participant already done with the same files, settings\n" +
			"and version is left as it is. To continue a stopped run, start it again.",
		Example: "  nof1 batch cohort --out reports\n  nof1 batch cohort --out reports --shard 0/8",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.batch(cmd, p, args[0])
		},
	}
	f.add(cmd, p)
	cmd.Args = oneFolder
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "nof1-report", "write into this `DIR`, which is created")
	flags.StringSliceVar(&f.formats, "format", []string{"html", "json"},
		"files to write for each participant: html, json (always), md, csv, pdf, onepage")
	flags.String("supplement", "", "`ID` of the supplement the reports are about")
	flags.String("start", "", "first night with it, as a `DATE`; overrides the logs")
	f.addPlan(cmd)
	flags.Uint64("seed", 1, "seed of what is drawn at random; `N`")
	flags.IntVar(&f.workers, "workers", runtime.NumCPU(), "participants at once; `N`")
	flags.IntVar(&f.memory, "memory", 768, "most memory for one participant, in `MIB`; large files are read in a process of their own")
	flags.BoolVar(&f.apart, apartFlag, false, "work on the participant that standard input names")
	_ = flags.MarkHidden(apartFlag) // the flag exists
	flags.StringVar(&f.shard, "shard", "", "do only this part: `I/N` with I from 0, or auto/N in an array job")
	flags.BoolVar(&f.force, "force", false, "redo finished participants")
	flags.BoolVar(&f.failFast, "fail-fast", false, "stop at the first participant that fails")
	flags.Lookup("participant").Usage = "do only the participant of this `NAME`"
	f.addHabits(cmd)
	f.overrides = []string{"zone", "supplement", "start"}
	f.addOutcome(cmd)
	f.addLanguage(cmd)
	return cmd
}

// oneFolder returns an error unless there is one argument.
func oneFolder(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("want one FOLDER, got %d", len(args)).
			hint("%s FOLDER, where FOLDER holds a folder, a zip or a table for each participant", cmd.CommandPath())
	}
	return nil
}

// batch is one run over a folder.
type batch struct {
	*printer
	*cohort.Cohort
	flags *batchFlags
	cmd   *cobra.Command
	since time.Time // zero: no limit
}

func (f *batchFlags) batch(cmd *cobra.Command, p *printer, folder string) error {
	b, err := f.prepare(cmd, p, folder)
	if err != nil {
		return err
	}
	if f.apart {
		return b.alone(cmd.Context())
	}
	b.Separate = b.apart
	if f.watch {
		return b.watch(cmd.Context())
	}
	return b.once(cmd.Context())
}

// list finds the participants.
func (b *batch) list(ctx context.Context) ([]cohort.Participant, error) {
	list, ignored, err := b.List(ctx)
	if err != nil {
		return nil, err
	}
	b.sayIgnored(ignored)
	if len(list) == 0 {
		b.error(b.Folder + " holds no participants")
		b.hint("put a folder, a zip or a table file for each participant there")
		return nil, printedError{process.ErrNothingUsable}
	}
	return list, nil
}

// once processes the participants of this run.
func (b *batch) once(ctx context.Context) error {
	b.Ledger = cohort.OpenLedger(b.Out)
	defer b.Ledger.Close()
	list, err := b.list(ctx)
	if err != nil {
		return err
	}
	if b.Key != nil {
		if err := b.Key.Add(b.flags.key, list); err != nil {
			return withHint(err)
		}
	}
	chosen, err := b.choose(list)
	if err != nil {
		return err
	}
	unlock, err := outputs.Lock(b.Out, b.Shard.Of > 0)
	if err != nil {
		return err
	}
	defer unlock()
	b.Ledger.Begin(b.Shard)
	log, err := cohort.OpenLog(b.Out, b.Shard)
	if err != nil {
		return err
	}
	defer log.Close()
	if err := b.forget(list, log); err != nil {
		return err
	}
	done, runErr := b.run(ctx, chosen, log)
	return b.finish(ctx, done, len(chosen), runErr)
}

// prepare checks the flags and settings that all participants share.
func (f *batchFlags) prepare(cmd *cobra.Command, p *printer, folder string) (*batch, error) {
	if err := f.places(folder); err != nil {
		return nil, err
	}
	if f.workers < 1 {
		return nil, usagef("--workers %d: want 1 or more", f.workers)
	}
	if f.memory < leastMemory {
		return nil, usagef("--memory %d: want %d or more", f.memory, leastMemory)
	}
	c := &cohort.Cohort{Folder: folder, Out: f.out, Workers: f.workers, Redo: f.force, As: map[string]string{}}
	var err error
	if c.Shard, err = cohort.ParseShard(f.shard, os.Getenv); err != nil {
		return nil, withHint(err)
	}
	if c.Formats, err = chosenFormats(append(f.formats, "json")); err != nil {
		return nil, err
	}
	for _, v := range f.inputFlags.force {
		importer, file, ok := strings.Cut(v, "=")
		if !ok || file == "" || !knownImporter(importer) {
			return nil, usagef("--as %q: want IMPORTER=FILE with a known importer", v).hint(hintImporters)
		}
		c.As[file] = importer
	}
	if c.Settings, err = f.settings(cmd); err != nil {
		return nil, err
	}
	own, err := config.InFolder(folder)
	if err != nil {
		return nil, err
	}
	c.Settings.Files = append(c.Settings.Files, own...)
	b := &batch{printer: p, Cohort: c, flags: f, cmd: cmd}
	if err := b.habits(); err != nil {
		return nil, err
	}
	return b, c.Prepare()
}

// places checks that the folder exists and that the output folder is another one.
func (f *batchFlags) places(folder string) error {
	info, err := os.Stat(folder)
	if err != nil {
		var pathErr *os.PathError
		if errors.As(err, &pathErr) {
			err = fmt.Errorf("%s: %w", folder, pathErr.Err)
		}
		return err
	}
	if !info.IsDir() {
		return usagef("%s is not a folder", folder).hint("for one person's files: nof1 report %s", typed([]string{folder}))
	}
	if out, err := os.Stat(f.out); err == nil && os.SameFile(info, out) {
		return usagef("%s is an input and would be written to", f.out).hint("give another folder: --out DIR")
	}
	return nil
}

// withHint turns a *cohort.UsageError into a usage error of the command line.
func withHint(err error) error {
	var usage *cohort.UsageError
	if !errors.As(err, &usage) {
		return err
	}
	e := usagef("%s", usage.Message)
	if usage.Hint != "" {
		e.hints = append(e.hints, usage.Hint)
	}
	return e
}

// finish writes the index and prints how the run went.
func (b *batch) finish(ctx context.Context, done tally, wanted int, runErr error) error {
	if !b.flags.json {
		b.result("%s", done.line(wanted))
	}
	if len(done.helpLeftOut) > 0 {
		b.warning("someone should read the notes of these participants, which copies to share leave out: " + firstNames(done.helpLeftOut))
		b.hint("their own reports begin with these notes: run the same without --share, into another folder")
	}
	if errors.Is(runErr, context.Canceled) {
		runErr = fmt.Errorf("stopped after %d of %s: run the same command to continue", done.total(), count(wanted, "participant"))
	}
	where := filepath.Join(b.Out, "index.html")
	if b.Shard.Of == 0 {
		if err := b.index(context.WithoutCancel(ctx), where); err != nil && runErr == nil { // runErr explains more
			return err
		}
	} else {
		where = b.Shard.LogName()
		if !b.quiet {
			b.hint("when every shard is done: nof1 index " + typed([]string{b.Out}))
		}
	}
	if runErr != nil {
		return runErr
	}
	if len(done.failed) > 0 {
		return &someFailed{done.failed, wanted, where}
	}
	return nil
}

func (b *batch) index(ctx context.Context, where string) error {
	if _, err := makeIndex(ctx, b.printer, b.Out, b.Workers, b.Ledger, !b.Redo); err != nil {
		return err
	}
	if b.flags.json {
		return printFile(b.printer, filepath.Join(b.Out, "index.json"))
	}
	b.result("wrote %s", where)
	return nil
}

// shownIgnored is how many ignored entries are listed.
const shownIgnored = 20

func (b *batch) sayIgnored(ignored []string) {
	for _, line := range ignored[:min(len(ignored), shownIgnored)] {
		b.warning(line + ": ignored")
	}
	if n := len(ignored) - shownIgnored; n > 0 {
		b.warning(fmt.Sprintf("%d more ignored", n))
	}
}
