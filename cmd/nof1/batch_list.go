package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"nof1/cmd/process"
)

// participant is one person of a batch and where the files are.
type participant struct {
	ID     string
	Paths  []string // a folder, a zip, or tables
	Person string   // the Id in tables of several people, "" otherwise
}

// list finds the participants of the folder, sorted by id, and says which
// entries are none.
func (b *batch) list(ctx context.Context) ([]participant, error) {
	entries, err := os.ReadDir(b.folder)
	if err != nil {
		return nil, err
	}
	var found []participant
	var tables, ignored []string
	for _, e := range entries {
		path := filepath.Join(b.folder, e.Name())
		kind, why := b.kind(path, e.Name())
		switch kind {
		case "folder", "zip":
			found = append(found, participant{ID: e.Name(), Paths: []string{path}})
		case "table":
			tables = append(tables, path)
		default:
			if why != "" {
				ignored = append(ignored, e.Name()+": "+why)
			}
		}
	}
	more, err := b.listTables(ctx, tables)
	if err != nil {
		return nil, err
	}
	b.sayIgnored(ignored)
	return named(append(found, more...)), nil
}

// kind says what an entry of the folder is, or why it is ignored.
func (b *batch) kind(path, name string) (kind, why string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", "a link that leads nowhere"
	case name == ownConfig:
		return "", ""
	case strings.HasPrefix(name, ".") || name == "__MACOSX":
		return "", "hidden"
	case info.IsDir():
		if out, err := os.Stat(b.out); err == nil && os.SameFile(info, out) {
			return "", ""
		}
		if above(path, b.folder) {
			return "", "a link to a folder that holds it"
		}
		return "folder", ""
	case !info.Mode().IsRegular():
		return "", "no file"
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		return "zip", ""
	case isTable(name):
		return "table", ""
	}
	return "", "no folder, zip or table"
}

// isTable tells by the name whether a loose file is one person's table.
func isTable(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return slices.Contains([]string{".csv", ".tsv", ".tab", ".xlsx"}, filepath.Ext(name))
}

// above tells whether a path leads to the folder itself or one that holds it.
func above(path, folder string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return true
	}
	inside, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return true
	}
	realAbs, err1 := filepath.Abs(real)
	insideAbs, err2 := filepath.Abs(inside)
	if err1 != nil || err2 != nil {
		return true
	}
	rel, err := filepath.Rel(realAbs, insideAbs)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// shownIgnored is how many ignored entries are named.
const shownIgnored = 20

func (b *batch) sayIgnored(ignored []string) {
	for _, line := range ignored[:min(len(ignored), shownIgnored)] {
		b.warning(line + ": ignored")
	}
	if n := len(ignored) - shownIgnored; n > 0 {
		b.warning(count(n, "more entry") + " ignored")
	}
}

// listTables finds the people of loose tables: one a table, or one an Id where a
// table holds several people. Tables with the same Id are one person's.
func (b *batch) listTables(ctx context.Context, tables []string) ([]participant, error) {
	ids := make([][]string, len(tables))
	errs := make([]error, len(tables))
	each(b.flags.workers, len(tables), func(i int) {
		ids[i], errs[i] = b.people(ctx, tables[i])
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	shared := map[string]bool{}
	for i := range tables {
		if errors.Is(errs[i], process.ErrConfig) {
			return nil, errs[i]
		}
		for _, id := range ids[i] {
			shared[id] = shared[id] || len(ids[i]) > 1
		}
	}
	byID := map[string]int{}
	var out []participant
	for i, path := range tables {
		if len(ids[i]) == 0 || len(ids[i]) == 1 && !shared[ids[i][0]] {
			out = append(out, participant{ID: filepath.Base(path), Paths: []string{path}})
			continue
		}
		for _, id := range ids[i] {
			at, known := byID[id]
			if !known {
				at = len(out)
				byID[id] = at
				out = append(out, participant{ID: id, Person: id})
			}
			out[at].Paths = append(out[at].Paths, path)
		}
	}
	return out, nil
}

// people returns the ids in one table; a table that cannot be read has none, and
// fails as a participant, with the reason.
func (b *batch) people(ctx context.Context, path string) ([]string, error) {
	in, err := openInputs([]string{path}, nil, "")
	if err != nil {
		return nil, err
	}
	defer in.Close()
	cfg := b.base
	cfg.Force = b.forced(in)
	return safely(func() ([]string, error) { return process.People(ctx, in.FS, cfg) })
}

// forced returns what --as says of a participant's files.
func (b *batch) forced(in *inputs) map[string]string {
	out := map[string]string{}
	for _, v := range b.flags.inputFlags.force {
		importer, file, _ := strings.Cut(v, "=")
		for _, name := range []string{filepath.ToSlash(file), filepath.Base(file)} {
			if _, err := fs.Stat(in.FS, name); err == nil {
				out[name] = importer
				break
			}
		}
	}
	return out
}

// named gives every participant an id of its own: files are called by their name
// without extension, unless two would be called alike.
func named(list []participant) []participant {
	short := func(p participant) string {
		if p.Person != "" || isDir(p.Paths[0]) {
			return p.ID
		}
		name := strings.TrimSuffix(p.ID, ".gz")
		return strings.TrimSuffix(name, filepath.Ext(name))
	}
	uses := map[string]int{}
	for _, p := range list {
		uses[short(p)]++
	}
	taken := map[string]bool{}
	for i, p := range list {
		if s := short(p); s != "" && uses[s] == 1 {
			list[i].ID = s
		}
		for n := 2; taken[list[i].ID]; n++ {
			list[i].ID = fmt.Sprintf("%s-%d", p.ID, n)
		}
		taken[list[i].ID] = true
	}
	slices.SortFunc(list, func(a, b participant) int { return strings.Compare(a.ID, b.ID) })
	return list
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
