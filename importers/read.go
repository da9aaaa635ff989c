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

	"nof1/importers/record"
)

// ErrNothingUsable is returned, with the result, if no file gave a single
// night, dose or diary entry.
var ErrNothingUsable = errors.New("nothing usable in the input: name a wearable's export or a log")

// ChangedError is returned if a file is not what it was a moment before: some
// of it was identified, and something else would be analysed.
type ChangedError struct{ Path string }

// Error names the file and says what to do.
func (e *ChangedError) Error() string {
	return e.Path + " changed while it was read: run it again when nothing writes to it"
}

// Options of reading.
type Options struct {
	Formats []Importer        // the built-in formats, of package all
	Mapped  []Importer        // the user's own formats, asked before the built-in ones
	Force   map[string]string // path or base name of a file to the importer to read it with
	Zone    *time.Location    // of files without an offset of their day, nil where not said
	// Supplements are names that mean a supplement in logs that mix them with
	// habits, moods and food, beside the words every such log is searched for.
	Supplements []string
	Named       bool // the user named one single file: two claims are an error
	// Participant chooses among the people of the input, by id. It may be any
	// name if the input holds one person.
	Participant string
	// Everyone reads all people's rows together where Participant is empty: to
	// look at files, never to analyse them as one person's.
	Everyone bool
	// Unclaimed, if not nil, is called for each file that no format claims.
	Unclaimed func(*record.Input, Head)
	// Progress, if not nil, is called with the path of each file before it is read.
	Progress func(path string)
}

// gatherer is an importer that can only make a night from several files, such as
// one that gets the evening and the morning of a night in two of them. Read asks
// start for a fresh one in every run and calls finish after the last file.
type Gatherer interface {
	Importer
	Start() Gatherer
	Finish(Sink)
}

// ReadAlone reads one file with a gatherer of its own, and emits at once what
// it gathered.
func ReadAlone(g Gatherer, src Source, sink Sink) (record.Counts, error) {
	defer g.Finish(sink)
	return g.Read(src, sink)
}

// consulting is a gatherer whose nights depend on those of other files: before
// finish it is shown what these gave, those of the gatherers before it in All too.
type consulting interface {
	Gatherer
	Consult(*Result)
}

// Read scans a tree, finds the importer of each file and reads it. Inputs has
// one row per file, sorted by path; records and all else follow that order and
// the order within each file; heart rates of whole days are read after all else,
// when the sleeps are known. A file that repeats the bytes of one already read
// is left out.
//
// The error is an [*AmbiguousError] for a named file that two formats claim, a
// [*MultiPersonError] for an input that holds several people of whom none was
// chosen, [ErrNothingUsable], the context's, or one about the options. What was read
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
	own := newOwnNames(opts.Supplements)
	for i := range sources {
		sources[i].Head.Own = own
	}
	r.result.Inputs = unread
	person, err := r.choosePerson(ctx, sources)
	if err != nil {
		return r.result, err
	}
	now, later := r.inOrder(sources)
	all := slices.Concat(now, later)
	for i, src := range all {
		if err := ctx.Err(); err != nil {
			return r.result, err
		}
		if i == len(now) {
			r.tellSleeps()
		}
		if opts.Progress != nil {
			opts.Progress(src.Path)
		}
		src.Zone, src.Person = opts.Zone, person
		in, err := r.source(ctx, src)
		if err != nil {
			return r.result, err
		}
		r.result.Inputs = append(r.result.Inputs, in)
		if src.book != nil && (i+1 == len(all) || all[i+1].book != src.book) {
			src.book.release()
		}
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
	read    map[string]string // content to the path that was read
	forced  map[string]bool   // keys of Force that named a file
	told    bool              // the importers that wait for it know the sleeps
	late    []record.Problem  // of nights gathered over several files
	result  Result
}

