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

	"nof1/cmd/config"
	"nof1/cmd/inputs"
	"nof1/cmd/process"
)

// Participant is one person of a cohort and where the files are.
type Participant struct {
	ID     string   `json:"id"`
	Paths  []string `json:"paths"`  // a folder, a zip, or tables
	Person string   `json:"person"` // the Id in tables of several people, "" otherwise
}

// List finds the participants of the folder, sorted by id. Ignored says of each
// entry that is none why it is not.
func (c *Cohort) List(ctx context.Context) (list []Participant, ignored []string, err error) {
	entries, err := os.ReadDir(c.Folder)
	if err != nil {
		return nil, nil, err
	}
	var found []Participant
	var tables []string
	for _, e := range entries {
		path := filepath.Join(c.Folder, e.Name())
		kind, why := c.kind(path, e.Name())
		switch kind {
		case "folder", "zip":
			found = append(found, Participant{ID: e.Name(), Paths: []string{path}})
		case "table":
			tables = append(tables, path)
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
	return named(append(found, more...)), ignored, nil
}

// kind says what an entry of the folder is, or why it is ignored.
func (c *Cohort) kind(path, name string) (kind, why string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", "a link that leads nowhere"
	case name == config.Own:
		return "", ""
	case strings.HasPrefix(name, ".") || name == "__MACOSX":
		return "", "hidden"
	case info.IsDir():
		if out, err := os.Stat(c.Out); err == nil && os.SameFile(info, out) {
			return "", ""
		}
		if above(path, c.Folder) {
			return "", "a link to a folder that holds it"
		}
		return "folder", ""
	case !info.Mode().IsRegular():
		return "", "no file"
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		return "zip", ""
	case IsTable(name):
		return "table", ""
	}
	return "", "no folder, zip or table"
}

// IsTable tells by the name whether a loose file is one person's table.
func IsTable(name string) bool {
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

// listTables finds the people of loose tables: one a table, or one an Id where a
// table holds several people. Tables with the same Id are one person's.
func (c *Cohort) listTables(ctx context.Context, tables []string) ([]Participant, error) {
	ids := make([][]string, len(tables))
	errs := make([]error, len(tables))
	each(c.Workers, len(tables), func(i int) {
		ids[i], errs[i] = c.people(ctx, tables[i])
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
	var out []Participant
	for i, path := range tables {
		if len(ids[i]) == 0 || len(ids[i]) == 1 && !shared[ids[i][0]] {
			out = append(out, Participant{ID: filepath.Base(path), Paths: []string{path}})
			continue
		}
		for _, id := range ids[i] {
			at, known := byID[id]
			if !known {
				at = len(out)
				byID[id] = at
				out = append(out, Participant{ID: id, Person: id})
			}
			out[at].Paths = append(out[at].Paths, path)
		}
	}
	return out, nil
}

// people returns the ids in one table; a table that cannot be read has none, and
// fails as a participant, with the reason.
func (c *Cohort) people(ctx context.Context, path string) ([]string, error) {
	in, err := inputs.Open(ctx, []string{path}, nil, "")
	if err != nil {
		return nil, err
	}
	defer in.Close()
	cfg := c.base
	cfg.Force = c.forced(in)
	return safely(func() ([]string, error) { return process.People(ctx, in.FS, cfg) })
}

// forced returns what --as says of a participant's files.
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

// named gives every participant an id of its own: files are called by their name
// without extension, unless two would be called alike.
func named(list []Participant) []Participant {
	short := func(p Participant) string {
		if p.Person != "" || isFolder(p.Paths[0]) {
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
	slices.SortFunc(list, func(a, b Participant) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
