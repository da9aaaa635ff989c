// Package cohort makes the reports of many participants: it finds them in a
// folder, makes or keeps each one's report, and writes an index of them all.
//
// [Cohort.List] and [Cohort.One] are all a command needs, on one machine, in
// parts, or on an engine that spreads participants over machines: what becomes of
// one depends on that one's files, the settings and the version alone.
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
)

// Cohort is a folder of participants and what to do with each. Its methods may be
// called from several goroutines.
type Cohort struct {
	Folder   string // of the participants
	Out      string // gets a folder for each
	Shard    Shard
	Formats  []outputs.Format
	Settings Settings
	As       map[string]string // file -> importer, for the participants that have the file
	Workers  int               // participants at once, 1 or more
	Redo     bool              // those that are done already as well
	Key      *Key              // outputs name nobody and no date; nil: they do
	Apart    Apart             // works on those with large files; nil: here, like all others
	Ledger   *Ledger           // of the output folder; nil: everything is looked at anew

	base     process.Config
	settings string // their sum
	sums     fileSums
	report   func(context.Context, fs.FS, string, process.Config) (reports.Report, error)
}

// Settings says where the configuration of a participant comes from.
type Settings struct {
	Files []config.File  // for everybody, in order
	Flags map[string]any // by configuration key ("supplement::id"); they win
	Plan  *schedule.Plan // nil for none
}

// For returns the configuration with a participant's own files. The error is a
// *config.Error, or a *process.SettingError of what no file says.
func (s Settings) For(own []config.File) (process.Config, error) {
	files := append(s.Files[:len(s.Files):len(s.Files)], own...)
	cfg, err := config.Read(files, maps.Clone(s.Flags))
	cfg.Version, cfg.Plan = process.Version, s.Plan
	if err == nil {
		err = config.Placed(process.Valid(cfg), files, s.Flags)
	}
	return cfg, err
}

// Prepare checks what is wrong for all participants alike. It comes before all
// else. Errors: those of Settings.For.
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

// Dir is the folder of a participant's report.
func (c *Cohort) Dir(p Participant) string { return filepath.Join(c.Out, FolderName(c.Name(p))) }

// Name is what a participant is called in the output.
func (c *Cohort) Name(p Participant) string {
	if c.Key != nil {
		return c.Key.Pseudonym(p.ID)
	}
	return p.ID
}

// Mine tells whether a participant is in this part of the cohort.
func (c *Cohort) Mine(p Participant) bool { return c.Shard.Has(c.Name(p)) }

// Ended is one participant at its end.
type Ended struct {
	Participant string         // here; elsewhere perhaps a pseudonym
	Reason      string         // why it failed, "" otherwise
	Status      reports.Status // as it was written; of one known by its look, name and status alone
	Unchanged   bool           // it was done already
	Unsaid      bool           // the report is a copy to share, and what help the notes call for is not in it
	Stack       []byte         // of an internal error, nil otherwise
	Seconds     float64

	mark  mark
	brief *reports.Brief // nil where it is to be read

	recorded bool // the status is written
}

// Word is the status as the run log has it.
func (e Ended) Word() string {
	if e.Unchanged {
		return "unchanged"
	}
	return e.Status.Status
}

// Line is the line of the run log. Like the status, it names a participant of a
// shared cohort by the pseudonym, and says nothing of the files.
func (e Ended) Line() Line {
	line := Line{e.Status.Participant, e.Word(), e.Seconds, e.Status.Error, string(e.Stack)}
	if e.Participant != e.Status.Participant {
		line.Stack = ""
	}
	return line
}

// heapFloor is memory, in bytes, that the garbage collector counts and nobody ever
// touches, so that it takes none: the few MiB of one participant after the other are
// else collected a hundred times a second, for a quarter of the time of a batch.
const heapFloor = 16 << 20

// Run works on participants, several at once, and tells of each as it ends, one
// call at a time, until tell says not to go on. The error is the first that
// stopped it: the context's, or an output that cannot be written.
func (c *Cohort) Run(ctx context.Context, list []Participant, tell func(Ended) (goOn bool)) error {
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
			if !tell(r.Ended) {
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

// configOf returns the settings of a participant, and the name in the report.
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

// Changed returns when a participant's files last changed: the latest change of
// any of them.
func Changed(p Participant) (time.Time, error) {
	in, err := inputs.Open(context.Background(), p.Paths, nil, "") // nothing of it is a stream
	if err != nil {
		return time.Time{}, err
	}
	defer in.Close()
	return time.Unix(0, changed(stampsOf(in))), nil
}
