package record

import (
	"cmp"
	"strings"
)

// Pos is a position in the input. Line and Column count from 1. Column is the
// byte column of a field, or 0 for a whole row.
type Pos struct {
	File   string // path relative to the input, archive members after "!/"
	Line   int    // 0 for a whole file
	Column int    // 0 for a whole row or file
}

// Compare returns a number below 0 if p comes before q, 0 if they are equal and a
// number above 0 otherwise. It compares file, line and column, in this order.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Record is one nightly value of one metric.
type Record struct {
	Night   Date    // the date of waking
	Metric  string  // id of a row of [Metrics]
	Value   float64 // in the metric's catalogue unit, never NaN
	Raw     string  // the value as written in the file
	RawUnit string  // the unit of Raw
	Source  string  // vendor, lower case: "whoop", "fitbit", "zeo", "ringconn", "csv"
	Device  string  // model, generation or firmware; "" if the file does not name it
	Pos     Pos     // of the cell
}

// Taken is the answer to whether a dose was taken. Unknown is not "no": a night
// without an entry is never counted as one without the supplement.
type Taken int

// The three states of a dose or of a day.
const (
	TakenUnknown Taken = iota
	NotTaken
	TakenYes
)

// String returns "unknown", "no" or "yes".
func (t Taken) String() string { return [...]string{"unknown", "no", "yes"}[t] }

// Basis is what the weight of a logged amount refers to.
type Basis int

// The bases. An unknown basis is never guessed.
const (
	BasisUnknown   Basis = iota
	BasisElemental       // the mineral alone
	BasisCompound        // the whole salt or chelate
)

// String returns "unknown", "elemental" or "compound".
func (b Basis) String() string { return [...]string{"unknown", "elemental", "compound"}[b] }

// Dose is one row of a supplement log.
type Dose struct {
	When       Moment   // the first day, for a Regimen
	Supplement string   // as written, trimmed
	Form       string   // as written, trimmed; "" if not given
	Amount     float64  // in Unit; meaningless when not HasAmount
	HasAmount  bool     // whether the row gives an amount
	Unit       string   // as written, lower case: "mg", "g", "mcg", "iu", "capsule", ...
	Basis      Basis    // what Amount weighs
	Taken      Taken    // TakenUnknown if the row does not say
	Note       string   // as written; "" if not given
	Regimen    *Regimen // set for a row that means every day from When.Day on
	Source     string   // name of the importer that read the log
	Pos        Pos      // of the row
}

// Regimen is the end of a log row that covers every day from its start date on.
type Regimen struct {
	End  Date // last day, inclusive; meaningless when Open
	Open bool // still going on
}

// Entry is one row of a diary: a rating or an event.
type Entry struct {
	When     Moment  // of the event or rating
	Night    Date    // the night it belongs to; meaningless when not HasNight
	HasNight bool    // whether the file ties the entry to a night
	Item     string  // id of a metric or tag if there is one ("alcohol"), else the text as written, trimmed
	Value    float64 // in Unit; meaningless when not HasValue
	HasValue bool    // whether the row gives a number
	YesNo    bool    // Value answers a question: 1 is yes and 0 is an explicit no
	Unit     string  // as written; "" if not given
	Note     string  // as written; "" if not given
	Source   string  // importer name
	Pos      Pos     // of the row
}

// Session is one main sleep, in the wall-clock time of its own row. Doses are
// matched to nights by Onset.
type Session struct {
	Night  Date   // the date of waking
	Onset  Moment // falling asleep
	Wake   Moment // waking up for good
	Cycle  Moment // begin of the vendor's own day that contains the sleep; untimed if the vendor has no such day
	Source string // as in Record
	Device string // as in Record
	Pos    Pos    // same File and Line as the records of that sleep

	// Offset of the clock from UTC in minutes, positive to the east. It is set only
	// if the export records the offset of every sleep at the time of that sleep.
	Offset    int
	HasOffset bool // whether Offset is set
}

// Break is the first night whose values cannot be compared with earlier ones of
// the same source, because the strap, device, firmware or algorithm changed.
type Break struct {
	Night   Date     // the first night of the new kind
	Source  string   // as in Record
	Reason  string   // id: "strap", "device", "firmware", "configured", "catalogue"
	Detail  string   // what changed, e.g. "Gen3 -> Ring 4"
	Metrics []string // nil: every metric of the source
}
