package importers

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// SplitAmount cuts "0.372mg" or "1 g" before the unit.
func SplitAmount(cell string) (amount, unit string) {
	cell = strings.TrimSpace(cell)
	i := strings.IndexFunc(cell, func(r rune) bool { return !strings.ContainsRune("+-.,0123456789", r) })
	if i <= 0 {
		return cell, ""
	}
	return cell[:i], FoldUnit(cell[i:])
}

// fractions are amounts people write as parts of a tablet.
var fractions = map[string]float64{"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75, "1/3": 1. / 3,
	"⅓": 1. / 3, "2/3": 2. / 3, "⅔": 2. / 3}

var (
	leadingFraction = regexp.MustCompile(`^([1-3]/[2-4]|[½¼¾⅓⅔])(?:$|\s*\pL)`)
	groupedDigits   = regexp.MustCompile(`^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$`)
	decimalComma    = regexp.MustCompile(`^\d+,\d{1,2}$|^0,\d+$`)
)

// Amount reads an amount with or without its unit: "400 mg", "1/2 tablet",
// "5,000 IU". A comma before three digits parts thousands, unless the table's own
// delimiter says that commas are decimal; with one or two digits it is decimal.
func (t *Table) Amount(cell string) (v float64, unit string, err error) {
	cell = strings.TrimSpace(cell)
	if m := leadingFraction.FindStringSubmatch(cell); m != nil {
		if v, known := fractions[m[1]]; known {
			return v, FoldUnit(cell[len(m[1]):]), nil
		}
	}
	text, unit := SplitAmount(cell)
	text = strings.TrimSpace(text)
	switch {
	case t.Rows.Delimiter == ',' && groupedDigits.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case decimalComma.MatchString(text):
		text = strings.Replace(text, ",", ".", 1)
	}
	if v, err = t.Number(text); err == nil && strings.HasPrefix(unit, "/") {
		err = fmt.Errorf("%q is not an amount", cell)
	}
	return v, unit, err
}

// FoldUnit writes a unit in lower case, with u for the Greek letter and the
// micro sign.
func FoldUnit(unit string) string {
	return strings.NewReplacer("μ", "u", "µ", "u").Replace(strings.ToLower(strings.TrimSpace(unit)))
}

// AmountUnits are the units in which people and apps count what is taken.
var AmountUnits = []string{
	"mg", "g", "kg", "mcg", "ug", "iu", "ie", "ui", "ml", "cl", "l", "oz", "fl oz", "tsp", "tbsp", "cup", "cups",
	"cap", "caps", "capsule", "capsules", "tab", "tabs", "tablet", "tablets", "pill", "pills", "softgel", "softgels",
	"gummy", "gummies", "drop", "drops", "scoop", "scoops", "serving", "servings", "dose", "doses", "sachet", "sachets",
	"spray", "sprays", "puff", "puffs", "unit", "units", "piece", "pieces", "drink", "drinks", "glass", "glasses", "billion cfu",
}

// SplitNameUnit cuts "Glycine (mg)" into name and unit. Other words in brackets
// ("Magnesium (glycinate)") belong to the name.
func SplitNameUnit(cell string) (name, unit string) {
	cell = strings.TrimSpace(cell)
	if open := strings.LastIndexByte(cell, '('); open > 0 && strings.HasSuffix(cell, ")") {
		if u := FoldUnit(cell[open+1 : len(cell)-1]); slices.Contains(AmountUnits, u) {
			return strings.TrimSpace(cell[:open]), u
		}
	}
	return cell, ""
}

// Forms of numbers in cells that more than one format has, for [Column].Parse.

var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)

// Thousands reads a number with or without commas between its thousands.
func Thousands(cell string) (float64, error) {
	if grouped.MatchString(cell) {
		cell = strings.ReplaceAll(cell, ",", "")
	}
	return Number(cell)
}

var durationClock = regexp.MustCompile(`^(\d{1,4}):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?$`)

// ClockDuration reads a duration written H:MM or H:MM:SS, with or without a
// fraction of the last second, in minutes.
func ClockDuration(cell string) (float64, error) {
	m := durationClock.FindStringSubmatch(strings.TrimSpace(cell))
	if m == nil {
		return 0, fmt.Errorf("%q is not a duration: want HH:MM or HH:MM:SS", cell)
	}
	minutes := 0.
	for i, minutesEach := range []float64{60, 1, 1. / 60} {
		v, _ := strconv.ParseFloat("0"+m[i+1], 64) // digits only; seconds may be left out
		minutes += v * minutesEach
	}
	return minutes, nil
}

var durationWords = regexp.MustCompile(`^(?:(\d{1,3})\s*h(?:rs?|ours?)?)?\s*(?:(\d{1,3})\s*m(?:in)?s?)?$`)

// WordDuration reads "7h 40min", "3h 17m", "48min" and "8h" as minutes.
func WordDuration(cell string) (float64, error) {
	m := durationWords.FindStringSubmatch(strings.ToLower(strings.TrimSpace(cell)))
	if m == nil || m[1] == "" && m[2] == "" {
		return 0, fmt.Errorf("%q is not a duration: want 7h 40min", cell)
	}
	h, _ := strconv.Atoi("0" + m[1])
	min, _ := strconv.Atoi("0" + m[2])
	return float64(60*h + min), nil
}

// ZeroOrMissing reports whether a cell says that nothing was measured.
func ZeroOrMissing(cell string) bool {
	v, err := Number(cell)
	return Missing(cell) || err == nil && v == 0
}

// Median returns the median of x, which it sorts, or NaN if x is empty.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}
