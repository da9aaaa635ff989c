package cohort

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"nof1/cmd/outputs"
	"nof1/reports"
)

// Briefs reads every participant's status and report in the output folder, and
// names the folders that hold no finished participant.
func Briefs(ctx context.Context, out string, workers int) (briefs []reports.Brief, unfinished []string, err error) {
	entries, err := os.ReadDir(out)
	if err != nil {
		return nil, nil, err
	}
	found := make([]*reports.Brief, len(entries))
	errs := make([]error, len(entries))
	each(workers, len(entries), func(i int) {
		if ctx.Err() == nil && entries[i].IsDir() {
			found[i], errs[i] = brief(out, entries[i].Name())
		}
	})
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, nil, err
	}
	for i, b := range found {
		switch {
		case b != nil:
			briefs = append(briefs, *b)
		case entries[i].IsDir() && entries[i].Name()[0] != '.':
			unfinished = append(unfinished, entries[i].Name())
		}
	}
	return briefs, unfinished, nil
}

// brief reads one participant; nil where it is not finished. A report that
// should be there and cannot be read is the participant's failure.
func brief(out, name string) (*reports.Brief, error) {
	dir := filepath.Join(out, name)
	s, ok := readStatus(dir)
	if !ok {
		return nil, nil
	}
	b, err := BriefOf(s, name, func() ([]byte, error) { return os.ReadFile(filepath.Join(dir, ReportFile)) })
	return &b, err
}

// ReportFile is the report that the index is made from.
const ReportFile = "report.json"

// BriefOf makes what the index needs of a participant from its status, the name
// of its folder and, where it is done, report.json.
func BriefOf(s reports.Status, folder string, read func() ([]byte, error)) (reports.Brief, error) {
	var report *reports.Report
	if s.Status == "done" {
		r, err := reportOf(read)
		if err == nil {
			report = &r
		} else {
			s.Status, s.Error = "failed", said(err.Error()+": run the batch again")
		}
	}
	return reports.NewBrief(s, folder, report)
}

func reportOf(read func() ([]byte, error)) (reports.Report, error) {
	text, err := read()
	if err != nil {
		return reports.Report{}, fmt.Errorf("%s: %w", ReportFile, err)
	}
	return reports.ReadJSON(bytes.NewReader(text))
}

// IndexFiles renders the index, in the order to write them: the further pages
// before the first, which links to them.
func IndexFiles(x reports.Index) ([]reports.Page, error) {
	pages, err := reports.IndexHTML(x)
	if err != nil {
		return nil, err
	}
	var asJSON, asCSV bytes.Buffer
	if err := errors.Join(reports.WriteIndexJSON(&asJSON, x), reports.WriteIndexCSV(&asCSV, x)); err != nil {
		return nil, err
	}
	slices.Reverse(pages)
	return append([]reports.Page{{Name: "index.json", HTML: asJSON.Bytes()}, {Name: "index.csv", HTML: asCSV.Bytes()}}, pages...), nil
}

// WriteIndex writes index.html, index.csv and index.json into the output folder
// and takes away pages of an earlier, longer index.
func WriteIndex(out string, x reports.Index) error {
	if err := outputs.Sweep(out); err != nil {
		return err
	}
	files, err := IndexFiles(x)
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, f := range files {
		if err := outputs.WriteFile(filepath.Join(out, f.Name), f.HTML); err != nil {
			return err
		}
		written[f.Name] = true
	}
	for n := 2; ; n++ {
		name := fmt.Sprintf("index-%d.html", n)
		if written[name] {
			continue
		}
		if err := os.Remove(filepath.Join(out, name)); errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Forget leaves participants out of the index that are not in the list: it takes
// their status away, keeps their reports, and names them. Those of other parts
// are left alone.
func (c *Cohort) Forget(list []Participant) (gone []string, err error) {
	here := map[string]bool{}
	for _, p := range list {
		here[c.Name(p)] = true
	}
	entries, err := os.ReadDir(c.Out)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		dir := filepath.Join(c.Out, e.Name())
		s, ok := readStatus(dir)
		if !ok || here[s.Participant] && FolderName(s.Participant) == e.Name() || !c.Shard.Has(s.Participant) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, StatusFile)); err != nil {
			return gone, err
		}
		gone = append(gone, s.Participant)
	}
	return gone, nil
}