func newReading(opts Options) (*reading, error) {
	r := &reading{opts: opts, mapped: opts.Mapped, read: map[string]string{}, forced: map[string]bool{}}
	for _, imp := range opts.Formats {
		if g, ok := imp.(Gatherer); ok {
			imp = g.Start()
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
func (r *reading) source(ctx context.Context, src Source) (record.Input, error) {
	in := record.Input{Path: src.Path, SHA256: src.SHA256}
	claims := r.claims(src)
	if src.SHA256 == "" && !readsOnce(claims) {
		sum, err := src.sum(ctx)
		if err != nil {
			in.Reason = fmt.Sprintf("cannot be read: %v", err)
			return in, ctx.Err()
		}
		src.SHA256, in.SHA256 = sum, sum
	}
	switch len(claims) {
	case 0:
		if in.Reason = notNeeded(src.Head); in.Reason != "" {
			return in, nil
		}
		in.Reason = WhyUnclaimed(src.Head)
		in.Nearest, in.Missing = Nearest(src.Head, slices.Concat(r.mapped, r.builtIn))
		if r.opts.Unclaimed != nil {
			r.opts.Unclaimed(&in, src.Head)
		}
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
		in.Problems = []record.Problem{{Pos: record.Pos{File: src.Path}, Message: in.Reason}}
		return in, nil
	}
	if first, seen := r.read[src.content()]; seen && src.SHA256 != "" {
		in.Reason = "same content as " + first
		return in, nil
	}
	if err := r.importer(ctx, claims[0], src, &in); err != nil {
		return in, err
	}
	return in, ctx.Err()
}

func (r *reading) claims(src Source) []Importer {
	for _, key := range []string{src.Path, src.Head.Base, path.Base(src.Path)} {
		if name, ok := r.opts.Force[key]; ok {
			r.forced[key] = true
			return []Importer{r.byName(name)}
		}
	}
	return Claimants(src.Head, r.mapped, r.builtIn)
}

// readsOnce reports whether a large file's SHA-256 can be taken while it is read:
// one importer claims it and emits nothing before Read knows the sum.
func readsOnce(claims []Importer) bool {
	if len(claims) != 1 {
		return false
	}
	_, gathers := claims[0].(Gatherer)
	return !gathers || IsStreamed(claims[0])
}

// importer reads a claimed file into the result. The error, a [*ChangedError],
// ends the run.
func (r *reading) importer(ctx context.Context, imp Importer, src Source, in *record.Input) error {
	var c Collector
	var d *digest
	if src.sheet == "" {
		src, d = src.digested(ctx)
	}
	counts, err := imp.Read(src.whileHopeful(imp, &c), &c)
	if d != nil {
		sum, unreadable := d.Finish()
		if unreadable != nil {
			in.Reason = fmt.Sprintf("cannot be read: %v", unreadable)
			return nil
		}
		if src.SHA256 != "" && src.SHA256 != sum || src.SHA256 == "" && src.wasTouched() {
			return &ChangedError{src.Path}
		}
		src.SHA256, in.SHA256 = sum, sum
		if first, seen := r.read[src.content()]; seen {
			in.Reason = "same content as " + first
			return nil
		}
	}
	if d == nil && src.wasTouched() { // a sheet is no bytes of the file
		return &ChangedError{src.Path}
	}
	damaged := *src.Damage
	in.Problems = append(c.Problems, damaged...)
	sortProblems(in.Problems)
	if c.unlisted > 0 {
		in.Problems = append(in.Problems, record.Problem{Pos: record.Pos{File: src.Path},
			Message: fmt.Sprintf("%d more problems, not listed", c.unlisted)})
	}
	in.Importer = imp.Name()
	if err != nil {
		in.Reason = err.Error()
		return nil
	}
	in.Counts = counts.Add(record.Counts{Read: len(damaged), Skipped: len(damaged)})
	r.read[src.content()] = src.Path
	if s, ok := imp.(streamed); ok {
		s.Commit()
	}
	c.AddTo(&r.result)
	return nil
}

// wasTouched reports whether the file is known to have been written since it was
// listed.
func (s Source) wasTouched() bool { return s.touched != nil && s.touched() }

// inOrder parts the files that need the sleeps of others from those others.
func (r *reading) inOrder(sources []Source) (now, later []Source) {
	for _, src := range sources {
		claims := r.claims(src)
		if len(claims) == 1 && IsStreamed(claims[0]) {
			later = append(later, src)
		} else {
			now = append(now, src)
		}
	}
	return now, later
}

// IsStreamed reports whether an importer reads a file while its hash is taken.
func IsStreamed(imp Importer) bool {
	_, ok := imp.(streamed)
	return ok
}

// gathered emits the nights of the importers that gather them, of those that
// wait for the sleeps of others or of all the rest.
func (r *reading) gathered(waiting bool) {
	for _, imp := range r.builtIn {
		g, ok := imp.(Gatherer)
		if !ok || IsStreamed(imp) != waiting {
			continue
		}
		if asks, ok := imp.(consulting); ok {
			asks.Consult(&r.result)
		}
		var c Collector
		g.Finish(&c)
		c.AddTo(&r.result)
		r.late = append(r.late, c.Problems...)
	}
}

// tellSleeps emits what was gathered so far and passes all of it to the
// importers that wait for the sleeps.
func (r *reading) tellSleeps() {
	r.told = true
	r.gathered(false)
	for _, imp := range r.builtIn {
		if s, ok := imp.(streamed); ok {
			s.Sleeps(&r.result)
		}
	}
}

// finish lets the importers that gather nights over several files hand them out,
// and puts everything in its final order.
func (r *reading) finish() {
	if !r.told {
		r.tellSleeps()
	}
	r.gathered(true)
	inputs := r.result.Inputs
	slices.SortStableFunc(inputs, func(a, b record.Input) int { return strings.Compare(a.Path, b.Path) })
	for _, p := range r.late {
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

// unusedForce returns an error if the user forced an importer on a file that
// is not there.
func (r *reading) unusedForce() error {
	for _, key := range slices.Sorted(maps.Keys(r.opts.Force)) {
		if !r.forced[key] {
			return fmt.Errorf("--as %s=%s names no file of the input", r.opts.Force[key], key)
		}
	}
	return nil
}

// streamed is a gatherer whose files mean nothing without the sleeps of others:
// Read hands it those, then its files, and commits each that it did not know
// already under another name.
type streamed interface {
	Gatherer
	// sleeps is called once, before the first file, with all that others gave.
	Sleeps(*Result)
	// commit keeps what was read of the last file.
	Commit()
}

// ReadText reads the bytes of one file as [Read] reads a named file, to see what
// they would be understood as in one of the formats. Inputs has one row. Errors as for Read.
func ReadText(ctx context.Context, formats []Importer, name string, text []byte) (Result, error) {
	r, err := newReading(Options{Formats: formats, Named: true})
	if err != nil {
		return Result{}, err
	}
	in, err := r.source(ctx, SourceFromBytes(name, text))
	if err != nil {
		return r.result, err
	}
	r.result.Inputs = []record.Input{in}
	r.finish()
	if len(r.result.Doses)+len(r.result.Entries)+len(r.result.Records) == 0 {
		return r.result, ErrNothingUsable
	}
	return r.result, nil
}
