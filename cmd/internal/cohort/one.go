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
	"nof1/reports/index"
)

// StatusFile is the name of the file with a participant's status. It is written last.
const StatusFile = "status.json"

// panicked is a panic during the work on one participant.
type panicked struct {
	value any
	stack []byte
}

func (e *panicked) Error() string {
	return fmt.Sprintf("internal error: %v: please report it", e.value)
}

// safely calls do and turns a panic into an error, so that one participant cannot stop
// the work on the others.
func safely[T any](do func() (T, error)) (out T, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return do()
}

// One makes the report of a participant, or keeps one that is up to date. A failure of
// the participant is recorded in its status. An error stops the cohort: the context was
// cancelled or the output cannot be written.
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

// record writes the status, the last file of a participant.
func (c *Cohort) record(e Ended, dir string) (Ended, error) {
	if e.Status.Error != nil {
		e.Reason = *e.Status.Error
	}
	if c.Key != nil {
		e.Status = c.Key.share(e.Status)
	}
	if e.Status.Status != "done" {
		if err := prepareFolder(dir); err != nil {
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

// prepareFolder creates a participant's folder and removes what a stopped run left.
func prepareFolder(dir string) error {
	if err := outputs.MakeFolder(dir); err != nil {
		return err
	}
	return outputs.Sweep(dir)
}

// learn records in the ledger how a participant ended.
func (c *Cohort) learn(e Ended, dir string) error {
	if c.Ledger == nil {
		return nil
	}
	b, err := e.brief, error(nil)
	if b == nil {
		var read index.Brief
		read, err = briefIn(dir, e.Status)
		b = &read
	}
	if err != nil {
		return err
	}
	return c.Ledger.learn(dir, e.fingerprint, *b)
}

// Fail records that a participant failed before its work began.
func (c *Cohort) Fail(p Participant, why error) (Ended, error) {
	e, err := c.failed(Ended{Participant: p.ID}, p, why)
	if err != nil {
		return Ended{}, err
	}
	return c.record(e, c.Dir(p))
}

// failed returns the status of a participant whose work ended in an error. It returns
// an error of the output, which concerns all participants.
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
	e.Status.Status, e.Status.Exit, e.Status.Error = "failed", Exit(err), new(c.inside(reason(err)))
	return e, nil
}

// inside makes the paths in a reason relative to the folder, so that the reason does
// not depend on where the folder is.
func (c *Cohort) inside(reason string) string {
	folders := []string{c.Folder, resolved(c.Folder)}
	if abs, err := filepath.Abs(c.Folder); err == nil {
		folders = append(folders, abs)
	}
	slices.SortFunc(folders, func(a, b string) int { return len(b) - len(a) })
	for _, f := range folders {
		if f != "." && f != string(filepath.Separator) {
			reason = strings.ReplaceAll(reason, f+string(filepath.Separator), "")
		}
	}
	return reason
}

// Exit returns the exit code of an error: 2 for wrong usage or configuration, 3 for
// nothing usable in the input, 1 for everything else.
func Exit(err error) int {
	var config *config.Error
	var ambiguous *importers.AmbiguousError
	var people *importers.MultiPersonError
	switch {
	case errors.As(err, &config), errors.As(err, &ambiguous), errors.As(err, &people),
		errors.Is(err, inputs.ErrTwice), errors.Is(err, process.ErrConfig):
		return 2
	case errors.Is(err, process.ErrNothingUsable):
		return 3
	}
	return 1
}

// writeError is a failure to write the output. It concerns all participants.
type writeError struct{ error }

// make does the work of One up to the status file. Its errors may be the participant's.
func (c *Cohort) make(ctx context.Context, p Participant, dir string) (Ended, error) {
	in, err := inputs.Open(ctx, p.Paths, nil, c.Out)
	if err != nil {
		return Ended{}, err
	}
	defer in.Close()
	files := stampsOf(in)
	if empty(files) {
		return Ended{Status: index.Status{Participant: p.ID, Status: "skipped", Error: new("the folder holds no files")}}, nil
	}
	cfg, name, err := c.configOf(p, in)
	if err != nil {
		return Ended{}, err
	}
	rest, err := c.restOfKey(p, name, cfg, len(in.Configs) > 0)
	if err != nil {
		return Ended{}, err
	}
	seen := fingerprintOf(rest, files)
	if !c.Redo && c.Ledger.unchanged(filepath.Base(dir), seen, changed(files)) && c.complete(dir) {
		return Ended{Status: index.Status{Participant: c.Name(p), Status: "done"}, Unchanged: true}, nil
	}
	e := Ended{fingerprint: seen}
	status, finished := readStatus(dir)
	finished = finished && !c.Redo && status.Status == "done" && status.Participant == c.Name(p) && c.complete(dir)
	apart := c.Separate != nil && isLarge(in)
	if apart && !finished {
		return c.apart(ctx, p, e)
	}
	key, err := keyOf(rest, in, files, &c.sums, p)
	if err != nil {
		return Ended{}, err
	}
	if finished && status.Key == key {
		e.Status, e.Unchanged = status, true
		return e, c.keepUnchanged(e, dir)
	}
	if apart {
		return c.apart(ctx, p, e)
	}
	e.Status = index.Status{Participant: p.ID, Status: "done", Key: key}
	report, err := c.report(ctx, in.FS, name, cfg)
	if err != nil {
		return e, err
	}
	return c.write(ctx, p, dir, e, report)
}

// apart works on a participant in another process, which writes everything except the
// entry in the ledger.
func (c *Cohort) apart(ctx context.Context, p Participant, e Ended) (Ended, error) {
	there, err := c.Separate(ctx, p)
	if err != nil {
		return e, err
	}
	there.fingerprint, there.recorded = e.fingerprint, true
	if there.Status.Error != nil {
		there.Reason = *there.Status.Error
	}
	return there, nil
}

// CannotGoOn marks an error as one of the output, which stops the cohort.
func CannotGoOn(err error) error { return &writeError{err} }

// keepUnchanged records that a participant's files were read and are the same as before,
// so that the next run can rely on their stamps. It sets the time of the status to now.
func (c *Cohort) keepUnchanged(e Ended, dir string) error {
	if c.Ledger == nil {
		return nil
	}
	now := time.Now().Add(-clockTick)
	if err := os.Chtimes(filepath.Join(dir, StatusFile), now, now); err != nil {
		e.fingerprint = fingerprint{} // somebody else's file, perhaps
	}
	return c.learn(e, dir)
}

// clockTick is longer than the time stamp of a file can lag behind the clock.
const clockTick = 20 * time.Millisecond

// write writes the files of a report.
func (c *Cohort) write(ctx context.Context, p Participant, dir string, e Ended, report reports.Report) (Ended, error) {
	var err error
	e.Status.Nights = observed(report)
	if c.Key != nil {
		e.HelpLeftOut = len(report.Escalation) > 0
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
	b, err := index.NewBrief(status, filepath.Base(dir), &report)
	e.brief = &b
	return e, err
}

// complete reports whether every file of a finished participant exists.
func (c *Cohort) complete(dir string) bool {
	for _, f := range c.Formats {
		if _, err := os.Lstat(filepath.Join(dir, f.File)); err != nil {
			return false
		}
	}
	return true
}

// empty reports whether a participant has no files except a configuration.
func empty(files []fileStamp) bool {
	return !slices.ContainsFunc(files, func(f fileStamp) bool { return f.Path != config.FolderFile })
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

// reason returns one line of text: why a participant failed.
func reason(err error) string {
	var nothing *process.NothingUsable
	if !errors.As(err, &nothing) {
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	if len(nothing.Inputs) == 0 {
		return "nothing usable: no files"
	}
	var lines []string
	for _, in := range nothing.Inputs[:min(len(nothing.Inputs), shownFiles)] {
		lines = append(lines, in.Path+": "+why(in))
	}
	if n := len(nothing.Inputs) - shownFiles; n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", n))
	}
	return "nothing usable: " + strings.Join(lines, "; ")
}

// shownFiles is the number of files that a reason names.
const shownFiles = 3

func why(in record.Input) string {
	if len(in.Problems) > 0 && in.Counts.Used == 0 {
		return in.Problems[0].Message
	}
	return process.DescribeInput(in)
}

// writing marks an error that all participants would meet: a failing disk, or no
// browser to print the PDF.
func writing(err error) error {
	var path *os.PathError
	var link *os.LinkError
	var call *os.SyscallError
	var written *outputs.WriteError
	var noBrowser *reports.NoBrowserError
	if errors.As(err, &path) || errors.As(err, &link) || errors.As(err, &call) ||
		errors.As(err, &written) || errors.As(err, &noBrowser) {
		return &writeError{err}
	}
	return err
}

func readStatus(dir string) (index.Status, bool) {
	var s index.Status
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
