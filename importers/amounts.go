package importers

import (
	"fmt"
	"regexp"
	"slices"
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
var fractions = map[string]float64{"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75, "1/3": 1. / 3, "⅓": 1. / 3, "2/3": 2. / 3, "⅔": 2. / 3}

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
