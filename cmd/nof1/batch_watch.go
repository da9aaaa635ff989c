package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settled is how long a folder must be quiet before it is read, because a copy in
// progress makes many changes.
const settled = 2 * time.Second

// watch runs the batch now and after every change of files in the folder, until it is
// interrupted. A run processes only participants whose files changed.
func (b *batch) watch(ctx context.Context) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer w.Close()
	for {
		if err := b.follow(w, b.Folder); err != nil {
			return err
		}
		last := b.once(ctx)
		var failed *someFailed
		switch {
		case ctx.Err() != nil:
			return last
		case errors.As(last, &failed), errors.As(last, new(printedError)): // told, and worth waiting for better files
		case last != nil:
			return last
		}
		b.since = time.Time{} // from now on, every change counts
		b.hintQuiet("watching " + b.Folder + ": stop with Ctrl-C")
		if err := b.wait(ctx, w); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return last
		}
	}
}

// follow watches a folder and all folders below it except the output folder.
func (b *batch) follow(w *fsnotify.Watcher, folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
			return nil // deleted meanwhile, or reported as the participant's failure
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case path != folder && b.isOut(path):
			return filepath.SkipDir
		}
		return w.Add(path)
	})
}

func (b *batch) isOut(path string) bool {
	a, err1 := os.Stat(path)
	o, err2 := os.Stat(b.Out)
	return err1 == nil && err2 == nil && os.SameFile(a, o)
}

// wait returns when the folder is quiet after a change, or when the context ends.
func (b *batch) wait(ctx context.Context, w *fsnotify.Watcher) error {
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-quiet.C:
			return nil
		case err := <-w.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return err
			}
			quiet.Reset(settled) // many changes
		case e := <-w.Events:
			if e.Has(fsnotify.Chmod) && !e.Has(fsnotify.Write) {
				break
			}
			if info, err := os.Stat(e.Name); err == nil && info.IsDir() && e.Has(fsnotify.Create) {
				if err := b.follow(w, e.Name); err != nil {
					return err
				}
			}
			quiet.Reset(settled)
		}
	}
}

// hintQuiet prints a hint unless --quiet is set.
func (b *batch) hintQuiet(message string) {
	if !b.quiet {
		b.hint(message)
	}
}
