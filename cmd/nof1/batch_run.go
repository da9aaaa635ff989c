package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"

	"nof1/reports"
)

// choose returns the participants this run works on.
func (b *batch) choose(list []participant) ([]participant, error) {
	var out []participant
	for _, p := range list {
		if b.shard.has(p.ID) && (b.flags.participant == "" || b.flags.participant == p.ID) {
			out = append(out, p)
		}
	}
	if b.flags.participant != "" && len(out) == 0 && !slices.ContainsFunc(list, func(p participant) bool { return p.ID == b.flags.participant }) {
		return nil, usagef("--participant %q: no such participant in %s", b.flags.participant, b.folder)
	}
	return out, nil
}

// forget leaves participants out of the index that are no longer in the folder:
// it takes their status away, and keeps their reports.
func (b *batch) forget(list []participant, log *runLog) error {
	here := map[string]bool{}
	for _, p := range list {
		here[p.ID] = true
	}
	entries, err := os.ReadDir(b.out)
	if err != nil {
		return err
	}
	for _, e := range entries {
		dir := filepath.Join(b.out, e.Name())
		s, ok := readStatus(dir)
		if !ok || here[s.Participant] && folderName(s.Participant) == e.Name() || !b.shard.has(s.Participant) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, statusFile)); err != nil {
			return err
		}
		b.warning(fmt.Sprintf("%s is no longer in %s: left out of the index, its report kept", s.Participant, b.folder))
		log.line(logLine{Participant: s.Participant, Status: "gone"})
	}
	return nil
}

// ended is one participant at its end.
type ended struct {
	status    reports.Status
	unchanged bool
	stack     []byte
	seconds   float64
	err       error // stops the batch
}

// run works on the participants with several workers and tells of each as it
// ends. The error is the first that stopped the run.
func (b *batch) run(ctx context.Context, list []participant, log *runLog) (tally, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	results := make(chan ended)
	go func() {
		defer close(results)
		each(b.flags.workers, len(list), func(i int) {
			if ctx.Err() != nil {
				return
			}
			began := time.Now()
			s, unchanged, stack, err := b.one(ctx, list[i])
			results <- ended{s, unchanged, stack, time.Since(began).Seconds(), err}
		})
	}()
	tell, finish := b.teller(len(list))
	var all tally
	var first error
	for e := range results {
		if e.err != nil {
			if first == nil {
				first = e.err
			}
			stop()
			continue
		}
		all.add(e)
		log.line(e.line())
		tell(e)
		if b.flags.failFast && e.status.Status == "failed" {
			stop()
		}
	}
	finish()
	if first == nil && !b.flags.failFast {
		first = ctx.Err()
	}
	if log.err != nil && first == nil {
		first = log.err
	}
	return all, first
}

// teller returns what to call at the end of each participant, and of all: a bar
// with rate and time left on a terminal, a line otherwise.
func (b *batch) teller(total int) (tell func(ended), finish func()) {
	if b.quiet {
		return func(ended) {}, func() {}
	}
	if !isTerminal(b.stderr) {
		return func(e ended) { b.line(e.text()) }, func() {}
	}
	bar := progressbar.NewOptions(total,
		progressbar.OptionSetWriter(b.stderr),
		progressbar.OptionSetDescription("participants"),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("participants"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	return func(e ended) {
		if e.status.Status == "failed" {
			bar.Clear()
			b.line(e.text())
		}
		bar.Add(1)
	}, func() { bar.Finish() }
}

// word is the status as the run log has it.
func (e ended) word() string {
	if e.unchanged {
		return "unchanged"
	}
	return e.status.Status
}

// text is the line of a participant.
func (e ended) text() string {
	s := fmt.Sprintf("%s: %s, %.2f s", e.status.Participant, e.word(), e.seconds)
	if e.status.Error != nil {
		s += ": " + *e.status.Error
	}
	return s
}

func (e ended) line() logLine {
	return logLine{e.status.Participant, e.word(), e.seconds, e.status.Error, string(e.stack)}
}

// tally counts how the participants ended.
type tally struct {
	done, unchanged, skipped int
	failed                   []string
}

func (t *tally) add(e ended) {
	switch e.word() {
	case "done":
		t.done++
	case "unchanged":
		t.unchanged++
	case "skipped":
		t.skipped++
	default:
		t.failed = append(t.failed, e.status.Participant)
		slices.Sort(t.failed)
	}
}

func (t *tally) total() int { return t.done + t.unchanged + t.skipped + len(t.failed) }

// lines is the summary.
func (t *tally) lines(wanted int) []string {
	return []string{fmt.Sprintf("%s: %d done, %d unchanged, %d skipped, %d failed",
		count(wanted, "participant"), t.done, t.unchanged, t.skipped, len(t.failed))}
}
