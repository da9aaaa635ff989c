package analysis

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// intake is one resolved dose on one day, with product names looked up and the amount
// in elemental milligrams if that can be computed.
type intake struct {
	supplement string
	form       string
	when       record.Moment
	taken      record.Taken
	mg         float64 // elemental, when known
	known      bool
	why        string // why mg is unknown, or ""
	basis      record.Basis
	amount     float64 // as logged, weights in mg, when hasAmount
	unit       string
	hasAmount  bool
	source     string
	file       string // of the log
	journal    bool   // an answered question, not a log of doses
	product    string // name as written, trimmed
}

// resolve returns the intakes of a log. Rows of a regimen become one intake per day,
// up to last if the regimen is open.
func resolve(known *protocol.Catalogue, doses []record.Dose, journal bool, products []protocol.Product, last record.Date) []intake {
	var out []intake
	for _, d := range doses {
		supplement, form, in := known.Resolve(d.Supplement, d.Form, d.Unit, d.Amount, d.HasAmount, d.Basis.String(), products)
		x := intake{supplement: supplement, form: form, when: d.When, taken: d.Taken, source: d.Source, file: d.Pos.File,
			basis: basisOf(in.Basis), journal: journal, product: strings.TrimSpace(d.Supplement)}
		x.mg, x.known, x.why = protocol.Elemental(in)
		x.amount, x.unit, x.hasAmount = in.Amount, in.Unit, in.HasAmount
		if mg, ok := protocol.Milligrams(in.Amount, in.Unit); ok {
			x.amount, x.unit = mg, "mg"
		}
		out = append(out, x)
		if d.Regimen == nil {
			continue
		}
		end := d.Regimen.End
		if d.Regimen.Open {
			end = last
		}
		for day := d.When.Day + 1; day <= end; day++ {
			y := x
			y.when.Day = day
			out = append(out, y)
		}
	}
	return out
}

// inOrder sorts intakes by time, and those of the same time in the order of the
// files.
func inOrder(in []intake) []intake {
	sort.SliceStable(in, func(i, j int) bool {
		a, b := in[i], in[j]
		if a.when.Day != b.when.Day {
			return a.when.Day < b.when.Day
		}
		return a.when.Clock() < b.when.Clock()
	})
	return in
}

func basisOf(s string) record.Basis {
	switch s {
	case record.BasisElemental.String():
		return record.BasisElemental
	case record.BasisCompound.String():
		return record.BasisCompound
	}
	return record.BasisUnknown
}

// withoutCopies leaves out doses that another file of the same format has too: a log
// beside an older copy of it, or one app exported twice. Equal doses in one file stay.
// It returns the days of the doses it left out.
func withoutCopies(in []intake) (out []intake, days map[dayOf]bool) {
	same := func(x intake) intake {
		x.file, x.product = "", ""
		return x
	}
	type place struct {
		dose intake
		file string
	}
	said := map[place]int{}
	most := map[intake]int{}
	for _, x := range in {
		p := place{same(x), x.file}
		said[p]++
		most[p.dose] = max(most[p.dose], said[p])
	}
	days = map[dayOf]bool{}
	for _, x := range in {
		if k := same(x); most[k] > 0 {
			most[k]--
			out = append(out, x)
		} else {
			days[dayOf{x.supplement, x.when.Day}] = true
		}
	}
	return out, days
}

// dayOf is one day of one supplement.
type dayOf struct {
	supplement string
	day        record.Date
}

// mergeSources keeps, for every supplement and day that several logs have, the log
// with most rows of that supplement: the same dose written down twice is one dose. It
// returns the number of merged days.
func mergeSources(in []intake) (out []intake, merged int) {
	in, several := withoutCopies(in)
	type key struct{ supplement, source string }
	rows := map[key]int{}
	for _, x := range in {
		rows[key{x.supplement, x.source}]++
	}
	best := map[dayOf]string{}
	for _, x := range in {
		k := dayOf{x.supplement, x.when.Day}
		have, ok := best[k]
		if !ok {
			best[k] = x.source
			continue
		}
		if have == x.source {
			continue
		}
		several[k] = true
		a, b := rows[key{x.supplement, x.source}], rows[key{x.supplement, have}]
		if a > b || a == b && x.source < have {
			best[k] = x.source
		}
	}
	for _, x := range in {
		if best[dayOf{x.supplement, x.when.Day}] == x.source {
			out = append(out, x)
		}
	}
	return out, len(several)
}

