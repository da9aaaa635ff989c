// Package cohort makes the reports of many participants and an index of them all.
//
//  1. Fill in a [Cohort] and call [Cohort.Prepare].
//  2. Find the participants in the folder with [Cohort.List].
//  3. Make each report with [Cohort.Run], or with [Cohort.One] on an engine that spreads
//     participants over machines. A finished report is kept.
//  4. Write the index with [MakeIndex].
//
// For example:
//
//	c := &cohort.Cohort{Folder: "people", Out: "reports", Workers: 4, Formats: formats}
//	err := c.Prepare()
//	list, ignored, err := c.List(ctx)
//	err = c.Run(ctx, list, func(e cohort.Ended) bool { return true })
//	indexed, err := cohort.MakeIndex(ctx, c.Out, c.Workers, nil, false)
//
// The report of a participant depends only on that participant's files, the settings
// and the version. What is wrong with one participant is recorded in its status and
// does not stop the others; an output that cannot be written does.
package cohort

import (
	"context"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"nof1/analysis/schedule"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"
	"nof1/reports/index"
)

// Cohort is a folder of participants and what to do with each. Its methods may be
// called from several goroutines.
type Cohort struct {
	Folder   string // of the participants
	Out      string // output folder, with one folder for each participant
	Shard    Shard
	Formats  []outputs.Format
	Settings Settings
	As       map[string]string // file -> importer, for the participants that have the file
	Workers  int               // participants at once, 1 or more
	Redo     bool              // those that are done already as well
	Key      *Key              // outputs name nobody and no date; nil: they do
	Separate SeparateProcess   // works on those with large files; nil: here, like all others
	Ledger   *Ledger           // of the output folder; nil: everything is looked at anew

	base     process.Config
	settings string // their sum
	sums     fileSums
	report   func(context.Context, fs.FS, string, process.Config) (reports.Report, error)
}

// Settings are the sources of a participant's configuration.
type Settings struct {
	Files []config.File  // for all participants, in order
	Flags map[string]any // by configuration key ("supplement::id"); they override the files
	Plan  *schedule.Plan // or nil
}

// For returns the configuration, including a participant's own files. The error is a
// *config.Error, or a *process.SettingError about a setting that no file holds.
func (s Settings) For(own []config.File) (process.Config, error) {
	files := append(s.Files[:len(s.Files):len(s.Files)], own...)
	cfg, err := config.Read(files, maps.Clone(s.Flags))
	cfg.Version, cfg.Plan = process.Version, s.Plan
	if err == nil {
		err = config.AddPosition(process.Valid(cfg), files, s.Flags)
	}
	return cfg, err
}

// Prepare checks the settings that all participants share. Call it before any other
// method. Errors: those of Settings.For.
func (c *Cohort) Prepare() error {
	var err error
	if c.base, err = c.Settings.For(nil); err != nil {
		return err
	}
	if c.settings, err = settingsSum(c.base); err != nil {
		return err
	}
	if c.report == nil {
		c.report = process.Run
	}
	return nil
}

// Dir returns the folder of a participant's report.
func (c *Cohort) Dir(p Participant) string { return filepath.Join(c.Out, FolderName(c.Name(p))) }

// Name returns the name of a participant in the output.
func (c *Cohort) Name(p Participant) string {
	if c.Key != nil {
		return c.Key.Pseudonym(p.ID)
	}
	return p.ID
}

// InShard reports whether a participant belongs to this part of the cohort.
func (c *Cohort) InShard(p Participant) bool { return c.Shard.Has(c.Name(p)) }

// Ended is how the work on one participant ended.
type Ended struct {
	Participant string       // the real name; Status may hold a pseudonym
	Reason      string       // why it failed, "" otherwise
	Status      index.Status // as it was written; of one known by its look, name and status alone
	Unchanged   bool         // it was done already
	HelpLeftOut bool         // the report is a copy to share, and what help the notes call for is not in it
	Stack       []byte       // of an internal error, nil otherwise
	Seconds     float64

	fingerprint fingerprint
	brief       *index.Brief // nil where it is to be read

	recorded bool // the status is written
}

// Word returns the status as the run log writes it.
func (e Ended) Word() string {
	if e.Unchanged {
		return "unchanged"
	}
	return e.Status.Status
}

// Line returns the line of the run log. In a shared cohort it holds the pseudonym and
// nothing about the files.
func (e Ended) Line() Line {
	line := Line{e.Status.Participant, e.Word(), e.Seconds, e.Status.Error, string(e.Stack)}
	if e.Participant != e.Status.Participant {
		line.Stack = ""
	}
	return line
}

// heapFloor is the size in bytes of an unused allocation. The garbage collector counts
// it, but the system never provides it, because it is never touched. Without it the few
// MiB of each participant are collected a hundred times a second, which takes a quarter
// of the time of a batch.
const heapFloor = 16 << 20

// Run works on several participants at once and calls report as each ends, one call at
// a time, until report returns false. The error is the first that stopped the run: the
// context's, or an output that cannot be written.
func (c *Cohort) Run(ctx context.Context, list []Participant, report func(Ended) (goOn bool)) error {
	defer runtime.KeepAlive(make([]byte, heapFloor))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type result struct {
		Ended
		err error
	}
	results := make(chan result)
	go func() {
		defer close(results)
		each(c.Workers, len(list), func(i int) {
			if ctx.Err() != nil {
				return
			}
			e, err := c.One(ctx, list[i])
			results <- result{e, err}
		})
	}()
	var first error
	stopped := false
	for r := range results {
		switch {
		case r.err == nil:
			if !report(r.Ended) {
				stopped = true
				stop()
			}
		case first == nil && !stopped:
			first = r.err
			stop()
		}
	}
	if first == nil && !stopped {
		first = ctx.Err()
	}
	return first
}

// each calls do for 0 to n-1 on several workers.
func each(workers, n int, do func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(workers, n) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// configOf returns the settings of a participant and the name in the report.
func (c *Cohort) configOf(p Participant, in *inputs.Inputs) (process.Config, string, error) {
	cfg, err := c.base, error(nil)
	if len(in.Configs) > 0 {
		if cfg, err = c.Settings.For(in.Configs); err != nil {
			return cfg, "", err
		}
	} else {
		cfg.Participant = ""
	}
	name := p.ID
	if cfg.Participant != "" && cfg.Participant != c.base.Participant {
		name = cfg.Participant
	}
	if p.Person != "" {
		cfg.Participant = p.Person
	}
	cfg.Named, cfg.Force = in.Named, c.forced(in)
	return cfg, name, nil
}

// Changed returns the time of the latest change of any of a participant's files.
func Changed(p Participant) (time.Time, error) {
	in, err := inputs.Open(context.Background(), p.Paths, nil, "") // no PATH is a stream
	if err != nil {
		return time.Time{}, err
	}
	defer in.Close()
	return time.Unix(0, changed(stampsOf(in))), nil
}
