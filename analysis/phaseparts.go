package analysis

import (
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// nightsOfChange lists the first night of each change of product, in order:
// changes of one day are one.
func nightsOfChange(changes []productChange) []record.Date {
	var out []record.Date
	for _, c := range changes {
		if night := c.day + nightAfterDay; !slices.Contains(out, night) {
			out = append(out, night)
		}
	}
	return out
}

// divide splits every on-phase inside which another form, dose or brand became
// the usual one into its parts. used are the nights of the estimate, by calendar
// row from the night first on. The design is not touched: it counts what was
// taken against what was not.
func (l supplementLog) divide(phases []Phase, used []bool, first record.Date) {
	changes := nightsOfChange(productChanges(l.test))
	if len(changes) == 0 {
		return
	}
	days := takenDays(l.test)
	for i := range phases {
		p := &phases[i]
		inside := slices.DeleteFunc(slices.Clone(changes), func(d record.Date) bool { return d <= p.First || d > p.Last })
		if p.Kind != "on" || len(inside) == 0 {
			continue
		}
		for k, from := range append([]record.Date{p.First}, inside...) {
			last := p.Last
			if k < len(inside) {
				last = inside[k] - 1
			}
			part := PhasePart{First: from, Last: last, Days: int(last-from) + 1}
			part.describe(days)
			for d := from; d <= last; d++ {
				if row := int(d - first); row >= 0 && row < len(used) && used[row] {
					part.NightsUsed++
				}
			}
			p.Parts = append(p.Parts, part)
		}
	}
}

// describe says what was usually taken in a part: the form and the product of
// most of its days, the first of equals, and the median dose.
func (p *PhasePart) describe(days []takenDay) {
	var forms, brands []string
	var mg []float64
	for _, d := range days {
		if night := d.day + nightAfterDay; night < p.First || night > p.Last {
			continue
		}
		forms, brands = append(forms, d.form), append(brands, d.brand)
		if d.known {
			mg = append(mg, d.mg)
		}
	}
	p.Form, p.Product = Text(mostOften(forms)), Text(mostOften(brands))
	if len(mg) > 0 {
		p.ElementalMg = pointer(stats.Median(mg))
	}
}

// mostOften is the text that stands most often, empty ones passed over, the first
// of equals; "" of none.
func mostOften(texts []string) (most string) {
	n := map[string]int{}
	for _, t := range texts {
		if t != "" {
			n[t]++
		}
	}
	for _, t := range texts {
		if n[t] > n[most] {
			most = t
		}
	}
	return most
}
