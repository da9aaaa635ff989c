package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/outputs"
)

func init() {
	register.DoFn3x1[context.Context, []byte, func([]byte), error](&listFn{})
	register.DoFn3x1[context.Context, []byte, func([]byte), error](&processFn{})
	register.DoFn3x1[context.Context, int, func(*[]byte) bool, error](&indexFn{})
	register.Emitter1[[]byte]()
	register.Iter1[[]byte]()
}

// job is everything a worker needs. It is sent as JSON.
type job struct {
	Folder  string // of the participants: a path or a URL
	Out     string // a path or a URL
	Formats []string
	Files   []config.File     // configuration for all participants
	Flags   map[string]string // by configuration key
	Seed    *uint64           // nil if not given
	Plan    *config.File
	As      map[string]string
	Redo    bool
}

// pipeline lists the participants, makes each report on some worker, and makes the index
// of them all.
func (j job) pipeline() *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	people := beam.ParDo(s.Scope("list"), &listFn{Job: j}, beam.Impulse(s))
	briefs := beam.ParDo(s.Scope("process"), &processFn{Job: j}, beam.Reshuffle(s, people))
	all := beam.GroupByKey(s.Scope("combine"), beam.AddFixedKey(s, briefs))
	beam.ParDo0(s.Scope("write"), &indexFn{Job: j}, all)
	return p
}

// cohort returns the cohort of the job with folders on this machine.
func (j job) cohort(folder, out string) (*cohort.Cohort, error) {
	c := &cohort.Cohort{
		Folder: folder, Out: out, Workers: 1, Redo: j.Redo, As: j.As,
		Settings: cohort.Settings{Files: j.Files, Flags: map[string]any{}},
	}
	for key, value := range j.Flags {
		c.Settings.Flags[key] = value
	}
	if j.Seed != nil {
		c.Settings.Flags["seed"] = *j.Seed
	}
	var err error
	if j.Plan != nil {
		if c.Settings.Plan, err = config.ReadPlan(*j.Plan); err != nil {
			return nil, err
		}
	}
	if c.Formats, err = outputs.Choose(append(j.Formats, "json")); err != nil {
		return nil, err
	}
	return c, c.Prepare()
}

// person is a participant as it is sent to a worker, with the names of the files.
type person struct {
	ID     string
	Names  []string
	Person string
}

// listFn lists the participants.
type listFn struct{ Job job }

// ProcessElement emits every participant as JSON. From a bucket it reads only the tables
// at the top level, to find the people in them.
func (f *listFn) ProcessElement(ctx context.Context, _ []byte, emit func([]byte)) error {
	list, err := f.Job.list(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		x := person{ID: p.ID, Person: p.Person}
		for _, path := range p.Paths {
			x.Names = append(x.Names, filepath.Base(path))
		}
		text, err := json.Marshal(x)
		if err != nil {
			return err
		}
		emit(text)
	}
	return nil
}

// list returns the participants in the folder. For a bucket it looks at a likeness on
// this machine: the tables, and the folders and archives without their content.
func (j job) list(ctx context.Context) ([]cohort.Participant, error) {
	folder := j.Folder
	if remote(folder) {
		var err error
		if folder, err = os.MkdirTemp("", "nof1-beam-"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(folder)
		if err := j.likeness(ctx, folder); err != nil {
			return nil, err
		}
	}
	c, err := j.cohort(folder, j.Out)
	if err != nil {
		return nil, err
	}
	list, ignored, err := c.List(ctx)
	for _, why := range ignored {
		beamWarn(ctx, why+": ignored")
	}
	return list, err
}

// likeness creates the files and folders that [cohort.Cohort.List] looks at.
func (j job) likeness(ctx context.Context, folder string) error {
	from, err := openPlace(ctx, j.Folder)
	if err != nil {
		return err
	}
	defer from.close()
	all, err := from.entries(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		path := filepath.Join(folder, e.name)
		switch {
		case !filepath.IsLocal(e.name):
			beamWarn(ctx, e.name+": cannot be the name of a file: ignored")
		case e.folder:
			err = os.Mkdir(path, 0o700)
		case cohort.IsTable(e.name):
			err = from.fetch(ctx, e.name, folder)
		default:
			err = os.WriteFile(path, nil, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// folderConfig reads the folder's own configuration: one file, or nil without one.
func folderConfig(ctx context.Context, address string) ([]config.File, error) {
	p, err := openPlace(ctx, address)
	if err != nil {
		return nil, err
	}
	defer p.close()
	if p.bucket == nil {
		return config.InFolder(address)
	}
	exists, err := p.bucket.Exists(ctx, config.FolderFile)
	if err != nil || !exists {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "nof1-beam-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := p.fetch(ctx, config.FolderFile, dir); err != nil {
		return nil, err
	}
	return config.InFolder(dir)
}
