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

// Reach tells whom a known break concerns.
type Reach string

// The reaches of a break.
const (
	ReachAll    Reach = "all"    // everybody with the vendor's device
	ReachDevice Reach = "device" // those who changed the device, when they did
	ReachChoice Reach = "choice" // those who switched it on
)

// KnownBreak is a change after which a vendor's numbers are not comparable with
// those before.
type KnownBreak struct {
	Date     string   // first changed night, YYYY-MM-DD; YYYY-MM or YYYY where the day is not known
	Source   string   // vendor, lower case, as records name it
	Metrics  []string // ids of the metric catalogue, nil for all
	Reach    Reach
	Reason   string
	Evidence string // where the change was reported
}

// Certain tells whether the change parts everybody's nights on a known day: the
// others are to be looked out for, and declared by those they concern.
func (b KnownBreak) Certain() bool { return len(b.Date) == len(time.DateOnly) && b.Reach == ReachAll }

// Span returns the first and the last day on which the change may have come.
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

// KnownBreaks returns the known breaks by date.
func KnownBreaks() []KnownBreak { return append([]KnownBreak(nil), knownBreaks()...) }

var knownBreaks = sync.OnceValue(func() []KnownBreak {
	breaks, err := parseBreaks(breaksCSV)
	if err != nil {
		panic(err) // a mistake made at build time, which the tests find
	}
	return breaks
})

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
