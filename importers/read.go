package importers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// ErrNothingUsable is returned, with the result, where no file gave a single
// night, dose or diary entry.
var ErrNothingUsable = errors.New("nothing usable in the input: name a wearable's export or a log")

// Options of reading.
type Options struct {
	Mappings []Mapping         // the user's own formats, asked before the built-in ones
	Force    map[string]string // path or base name of a file to the importer to read it with
	Zone     *time.Location    // of files without an offset, nil where not said
	Named    bool              // the user named one single file: two claims are an error
}

// gatherer is an importer that can only make a night from several files, such as
// one that gets the evening and the morning of a night in two of them. Read asks
// start for a fresh one in every run and calls finish after the last file.
type gatherer interface {
	Importer
	start() gatherer
	finish(Sink)
}

// Read scans a tree, finds the importer of each file and reads it. Inputs has
// one row per file, sorted by path; records and all else follow that order and
// the order within each file. A file that repeats the bytes of one already read
// is left out.
//
// The error is an [*AmbiguousError] for a named file that two formats claim,
// [ErrNothingUsable], the context's, or one about the options. What was read
// until then is returned with it.
func Read(ctx context.Context, fsys fs.FS, opts Options) (Result, error) {
	r, err := newReading(opts)
	if err != nil {
		return Result{}, err
	}
	sources, unread, err := Scan(ctx, fsys)
	if err != nil {
		return Result{}, err
	}
	r.result.Inputs = unread
	for _, src := range sources {
		if err := ctx.Err(); err != nil {
			return r.result, err
		}
		src.Zone = opts.Zone
		in, err := r.source(src)
		if err != nil {
			return r.result, err
		}
		r.result.Inputs = append(r.result.Inputs, in)
	}
	r.finish()
	if err := r.unusedForce(); err != nil {
		return r.result, err
	}
	if res := r.result; len(res.Records)+len(res.Sessions)+len(res.Doses)+len(res.Entries) == 0 {
		return res, ErrNothingUsable
	}
	return r.result, nil
}

// reading is one run of Read.
type reading struct {
	opts    Options
	mapped  []Importer
	builtIn []Importer
	read    map[string]string // SHA-256 to the path that was read
	forced  map[string]bool   // keys of Force that named a file
	result  Result
}

func newReading(opts Options) (*reading, error) {
	mapped, err := mappedImporters(opts.Mappings)
	if err != nil {
		return nil, err
	}
	r := &reading{opts: opts, mapped: mapped, read: map[string]string{}, forced: map[string]bool{}}
	for _, imp := range All() {
		if g, ok := imp.(gatherer); ok {
			imp = g.start()
		}
		r.builtIn = append(r.builtIn, imp)
	}
	for _, file := range slices.Sorted(maps.Keys(opts.Force)) {
		if r.byName(opts.Force[file]) == nil {
			return nil, fmt.Errorf("no importer is called %q: nof1 list importers shows them", opts.Force[file])
		}
	}
	return r, nil
}

func (r *reading) byName(name string) Importer {
	for _, imp := range slices.Concat(r.mapped, r.builtIn) {
		if imp.Name() == name {
			return imp
		}
	}
	return nil
}

// source reads one file; the error ends the run.
func (r *reading) source(src Source) (Input, error) {
	in := Input{Path: src.Path, SHA256: src.SHA256}
	claims := r.claims(src)
	switch len(claims) {
	case 0:
		in.Reason = whyUnclaimed(src.Head)
		in.Nearest, in.Missing = nearest(src.Head, slices.Concat(r.mapped, r.builtIn))
		return in, nil
	case 1:
	default:
		err := &AmbiguousError{Path: src.Path}
		for _, imp := range claims {
			err.Importers = append(err.Importers, imp.Name())
		}
		if r.opts.Named {
			return in, err
		}
		in.Reason = fmt.Sprintf("claimed by %s: choose with --as %s=%s",
			strings.Join(err.Importers, " and "), err.Importers[0], src.Path)
		in.Problems = []Problem{{Pos{File: src.Path}, "", in.Reason}}
		return in, nil
	}
	if first, seen := r.read[src.SHA256]; seen {
		in.Reason = "same content as " + first
		return in, nil
	}
	r.importer(claims[0], src, &in)
	return in, nil
}

func (r *reading) claims(src Source) []Importer {
	for _, key := range []string{src.Path, src.Head.Base, path.Base(src.Path)} {
		if name, ok := r.opts.Force[key]; ok {
			r.forced[key] = true
			return []Importer{r.byName(name)}
		}
	}
	return claimants(src.Head, r.mapped, r.builtIn)
}

// importer reads a claimed file into the result.
func (r *reading) importer(imp Importer, src Source, in *Input) {
	var c collector
	counts, err := imp.Read(src, &c)
	damaged := *src.damage
	in.Problems = append(c.problems, damaged...)
	sortProblems(in.Problems)
	in.Importer = imp.Name()
	if err != nil {
		in.Reason = err.Error()
		return
	}
	in.Counts = counts.Add(Counts{Read: len(damaged), Skipped: len(damaged)})
	r.read[src.SHA256] = src.Path
	c.addTo(&r.result)
}

// finish lets the importers that gather nights over several files hand them out,
// and puts everything in its final order.
func (r *reading) finish() {
	var c collector
	for _, imp := range r.builtIn {
		if g, ok := imp.(gatherer); ok {
			g.finish(&c)
		}
	}
	c.addTo(&r.result)
	inputs := r.result.Inputs
	slices.SortStableFunc(inputs, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
	for _, p := range c.problems {
		for i := range inputs {
			if inputs[i].Path == p.Pos.File {
				inputs[i].Problems = append(inputs[i].Problems, p)
				sortProblems(inputs[i].Problems)
				break
			}
		}
	}
	describe(&r.result)
}

// unusedForce returns an error where the user forced an importer on a file that
// is not there.
func (r *reading) unusedForce() error {
	for _, key := range slices.Sorted(maps.Keys(r.opts.Force)) {
		if !r.forced[key] {
			return fmt.Errorf("--as %s=%s names no file of the input", r.opts.Force[key], key)
		}
	}
	return nil
}
