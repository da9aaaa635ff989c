package importers

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// peopled is an importer of tables that may hold several people's nights, told
// apart by an id. Its Read keeps to the rows of [Source.Person] where that is
// set; the rows of others are not counted.
type peopled interface {
	Importer
	// people returns the ids in a file as far as it can be read, each once, in the
	// order of the file.
	People(Source) []string
}

// MultiPersonError is returned by [Read] for an input that holds several
// people's nights, and Options.Participant is not one of them: their nights
// must not be joined as one person's.
type MultiPersonError struct {
	Path  string   // the file in which the second person was met
	IDs   []string // of all files together, sorted
	Asked string   // Options.Participant
}

// Error implements error.
func (e *MultiPersonError) Error() string {
	asked := ""
	if e.Asked != "" {
		asked = fmt.Sprintf("and %q is none of them, ", e.Asked)
	}
	return fmt.Sprintf("%s holds %d people, %schoose one with --participant ID: %s",
		e.Path, len(e.IDs), asked, strings.Join(e.IDs, ", "))
}

// People returns the ids of the people whose nights a tree holds, sorted; nil
// if no file tells people apart. Files are read for their ids alone.
func People(ctx context.Context, fsys fs.FS, opts Options) ([]string, error) {
	r, err := newReading(opts)
	if err != nil {
		return nil, err
	}
	sources, _, err := Scan(ctx, fsys)
	if err != nil {
		return nil, err
	}
	ids, _, err := r.collectPeople(ctx, sources)
	return ids, err
}

// collectPeople collects the ids of all files, sorted, and the path of the file that
// brought the second one.
func (r *reading) collectPeople(ctx context.Context, sources []Source) (ids []string, path string, err error) {
	seen := map[string]bool{}
	for _, src := range sources {
		imp := r.peopled(src)
		if imp == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		for _, id := range imp.People(src) {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		if src.book != nil {
			src.book.release()
		}
		if len(ids) > 1 && path == "" {
			path = src.Path
		}
	}
	slices.Sort(ids)
	return ids, path, nil
}

// peopled returns the importer that alone claims a file, if it is one that
// tells people apart.
func (r *reading) peopled(src Source) peopled {
	may := false
	for _, imp := range r.builtIn {
		p, ok := imp.(peopled)
		may = may || ok && (p.Identify(src.Head) || r.opts.Force != nil)
	}
	if !may {
		return nil
	}
	if claims := r.claims(src); len(claims) == 1 {
		imp, _ := claims[0].(peopled)
		return imp
	}
	return nil
}

// choosePerson returns whose rows to read, "" for everybody's: there is nothing
// to choose where all rows are one person's.
func (r *reading) choosePerson(ctx context.Context, sources []Source) (string, error) {
	ids, path, err := r.collectPeople(ctx, sources)
	if err != nil {
		return "", err
	}
	r.result.People = ids
	switch {
	case len(ids) < 2, r.opts.Everyone && r.opts.Participant == "":
		return "", nil
	case slices.Contains(ids, r.opts.Participant):
		return r.opts.Participant, nil
	}
	return "", &MultiPersonError{path, ids, r.opts.Participant}
}

// TablePeople returns the ids in a column of a table, each once. Every
// person of the rows above an error counts; the error itself is reported by whoever
// reads the file.
func TablePeople(src Source, names ...string) (ids []string) {
	t, err := src.Table()
	if err != nil {
		return nil
	}
	id := t.Index(names...)
	seen := map[string]bool{}
	for t.Next() {
		if cell := t.Cell(id); cell != "" && !seen[cell] {
			seen[cell] = true
			ids = append(ids, strings.Clone(cell))
		}
	}
	return ids
}
