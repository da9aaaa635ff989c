// Command validate measures on made-up people, whose true effects are known, how often
// nof1's final verdict is wrong and how often it finds an effect. It compares the
// verdict with the rules of other programs, and writes the tables of
// analysis/VALIDATION.md between their markers:
//
//	make validate            the whole grid, 400 people a cell
//	make validate QUICK=1    the whole grid, 60 people a cell
//	make validate DRAWN=1    only the people who follow a drawn plan
//	make validate NIGHTS=DIR fake start dates on real nights, printed only
//
// Each cell of the grid is one kind of people. For every person the program draws the
// nights, adds effects of 0, 0.5 and 1 SD, runs the analysis and counts the answers. The
// same seed and number of people give the same file on any number of cores. The exit
// code is 1 if a cell misses its bar.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	fullPeople  = 400
	quickPeople = 60
	defaultSeed = 20261122
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are the command line.
type options struct {
	quick   bool
	drawn   bool
	people  int
	seed    uint64
	page    string
	only    string
	nights  string
	config  string
	every   int
	workers int
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("validate", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.BoolVar(&o.quick, "quick", false, fmt.Sprintf("%d people a cell instead of %d; with -nights every fourth week", quickPeople, fullPeople))
	f.IntVar(&o.people, "people", 0, "people a cell (0: by -quick)")
	f.Uint64Var(&o.seed, "seed", defaultSeed, "seed of the made-up people")
	f.StringVar(&o.page, "page", "analysis/VALIDATION.md", "page to write the tables into")
	f.StringVar(&o.only, "only", "", "only the cells whose name contains this text; prints their table and averages and does not change "+
		"the page")
	f.BoolVar(&o.drawn, "drawn", false, "only the people who follow a drawn plan, into their part of the page and its figure")
	f.StringVar(&o.nights, "nights", "", "folder of real people's nights: fake start dates, printed to standard output")
	f.StringVar(&o.config, "config", "", "with -nights: a configuration file with mappings, breaks or a zone")
	f.IntVar(&o.every, "every", 0, "with -nights: days between fake starts (0: 7, with -quick 28)")
	f.IntVar(&o.workers, "workers", runtime.NumCPU(), "people worked on at once")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: see validate -help", f.Arg(0))
	}
	if o.people < 0 || o.every < 0 || o.workers < 1 {
		return o, errors.New("-people, -every and -workers want a positive number")
	}
	people, every := fullPeople, 7
	if o.quick {
		people, every = quickPeople, 28
	}
	if o.people == 0 {
		o.people = people
	}
	if o.every == 0 {
		o.every = every
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "validate:", err)
		return 2
	}
	failed := 0
	switch {
	case o.nights != "":
		err = realNights(ctx, o, stdout, stderr)
	case o.drawn:
		err = drawnPlans(ctx, o, stdout, stderr)
	default:
		failed, err = simulate(ctx, o, stdout, stderr)
		if err == nil && o.only == "" {
			err = drawnPlans(ctx, o, stdout, stderr)
		}
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "validate:", err)
		return 1
	case failed > 0:
		fmt.Fprintf(stderr, "validate: %d bars are missed\n", failed)
		return 1
	}
	return 0
}

// simulate runs the grid and writes the page; it returns how many bars are
// missed.
func simulate(ctx context.Context, o options, stdout, stderr io.Writer) (int, error) {
	began := time.Now()
	cells := slices.DeleteFunc(slices.Clone(grid), func(c cell) bool { return !strings.Contains(c.name, o.only) })
	if len(cells) == 0 {
		return 0, fmt.Errorf("no cell is called %q: the names are those of the page", o.only)
	}
	if err := checkPage(o.page, beginMark, endMark); err != nil && o.only == "" {
		return 0, err
	}
	var results []cellResult
	for i, c := range cells {
		t, err := tallyCell(ctx, c, o.seed, o.people, o.workers)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", c.name, err)
		}
		r := cellResult{cell: c, tally: t}
		results = append(results, r)
		fmt.Fprintf(stderr, "%2d/%d %5.0f s  %s: %s\n", i+1, len(cells), time.Since(began).Seconds(), c.name, r.line())
	}
	table := tables(results, o.seed, o.people)
	if o.only != "" {
		fmt.Fprint(stdout, table)
		return missedBars(results), nil
	}
	if err := writePage(o.page, table, beginMark, endMark); err != nil {
		return 0, err
	}
	fmt.Fprintf(stdout, "%swrote %s\n", table, o.page)
	return missedBars(results), nil
}
