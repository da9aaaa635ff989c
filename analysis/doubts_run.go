package analysis

import (
	"slices"
	"sort"
	"time"

	"nof1/analysis/nightly"
	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// review is everything a doubt may look at. Fits and outcomes are in the same
// order, the primary outcome first; verdicts are not decided yet.
type review struct {
	table      *nightly.Table
	model      model
	candidates []candidate
	fits       []fitted
	outcomes   []Outcome
	primary    int // index of the primary outcome; 0 if it has no row
	breaks     []record.Break
	entries    []record.Entry
	sessions   []record.Session
	others     map[string][]intake
	supplement string
	calendar   calendar        // of nights
	gated      map[string]bool // metrics whose verdict an earlier check blocks
	controls   []NegativeControl
	seed       uint64
	look       int            // how often this question was analysed, this time included
	plan       *schedule.Plan // declared in advance, nil without one
	early      int            // looks before its stopping date
	log        supplementLog
	zone       *time.Location     // of the person, nil if unknown
	unequalIn  []string           // habits that the check of unequal habits names
	findings   map[string]finding // of the looks, by id
}

// finding is the result of one look.
type finding struct {
	known    bool     // the record holds what the look needs
	severity Severity // "" if there is nothing to report
	outcomes []string // nil: all
	measured []Measure
	words    map[string]string
	nights   []int        // rows of the table concerned
	drop     map[int]bool // rows to leave out to size the effect of adjusting, nil none
}

// investigate runs every look once. It returns nothing if no nights are
// compared.
func (r review) investigate() map[string]finding {
	out := map[string]finding{}
	if r.model.arrange.design == DesignNone {
		return out
	}
	for _, c := range unequalHabits(r) {
		r.unequalIn = append(r.unequalIn, c.Words["metric"])
	}
	for _, d := range doubts {
		if d.look != nil {
			out[d.id] = d.look(r)
		}
	}
	return out
}

// caveats runs one check and completes its caveats by the check's row.
func (r review) caveats(d doubt) []Caveat {
	var out []Caveat
	switch {
	case d.does == noCheck:
	case d.find != nil:
		out = d.find(r)
	default:
		out = r.found(r.findings[d.id])
	}
	for i := range out {
		c := &out[i]
		c.ID = d.id
		if c.Severity == "" {
			c.Severity = d.severity
		}
		if c.Outcomes == nil {
			c.Outcomes = r.metrics()
		}
		c.Blocks = d.does == withholds && c.Severity == Stop
	}
	return out
}

// found returns the caveats of a finding.
func (r review) found(f finding) []Caveat {
	if !f.known || f.severity == "" || len(r.outcomes) == 0 {
		return nil
	}
	c := Caveat{Severity: f.severity, Outcomes: f.outcomes, Measured: f.measured, Words: f.words}
	for _, i := range f.nights {
		c.Nights = append(c.Nights, r.table.Night(i))
	}
	return []Caveat{c}
}

// eachOutcome makes a check from a look at one outcome: the caveat is about that
// outcome alone and names it.
func eachOutcome(look func(r review, i int) (Caveat, bool)) func(review) []Caveat {
	return func(r review) []Caveat {
		var out []Caveat
		for i := range r.outcomes {
			c, ok := look(r, i)
			if !ok {
				continue
			}
			if c.Words == nil {
				c.Words = map[string]string{}
			}
			c.Words["metric"], c.Outcomes = r.outcomes[i].Metric, []string{r.outcomes[i].Metric}
			out = append(out, c)
		}
		return out
	}
}

// fired is what the checks found, and what it does to each outcome.
type fired struct {
	caveats    []Caveat
	gate       map[string]Caveat // metric -> the caveat that blocks it
	structural map[string][]string
	failed     map[string][]string
	capped     map[string][]string
}

func runChecks(r review) fired {
	r.gated = map[string]bool{}
	f := fired{gate: map[string]Caveat{}, structural: map[string][]string{}, failed: map[string][]string{}, capped: map[string][]string{}}
	words := map[effect]map[string][]string{lowersAll: f.structural, crossChecks: f.failed, lowersClaim: f.capped}
	for _, d := range doubts {
		for _, c := range r.caveats(d) {
			f.caveats = append(f.caveats, c)
			for _, metric := range c.Outcomes {
				if c.Blocks && !r.gated[metric] {
					f.gate[metric], r.gated[metric] = c, true
				}
				if of := words[d.does]; of != nil {
					of[metric] = appendOnce(of[metric], d.word)
				}
			}
		}
	}
	primary := ""
	if len(r.outcomes) > 0 {
		primary = r.outcomes[r.primary].Metric
	}
	sort.SliceStable(f.caveats, func(i, j int) bool {
		a, b := f.caveats[i], f.caveats[j]
		// What speaks against the answer itself comes first.
		if x, y := slices.Contains(a.Outcomes, primary), slices.Contains(b.Outcomes, primary); x != y {
			return x
		}
		if x, y := slices.Index(Severities, a.Severity), slices.Index(Severities, b.Severity); x != y {
			return x < y
		}
		return ReportOrder(a.ID) < ReportOrder(b.ID)
	})
	return f
}

// appendOnce appends x unless xs has it.
func appendOnce(xs []string, x string) []string {
	if slices.Contains(xs, x) {
		return xs
	}
	return append(xs, x)
}

// metrics returns the metrics of all outcomes.
func (r review) metrics() []string {
	var out []string
	for _, o := range r.outcomes {
		out = append(out, o.Metric)
	}
	return out
}

// estimated reports whether an outcome has an estimate that no check withholds.
func (r review) estimated(i int) bool {
	return r.fits[i].blocked == "" && !r.gated[r.outcomes[i].Metric]
}
