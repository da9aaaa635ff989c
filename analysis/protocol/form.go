package protocol

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed forms.csv
var formsCSV string

// Form is one chemical form of magnesium.
type Form struct {
	ID             string   // lower case, such as "bisglycinate"
	Aliases        []string // other names on labels and in logs
	Formula        string   // chemical formula, "" for a mixture
	MolarMass      float64  // g/mol, 0 without a formula
	NMg            int      // magnesium atoms per formula unit, 0 without a formula
	TheoreticalPct float64  // % magnesium by weight according to the formula, 0 without a formula
	UsePct         float64  // % magnesium used to convert the weight of a compound; 0 if it must not be converted
	LabelOnly      bool     // whether only the elemental amount on the label can be used, because the composition varies
}

// Forms returns all forms in the order of forms.csv. The caller may change the slice.
func Forms() []Form { return append([]Form(nil), forms().rows...) }

// FormByName returns the form with the given id or alias and reports whether there is
// one. It ignores case, hyphens, brackets, strengths ("400 mg") and the word magnesium:
// "Magnesium Bisglycinate" is bisglycinate.
func FormByName(s string) (Form, bool) {
	i, ok := forms().byName[formKey(s)]
	if !ok {
		return Form{}, false
	}
	return forms().rows[i], true
}

// formKey returns a name in the form in which forms are looked up.
func formKey(s string) string {
	var words []string
	for _, w := range strings.Fields(plain(s)) {
		if !magnesiumWords[w] {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// magnesiumWords are the spellings of the element in names of products and forms.
var magnesiumWords = map[string]bool{
	"magnesium": true, "magnesuim": true, "magnesim": true, "magnisium": true, "mag": true, "mg": true,
}

// formTable is the parsed content of forms.csv.
type formTable struct {
	rows   []Form
	byName map[string]int // index in rows by formKey
}

// forms parses the embedded file once. It panics on a mistake in the file, which the
// tests would find.
var forms = sync.OnceValue(func() formTable {
	t, err := parseForms(formsCSV)
	if err != nil {
		panic(err)
	}
	return t
})

// parseForms parses the text of forms.csv, whose first line is a header.
func parseForms(text string) (formTable, error) {
	t := formTable{byName: map[string]int{}}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return t, fmt.Errorf("forms.csv: %w", err)
	}
	for n, cells := range rows[1:] {
		f := Form{ID: cells[0], Formula: cells[2], LabelOnly: cells[7] == "yes"}
		if cells[1] != "" {
			f.Aliases = strings.Split(cells[1], ";")
		}
		numbers := [...]float64{3: 0, 4: 0, 5: 0, 6: 0}
		for i := 3; i <= 6; i++ {
			if cells[i] == "" {
				continue
			}
			if numbers[i], err = strconv.ParseFloat(cells[i], 64); err != nil {
				return t, fmt.Errorf("forms.csv:%d: %w", n+2, err)
			}
		}
		f.MolarMass, f.NMg, f.TheoreticalPct, f.UsePct = numbers[3], int(numbers[4]), numbers[5], numbers[6]
		for _, name := range append([]string{f.ID}, f.Aliases...) {
			key := formKey(name)
			if other, found := t.byName[key]; found && other != n {
				return t, fmt.Errorf("forms.csv:%d: %q is also a name of %s", n+2, name, t.rows[other].ID)
			}
			t.byName[key] = n
		}
		t.rows = append(t.rows, f)
	}
	return t, nil
}
