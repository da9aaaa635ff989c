package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob" // azblob://
	_ "gocloud.dev/blob/fileblob"  // file://
	_ "gocloud.dev/blob/gcsblob"   // gs://
	_ "gocloud.dev/blob/s3blob"    // s3://
	"gocloud.dev/gcerrors"

	"nof1/cmd/internal/cohort"
)

// place is a folder: on a file system that every worker can reach, or in a bucket.
type place struct {
	dir    string       // "" for a bucket
	bucket *blob.Bucket // nil for a folder
}

// remote reports whether an address is a URL.
func remote(address string) bool { return strings.Contains(address, "://") }

// openPlace opens a folder by its path, or by a URL such as
// s3://bucket/path?region=eu-west-1, gs://bucket/path, azblob://container/path or
// file:///path. It uses the machine's credentials for the store.
func openPlace(ctx context.Context, address string) (*place, error) {
	if !remote(address) {
		return &place{dir: address}, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	prefix := ""
	if u.Scheme == "file" {
		q := u.Query()
		q.Set("metadata", "skip")
		q.Set("no_tmp_dir", "true")
		q.Set("create_dir", "true")
		u.RawQuery = q.Encode()
	} else if prefix = strings.Trim(u.Path, "/"); prefix != "" {
		u.Path, prefix = "", prefix+"/"
	}
	b, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if prefix != "" {
		b = blob.PrefixedBucket(b, prefix)
	}
	return &place{bucket: b}, nil
}

// close closes the bucket of a place.
func (p *place) close() error {
	if p == nil || p.bucket == nil {
		return nil
	}
	return p.bucket.Close()
}

// entry is a file or folder at the top level of a bucket.
type entry struct {
	name   string
	folder bool
}

// entries lists the top level of a bucket.
func (p *place) entries(ctx context.Context) ([]entry, error) {
	var out []entry
	err := p.each(ctx, "", "/", func(o *blob.ListObject) error {
		if name := strings.TrimSuffix(o.Key, "/"); name != "" {
			out = append(out, entry{name, o.IsDir})
		}
		return nil
	})
	return out, err
}

// each visits the objects of a prefix.
func (p *place) each(ctx context.Context, prefix, delimiter string, visit func(*blob.ListObject) error) error {
	list := p.bucket.List(&blob.ListOptions{Prefix: prefix, Delimiter: delimiter})
	for {
		o, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(o); err != nil {
			return err
		}
	}
}

// objectError is returned for an object that cannot be fetched, however often it is
// tried. It makes the participant fail, not the job.
type objectError struct {
	key string
	why string
}

func (e *objectError) Error() string { return e.key + ": " + e.why }

// fetch copies an object, or all objects below a name, into a folder under the same
// names and with the same times. The error is an *objectError for a name that would lead
// out of the folder and for an object that the store refuses.
func (p *place) fetch(ctx context.Context, name, into string) error {
	return p.each(ctx, name, "", func(o *blob.ListObject) error {
		if o.Key != name && !strings.HasPrefix(o.Key, name+"/") {
			return nil
		}
		if strings.HasSuffix(o.Key, "/") { // the mark of a folder
			return nil
		}
		if !filepath.IsLocal(filepath.FromSlash(o.Key)) || path.Clean(o.Key) != o.Key || strings.Contains(o.Key, "\x00") {
			return &objectError{o.Key, "cannot be the name of a file: rename the object"}
		}
		return p.copy(ctx, o, filepath.Join(into, filepath.FromSlash(o.Key)))
	})
}

func (p *place) copy(ctx context.Context, o *blob.ListObject, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(p.bucket.Download(ctx, o.Key, f, nil), f.Close())
	switch gcerrors.Code(err) {
	case gcerrors.OK:
	case gcerrors.NotFound, gcerrors.PermissionDenied, gcerrors.FailedPrecondition, gcerrors.InvalidArgument:
		return &objectError{o.Key, "the store refuses it (" + gcerrors.Code(err).String() + ")"}
	default:
		return fmt.Errorf("%s: %w", o.Key, err)
	}
	return os.Chtimes(to, o.ModTime, o.ModTime)
}

// kinds maps extensions to content types.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".pdf": "application/pdf", ".svg": "image/svg+xml",
}

// put writes an object whole or not at all.
func (p *place) put(ctx context.Context, name string, text []byte) error {
	return p.bucket.WriteAll(ctx, name, text, &blob.WriterOptions{ContentType: kinds[path.Ext(name)]})
}

// keepOnly deletes the objects of a folder whose names are not listed, the status first.
func (p *place) keepOnly(ctx context.Context, folder string, names []string) error {
	var gone []string
	err := p.each(ctx, folder, "", func(o *blob.ListObject) error {
		if name := strings.TrimPrefix(o.Key, folder); name != "" && !slices.Contains(names, name) {
			gone = append(gone, o.Key)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if i := slices.Index(gone, folder+cohort.StatusFile); i > 0 {
		gone[0], gone[i] = gone[i], gone[0]
	}
	for _, key := range gone {
		if err := p.bucket.Delete(ctx, key); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}
