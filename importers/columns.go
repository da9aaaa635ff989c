package importers

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// Column maps one file column to a metric.
type Column struct {
	Names  []string // accepted header texts, compared after Normalise
	Metric string   // catalogue id
	// Unit of the file, "" for the catalogue's: "s", "ms", "min", "h", "pct1"
	// (0 to 1), "F", "kJ", "g", "mg", ...; of ratings a range, "1-4"; see [Convert].
	Unit string
	// Turned is for ratings whose lowest value means the catalogue's highest.
	Turned bool
	// ZeroMissing drops a 0 although the metric itself allows one.
	ZeroMissing bool
	// Parse reads the cell, nil means [Number], with or without a percent sign: for
	// "7:30". Its error says what it wants, unless it is Number's.
	Parse func(cell string) (float64, error)
}

// BoundColumn is a column found in a table.
type BoundColumn struct {
	Column
	Index   int           // of the field in a row
	Measure record.Metric // the metric of Column.Metric
}

// Bind returns the columns that the table has, in the order given.
func Bind(t *Table, cols []Column) []BoundColumn {
	var bound []BoundColumn
	for _, c := range cols {
		m, known := record.MetricByID(c.Metric)
		if i := t.Index(c.Names...); i >= 0 && known {
			bound = append(bound, BoundColumn{c, i, m})
		}
	}
	return bound
}

// ReadCells emits one [Record] for every usable cell of the current row and one
// positioned [Problem] for every bad one: not a number, or outside the hard
// limits. A cell that means "no value" is neither. It returns how many cells
// were used and how many were bad.
func ReadCells(t *Table, cols []BoundColumn, night record.Date, source, device string, sink Sink) (used, bad int) {
	for _, c := range cols {
		cell := t.Cell(c.Index)
		if Missing(cell) {
			continue
		}
		v, missing, err := c.value(t, cell)
		if err != nil {
			bad++
			sink.Problem(c.BadCell(t, cell, err))
			continue
		}
		if missing {
			continue
		}
		if err := CheckLimits(c.Measure, v); err != nil {
			bad++
			sink.Problem(t.Problem(c.Index, err))
			continue
		}
		unit := c.FileUnit()
		if _, ok := c.Percent(cell); ok {
			unit = c.Measure.Unit
		}
		used++
		sink.Record(record.Record{Night: night, Metric: c.Metric, Value: v, Raw: cell, RawUnit: unit,
			Source: source, Device: device, Pos: t.Pos(c.Index)})
	}
	return used, bad
}

// Part reads a cell that is added to others or taken from them: 0 if it is
// empty. It is not ok if it is not a value of the metric, and then the sum is not either;
// to say so is left to who reads the cell itself.
func (t *Table) Part(i int, metric string) (v float64, ok bool) {
	if Missing(t.Cell(i)) {
		return 0, true
	}
	v, err := t.Number(t.Cell(i))
	return v, err == nil && Fits(metric, v)
}

// Fits reports whether a value, in the catalogue's unit, is within the metric's hard
// limits.
func Fits(metric string, v float64) bool {
	m, known := record.MetricByID(metric)
	return known && CheckLimits(m, v) == nil
}

// BadCell says what is wrong with a cell, and what is wanted in its place.
func (c BoundColumn) BadCell(t *Table, cell string, err error) record.Problem {
	if errors.As(err, new(notNumber)) {
		return BadCell(t.Pos(c.Index), t.Name(c.Index), cell, UnitWords(c.FileUnit()))
	}
	return t.Problem(c.Index, err)
}

// FileUnit returns the unit in which the file has the column.
func (c BoundColumn) FileUnit() string {
	if c.Unit == "" {
		return c.Measure.Unit
	}
	return c.Unit
}

// Percent returns a cell without its percent sign, where it has one and the metric
// can be told so: as percent, whatever the unit of the column, for sheets show a
// share of 0.92 as 92%.
func (c BoundColumn) Percent(cell string) (share string, ok bool) {
	share, ok = strings.CutSuffix(cell, "%")
	return share, ok && c.Parse == nil && (c.Measure.Unit == "%" || c.Measure.Unit == "vendor")
}

// value reads a cell in the metric's unit; missing is true of a 0 that means not
// measured.
func (c BoundColumn) value(t *Table, cell string) (v float64, missing bool, err error) {
	share, isShare := c.Percent(cell)
	switch {
	case isShare:
		v, err = t.Number(share)
	case c.Parse != nil:
		v, err = c.Parse(cell)
	default:
		v, err = t.Number(cell)
	}
	missing = err == nil && v == 0 && (c.ZeroMissing || c.Measure.ZeroMissing)
	if err != nil || missing || isShare {
		return v, missing, err
	}
	v, err = Convert(c.Measure, c.Unit, v)
	if c.Turned {
		v = c.Measure.HardHigh - v
	}
	return v, false, err
}

// RatingUnit is the catalogue's unit of ratings.
const RatingUnit = "0-10"

// aRange is two numbers such as "1-4", "0 to 100" or "-3-3".
const aRange = `(-?\d+(?:\.\d+)?) ?(?:-|–|to) ?(-?\d+(?:\.\d+)?)`

