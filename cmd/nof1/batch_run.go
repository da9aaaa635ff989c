package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"

	"nof1/cmd/internal/cohort"
)

// choose returns the participants this run works on.
func (b *batch) choose(list []cohort.Participant) ([]cohort.Participant, error) {
	wanted := b.flags.only
	if b.flags.participant != "" {
		wanted = append(slices.Clip(wanted), b.flags.participant)
	}
	for _, name := range wanted {
		if !slices.ContainsFunc(list, func(p cohort.Participant) bool { return p.ID == name }) {
			return nil, usagef("%q: no such participant in %s", name, b.Folder).
				hint("the name of a participant is that of its folder or file, without extension")
		}
	}
	var out []cohort.Participant
	for _, p := range list {
		if b.InShard(p) && (len(wanted) == 0 || slices.Contains(wanted, p.ID)) && b.recent(p) {
			out = append(out, p)
		}
	}
	return out, nil
}

// recent reports whether any of a participant's files changed since --since. It returns
// true for files it cannot examine, so that the participant fails with the reason.
func (b *batch) recent(p cohort.Participant) bool {
	if b.since.IsZero() {
		return true
	}
	changed, err := cohort.Changed(p)
	return err != nil || !changed.Before(b.since)
}

// forget removes participants from the index that are no longer in the folder.
func (b *batch) forget(list []cohort.Participant, log *cohort.Log) error {
	gone, err := b.Forget(list)
	for _, name := range gone {
		b.warning(fmt.Sprintf("%s is no longer in %s: removed from the index, its report is kept", name, b.Folder))
		log.Add(cohort.Line{Participant: name, Status: "gone"})
	}
	return err
}

// run processes the participants and prints each as it ends. The error is the first that
// stopped the run. With --fail-fast a failed participant stops it without an error.
func (b *batch) run(ctx context.Context, list []cohort.Participant, log *cohort.Log) (tally, error) {
	tell, finish := b.teller(len(list))
	defer finish()
	var all tally
	err := b.Run(ctx, list, func(e cohort.Ended) bool {
		all.add(e)
		log.Add(e.Line())
		tell(e)
		return !b.flags.failFast || e.Status.Status != "failed"
	})
	if err == nil {
		err = log.Err
	}
	return all, err
}

// teller returns a function to call at the end of each participant and one to call at
// the end of all. They show a progress bar on a terminal and print lines otherwise.
func (b *batch) teller(total int) (tell func(cohort.Ended), finish func()) {
	if b.quiet {
		return func(cohort.Ended) {}, func() {}
	}
	if !isTerminal(b.stderr) {
		return func(e cohort.Ended) { b.line(ended(e)) }, func() {}
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
	return func(e cohort.Ended) {
		if e.Status.Status == "failed" {
			bar.Clear()
			b.line(ended(e))
		}
		bar.Add(1)
	}, func() { bar.Finish() }
}

// ended returns the line of a participant.
func ended(e cohort.Ended) string {
	s := fmt.Sprintf("%s: %s, %.2f s", e.Participant, e.Word(), e.Seconds)
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

// tally counts how the participants ended.
type tally struct {
	done, unchanged, skipped int
	failed                   []string
	helpLeftOut              []string // whose notes call for help that the copies to share do not tell
}

func (t *tally) add(e cohort.Ended) {
	if e.HelpLeftOut {
		t.helpLeftOut = append(t.helpLeftOut, e.Participant)
		slices.Sort(t.helpLeftOut)
	}
	switch e.Word() {
	case "done":
		t.done++
	case "unchanged":
		t.unchanged++
	case "skipped":
		t.skipped++
	default:
		t.failed = append(t.failed, e.Participant)
		slices.Sort(t.failed)
	}
}

func (t *tally) total() int { return t.done + t.unchanged + t.skipped + len(t.failed) }

// line returns the summary.
func (t *tally) line(wanted int) string {
	return fmt.Sprintf("%s: %d done, %d unchanged, %d skipped, %d failed",
		count(wanted, "participant"), t.done, t.unchanged, t.skipped, len(t.failed))
}
