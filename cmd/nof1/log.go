package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"

	"github.com/spf13/cobra"
)

// The default files, in the current folder.
const (
	defaultLog   = "supplements.csv"
	defaultDiary = "diary.csv"
)

// nightEnds is the hour before which a line also gets the clock time: a dose after
// midnight belongs to the night that has begun.
const nightEnds = 5

// clock returns the current time. Tests replace it.
var clock = time.Now

func logCommand(p *printer, stdin io.Reader) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log add|show|undo|today",
		Short: "keep the supplement log and the diary from the command line",
		Long: "Log writes what you took into " + defaultLog + " and what you rate or what happens\n" +
			"into " + defaultDiary + ", one line at a time. Both are plain tables that any editor\n" +
			"can change. nof1 log itself never changes an existing line.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("nof1 log does not know %q", args[0]).hint("nof1 log add|show|undo|today")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(logAddCommand(p), logShowCommand(p), logUndoCommand(p), logTodayCommand(p, stdin))
	return cmd
}

// now returns the time of a line without --at: the date, and before nightEnds also the
// clock time.
func now() string {
	t := clock()
	if t.Hour() < nightEnds {
		return t.Format("2006-01-02 15:04")
	}
	return t.Format(time.DateOnly)
}

// readMoment reads --at: a time of today, a date, both, or yesterday.
func readMoment(text string) (string, error) {
	text = strings.TrimSpace(text)
	today := record.DateOf(clock())
	switch strings.ToLower(text) {
	case "":
		return now(), nil
	case "now":
		return clock().Format("2006-01-02 15:04"), nil
	case "today":
		return today.String(), nil
	case "yesterday":
		return (today - 1).String(), nil
	}
	if minute, err := importers.ParseClock(text); err == nil {
		return record.Moment{Day: today, Minute: minute, Timed: true}.String(), nil
	}
	m, err := importers.ParseMoment(text)
	if err != nil {
		return "", usagef("--at %q: want HH:MM, YYYY-MM-DD, \"YYYY-MM-DD HH:MM\" or yesterday", text)
	}
	if m.Day > today {
		return "", usagef("--at %s is in the future: a log records what has happened", text)
	}
	return m.String(), nil
}

// inWords describes a line of the log to confirm it.
func (l logEntry) inWords() string {
	var words []string
	for _, key := range []string{"time", "supplement", "form", "item", "value", "amount", "unit", "basis"} {
		if l[key] != "" {
			words = append(words, l[key])
		}
	}
	out := strings.Join(words, " ")
	switch l["taken"] {
	case "yes":
		out += ", taken"
	case "no":
		out += ", not taken"
	case "unknown":
		out += ", not known whether taken"
	}
	if l["note"] != "" {
		out += fmt.Sprintf(" (%s)", l["note"])
	}
	return out
}
