package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/analysis/protocol"
	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/own"
	"nof1/importers/record"

	"github.com/spf13/cobra"
)

// shownLines is the default of --last.
const shownLines = 20

func logShowCommand(p *printer) *cobra.Command {
	var file string
	last := shownLines
	cmd := &cobra.Command{
		Use:   "show [SUPPLEMENT|ITEM]",
		Short: "show the log and the diary as a report reads them",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("nof1 log show takes one SUPPLEMENT or ITEM, not %d words", len(args))
			}
			if last < 1 {
				return usagef("--last %d: want 1 or more", last)
			}
			return logShow(cmd.Context(), p, file, strings.Join(args, ""), last)
		},
	}
	cmd.Flags().StringVar(&file, "file", "", "the log or diary `FILE` (default: "+defaultLog+" and "+defaultDiary+")")
	cmd.Flags().IntVar(&last, "last", shownLines, "show the latest `N` lines")
	return cmd
}

// shownRow is one line of the log or the diary as a report reads it.
type shownRow struct {
	when  record.Moment
	name  string // the id, if it has one
	value string
	note  string
}

func logShow(ctx context.Context, p *printer, file, only string, last int) error {
	doses, entries, err := readOwn(ctx, p, file)
	if err != nil {
		return err
	}
	if only != "" {
		item, isItem := own.DiaryItem(only)
		doses = slices.DeleteFunc(doses, func(d record.Dose) bool {
			return protocol.Canonical(d.Supplement) != protocol.Canonical(only)
		})
		entries = slices.DeleteFunc(entries, func(e record.Entry) bool { return !isItem || e.Item != item })
	}
	var rows []shownRow
	for _, d := range doses {
		rows = append(rows, shownDose(d))
	}
	for _, e := range entries {
		rows = append(rows, shownEntry(e))
	}
	if len(rows) == 0 {
		p.result("nothing logged")
		return nil
	}
	slices.SortStableFunc(rows, func(a, b shownRow) int { return cmp.Compare(a.when.Clock(), b.when.Clock()) })
	if hidden := len(rows) - last; hidden > 0 {
		p.result("the last %d of %s", last, count(len(rows), "line"))
		rows = rows[hidden:]
	}
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		if r.note != "" {
			r.value += " (" + r.note + ")"
		}
		fmt.Fprintln(w, printable(r.when.String()+"\t"+r.name+"\t"+r.value))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, line := range daysOf(doses) {
		p.result("%s", line)
	}
	return nil
}

// readOwn reads the named file, or the log and the diary in the current folder.
func readOwn(ctx context.Context, p *printer, file string) ([]record.Dose, []record.Entry, error) {
	files := []string{file}
	if file == "" {
		files = []string{defaultLog, defaultDiary}
	}
	var doses []record.Dose
	var entries []record.Entry
	for _, name := range files {
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) && file == "" {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		res, err := importers.ReadText(ctx, all.All(), filepath.Base(name), text)
		if err != nil && !errors.Is(err, importers.ErrNothingUsable) {
			return nil, nil, err
		}
		for _, in := range res.Inputs {
			for _, problem := range firstProblems(in.Problems) {
				p.problem(problem)
			}
			if in.Importer == "" {
				return nil, nil, fmt.Errorf("%s is neither a supplement log nor a diary", name)
			}
		}
		doses, entries = append(doses, res.Doses...), append(entries, res.Entries...)
	}
	return doses, entries, nil
}

func shownDose(d record.Dose) shownRow {
	value := map[record.Taken]string{record.TakenYes: "taken", record.NotTaken: "not taken", record.TakenUnknown: "unknown"}[d.Taken]
	if r := d.Regimen; r != nil && r.Open {
		value += " every day since"
	} else if r != nil {
		value += " every day to " + r.End.String()
	}
	if d.HasAmount {
		value += " " + strings.TrimSpace(strconv.FormatFloat(d.Amount, 'g', -1, 64)+" "+d.Unit)
	}
	if d.Basis != record.BasisUnknown {
		value += " " + d.Basis.String()
	}
	return shownRow{d.When, protocol.Canonical(d.Supplement), strings.TrimSpace(value + " " + d.Form), d.Note}
}

func shownEntry(e record.Entry) shownRow {
	value := "happened"
	switch {
	case e.YesNo && e.Value == 0:
		value = "no"
	case e.YesNo:
		value = "yes"
	case e.HasValue:
		value = strings.TrimSpace(strconv.FormatFloat(e.Value, 'g', -1, 64) + " " + e.Unit)
	}
	return shownRow{e.When, e.Item, value, e.Note}
}

// daysOf returns a line for each supplement with the days taken, not taken and unknown
// from its first to its last line.
func daysOf(doses []record.Dose) []string {
	days := map[string]map[record.Date]record.Taken{}
	for _, d := range doses {
		if d.Regimen != nil {
			continue
		}
		id := protocol.Canonical(d.Supplement)
		if days[id] == nil {
			days[id] = map[record.Date]record.Taken{}
		}
		days[id][d.When.Day] = max(days[id][d.When.Day], d.Taken)
	}
	var out []string
	for id, of := range days {
		var n [3]int
		first, last := record.Date(1<<30), record.Date(-1<<30)
		for day := range of {
			first, last = min(first, day), max(last, day)
		}
		for day := first; day <= last; day++ {
			n[of[day]]++
		}
		out = append(out, fmt.Sprintf("%s, %s to %s: %s taken, %d not taken, %d unknown", id, first, last,
			count(n[record.TakenYes], "day"), n[record.NotTaken], n[record.TakenUnknown]))
	}
	slices.Sort(out)
	return out
}
