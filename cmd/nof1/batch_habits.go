package main

import (
	"errors"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nof1/cmd/internal/cohort"
)

// addHabits defines the flags of a coach's days.
func (f *batchFlags) addHabits(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.only, "only", nil, "do only the participant of this `NAME`; may be given several times")
	flags.StringVar(&f.since, "since", "", "do only participants with a file changed since `WHEN`: a date, or 36h, 7d")
	flags.BoolVar(&f.watch, "watch", false, "stay and do again whoever's files change, until Ctrl-C")
	flags.BoolVar(&f.share, "share", false, "outputs to share: pseudonyms, no notes, file names or dates; a key file says who is who")
	flags.StringVar(&f.key, "key", "", "key `FILE` of --share (default: beside the output folder, DIR-key.json)")
}

// habits reads those flags.
func (b *batch) habits() error {
	var err error
	if b.since, err = since(b.flags.since, time.Now()); err != nil {
		return err
	}
	if b.flags.watch && b.Shard.Of > 0 {
		return usagef("--watch and --shard contradict each other: leave one of them out")
	}
	if b.flags.key != "" && !b.flags.share {
		return usagef("--key says who is who in a batch made with --share: add --share, or leave --key out")
	}
	if !b.flags.share {
		return nil
	}
	return wrongKey(b.openKey())
}

// openKey opens the key of a shared batch, which stays out of the folder that is
// shared and of the one that is only read.
func (b *batch) openKey() error {
	if b.flags.key == "" {
		b.flags.key = filepath.Clean(b.Out) + "-key.json"
	}
	for _, folder := range []string{b.Out, b.Folder} {
		if within(b.flags.key, folder) {
			return usagef("--key %s lies in %s: a key is kept apart", b.flags.key, folder).hint("give another place: --key FILE")
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
		return usagef("%s holds reports that %s does not know: names would stand beside pseudonyms", b.Out, b.flags.key).hint("give a new folder: --out DIR, or the key those were made with: --key FILE")
	}
	b.Key = key
	return nil
}

// within tells whether a path lies in a folder.
func within(path, folder string) bool {
	p, err1 := filepath.Abs(path)
	f, err2 := filepath.Abs(folder)
	if err1 != nil || err2 != nil {
		return true
	}
	if real, err := filepath.EvalSymlinks(filepath.Dir(p)); err == nil {
		p = filepath.Join(real, filepath.Base(p))
	}
	if real, err := filepath.EvalSymlinks(f); err == nil {
		f = real
	}
	rel, err := filepath.Rel(f, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// wrongKey is wrong usage with what to do about it.
func wrongKey(err error) error {
	var key *cohort.KeyError
	if !errors.As(err, &key) {
		return err
	}
	return usagef("%s", key.Message).hint("%s", key.Hint)
}

// days is a span of whole days.
var days = regexp.MustCompile(`^(\d{1,5})d$`)

// since reads --since: a date, a moment, or how long ago; zero for "".
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
