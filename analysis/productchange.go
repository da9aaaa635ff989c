package analysis

import (
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

const (
	steadyDays = 7    // taken days in a row that make a form, dose or brand the usual one
	sameDose   = 0.05 // doses this close are the same
)

// What about the product changed.
const (
	changedForm  = "form"
	changedDose  = "dose"
	changedBrand = "brand"
)

// productChange is a day from which another form, dose or brand was taken, for seven
// taken days, after seven of the one before.
type productChange struct {
	kind     string
	day      record.Date
	from, to string
}

// takenDay is what was taken on one day.
type takenDay struct {
	day         record.Date
	form, brand string
	mg          float64
	known       bool
}

// productChanges returns the changes of form, dose and brand, by day. A change of
// brand with a change of form counts as one.
func productChanges(test []intake) []productChange {
	days := takenDays(test)
	forms := steps(changedForm, days, func(d takenDay) string { return d.form }, func(a, b string) bool { return a == b })
	doses := steps(changedDose, days, func(d takenDay) string {
		if !d.known {
			return ""
		}
		return strconv.FormatFloat(d.mg, 'g', 4, 64)
	}, sameAmount)
	out := append(forms, doses...)
	for _, b := range steps(changedBrand, days, func(d takenDay) string { return d.brand }, strings.EqualFold) {
		byForm := false
		for _, f := range forms {
			byForm = byForm || abs(int(f.day-b.day)) < steadyDays
		}
		if !byForm {
			out = append(out, b)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].day < out[j].day })
	return out
}

func sameAmount(a, b string) bool {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return math.Abs(x-y) <= sameDose*math.Max(x, y)
}

// takenDays returns what was taken on each day, by day.
func takenDays(test []intake) []takenDay {
	brands := map[record.Date][]string{}
	for _, x := range test {
		if x.taken == record.TakenYes {
			brands[x.when.Day] = appendOnce(brands[x.when.Day], x.product)
		}
	}
	days := total(test, byDay)
	var out []takenDay
	for _, d := range slices.Sorted(maps.Keys(days)) {
		if x := days[d]; x.taken == record.TakenYes {
			sort.Strings(x.forms)
			sort.Strings(brands[d])
			out = append(out, takenDay{d, strings.Join(x.forms, ", "), strings.Join(brands[d], ", "), x.mg, x.known})
		}
	}
	return out
}

// steps returns the days on which a value changes for at least seven taken days, after
// at least seven of the one before. Unknown values ("") are skipped.
func steps(kind string, days []takenDay, value func(takenDay) string, same func(a, b string) bool) []productChange {
	var out []productChange
	usual, run, n := "", "", 0
	var first record.Date
	for _, d := range days {
		v := value(d)
		if v == "" {
			continue
		}
		if n == 0 || !same(v, run) {
			run, n, first = v, 0, d.day
		}
		n++
		if n != steadyDays {
			continue
		}
		if usual != "" && !same(usual, run) {
			out = append(out, productChange{kind, first, usual, run})
		}
		usual = run
	}
	return out
}

// changeNotes returns notes of the new forms and brands, with their days.
func changeNotes(changes []productChange) []Note {
	var out []Note
	for _, c := range changes {
		if c.kind != changedDose {
			out = append(out, Note{ID: c.kind + "_changed", Words: map[string]string{"date": c.day.String(), "from": c.from, "to": c.to}})
		}
	}
	return out
}

// nightsOfChange returns the first night of each change of product, ascending, once
// for changes of the same day.
func nightsOfChange(changes []productChange) []record.Date {
	var out []record.Date
	for _, c := range changes {
		if night := c.day + NightAfterDay; !slices.Contains(out, night) {
			out = append(out, night)
		}
	}
	return out
}

// divide splits every on-phase in which the form, dose or brand changed into its
// parts. used are the nights of the estimate, by calendar row from the night first
// on. The design, which compares taken with not taken, stays the same.
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

// describe fills what was usually taken in a part: the most frequent form and
// product, and the median dose.
func (p *PhasePart) describe(days []takenDay) {
	var forms, brands []string
	var mg []float64
	for _, d := range days {
		if night := d.day + NightAfterDay; night < p.First || night > p.Last {
			continue
		}
		forms, brands = append(forms, d.form), append(brands, d.brand)
		if d.known {
			mg = append(mg, d.mg)
		}
	}
	p.Form, p.Product = Text(mostOften(forms)), Text(mostOften(brands))
	if len(mg) > 0 {
		p.ElementalMg = new(stats.Median(mg))
	}
}

// mostOften returns the most frequent text that is not empty, the first of equals, or
// "".
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