var (
	wholeRange = regexp.MustCompile(`^` + aRange + `$`)
	rangeAtEnd = regexp.MustCompile(`^(.*\S)\s*[(\[](` + aRange + `)[)\]]$`)
)

// RatingRange reads a range such as "1-4", whose second number is the higher.
func RatingRange(text string) (low, high float64, ok bool) {
	m := wholeRange.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, 0, false
	}
	low, _ = strconv.ParseFloat(m[1], 64)
	high, _ = strconv.ParseFloat(m[2], 64)
	return low, high, low < high && !math.IsInf(high-low, 0)
}

// SplitNameRange cuts "Stress (1-4)" into the name and its range, "" for none.
func SplitNameRange(name string) (short, rated string) {
	m := rangeAtEnd.FindStringSubmatch(strings.TrimSpace(name))
	if m == nil {
		return name, ""
	}
	return m[1], m[2]
}

// Convert returns v, given in unit, in the metric's catalogue unit. Unit "" is
// the catalogue's; that of a rating from 0 to 10 can be another range, such as
// "1-4". The error is for a unit that cannot become the catalogue's, and for a
// rating outside its range.
func Convert(metric record.Metric, unit string, v float64) (float64, error) {
	from := UnitID(unit)
	if from == "" || from == UnitID(metric.Unit) {
		return v, nil
	}
	if metric.ID == "skin_temp" && from == "f" {
		return (v - 32) / 1.8, nil
	}
	if low, high, ok := RatingRange(unit); ok && metric.Unit == RatingUnit {
		if v < low || v > high {
			return 0, fmt.Errorf("%s is outside %s", FormatNumber(v), UnitWords(unit))
		}
		return metric.HardLow + (v-low)*(metric.HardHigh-metric.HardLow)/(high-low), nil
	}
	if factor, ok := unitFactors[from+" "+UnitID(metric.Unit)]; ok {
		return v * factor, nil
	}
	return 0, fmt.Errorf("%q cannot become %s", unit, UnitWords(metric.Unit))
}

// unitFactors turn a value in the first unit into one in the second. Fahrenheit
// is used here for differences of temperature.
var unitFactors = map[string]float64{
	"s min": 1. / 60, "ms min": 1. / 60000, "h min": 60,
	"s ms":    1000,
	"pct1 %":  100,
	"f degc":  1 / 1.8,
	"kj kcal": 1 / 4.184, "j kcal": 1 / 4184.0, "cal kcal": 0.001,
	"g mg": 1000, "mg g": 0.001,
	"/s /min": 60, "hz bpm": 60, "/s bpm": 60, "/min bpm": 1, "hz /min": 60, "bpm /min": 1,
}

// UnitID folds the spellings of a unit.
func UnitID(unit string) string {
	u := strings.ToLower(strings.TrimSpace(unit))
	switch u {
	case "sec", "second", "seconds":
		return "s"
	case "millisecond", "milliseconds", "msec":
		return "ms"
	case "minute", "minutes", "mins":
		return "min"
	case "hour", "hours", "hr", "hrs":
		return "h"
	case "percent", "pct":
		return "%"
	case "fraction", "ratio":
		return "pct1"
	case "c", "°c", "celsius":
		return "degc"
	case "°f", "fahrenheit", "degf":
		return "f"
	case "beats/min", "beats per minute":
		return "bpm"
	case "1/min", "brpm", "rpm", "breaths per minute":
		return "/min"
	case "count", "counts":
		return "n"
	}
	return u
}

// UnitWords spells a unit out for a message.
func UnitWords(unit string) string {
	words := map[string]string{
		"ms": "milliseconds", "s": "seconds", "min": "minutes", "h": "hours",
		"bpm": "beats per minute", "/min": "breaths per minute", "%": "percent", "pct1": "a share from 0 to 1",
		"degc": "degrees Celsius", "f": "degrees Fahrenheit", "n": "a count", "vendor": "a score",
		"kcal": "kilocalories", "kj": "kilojoules", "g": "grams", "mg": "milligrams", "au": "a load",
		"min after local noon": "a clock time HH:MM",
	}
	if w, ok := words[UnitID(unit)]; ok {
		return w
	}
	if low, high, ok := RatingRange(unit); ok {
		return FormatNumber(low) + " to " + FormatNumber(high)
	}
	return "a number"
}

// BadCell builds the standard problem of a cell that is not a number, such as
// `"12,x" is not a number: want milliseconds`.
func BadCell(pos record.Pos, field, text, want string) record.Problem {
	return record.Problem{Pos: pos, Field: field, Message: fmt.Sprintf("%q is not a number: want %s", text, want)}
}

// CheckLimits returns an error such as "999 is outside 1 to 350 ms" for a value
// outside the metric's hard limits.
func CheckLimits(m record.Metric, v float64) error {
	if v >= m.HardLow && v <= m.HardHigh {
		return nil
	}
	unit := ""
	switch m.Unit {
	case "vendor", "n", RatingUnit, "au":
	default:
		unit = " " + m.Unit
	}
	if short := Rounded(v, 2); short != 0 && len(FormatNumber(v)) > 8 { // of a computed value so much can be read
		v = short
	}
	return fmt.Errorf("%s is outside %s to %s%s", FormatNumber(v), FormatNumber(m.HardLow), FormatNumber(m.HardHigh), unit)
}
