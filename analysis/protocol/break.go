package protocol

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
	"time"
)

//go:embed breaks.csv
var breaksCSV string

// Reach is the group of people whom a known break concerns.
type Reach string

// The reaches of a break.
const (
	ReachAll    Reach = "all"    // everybody with a device of the vendor
	ReachDevice Reach = "device" // people who changed their device, from that night on
	ReachChoice Reach = "choice" // people who switched the feature on
)

// KnownBreak is a published change after which the numbers of a vendor cannot be
// compared with earlier ones.
type KnownBreak struct {
	Date     string   // first changed night, YYYY-MM-DD; YYYY-MM or YYYY if only the month or year is known
	Source   string   // vendor, lower case, as records name it
	Metrics  []string // ids of the metric catalogue, nil for all
	Reach    Reach    // whom it concerns
	Reason   string   // what changed, in a sentence
	Evidence string   // where the change was reported
}

// Certain reports whether the change affects everybody on a known day. Other breaks
// have to be declared by the people whom they concern.
func (b KnownBreak) Certain() bool { return len(b.Date) == len(time.DateOnly) && b.Reach == ReachAll }

// Span returns the first and the last day on which the change may have happened. The
// error is for a Date in another format.
func (b KnownBreak) Span() (first, last time.Time, err error) {
	for _, unit := range []struct {
		layout      string
		year, month int
	}{{"2006", 1, 0}, {"2006-01", 0, 1}, {time.DateOnly, 0, 0}} {
		if len(b.Date) != len(unit.layout) {
			continue
		}
		if first, err = time.Parse(unit.layout, b.Date); err != nil {
			return first, first, err
		}
		last = first.AddDate(unit.year, unit.month, 0)
		if last.After(first) {
			last = last.AddDate(0, 0, -1)
		}
		return first, last, nil
	}
	return first, last, fmt.Errorf("%q is not a date: want YYYY, YYYY-MM or YYYY-MM-DD", b.Date)
}

// KnownBreaks returns all known breaks in the order of breaks.csv, by date. The caller
// may change the slice.
func KnownBreaks() []KnownBreak { return append([]KnownBreak(nil), knownBreaks()...) }

// knownBreaks parses the embedded file once.
var knownBreaks = sync.OnceValue(func() []KnownBreak {
	breaks, err := parseBreaks(breaksCSV)
	if err != nil {
		panic(err) // the file is embedded, and the tests parse it
	}
	return breaks
})

// parseBreaks parses the text of breaks.csv, whose first line is a header.
func parseBreaks(text string) ([]KnownBreak, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("breaks.csv: %w", err)
	}
	var breaks []KnownBreak
	for _, cells := range rows[1:] {
		b := KnownBreak{Date: cells[0], Source: cells[1], Reach: Reach(cells[3]), Reason: cells[4], Evidence: cells[5]}
		if cells[2] != "all" {
			b.Metrics = strings.Split(cells[2], ";")
		}
		breaks = append(breaks, b)
	}
	return breaks, nil
}
