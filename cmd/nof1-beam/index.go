package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"nof1/cmd/cohort"
	"nof1/reports"
)

// indexFn makes the index of all participants.
type indexFn struct{ Job job }

// ProcessElement reads what is known of every participant, one at a time, and
// writes the index.
func (f *indexFn) ProcessElement(ctx context.Context, _ int, next func(*[]byte) bool) error {
	var briefs []reports.Brief
	var text []byte
	for next(&text) {
		var b reports.Brief
		if err := json.Unmarshal(text, &b); err != nil {
			return err
		}
		briefs = append(briefs, b)
	}
	x, err := reports.NewIndex(briefs)
	if err != nil {
		return err
	}
	to, err := openPlace(ctx, f.Job.Out)
	if err != nil {
		return err
	}
	defer to.close()
	if to.bucket == nil {
		return f.write(ctx, x)
	}
	return to.write(ctx, x)
}

// write writes the index into a folder, without those who are no longer there.
func (f *indexFn) write(ctx context.Context, x reports.Index) error {
	c, err := f.Job.cohort(f.Job.Folder, f.Job.Out)
	if err != nil {
		return err
	}
	var list []cohort.Participant
	for _, r := range x.Participants {
		list = append(list, cohort.Participant{ID: r.Participant})
	}
	gone, err := c.Forget(list)
	for _, name := range gone {
		beamWarn(ctx, name+" is no longer in "+f.Job.Folder+": left out of the index, its report kept")
	}
	return errors.Join(err, cohort.WriteIndex(f.Job.Out, x))
}

// indexPage is a further page of an index.
var indexPage = regexp.MustCompile(`^index-\d+\.html$`)

// write writes the index into a bucket, takes away pages of an earlier, longer
// one, and the status of those who are no longer there.
func (p *place) write(ctx context.Context, x reports.Index) error {
	files, err := cohort.IndexFiles(x)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := p.put(ctx, f.Name, f.HTML); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	here := map[string]bool{}
	for _, r := range x.Participants {
		here[cohort.FolderName(r.Participant)] = true
	}
	var gone []string
	err = p.each(ctx, "", "/", func(o *blob.ListObject) error {
		name := o.Key
		switch {
		case o.IsDir && !here[name[:len(name)-1]]:
			gone = append(gone, name+cohort.StatusFile)
		case indexPage.MatchString(name) && !slices.ContainsFunc(files, func(f reports.Page) bool { return f.Name == name }):
			gone = append(gone, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range gone {
		ours, err := p.ours(ctx, key)
		if err == nil && ours {
			err = p.bucket.Delete(ctx, key)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// ours tells whether an object is a page of an index, or the status of a
// participant in the folder of that participant.
func (p *place) ours(ctx context.Context, key string) (bool, error) {
	if indexPage.MatchString(key) {
		return true, nil
	}
	text, err := p.bucket.ReadAll(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return false, nil
	}
	var s reports.Status
	return err == nil && json.Unmarshal(text, &s) == nil && cohort.FolderName(s.Participant) == path.Dir(key), err
}