// askedSupplement matches a yes/no question about taking something.
var askedSupplement = regexp.MustCompile(`(?i)^(?:did you )?(?:take|taking|took|use|have|had|consume)d?\s+` +
	`(?:an?\s+|any\s+|your\s+)?(.+?)(?:\s+supplements?)?\s*\??$`)

// journalDoses returns the answers of a journal about a catalogued supplement as
// doses without amounts: "Take creatine?".
func journalDoses(known *protocol.Catalogue, entries []record.Entry) []record.Dose {
	var out []record.Dose
	for _, e := range entries {
		if !e.YesNo || !e.HasValue {
			continue
		}
		m := askedSupplement.FindStringSubmatch(strings.TrimSpace(e.Item))
		if m == nil {
			continue
		}
		s, ok := known.Lookup(m[1])
		if !ok || s.Diary {
			continue
		}
		taken := record.NotTaken
		if e.Value > 0 {
			taken = record.TakenYes
		}
		out = append(out, record.Dose{When: e.When, Supplement: s.ID, Taken: taken, Source: e.Source, Pos: e.Pos})
	}
	return out
}

// chooseSupplement returns the id under test: the configured one, else
// magnesium if logged, else the item with most taken days (ties by id).
// Alcohol and caffeine are diary items and never chosen; a journal's question
// about something else than magnesium is chosen only by the configuration.
func chooseSupplement(known *protocol.Catalogue, configured string, in []intake) string {
	if configured != "" {
		return known.Canonical(configured)
	}
	days := map[string]map[record.Date]bool{}
	for _, x := range in {
		if s, ok := known.Lookup(x.supplement); ok && s.Diary || x.journal && x.supplement != magnesium {
			continue
		}
		if days[x.supplement] == nil {
			days[x.supplement] = map[record.Date]bool{}
		}
		if x.taken == record.TakenYes {
			days[x.supplement][x.when.Day] = true
		}
	}
	if _, ok := days[magnesium]; ok {
		return magnesium
	}
	best := ""
	for id, d := range days {
		if best == "" || len(d) > len(days[best]) || len(d) == len(days[best]) && id < best {
			best = id
		}
	}
	return best
}

// split divides the intakes into those of the supplement under test (of the
// forms that count) and the co-interventions, by id, sorted. Another form of
// the same supplement is a co-intervention named with its form.
func split(in []intake, supplement string, forms []string) (test []intake, others map[string][]intake, otherForms int) {
	others = map[string][]intake{}
	for _, x := range in {
		switch {
		case x.supplement != supplement:
			others[x.supplement] = append(others[x.supplement], x)
		case len(forms) > 0 && !slices.Contains(forms, x.form):
			otherForms++
			name := x.supplement
			if x.form != "" {
				name += " (" + x.form + ")"
			}
			others[name] = append(others[name], x)
		default:
			test = append(test, x)
		}
	}
	return test, others, otherForms
}

// dose is what was taken for one night or on one day.
type dose struct {
	taken record.Taken
	mg    float64 // elemental, all products together
	known bool
	forms []string
}

// total adds up intakes by the date that key returns. A date with any taken intake is
// taken; one with an unknown amount has no total.
func total(in []intake, key func(intake) record.Date) map[record.Date]dose {
	out := map[record.Date]dose{}
	for _, x := range in {
		k := key(x)
		d, seen := out[k]
		if x.taken == record.TakenYes {
			if d.taken != record.TakenYes {
				d = dose{taken: record.TakenYes, known: true}
			}
			d.mg += x.mg
			d.known = d.known && x.known
			if x.form != "" && !slices.Contains(d.forms, x.form) {
				d.forms = append(d.forms, x.form)
			}
		} else if !seen || d.taken == record.TakenUnknown {
			d.taken = x.taken
		}
		out[k] = d
	}
	return out
}

func byDay(x intake) record.Date { return x.when.Day }
