package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"

	"nof1/analysis"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	leastBefore  = 28 // calendar nights before the first fake start
	fakeOnNights = 42 // nights of every fake on-phase
)

// someone is one real person's nights, without log and diary, because the starts are
// fake.
type someone struct {
	in importers.Result
	sd map[string]float64 // of each metric of each source, analysis scale
}

// realNights puts fake start dates into the nights of every person of a folder
// and prints how often each rule announces a change, per outcome. It prints no
// night and no name.
func realNights(ctx context.Context, o options, stdout, stderr io.Writer) error {
	cfg, err := readConfig(o.config)
	if err != nil {
		return err
	}
	people, without, err := readPeople(ctx, o.nights, cfg, stderr)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return fmt.Errorf("no nights in %s: want a table, a zip or a folder for each person; other tables need -config with mappings", o.nights)
	}
	var all []seriesTally
	starts := 0
	for i, p := range people {
		fmt.Fprintf(stderr, "person %d of %d\n", i+1, len(people))
		ts, n, err := p.tally(ctx, o)
		if err != nil {
			return err
		}
		all, starts = append(all, ts...), starts+n
	}
	fmt.Fprintf(stdout, "%d people with nights, %d entries without; a fake start every %d days (%d of them), %d nights on, no effect; "+
		"then with effects of 0.5 and 1 SD of the whole series.\n\n",
		len(people), without, o.every, starts, fakeOnNights)
	if starts == 0 {
		return errors.New("no record is long enough for a fake start: 28 nights before and 42 after")
	}
	fmt.Fprint(stdout, nightsTables(all))
	return nil
}

// readConfig reads the settings for reading files. For "" it returns the defaults.
func readConfig(path string) (process.Config, error) {
	cfg := process.Defaults()
	if path == "" {
		return cfg, nil
	}
	file, err := config.ReadFile(path)
	if err != nil {
		return cfg, err
	}
	return config.Read([]config.File{file}, nil)
}

// entry is a file system that shows only one entry of a folder.
type entry struct {
	fs.FS
	name string
}

// ReadDir lists the one entry in the root, and everything in folders below it.
func (e entry) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(e.FS, dir)
	if dir != "." {
		return entries, err
	}
	return slices.DeleteFunc(entries, func(d fs.DirEntry) bool { return d.Name() != e.name }), err
}

// readPeople reads every entry of a folder as one person. without is the number of
// entries that hold no night or several people.
func readPeople(ctx context.Context, folder string, cfg process.Config, stderr io.Writer) (people []someone, without int, err error) {
	root := os.DirFS(folder)
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return nil, 0, err
	}
	for _, d := range entries {
		in, _, err := process.Check(ctx, entry{root, d.Name()}, cfg)
		switch {
		case ctx.Err() != nil || errors.Is(err, process.ErrConfig):
			return nil, 0, err
		case err != nil:
			fmt.Fprintf(stderr, "%s is left out: %v\n", d.Name(), err)
			without++
		case len(in.Records) == 0:
			without++
		default:
			people = append(people, newSomeone(in))
		}
	}
	return people, without, nil
}

func newSomeone(in importers.Result) someone {
	p := someone{in: in, sd: map[string]float64{}}
	values := map[string][]float64{}
	for _, r := range in.Records {
		if y := toScale(r.Metric, r.Value); !math.IsInf(y, 0) && !math.IsNaN(y) {
			values[seriesKey(r)] = append(values[seriesKey(r)], y)
		}
	}
	for k, ys := range values {
		if len(ys) > 1 {
			p.sd[k] = stat.StdDev(ys, nil)
		}
	}
	return p
}

func seriesKey(r record.Record) string { return r.Metric + " " + r.Source + " " + r.Device }

// toScale maps a value to the scale its metric is analysed on, fromScale back.
func toScale(metric string, v float64) float64 {
	m, _ := record.MetricByID(metric)
	switch m.Scale {
	case record.Log:
		return math.Log(v)
	case record.Log1p:
		return math.Log1p(v)
	}
	return v
}

func fromScale(metric string, y float64) float64 {
	m, _ := record.MetricByID(metric)
	switch m.Scale {
	case record.Log:
		return math.Exp(y)
	case record.Log1p:
		return math.Max(0, math.Expm1(y))
	}
	return y
}

// study is the person's record as it would have stood at the end of an on-phase
// that began on the given night, with an effect of that many SD in every
// outcome.
func (p someone) study(start record.Date, effect float64) analysis.Study {
	end := start + fakeOnNights
	s := analysis.Study{Breaks: p.in.Breaks, Settings: analysis.Settings{VerdictOnly: true, Supplement: "magnesium"}}
	for d := start; d < end; d++ {
		s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: d - 1}, Supplement: "magnesium", Taken: record.TakenYes,
			Source: "nof1.log"})
	}
	for _, r := range p.in.Records {
		if r.Night >= end {
			continue
		}
		if b := effect * p.sd[seriesKey(r)]; r.Night >= start && b != 0 {
			r.Value = fromScale(r.Metric, toScale(r.Metric, r.Value)+b)
		}
		s.Records = append(s.Records, r)
	}
	for _, x := range p.in.Sessions {
		if x.Night < end {
			s.Sessions = append(s.Sessions, x)
		}
	}
	return s
}

// span is the person's first and last night.
func (p someone) span() (first, last record.Date) {
	first, last = p.in.Records[0].Night, p.in.Records[0].Night
	for _, r := range p.in.Records {
		first, last = min(first, r.Night), max(last, r.Night)
	}
	return first, last
}

// tally tries every fake start of a person, several at once.
func (p someone) tally(ctx context.Context, o options) ([]seriesTally, int, error) {
	first, last := p.span()
	var starts []record.Date
	for d := first + leastBefore; d+fakeOnNights-1 <= last; d += record.Date(o.every) {
		starts = append(starts, d)
	}
	all, err := together(ctx, len(starts), o.workers, func(i int) (map[string][3]answer, error) {
		return p.answers(starts[i], float64(1-2*(i%2)), o.seed)
	})
	if err != nil {
		return nil, 0, err
	}
	return seriesOf(all), len(starts), nil
}

// answers returns the answers of one fake start by metric. Clock times, scores and
// covariates are left out, because an effect in SD has no meaning for them. So is sleep
// efficiency, which is computed from two other metrics.
func (p someone) answers(start record.Date, sign float64, seed uint64) (map[string][3]answer, error) {
	out := map[string][3]answer{}
	for e, effect := range effects {
		res, err := analysis.Run(p.study(start, sign*effect))
		if err != nil {
			return nil, err
		}
		for _, o := range res.Outcomes {
			m, _ := record.MetricByID(o.Metric)
			if m.Clock || m.Kind != record.Measured || m.ID == "sleep_efficiency" {
				continue
			}
			a := judged(o, sign)
			if e == 0 && a.interval {
				a.covered = o.CI95[0] <= 0 && 0 <= o.CI95[1]
			}
			if a.answered {
				s := sampleOf(res, o)
				for _, r := range rivals {
					a.rival = append(a.rival, r.p(s, seed+uint64(start)) < significant)
				}
			}
			three := out[o.Metric]
			three[e] = a
			out[o.Metric] = three
		}
	}
	return out, nil
}
