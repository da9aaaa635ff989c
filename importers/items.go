package importers

import (
	"fmt"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// Events are the ids of things that happen to people and belong to no metric.
var Events = []string{
	"illness", "vaccination", "travel", "stress_event", "medication_start", "medication_stop",
	"medication_change", "late_meal", "cycle_start", "device_change", "home_change",
}

// DoseColumn tells whether a column of a wide table is named as a supplement.
func DoseColumn(name string, own OwnNames) bool {
	_, known := ItemID(name)
	return !known && own.Supplement(name)
}

// IsScale tells whether a rating is a point on a scale, which no yes can be.
func IsScale(m record.Metric) bool { return m.Unit == RatingUnit || m.ID == "gad7" || m.ID == "gad2" }

func MeasuredColumn(h Head) bool {
	if !h.Has("date") || h.Index("supplement", "item") >= 0 {
		return false
	}
	for _, m := range record.Metrics {
		if (m.Kind == record.Measured || m.Kind == record.Score) && h.Has(m.ID) {
			return true
		}
	}
	return false
}

// ForeignTable tells whether a table has more than twice as many unknown columns
// as known ones.
func ForeignTable(h Head) bool {
	known := 0
	for _, name := range h.Header {
		if _, ok := ItemID(name); ok {
			known++
		}
	}
	return len(UnknownColumns(h.Header, h.Own)) > 2*known+1
}

// WakeDate reads the date of a night named as ours are.
func WakeDate(cell string) (record.Date, error) {
	m, err := ParseMoment(cell)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", cell)
	}
	return m.Day, nil
}

// UnknownColumns are the header cells, quoted, that say nothing a native table
// can hold.
func UnknownColumns(header []string, own OwnNames) []string {
	var unknown []string
	for _, name := range header {
		if _, ok := ItemID(name); ok || name == "" || DoseColumn(name, own) {
			continue
		}
		switch Normalise(name) {
		case "date", "source", "device", "firmware", "note", "notes", "comment", "weekday":
			continue
		}
		unknown = append(unknown, strconv.Quote(name))
	}
	return unknown
}

var itemSpaces = strings.NewReplacer(" ", "_", "-", "_")

// ItemID returns the id of a rating, metric or event however its name
// is cased and spaced.
func ItemID(name string) (string, bool) {
	id := itemSpaces.Replace(Normalise(name))
	if _, ok := record.MetricByID(id); ok {
		return id, true
	}
	for _, e := range Events {
		if id == e {
			return id, true
		}
	}
	return strings.TrimSpace(name), false
}
