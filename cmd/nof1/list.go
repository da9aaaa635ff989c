package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/reports"

	"github.com/spf13/cobra"
)

// listing is one table of nof1 list. The first column is the id. A list of all rows
// shows the first brief columns; a single row shows all.
type listing struct {
	name    string
	columns []string
	brief   int
	rows    func() [][]string
}

func listCommand(p *printer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "list importers|metrics|supplements|checks|breaks [ID]",
		Short:             "what nof1 knows: file formats, metrics, supplements, checks, dated vendor changes",
		ValidArgsFunction: completeList,
		RunE: func(_ *cobra.Command, args []string) error {
			return list(p, args, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "machine output on standard output")
	return cmd
}

func list(p *printer, args []string, asJSON bool) error {
	var names []string
	for _, l := range listings {
		names = append(names, l.name)
	}
	if len(args) == 0 || len(args) > 2 {
		return usagef("nof1 list takes one or two words").hint("nof1 list %s [ID]", strings.Join(names, "|"))
	}
	i := slices.Index(names, args[0])
	if i < 0 {
		return usagef("nof1 list does not know %q", args[0]).hint("nof1 list %s [ID]", strings.Join(names, "|"))
	}
	if form, ok := magnesiumForm(args); ok && !asJSON {
		return listForm(p, form)
	}
	l := listings[i]
	rows := l.rows()
	if len(args) == 2 {
		rows = slices.DeleteFunc(rows, func(row []string) bool {
			return row[0] != args[1] && !strings.HasPrefix(row[0], args[1]+".")
		})
		if len(rows) == 0 {
			return usagef("no %s has the id %q", strings.TrimSuffix(l.name, "s"), args[1]).hint("nof1 list %s lists them", l.name)
		}
	}
	switch {
	case asJSON:
		return listJSON(p, l, rows)
	case len(args) == 2:
		if args[0] == "supplements" {
			return listSupplement(p, l, rows[0])
		}
		return listOne(p, l, rows)
	}
	return listAll(p, l, rows)
}

// magnesiumForm returns FORM of the arguments supplements magnesium.FORM.
func magnesiumForm(args []string) (string, bool) {
	if len(args) != 2 || args[0] != "supplements" {
		return "", false
	}
	return strings.CutPrefix(args[1], "magnesium.")
}

// listAll writes one row a line, with a header only on a terminal.
func listAll(p *printer, l listing, rows [][]string) error {
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	if isTerminal(p.stdout) {
		fmt.Fprintln(w, strings.ToUpper(strings.Join(l.columns[:l.brief], "\t")))
	}
	for _, row := range rows {
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row[:l.brief], "\t"), "\t"))
	}
	return w.Flush()
}

// listOne writes every column of each row, one column a line.
func listOne(p *printer, l listing, rows [][]string) error {
	for n, row := range rows {
		if n > 0 {
			p.result("")
		}
		w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
		for i, column := range l.columns {
			if row[i] != "" {
				fmt.Fprintf(w, "%s\t%s\n", column, row[i])
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// listJSON writes the rows as objects by column name. Numbers become JSON numbers,
// except ids, which may be years.
func listJSON(w io.Writer, l listing, rows [][]string) error {
	out := []map[string]any{}
	for _, row := range rows {
		object := map[string]any{}
		for i, column := range l.columns {
			if object[column] = row[i]; i > 0 {
				object[column] = cellValue(row[i])
			}
		}
		out = append(out, object)
	}
	return reports.EncodeJSON(w, map[string]any{"schema": "nof1.list/1", l.name: out}, "  ")
}

func cellValue(cell string) any {
	if n, err := strconv.ParseFloat(cell, 64); err == nil {
		return n
	}
	return cell
}
