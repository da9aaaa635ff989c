package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"

	"nof1/cmd/internal/cohort"
)

// ended counts the participants by status, in the runner's own metrics.
var ended = map[string]beam.Counter{
	"done":      beam.NewCounter("nof1", "done"),
	"unchanged": beam.NewCounter("nof1", "unchanged"),
	"skipped":   beam.NewCounter("nof1", "skipped"),
	"failed":    beam.NewCounter("nof1", "failed"),
}

func beamWarn(ctx context.Context, message string) { log.Warn(ctx, message) }

// processFn makes or keeps one participant's report. A failure of the participant is
// recorded in its status and in the emitted entry. An error comes from the store or the
// machine, so the runner tries again.
type processFn struct {
	Job job

	from, to *place
	scratch  string // "" if both places are folders
	work     *cohort.Cohort
	tables   map[string]bool // shared tables already fetched
}

// Setup opens the input and output places.
func (f *processFn) Setup(ctx context.Context) error {
	var err error
	if f.from, err = openPlace(ctx, f.Job.Folder); err != nil {
		return err
	}
	if f.to, err = openPlace(ctx, f.Job.Out); err != nil {
		return err
	}
	folder, out := f.from.dir, f.to.dir
	f.tables = map[string]bool{}
	if f.from.bucket != nil || f.to.bucket != nil {
		if f.scratch, err = os.MkdirTemp("", "nof1-beam-"); err != nil {
			return err
		}
	}
	if f.from.bucket != nil {
		folder = filepath.Join(f.scratch, "in")
	}
	if f.to.bucket != nil {
		out = filepath.Join(f.scratch, "out")
	}
	f.work, err = f.Job.cohort(folder, out)
	return err
}

// Teardown closes the places and removes the temporary files.
func (f *processFn) Teardown() error {
	err := errors.Join(f.from.close(), f.to.close())
	if f.scratch != "" {
		err = errors.Join(err, os.RemoveAll(f.scratch))
	}
	return err
}

// ProcessElement processes one participant and emits its entry of the index.
func (f *processFn) ProcessElement(ctx context.Context, text []byte, emit func([]byte)) error {
	var x person
	if err := json.Unmarshal(text, &x); err != nil {
		return err
	}
	p := cohort.Participant{ID: x.ID, Person: x.Person}
	for _, name := range x.Names {
		p.Paths = append(p.Paths, filepath.Join(f.work.Folder, name))
	}
	dir := f.work.Dir(p)
	e, err := f.one(ctx, x, p)
	if err != nil {
		return err
	}
	ended[e.Word()].Inc(ctx, 1)
	if e.Status.Status == "failed" {
		log.Warnf(ctx, "%s: failed: %s%s", x.ID, *e.Status.Error, e.Stack)
	}
	read := func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, cohort.ReportFile)) }
	b, err := cohort.BriefOf(e.Status, filepath.Base(dir), read)
	if err != nil {
		return err
	}
	if f.to.bucket != nil {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	out, err := json.Marshal(b)
	emit(out)
	return err
}

// one fetches a participant's files, makes the report and uploads it.
func (f *processFn) one(ctx context.Context, x person, p cohort.Participant) (cohort.Ended, error) {
	if f.to.bucket != nil { // the earlier report
		if err := f.to.fetch(ctx, cohort.FolderName(p.ID), f.work.Out); err != nil {
			return cohort.Ended{}, err
		}
	}
	err := f.bring(ctx, x)
	if x.Person == "" && f.from.bucket != nil {
		defer os.RemoveAll(p.Paths[0])
	}
	var bad *objectError
	var e cohort.Ended
	switch {
	case errors.As(err, &bad):
		e, err = f.work.Fail(p, bad)
	case err == nil:
		e, err = f.work.One(ctx, p)
	}
	if err != nil || e.Unchanged || f.to.bucket == nil {
		return e, err
	}
	return e, f.takeAway(ctx, f.work.Dir(p))
}

// bring copies a participant's files from a bucket. It copies tables of several people
// once and keeps them.
func (f *processFn) bring(ctx context.Context, x person) error {
	if f.from.bucket == nil {
		return nil
	}
	for _, name := range x.Names {
		if x.Person != "" && f.tables[name] {
			continue
		}
		if err := f.from.fetch(ctx, name, f.work.Folder); err != nil {
			return err
		}
		f.tables[name] = x.Person != ""
		path := filepath.Join(f.work.Folder, name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) { // an empty folder
			if err := os.MkdirAll(path, 0o700); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeAway uploads a participant's finished folder to the bucket. It deletes the old
// status first and writes the new one last, so that the participant counts as unfinished
// if the job is stopped in between.
func (f *processFn) takeAway(ctx context.Context, dir string) error {
	folder := filepath.Base(dir) + "/"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if e.Name() != cohort.StatusFile && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	if err := f.to.keepOnly(ctx, folder, names); err != nil {
		return err
	}
	for _, name := range append(names, cohort.StatusFile) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := f.to.put(ctx, folder+name, text); err != nil {
			return err
		}
	}
	return nil
}
