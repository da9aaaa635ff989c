package cohort

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
	"time"

	"nof1/cmd/internal/config"
	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/importers/record"
	"nof1/reports"
)

// StatusFile is how a participant ended, written last into its folder.
const StatusFile = "status.json"

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

// One makes or keeps the report of a participant. What is wrong with it is in the
// status; the error is for what stops the cohort: it was cancelled, or the output
// cannot be written.
func (c *Cohort) One(ctx context.Context, p Participant) (Ended, error) {
	began := time.Now()
	dir := c.Dir(p)
	e, err := safely(func() (Ended, error) { return c.make(ctx, p, dir) })
	if err != nil && ctx.Err() != nil {
		return Ended{}, ctx.Err()
	}
	if err != nil {
		if e, err = c.failed(e, p, err); err != nil {
			return Ended{}, err
		}
	}
	e.Participant, e.Seconds = p.ID, time.Since(began).Seconds()
	switch {
	case e.Unchanged:
		return e, nil
	case e.recorded:
		return e, c.learn(e, dir)
	}
	return c.record(e, dir)
}

// record writes the status of one that ended, the last of its files.
func (c *Cohort) record(e Ended, dir string) (Ended, error) {
	if e.Status.Error != nil {
		e.Reason = *e.Status.Error
	}
	if c.Key != nil {
		e.Status = c.Key.share(e.Status)
	}
	if e.Status.Status != "done" {
		if err := room(dir); err != nil {
			return Ended{}, err
		}
		if err := clearOut(dir, nil); err != nil {
			return Ended{}, err
		}
	}
	if err := writeJSON(filepath.Join(dir, StatusFile), e.Status); err != nil {
		return Ended{}, err
	}
	return e, c.learn(e, dir)
}

// room makes a participant's folder, without what a stopped run left in it.
func room(dir string) error {
	if err := outputs.MakeFolder(dir); err != nil {
		return err
	}
	return outputs.Sweep(dir)
}

// learn keeps in the ledger how a participant ended.
func (c *Cohort) learn(e Ended, dir string) error {
	if c.Ledger == nil {
		return nil
	}
	b, err := e.brief, error(nil)
	if b == nil {
		var read reports.Brief
		read, err = briefIn(dir, e.Status)
		b = &read
	}
	if err != nil {
		return err
	}
	return c.Ledger.learn(dir, e.mark, *b)
}

// Fail records that a participant could not be worked on.
func (c *Cohort) Fail(p Participant, why error) (Ended, error) {
	e, err := c.failed(Ended{Participant: p.ID}, p, why)
	if err != nil {
		return Ended{}, err
	}
	return c.record(e, c.Dir(p))
}

// failed is the end of a participant whose work ended in an error; an error of
// the output is everybody's and returned.
func (c *Cohort) failed(e Ended, p Participant, err error) (Ended, error) {
	var full *writeError
	if errors.As(err, &full) {
		return e, full.error
	}
	var bug *panicked
	if errors.As(err, &bug) {
		e.Stack = bug.stack
	}
	e.Status.Participant = p.ID
	e.Status.Status, e.Status.Exit, e.Status.Error = "failed", Exit(err), said(c.inside(reason(err)))
	return e, nil
}

// inside names files as the folder sees them, so that a reason does not depend on
// where the folder is.
func (c *Cohort) inside(reason string) string {
	folders := []string{c.Folder}
	if abs, err := filepath.Abs(c.Folder); err == nil {
		folders = append(folders, abs)
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			folders = append(folders, real)
		}
	}
	slices.SortFunc(folders, func(a, b string) int { return len(b) - len(a) })
	for _, f := range folders {
		if f != "." && f != string(filepath.Separator) {
			reason = strings.ReplaceAll(reason, f+string(filepath.Separator), "")
		}
	}
	return reason
}

// Exit is the exit code that a participant's error has as the only one: 2 for
// wrong usage or configuration, 3 for nothing usable, 1 for all else.
func Exit(err error) int {
	var config *config.Error
	var ambiguous *importers.AmbiguousError
	var people *importers.MultiPersonError
	switch {
	case errors.As(err, &config), errors.As(err, &ambiguous), errors.As(err, &people), errors.Is(err, inputs.ErrTwice), errors.Is(err, process.ErrConfig):
		return 2
	case errors.Is(err, process.ErrNothingUsable):
		return 3
	}
	return 1
}

// writeError is a failure to write the output: no fault of the participant.
type writeError struct{ error }

