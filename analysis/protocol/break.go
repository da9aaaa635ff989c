package protocol

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

//go:embed breaks.csv
var breaksCSV string

// KnownBreak is a day from which a vendor's numbers are not comparable with
// those before. Only changes whose exact day is known are listed.
type KnownBreak struct {
	Date     string   // first changed night, YYYY-MM-DD
	Source   string   // vendor, lower case, as records name it
	Metrics  []string // ids of the metric catalogue
	Reason   string
	Evidence string // where the day and the change were reported
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
		breaks = append(breaks, KnownBreak{
			Date: cells[0], Source: cells[1], Metrics: strings.Split(cells[2], ";"), Reason: cells[3], Evidence: cells[4],
		})
	}
	return breaks, nil
}
