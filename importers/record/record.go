package record

import (
	"cmp"
	"strings"
)

// Pos is where in the input something stands. Line and Column count from 1;
// Column is the byte column of the field, 0 where the whole row is meant.
type Pos struct {
	File   string // path relative to the input, archive members after "!/"
	Line   int
	Column int
}

// Compare orders by file, line and column: below 0 where p comes before q.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Record is one nightly value of one metric.
type Record struct {
	Night   Date
	Metric  string  // id of a row of [Metrics]
	Value   float64 // in the metric's catalogue unit, never NaN
	Raw     string  // as the file has it
	RawUnit string  // the unit of Raw
	Source  string  // vendor, lower case: "whoop", "fitbit", "zeo", "ringconn", "csv"
	Device  string  // model, generation or firmware where the file says so
	Pos     Pos
}

// Taken tells whether a dose was taken. Unknown is not "no".
type Taken int

// The three states of a dose or of a day.
const (
	TakenUnknown Taken = iota
	NotTaken
	TakenYes
)

// String returns "unknown", "no" or "yes".
func (t Taken) String() string { return [...]string{"unknown", "no", "yes"}[t] }

// Basis tells what a logged amount weighs.
type Basis int

// The meanings of an amount. The zero value is never guessed away.
const (
	BasisUnknown   Basis = iota
	BasisElemental       // the mineral alone
	BasisCompound        // the whole salt or chelate
)

// String returns "unknown", "elemental" or "compound".
func (b Basis) String() string { return [...]string{"unknown", "elemental", "compound"}[b] }

// Dose is one row of a supplement log.
type Dose struct {
	When       Moment
	Supplement string  // as written, trimmed
	Form       string  // as written, trimmed; "" where not said
	Amount     float64 // in Unit; meaningless when not HasAmount
	HasAmount  bool
	Unit       string // as written, lower case: "mg", "g", "mcg", "iu", "capsule", ...
	Basis      Basis
	Taken      Taken
	Note       string
	Regimen    *Regimen // set for a row that means every day from When.Day on
	Source     string   // importer name: the log it comes from
	Pos        Pos
}

// Regimen is the end of a row that stands for every day in between.
type Regimen struct {
	End  Date // last day, inclusive; meaningless when Open
	Open bool // still going on
}

// Entry is one row of a diary: a rating or something that happened.
type Entry struct {
	When     Moment
	Night    Date   // the night it belongs to, where the file ties it to one (HasNight)
	HasNight bool   //
	Item     string // contract id where known ("alcohol"), else the text as written, trimmed
	Value    float64
	HasValue bool
	YesNo    bool // Value is 1 or 0, an answered question: 0 is an explicit no
	Unit     string
	Note     string
	Source   string // importer name
	Pos      Pos
}

// Session is one main sleep on the wall clock of its own row. Doses are matched
// to nights by Onset.
type Session struct {
	Night  Date
	Onset  Moment // falling asleep
	Wake   Moment
	Cycle  Moment // begin of the vendor's own day the sleep is filed under; untimed where it has none
	Source string
	Device string
	Pos    Pos // same File and Line as the records of that sleep

	// Offset of the clock in minutes east of UTC, when HasOffset: only where the
	// export writes one down for every sleep, as it was then.
	Offset    int
	HasOffset bool
}

// Break is a date from which a source's values are not comparable with those
// before: another strap, device, firmware or algorithm.
type Break struct {
	Night   Date
	Source  string
	Reason  string   // id: "strap", "device", "firmware", "configured", "catalogue"
	Detail  string   // what changed, e.g. "Gen3 -> Ring 4"
	Metrics []string // nil: every metric of the source
}
