package importers

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nof1/importers/record"
)

// Collector is the sink of one file. What it holds counts only once the importer
// has returned without an error. The zero value is ready for use.
type Collector struct {
	full     [][]record.Record // pieces: one slice would be copied each time it grows
	Records  []record.Record   // after those
	Sessions []record.Session  // main sleeps
	Doses    []record.Dose     // of supplements
	Entries  []record.Entry    // of a diary
	Breaks   []record.Break    // nights from which values differ in kind
	Problems []record.Problem  // at most 10,000, more are only counted
	unlisted int               // problems beyond mostProblems
}

// mostProblems is how many problems of a file are kept: more say nothing new.
const mostProblems = 10_000

// Session implements [Sink].
func (c *Collector) Session(s record.Session) { c.Sessions = append(c.Sessions, s) }

// Dose implements [Sink].
func (c *Collector) Dose(d record.Dose) { c.Doses = append(c.Doses, d) }

// Entry implements [Sink].
func (c *Collector) Entry(e record.Entry) { c.Entries = append(c.Entries, e) }

// Break implements [Sink].
func (c *Collector) Break(b record.Break) { c.Breaks = append(c.Breaks, b) }

// Problem implements [Sink]. Problems beyond the first 10,000 are only counted.
func (c *Collector) Problem(p record.Problem) {
	if len(c.Problems) >= mostProblems {
		c.unlisted++
		return
	}
	c.Problems = append(c.Problems, p)
}

// hopeless reports whether a long file gave nothing but problems.
func (c *Collector) hopeless() bool {
	return c.unlisted > 9*mostProblems && len(c.Records)+len(c.Sessions)+len(c.Doses)+len(c.Entries) == 0
}

// whileHopeful returns the source so that it ends with an error where an
// importer finds nothing but problems in it. One that gathers its nights over
// several files shows nothing until the end and is left alone.
func (s Source) whileHopeful(imp Importer, c *Collector) Source {
	if _, gathers := imp.(Gatherer); gathers {
		return s
	}
	open := s.Opener
	s.Opener = func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		return hopeful{f, c}, nil
	}
	return s
}

type hopeful struct {
	io.ReadCloser
	found *Collector
}

func (h hopeful) Read(p []byte) (int, error) {
	if h.found.hopeless() {
		return 0, fmt.Errorf("%d problems and not one row that could be used: not this format", len(h.found.Problems)+h.found.unlisted)
	}
	return h.ReadCloser.Read(p)
}

// collectorPiece is how many records one piece holds.
const collectorPiece = 512

// Record implements [Sink].
func (c *Collector) Record(r record.Record) {
	if len(c.Records) == collectorPiece {
		c.full = append(c.full, c.Records)
		c.Records = make([]record.Record, 0, collectorPiece)
	}
	c.Records = append(c.Records, r)
}

// AddTo appends what was collected to a result. Problems belong to an input.
func (c *Collector) AddTo(r *Result) {
	n := len(c.Records)
	for _, piece := range c.full {
		n += len(piece)
	}
	r.Records = slices.Grow(r.Records, n)
	for _, piece := range c.full {
		r.Records = append(r.Records, piece...)
	}
	r.Records = append(r.Records, c.Records...)
	r.Sessions = append(r.Sessions, c.Sessions...)
	r.Doses = append(r.Doses, c.Doses...)
	r.Entries = append(r.Entries, c.Entries...)
	r.Breaks = append(r.Breaks, c.Breaks...)
}

// sortProblems sorts the problems of one file by line and column.
func sortProblems(problems []record.Problem) {
	slices.SortStableFunc(problems, func(a, b record.Problem) int {
		if a.Pos.Line != b.Pos.Line {
			return a.Pos.Line - b.Pos.Line
		}
		return a.Pos.Column - b.Pos.Column
	})
}

// describe fills in the nights and the device of every input from what was read
// of it: a night counts if it has an outcome or a sleep. A covariate is on
// the night after its day, which may have neither.
func describe(r *Result) {
	covariate := map[string]bool{}
	for _, m := range record.Metrics {
		covariate[m.ID] = !m.Outcome()
	}
	nights := map[string]map[record.Date]bool{}
	devices := map[string][]string{}
	add := func(file string, night record.Date, device string) {
		if nights[file] == nil {
			nights[file] = map[record.Date]bool{}
		}
		nights[file][night] = true
		if device != "" && !slices.Contains(devices[file], device) {
			devices[file] = append(devices[file], device)
		}
	}
	for _, rec := range r.Records {
		if !covariate[rec.Metric] {
			add(rec.Pos.File, rec.Night, rec.Device)
		}
	}
	for _, s := range r.Sessions {
		add(s.Pos.File, s.Night, s.Device)
	}
	for i := range r.Inputs {
		in := &r.Inputs[i]
		in.Nights = len(nights[in.Path])
		in.Device = strings.Join(devices[in.Path], ", ")
		first := true
		for n := range nights[in.Path] {
			if first || n < in.First {
				in.First = n
			}
			if first || n > in.Last {
				in.Last = n
			}
			first = false
		}
	}
}

// HeldRecords keeps records back and passes all else on.
type HeldRecords struct {
	Sink
	Records []record.Record // kept back, in the order they came
}

// Record implements [Sink].
func (h *HeldRecords) Record(r record.Record) { h.Records = append(h.Records, r) }
