package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"nof1/cmd/internal/outputs"
	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/own"
	"nof1/importers/record"

	"github.com/spf13/cobra"
)

// logAddFlags are the flags of log add.
type logAddFlags struct {
	form, basis, at, note, file string
	notTaken, unknown           bool
}

func logAddCommand(p *printer) *cobra.Command {
	f := &logAddFlags{}
	cmd := &cobra.Command{
		Use:   "add SUPPLEMENT [AMOUNT UNIT] | ITEM VALUE [UNIT]",
		Short: "write one line: a dose taken or not taken, a rating, something that happened",
		Long: "Add writes one line. A rating, an amount of alcohol or caffeine, and an event\n" +
			"(illness, travel, stress_event, ...) go into the diary, everything else is a dose\n" +
			"and goes into the log. Without --at it is dated today.\n\n" +
			"Not taken and unknown are different: --not-taken means no, --unknown means that\n" +
			"you do not know. A day without a line is unknown too.",
		Example: "  nof1 log add magnesium 200 mg --form bisglycinate --basis elemental --at 21:30\n" +
			"  nof1 log add magnesium --not-taken --note forgot\n" +
			"  nof1 log add sleep_quality 7\n" +
			"  nof1 log add alcohol 2 drinks --at yesterday",
		RunE: func(cmd *cobra.Command, args []string) error {
			line, err := f.line(args)
			if err != nil {
				return err
			}
			return addLine(cmd.Context(), p, f.file, line)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.form, "form", "", "`FORM` of the supplement, e.g. bisglycinate")
	flags.StringVar(&f.basis, "basis", "", "what the amount weighs: elemental or compound; a `BASIS`")
	flags.StringVar(&f.at, "at", "", "when: HH:MM, YYYY-MM-DD, both, or yesterday; a `TIME`")
	flags.BoolVar(&f.notTaken, "not-taken", false, "it was not taken")
	flags.BoolVar(&f.unknown, "unknown", false, "it is not known whether it was taken")
	flags.StringVar(&f.note, "note", "", "free `TEXT`")
	flags.StringVar(&f.file, "file", "", "the log or diary `FILE` (default "+defaultLog+", "+defaultDiary+" for ratings and events)")
	return cmd
}

// line returns the line that the command line describes.
func (f *logAddFlags) line(args []string) (logEntry, error) {
	if len(args) == 0 || strings.TrimSpace(args[0]) == "" {
		return nil, usagef("nothing to log").hint("nof1 log add SUPPLEMENT [AMOUNT UNIT], or nof1 log add ITEM VALUE")
	}
	when, err := readMoment(f.at)
	if err != nil {
		return nil, err
	}
	line := logEntry{"time": when, "note": strings.Join(strings.Fields(f.note), " ")}
	if item, ok := own.DiaryItem(args[0]); ok {
		return f.entry(line, item, args[1:])
	}
	return f.dose(line, args)
}

// entry returns a line of the diary. A rating needs a number; an event needs no value.
func (f *logAddFlags) entry(line logEntry, item string, values []string) (logEntry, error) {
	if f.form != "" || f.basis != "" || f.notTaken || f.unknown {
		return nil, usagef("%s is a rating or an event: --form, --basis, --not-taken and --unknown are about doses", item)
	}
	if len(values) > 2 {
		return nil, usagef("%s takes a value and a unit, not %d words", item, len(values))
	}
	line["item"] = item
	m, measured := record.MetricByID(item)
	if len(values) == 0 && measured {
		return nil, usagef("%s needs a value", item).hint("nof1 log add %s VALUE", item)
	}
	if m.Kind == record.Covariate && m.Unit != "au" && len(values) == 1 && strings.TrimRight(values[0], "0123456789.") == "" {
		return nil, usagef("%s: an amount of %s needs its unit", values[0], item).hint("nof1 log add %s %s %s", item, values[0], m.Unit)
	}
	for i, key := range []string{"value", "unit"} {
		if i < len(values) {
			line[key] = values[i]
		}
	}
	return line, nil
}

// dose returns a line of the log. The unit is the word after the amount or attached to
// it.
func (f *logAddFlags) dose(line logEntry, args []string) (logEntry, error) {
	if f.notTaken && f.unknown {
		return nil, usagef("--not-taken and --unknown contradict each other: remove one of the two")
	}
	if len(args) > 3 {
		return nil, usagef("a dose is SUPPLEMENT AMOUNT UNIT, not %d words", len(args)).
			hint("quote a name of several words: nof1 log add \"fish oil\" 2 capsules")
	}
	line["supplement"], line["form"], line["basis"], line["taken"] = strings.TrimSpace(args[0]), f.form, f.basis, "yes"
	if f.notTaken {
		line["taken"] = "no"
	}
	if f.unknown {
		line["taken"] = "unknown"
	}
	if len(args) > 1 {
		amount, unit := args[1], ""
		if i := strings.IndexFunc(amount, func(r rune) bool { return !strings.ContainsRune("+-.,0123456789", r) }); i > 0 {
			amount, unit = amount[:i], amount[i:]
		}
		if len(args) > 2 {
			if unit != "" {
				return nil, usagef("the unit is given twice: %s and %s", unit, args[2])
			}
			unit = args[2]
		}
		if unit == "" {
			return nil, usagef("%s: an amount needs its unit", args[1]).hint("nof1 log add %s %s mg", args[0], args[1])
		}
		line["amount"], line["unit"] = amount, unit
	}
	return line, nil
}

// addLine writes a line at the end of its file and confirms it.
func addLine(ctx context.Context, p *printer, file string, line logEntry) error {
	name, header := defaultLog, newLogHeader
	if line["item"] != "" {
		name, header = defaultDiary, newDiaryHeader
	}
	if file != "" {
		name = file
	}
	path, err := realPath(name)
	if err != nil {
		return err
	}
	return withLock(filepath.Dir(path), func() error {
		f, err := readLogFile(name, path, header)
		if err != nil {
			return err
		}
		row, err := f.row(ctx, line)
		if err != nil {
			return err
		}
		text, offset, err := f.with(row)
		if err != nil {
			return err
		}
		if err := outputs.WriteFile(path, text); err != nil {
			return err
		}
		p.result("%s: %s", name, line.inWords())
		if err := remember(path, offset, row); err != nil {
			p.warning(fmt.Sprintf("nof1 log undo cannot undo this line: %v", err))
		}
		return nil
	})
}

// row encodes a line and reads it back as a report will. It returns an error if the
// line would not be read as intended.
func (f logFile) row(ctx context.Context, line logEntry) ([]byte, error) {
	cells, err := f.cells(line)
	if err != nil {
		return nil, err
	}
	row, err := f.encode(cells)
	if err != nil {
		return nil, err
	}
	head, err := f.head()
	if err != nil {
		return nil, err
	}
	res, err := importers.ReadText(ctx, all.All(), filepath.Base(f.name), append(head, row...))
	if len(res.Inputs) == 1 && len(res.Inputs[0].Problems) > 0 {
		problem := res.Inputs[0].Problems[0]
		message := problem.Message
		if problem.Field != "" {
			message = problem.Field + ": " + message
		}
		return nil, usagef("%s", message)
	}
	var ambiguous *importers.AmbiguousError
	switch {
	case errors.As(err, &ambiguous):
		return nil, err
	case line["item"] != "" && len(res.Entries) == 0 && len(res.Records) == 0:
		return nil, fmt.Errorf("%s is not a diary: name one with --file", f.name)
	case line["item"] == "" && len(res.Doses) == 0:
		return nil, fmt.Errorf("%s is not a supplement log: name one with --file", f.name)
	}
	return row, nil
}