// make is One without its errors, up to the status file.
func (c *Cohort) make(ctx context.Context, p Participant, dir string) (Ended, error) {
	in, err := inputs.Open(ctx, p.Paths, nil, c.Out)
	if err != nil {
		return Ended{}, err
	}
	defer in.Close()
	files := stampsOf(in)
	if empty(files) {
		return Ended{Status: reports.Status{Participant: p.ID, Status: "skipped", Error: said("the folder holds no files")}}, nil
	}
	cfg, name, err := c.configOf(p, in)
	if err != nil {
		return Ended{}, err
	}
	rest, err := c.restOfKey(p, name, cfg, len(in.Configs) > 0)
	if err != nil {
		return Ended{}, err
	}
	look := markOf(rest, files)
	if !c.Redo && c.Ledger.known(filepath.Base(dir), look, changed(files)) && c.complete(dir) {
		return Ended{Status: reports.Status{Participant: c.Name(p), Status: "done"}, Unchanged: true}, nil
	}
	e := Ended{mark: look}
	was, finished := readStatus(dir)
	finished = finished && !c.Redo && was.Status == "done" && was.Participant == c.Name(p) && c.complete(dir)
	apart := c.Apart != nil && isLarge(in)
	if apart && !finished {
		return c.apart(ctx, p, e)
	}
	key, err := keyOf(rest, in, files, &c.sums, p)
	if err != nil {
		return Ended{}, err
	}
	if finished && was.Key == key {
		e.Status, e.Unchanged = was, true
		return e, c.sure(e, dir)
	}
	if apart {
		return c.apart(ctx, p, e)
	}
	e.Status = reports.Status{Participant: p.ID, Status: "done", Key: key}
	report, err := c.report(ctx, in.FS, name, cfg)
	if err != nil {
		return e, err
	}
	return c.write(ctx, p, dir, e, report)
}

// apart has a participant worked on in another process, which writes all but what
// the ledger keeps.
func (c *Cohort) apart(ctx context.Context, p Participant, e Ended) (Ended, error) {
	there, err := c.Apart(ctx, p)
	if err != nil {
		return e, err
	}
	there.mark, there.recorded = e.mark, true
	if there.Status.Error != nil {
		there.Reason = *there.Status.Error
	}
	return there, nil
}

// CannotGoOn marks an error as that of the output: it stops the cohort.
func CannotGoOn(err error) error { return &writeError{err} }

// sure keeps that a participant's files were read and found to be the same: from
// here on their look alone will tell. The status is given the time of that.
func (c *Cohort) sure(e Ended, dir string) error {
	if c.Ledger == nil {
		return nil
	}
	now := time.Now().Add(-clockTick)
	if err := os.Chtimes(filepath.Join(dir, StatusFile), now, now); err != nil {
		e.mark = mark{} // somebody else's file, perhaps
	}
	return c.learn(e, dir)
}

// clockTick is more than the time of a file lags behind the clock.
const clockTick = 20 * time.Millisecond

// write writes a report.
func (c *Cohort) write(ctx context.Context, p Participant, dir string, e Ended, report reports.Report) (Ended, error) {
	var err error
	e.Status.Nights = observed(report)
	if c.Key != nil {
		e.Unsaid = len(report.Escalation) > 0
		if report, err = reports.Share(report); err != nil {
			return e, err
		}
		report.Participant = c.Name(p)
	}
	if err := clearOut(dir, c.Formats); err != nil {
		return e, writing(err)
	}
	if _, err := outputs.Write(ctx, dir, report, c.Formats); err != nil {
		return e, writing(err)
	}
	if c.Ledger == nil {
		return e, nil
	}
	status := e.Status
	status.Participant = c.Name(p)
	b, err := reports.NewBrief(status, filepath.Base(dir), &report)
	e.brief = &b
	return e, err
}

// complete tells whether every file a finished participant should have is there.
func (c *Cohort) complete(dir string) bool {
	for _, f := range c.Formats {
		if _, err := os.Lstat(filepath.Join(dir, f.File)); err != nil {
			return false
		}
	}
	return true
}

// empty tells whether a participant has nothing but a configuration.
func empty(files []fileStamp) bool {
	return !slices.ContainsFunc(files, func(f fileStamp) bool { return f.Path != config.Own })
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
	for _, in := range none.Inputs[:min(len(none.Inputs), shownFiles)] {
		said = append(said, in.Path+": "+why(in))
	}
	if n := len(none.Inputs) - shownFiles; n > 0 {
		said = append(said, fmt.Sprintf("and %d more", n))
	}
	return "nothing usable: " + strings.Join(said, "; ")
}

// shownFiles is how many files a reason names.
const shownFiles = 3

func why(in record.Input) string {
	if len(in.Problems) > 0 && in.Counts.Used == 0 {
		return in.Problems[0].Message
	}
	return process.Fate(in)
}

func said(text string) *string { return &text }

// writing marks what would fail for everybody: the disk, or no browser for the
// PDF.
func writing(err error) error {
	var path *os.PathError
	var link *os.LinkError
	var call *os.SyscallError
	var written *outputs.WriteError
	var none *reports.NoBrowserError
	if errors.As(err, &path) || errors.As(err, &link) || errors.As(err, &call) || errors.As(err, &written) || errors.As(err, &none) {
		return &writeError{err}
	}
	return err
}

func readStatus(dir string) (reports.Status, bool) {
	var s reports.Status
	text, err := os.ReadFile(filepath.Join(dir, StatusFile))
	return s, err == nil && json.Unmarshal(text, &s) == nil
}

// writeJSON writes a small document whole or not at all.
func writeJSON(path string, v any) error {
	var b bytes.Buffer
	if err := reports.EncodeJSON(&b, v, ""); err != nil {
		return err
	}
	return outputs.WriteFile(path, b.Bytes())
}
