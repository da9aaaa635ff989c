package main

import (
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"nof1/cmd/internal/cohort"
)

// addHabits defines the flags for a coach's daily work.
func (f *batchFlags) addHabits(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.only, "only", nil, "do only the participant of this `NAME`; may be given several times")
	flags.StringVar(&f.since, "since", "", "do only participants with a file changed since `WHEN`: a date, or 36h, 7d")
	flags.BoolVar(&f.watch, "watch", false, "keep running and redo participants whose files change, until Ctrl-C")
	flags.BoolVar(&f.share, "share", false, "outputs to share: pseudonyms, no notes, file names or dates; a key file links them to names")
	flags.StringVar(&f.key, "key", "", "key `FILE` of --share (default: beside the output folder, DIR-key.json)")
}

// habits reads the flags of addHabits.
func (b *batch) habits() error {
	var err error
	if b.since, err = since(b.flags.since, time.Now()); err != nil {
		return err
	}
	if b.flags.watch && b.Shard.Of > 0 {
		return usagef("--watch and --shard contradict each other: remove one of the two")
	}
	if b.flags.key != "" && !b.flags.share {
		return usagef("--key is for a batch made with --share: add --share or remove --key")
	}
	if !b.flags.share {
		return nil
	}
	return withHint(b.openKey())
}

// openKey opens the key of a shared batch. The key must not be in the output folder,
// which is shared, or in the input folder, which is only read.
func (b *batch) openKey() error {
	if b.flags.key == "" {
		b.flags.key = filepath.Clean(b.Out) + "-key.json"
	}
	for _, folder := range []string{b.Out, b.Folder} {
		if cohort.Within(filepath.Dir(b.flags.key), folder) {
			return usagef("--key %s is in %s: keep the key elsewhere", b.flags.key, folder).hint("give another place: --key FILE")
		}
	}
	key, err := cohort.OpenKey(b.flags.key)
	if err != nil {
		return err
	}
	named, err := key.Named(b.Out)
	if err != nil {
		return err
	}
	if named {
		return usagef("%s holds reports of participants that %s does not know: names and pseudonyms would be mixed", b.Out, b.flags.key).
			hint("give a new folder: --out DIR, or the key of those reports: --key FILE")
	}
	b.Key = key
	return nil
}

// days matches a number of whole days.
var days = regexp.MustCompile(`^(\d{1,5})d$`)

// since reads --since: a date, a date with time, or how long ago. It returns the zero
// time for "".
func since(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t, nil
		}
	}
	if m := days.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		return now.AddDate(0, 0, -n), err
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, usagef("--since %q: want a date (2026-03-01), or how long ago (36h, 7d)", text)
}
