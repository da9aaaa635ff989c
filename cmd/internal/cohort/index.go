package cohort

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nof1/cmd/internal/outputs"
	"nof1/reports"
	"nof1/reports/index"
)

// Indexed describes an index that was made.
type Indexed struct {
	Participants int      // 0: no index was written
	Unfinished   []string // folders that hold no finished participant
}

// MakeIndex writes the index of an output folder from each participant's status and
// report, or from the ledger, and brings the ledger up to date. With keep it leaves an
// index in place that is still current.
func MakeIndex(ctx context.Context, out string, workers int, l *Ledger, keep bool) (Indexed, error) {
	names, err := foldersIn(out)
	if err != nil {
		return Indexed{}, err
	}
	if was, ok := l.currentIndex(names); keep && ok {
		return was, nil
	}
	if err := outputs.Sweep(out); err != nil {
		return Indexed{}, err
	}
	f, err := l.fold(ctx, names, workers)
	if err != nil || len(f.refs) == 0 {
		f.to.Forget()
		return Indexed{Unfinished: f.unfinished}, err
	}
	defer f.to.Forget()
	x, err := index.New(f)
	if err != nil {
		return Indexed{}, err
	}
	files, err := WriteIndex(out, x)
	if err != nil {
		return Indexed{}, err
	}
	return Indexed{x.Len(), f.unfinished}, f.place(l, files)
}

// foldersIn returns the sorted names of the folders in the output folder, without
// hidden ones.
func foldersIn(out string) (names []string, err error) {
	entries, err := os.ReadDir(out)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// briefIn makes a participant's entry of the index from the files in the folder.
func briefIn(dir string, s index.Status) (index.Brief, error) {
	return BriefOf(s, filepath.Base(dir), func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, ReportFile)) })
}

// ReportFile is the name of the report that the index is made from.
const ReportFile = "report.json"

// BriefOf makes a participant's entry of the index from its status, the name of its
// folder and, if it is done, report.json.
func BriefOf(s index.Status, folder string, read func() ([]byte, error)) (index.Brief, error) {
	var report *reports.Report
	if s.Status == "done" {
		r, err := reportOf(read)
		if err == nil {
			report = &r
		} else {
			s.Status, s.Error = "failed", new(err.Error()+": run the batch again")
		}
	}
	return index.NewBrief(s, folder, report)
}

func reportOf(read func() ([]byte, error)) (reports.Report, error) {
	text, err := read()
	if err != nil {
		return reports.Report{}, fmt.Errorf("%s: %w", ReportFile, err)
	}
	return reports.ReadJSON(bytes.NewReader(text))
}

// Sheet is one file of an index being written. Place completes it, Forget drops it.
type Sheet interface {
	io.Writer
	Size() int64
	Place() error
	Forget() // does nothing after Place
}

// IndexTo writes the files of an index to the sheets that create returns, and returns
// the size of each in bytes. The first page, which links to the others, comes last.
func IndexTo(x *index.Index, create func(name string) (Sheet, error)) (map[string]int64, error) {
	files := map[string]int64{}
	sheet := func(name string, write func(io.Writer) error) error {
		to, err := create(name)
		if err != nil {
			return err
		}
		defer to.Forget()
		if err := write(to); err != nil {
			return err
		}
		files[name] = to.Size()
		return to.Place()
	}
	further := func(p index.Page) error {
		return sheet(p.Name, func(to io.Writer) error { _, err := to.Write(p.HTML); return err })
	}
	return files, errors.Join(
		sheet("index.json", func(to io.Writer) error { return index.WriteJSON(to, x) }),
		sheet("index.csv", func(to io.Writer) error { return index.WriteCSV(to, x) }),
		sheet("index.html", func(to io.Writer) error { return index.WriteHTML(x, to, further) }),
	)
}

// WriteIndex writes index.html, index.csv and index.json into the output folder and
// removes the pages of an earlier, longer index. It returns the size of each file.
func WriteIndex(out string, x *index.Index) (map[string]int64, error) {
	files, err := IndexTo(x, func(name string) (Sheet, error) { return outputs.Create(filepath.Join(out, name)) })
	if err != nil {
		return nil, err
	}
	for n := 2; ; n++ {
		name := fmt.Sprintf("index-%d.html", n)
		if _, written := files[name]; written {
			continue
		}
		if err := os.Remove(filepath.Join(out, name)); errors.Is(err, fs.ErrNotExist) {
			return files, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// Forget takes participants that are not in the list out of the index: it removes their
// status and keeps their reports. It returns their names. Those of other shards are not
// touched.
func (c *Cohort) Forget(list []Participant) (gone []string, err error) {
	here := map[string]bool{}
	for _, p := range list {
		here[FolderName(c.Name(p))] = true
	}
	names, err := foldersIn(c.Out)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if here[name] {
			continue
		}
		dir := filepath.Join(c.Out, name)
		s, ok := readStatus(dir)
		if !ok || !c.Shard.Has(s.Participant) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, StatusFile)); err != nil {
			return gone, err
		}
		gone = append(gone, s.Participant)
	}
	return gone, nil
}
