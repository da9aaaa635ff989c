package importers

import "regexp"

// numericDate splits a date whose parts are numbers.
var numericDate = regexp.MustCompile(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})`)

// dayOrder tells from all dates of a column in which of two orders their parts
// stand. A spreadsheet swaps day and month for good: only a number above 12, which
// cannot be a month, shows it.
type dayOrder struct{ first, second bool } // a number above 12 was seen in that part

// add takes the two parts that may be day or month.
func (o *dayOrder) add(first, second string) {
	o.first = o.first || aboveTwelve(first)
	o.second = o.second || aboveTwelve(second)
}

func aboveTwelve(part string) bool { return len(part) == 2 && part > "12" }

// known tells whether all dates agree on an order.
func (o dayOrder) known() bool { return o.first != o.second }
