package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"nof1/cmd/process"
	"nof1/importers"
	"nof1/reports"
)

const statusFile = "status.json"

// panicked is a bug met while working on one participant.
type panicked struct {
	value any
	stack []byte
}

func (e *panicked) Error() string {
	return fmt.Sprintf("internal error: %v: please report it", e.value)
}

// safely turns a panic into an error, so that one participant cannot end the
// work on the others.
func safely[T any](do func() (T, error)) (out T, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return do()
}

// one makes or keeps the report of a participant. What is wrong with it is in
// the status; the error is for what stops the batch: it was cancelled, or the
// output cannot be written.
func (b *batch) one(ctx context.Context, p participant) (s reports.Status, unchanged bool, stack []byte, err error) {
	dir := filepath.Join(b.out, folderName(p.ID))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return s, false, nil, err
	}
	if err := sweep(dir); err != nil {
		return s, false, nil, err
	}
	made, workErr := safely(func() (made, error) { return b.make(ctx, p, dir) })
	if err := ctx.Err(); err != nil && workErr != nil {
		return s, false, nil, err
	}
	if workErr == nil && made.unchanged {
		return made.status, true, nil, nil
	}
	s = made.status
	s.Participant = p.ID
	if workErr != nil {
		var full *writeError
		if errors.As(workErr, &full) {
			return s, false, nil, full.error
		}
		var bug *panicked
		if errors.As(workErr, &bug) {
			stack = bug.stack
		}
		s.Status, s.Exit, s.Error = "failed", exitCode(workErr), said(reason(workErr))
	}
	if s.Status != "done" {
		if err := clearOut(dir, nil); err != nil {
			return s, false, stack, err
		}
	}
	return s, false, stack, writeJSON(filepath.Join(dir, statusFile), s)
}

// made is what became of a participant.
type made struct {
	status    reports.Status
	unchanged bool
}

// writeError is a failure to write the output: no fault of the participant.
type writeError struct{ error }

func (b *batch) make(ctx context.Context, p participant, dir string) (made, error) {
	in, err := openInputs(p.Paths, nil, b.out)
	if err != nil {
		return made{}, err
	}
	defer in.Close()
	files, err := stampsOf(in)
	if err != nil {
		return made{}, err
	}
	if empty(files) {
		return made{status: reports.Status{Status: "skipped", Error: said("the folder holds no files")}}, nil
	}
	cfg, name, err := b.configOf(p, in)
	if err != nil {
		return made{}, err
	}
	rest, err := restOfKey(p, name, cfg, b.chosen)
	if err != nil {
		return made{}, err
	}
	was, finished := readStatus(dir)
	finished = finished && !b.flags.force && was.Status == "done" && was.Participant == p.ID && b.complete(dir)
	if finished && stamped(dir, was.Key, rest, files) {
		return made{was, true}, nil
	}
	key, err := keyOf(rest, in, files, &b.sums, p)
	if err != nil {
		return made{}, err
	}
	mark := stamp{key, rest, files}
	if finished && was.Key == key {
		return made{was, true}, writing(writeJSON(filepath.Join(dir, stampFile), mark))
	}
	s := reports.Status{Participant: p.ID, Status: "done", Key: key}
	report, err := b.report(ctx, in.FS, name, cfg)
	if err != nil {
		return made{status: s}, err
	}
	s.Nights = observed(report)
	if err := clearOut(dir, b.chosen); err != nil {
		return made{}, writing(err)
	}
	if _, err := writeFiles(ctx, dir, report, b.chosen); err != nil {
		return made{}, writing(err)
	}
	return made{status: s}, writing(writeJSON(filepath.Join(dir, stampFile), mark))
}

// configOf returns the settings of a participant, and the name in the report.
func (b *batch) configOf(p participant, in *inputs) (process.Config, string, error) {
	cfg, err := b.base, error(nil)
	if len(in.Configs) > 0 {
		if cfg, err = b.config(in.Configs); err != nil {
			return cfg, "", err
		}
	} else {
		cfg.Participant = ""
	}
	name := p.ID
	if cfg.Participant != "" && cfg.Participant != b.base.Participant {
		name = cfg.Participant
	}
	if p.Person != "" {
		cfg.Participant = p.Person
	}
	cfg.Named, cfg.Force = in.Named, b.forced(in)
	return cfg, name, nil
}

// complete tells whether every file a finished participant should have is there.
func (b *batch) complete(dir string) bool {
	for _, f := range b.chosen {
		if _, err := os.Stat(filepath.Join(dir, f.file)); err != nil {
			return false
		}
	}
	return true
}

// empty tells whether a participant has nothing but a configuration.
func empty(files []fileStamp) bool {
	return !slices.ContainsFunc(files, func(f fileStamp) bool { return f.Path != ownConfig })
}

// observed counts the nights with any value.
func observed(r reports.Report) (n int) {
	for i := range r.Nights.Night {
		for _, v := range r.Nights.Values {
			if v[i] != nil {
				n++
				break
			}
		}
	}
	return n
}

// reason says in one line why a participant failed.
func reason(err error) string {
	var none *process.NothingUsable
	if !errors.As(err, &none) {
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	if len(none.Inputs) == 0 {
		return "nothing usable: no files"
	}
	var said []string
	for _, in := range none.Inputs[:min(len(none.Inputs), shownNames)] {
		said = append(said, in.Path+": "+why(in))
	}
	if n := len(none.Inputs) - shownNames; n > 0 {
		said = append(said, fmt.Sprintf("and %d more", n))
	}
	return "nothing usable: " + strings.Join(said, "; ")
}

func why(in importers.Input) string {
	if len(in.Problems) > 0 && in.Counts.Used == 0 {
		return in.Problems[0].Message
	}
	return fate(in)
}

func said(text string) *string { return &text }

// writing marks what would fail for everybody: the disk, or no browser for the
// PDF.
func writing(err error) error {
	var path *os.PathError
	var link *os.LinkError
	var call *os.SyscallError
	var none *reports.NoBrowserError
	if errors.As(err, &path) || errors.As(err, &link) || errors.As(err, &call) || errors.As(err, &none) {
		return &writeError{err}
	}
	return err
}

func readStatus(dir string) (reports.Status, bool) {
	var s reports.Status
	text, err := os.ReadFile(filepath.Join(dir, statusFile))
	return s, err == nil && json.Unmarshal(text, &s) == nil
}

// writeJSON writes a small document whole or not at all.
func writeJSON(path string, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	return renameio.WriteFile(path, b.Bytes(), 0o644, renameio.WithTempDir(filepath.Dir(path)))
}
