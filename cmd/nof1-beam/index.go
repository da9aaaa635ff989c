package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"regexp"

	"nof1/cmd/internal/cohort"
	"nof1/reports/index"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// indexFn makes the index of all participants.
type indexFn struct{ Job job }

// ProcessElement reads the entries of all participants and writes the index.
func (f *indexFn) ProcessElement(ctx context.Context, _ int, next func(*[]byte) bool) error {
	var briefs []index.Brief
	var text []byte
	for next(&text) {
		var b index.Brief
		if err := json.Unmarshal(text, &b); err != nil {
			return err
		}
		briefs = append(briefs, b)
	}
	x, err := index.New(index.InOrder(briefs))
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

// write writes the index into a folder, without participants that no longer exist.
func (f *indexFn) write(ctx context.Context, x *index.Index) error {
	c, err := f.Job.cohort(f.Job.Folder, f.Job.Out)
	if err != nil {
		return err
	}
	names, err := namesIn(x)
	if err != nil {
		return err
	}
	var list []cohort.Participant
	for _, name := range names {
		list = append(list, cohort.Participant{ID: name})
	}
	gone, err := c.Forget(list)
	for _, name := range gone {
		beamWarn(ctx, name+" is no longer in "+f.Job.Folder+": removed from the index, its report is kept")
	}
	if err != nil {
		return err
	}
	_, err = cohort.WriteIndex(f.Job.Out, x)
	return err
}

// namesIn returns the names of the participants of an index.
func namesIn(x *index.Index) (names []string, err error) {
	for i := range x.Len() {
		r, err := x.Row(i)
		if err != nil {
			return nil, err
		}
		names = append(names, r.Participant)
	}
	return names, nil
}

// object is one file of an index, kept in memory until it is put into a bucket.
type object struct {
	bytes.Buffer
	put func([]byte) error
}

// Size returns the number of bytes written so far.
func (o *object) Size() int64 { return int64(o.Len()) }

// Place puts the file into the bucket, whole or not at all.
func (o *object) Place() error { return o.put(o.Bytes()) }

// Forget does nothing, because nothing is in the bucket before Place.
func (o *object) Forget() {}

// indexPage matches the names of the second and later pages of an index.
var indexPage = regexp.MustCompile(`^index-\d+\.html$`)

// write writes the index into a bucket. It removes the pages of an earlier, longer index
// and the status of participants that no longer exist.
func (p *place) write(ctx context.Context, x *index.Index) error {
	files, err := cohort.IndexTo(x, func(name string) (cohort.Sheet, error) {
		return &object{put: func(text []byte) error {
			if err := p.put(ctx, name, text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}}, nil
	})
	if err != nil {
		return err
	}
	names, err := namesIn(x)
	if err != nil {
		return err
	}
	here := map[string]bool{}
	for _, name := range names {
		here[cohort.FolderName(name)] = true
	}
	var gone []string
	err = p.each(ctx, "", "/", func(o *blob.ListObject) error {
		name := o.Key
		switch {
		case o.IsDir && !here[name[:len(name)-1]]:
			gone = append(gone, name+cohort.StatusFile)
		case indexPage.MatchString(name) && files[name] == 0:
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

// ours reports whether an object is a page of an index, or the status of a participant
// in that participant's folder.
func (p *place) ours(ctx context.Context, key string) (bool, error) {
	if indexPage.MatchString(key) {
		return true, nil
	}
	text, err := p.bucket.ReadAll(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return false, nil
	}
	var s index.Status
	return err == nil && json.Unmarshal(text, &s) == nil && cohort.FolderName(s.Participant) == path.Dir(key), err
}
