package cohort

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nof1/cmd/internal/config"
	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/process"
)

// Participant is one person of a cohort and the paths of that person's files.
type Participant struct {
	ID     string   `json:"id"`
	Paths  []string `json:"paths"`  // a folder, a zip, or tables
	Person string   `json:"person"` // the id in tables of several people, else ""
}

// found is a participant and the short id it gets if no other has the same.
type found struct {
	Participant
	short string
}

// List returns the participants in the folder, sorted by id. ignored names every other
// entry, with the reason.
func (c *Cohort) List(ctx context.Context) (list []Participant, ignored []string, err error) {
	entries, err := os.ReadDir(c.Folder)
	if err != nil {
		return nil, nil, err
	}
	out, _ := os.Stat(c.Out) // nil: it does not exist yet
	var all []found
	var tables []table
	for _, e := range entries {
		path := filepath.Join(c.Folder, e.Name())
		info, err := os.Stat(path)
		kind, why := "", "a broken link"
		if err == nil {
			kind, why = c.kind(path, e, info, out)
		}
		switch kind {
		case "folder":
			all = append(all, found{Participant{ID: e.Name(), Paths: []string{path}}, e.Name()})
		case "zip":
			all = append(all, found{Participant{ID: e.Name(), Paths: []string{path}}, inputs.PersonOf(e.Name())})
		case "table":
			tables = append(tables, table{path, e.Name(), info})
		default:
			if why != "" {
				ignored = append(ignored, e.Name()+": "+why)
			}
		}
	}
	more, err := c.listTables(ctx, tables)
	if err != nil {
		return nil, nil, err
	}
	return withUniqueIDs(append(all, more...)), ignored, nil
}

// kind returns the kind of an entry of the folder, or why it is ignored. out is the
// output folder.
func (c *Cohort) kind(path string, e fs.DirEntry, info, out fs.FileInfo) (kind, why string) {
	switch name := e.Name(); {
	case name == config.FolderFile:
		return "", ""
	case strings.HasPrefix(name, ".") || name == "__MACOSX":
		return "", "hidden"
	case info.IsDir():
		if out != nil && os.SameFile(info, out) {
			return "", ""
		}
		if e.Type()&fs.ModeSymlink != 0 && Within(c.Folder, path) {
			return "", "a link to a folder that holds it"
		}
		return "folder", ""
	case !info.Mode().IsRegular():
		return "", "not a file"
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		return "zip", ""
	case IsTable(name):
		return "table", ""
	}
	return "", "not a folder, zip or table"
}

// IsTable reports whether a file directly in the folder is a table, by its name.
func IsTable(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return slices.Contains([]string{".csv", ".tsv", ".tab", ".xlsx"}, filepath.Ext(name))
}

// Within reports whether a path is a folder itself or inside it, after following links.
func Within(path, folder string) bool {
	rel, err := filepath.Rel(resolved(folder), resolved(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolved returns a path without links, or as much of it as can be resolved.
func resolved(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}

// table is a table directly in the folder.
type table struct {
	path, name string
	info       fs.FileInfo
}

// listTables returns the people of the tables: one for each table, or one for each id
// of a table of several people. Tables with the same id belong to one person.
func (c *Cohort) listTables(ctx context.Context, tables []table) ([]found, error) {
	ids := make([][]string, len(tables))
	errs := make([]error, len(tables))
	each(c.Workers, len(tables), func(i int) {
		if ctx.Err() == nil {
			ids[i], errs[i] = c.people(ctx, tables[i])
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	shared, names := map[string]bool{}, map[string]bool{}
	for i, t := range tables {
		if errors.Is(errs[i], process.ErrConfig) {
			return nil, errs[i]
		}
		names[t.name] = true
		for _, id := range ids[i] {
			shared[id] = shared[id] || len(ids[i]) > 1
		}
	}
	c.Ledger.onlyTables(names)
	byID := map[string]int{}
	var out []found
	for i, t := range tables {
		if len(ids[i]) == 0 || len(ids[i]) == 1 && !shared[ids[i][0]] {
			out = append(out, found{Participant{ID: t.name, Paths: []string{t.path}}, inputs.PersonOf(t.name)})
			continue
		}
		for _, id := range ids[i] {
			n, ok := byID[id]
			if !ok {
				n = len(out)
				byID[id] = n
				out = append(out, found{Participant{ID: id, Person: id}, id})
			}
			out[n].Paths = append(out[n].Paths, t.path)
		}
	}
	return out, nil
}

// people returns the ids in one table. A table that cannot be read has no ids and fails
// later as a participant, with the reason. The ids of an unchanged table come from the
// ledger, to which those of a shared cohort are not added.
func (c *Cohort) people(ctx context.Context, t table) ([]string, error) {
	changed := t.info.ModTime().UnixNano()
	look := fingerprintOf(c.settings+fmt.Sprint(c.As), []fileStamp{{t.name, t.info.Size(), changed, t.info.Mode()}})
	if ids, ok := c.Ledger.idsIn(t.name, look, changed); ok {
		return ids, nil
	}
	in, err := inputs.Open(ctx, []string{t.path}, nil, "")
	if err != nil {
		return nil, err
	}
	defer in.Close()
	cfg := c.base
	cfg.Force = c.forced(in)
	ids, err := safely(func() ([]string, error) { return process.People(ctx, in.FS, cfg) })
	if err == nil && c.Key == nil {
		c.Ledger.learnTable(t.name, look, ids)
	}
	return ids, err
}

// forced returns the formats that --as sets for a participant's files.
func (c *Cohort) forced(in *inputs.Inputs) map[string]string {
	out := map[string]string{}
	for file, importer := range c.As {
		for _, name := range []string{filepath.ToSlash(file), filepath.Base(file)} {
			if _, err := fs.Stat(in.FS, name); err == nil {
				out[name] = importer
				break
			}
		}
	}
	return out
}

// withUniqueIDs gives every participant a unique id and sorts by it: the file name
// without extension, or the whole name if two would be the same.
func withUniqueIDs(all []found) []Participant {
	uses := map[string]int{}
	for _, f := range all {
		uses[f.short]++
	}
	list := make([]Participant, 0, len(all))
	usedIDs := map[string]bool{}
	for _, f := range all {
		p := f.Participant
		if f.short != "" && uses[f.short] == 1 {
			p.ID = f.short
		}
		for n := 2; usedIDs[p.ID]; n++ {
			p.ID = fmt.Sprintf("%s-%d", f.ID, n)
		}
		usedIDs[p.ID] = true
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Participant) int { return strings.Compare(a.ID, b.ID) })
	return list
}
