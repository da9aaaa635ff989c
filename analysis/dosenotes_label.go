package analysis

import (
	"maps"
	"slices"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// labelNotes compares the two weights of every product that was taken and whose
// label gives both: more magnesium than the form can hold is an entry error or a
// blend; of a buffered glycinate it says how much may come from oxide.
func (l supplementLog) labelNotes() []Note {
	var out []Note
	seen := map[string]bool{}
	for _, x := range l.test {
		p, ok := protocol.ProductByName(x.product, l.products)
		if !ok || x.taken != record.TakenYes || seen[p.Name] || p.Basis != protocol.BasisElemental {
			continue
		}
		seen[p.Name] = true
		c, ok := protocol.CheckCeiling(x.form, p.PerUnit, p.Compound)
		if !ok || !c.Above {
			continue
		}
		n := Note{ID: "above_ceiling", Words: map[string]string{"product": p.Name, "form": x.form},
			Measured: []Measure{{"stated", c.Pct, "%"}, {"most", c.MaxPct, "%"}}}
		if c.OxideShare > 0 {
			n.ID = "oxide_share"
			n.Measured = append(n.Measured, Measure{"oxide", 100 * c.OxideShare, "%"})
		}
		out = append(out, n)
	}
	return out
}

// skinNote notes the number of days with magnesium on the skin or in a bath, which is
// not part of the dose.
func skinNote(topical []intake) []Note {
	days := 0
	for _, d := range total(topical, byDay) {
		if d.taken == record.TakenYes {
			days++
		}
	}
	if days == 0 {
		return nil
	}
	return []Note{{ID: "topical", Measured: []Measure{{"days", float64(days), "days"}}}}
}

// combined returns what else is in what was taken: the parts of a combined
// product under test, and parts a row's product or form names beside the
// supplement. Parts are ids, in order of use.
func (l supplementLog) combined() (parts []string) {
	under := l.supplement
	for _, x := range l.test {
		if x.taken != record.TakenYes {
			continue
		}
		for _, name := range []string{x.product, under + " + " + strings.ReplaceAll(x.form, "_", " ")} {
			for _, p := range l.catalogue.Parts(name) {
				if p != under {
					parts = appendOnce(parts, p)
				}
			}
		}
	}
	return parts
}

// besideNote notes the magnesium from mineral water, antacids or the like.
func besideNote(beside []intake) []Note {
	var mg []float64
	days := total(beside, byDay)
	for _, d := range slices.Sorted(maps.Keys(days)) {
		if x := days[d]; x.taken == record.TakenYes && x.known {
			mg = append(mg, x.mg)
		}
	}
	if len(mg) == 0 {
		return nil
	}
	return []Note{{ID: "beside", Measured: []Measure{{"days", float64(len(mg)), "days"}, {"mean_mg", stat.Mean(mg, nil), "mg"}}}}
}

func combinedNotes(parts []string) []Note {
	if len(parts) == 0 {
		return nil
	}
	return []Note{{ID: "combined", Words: map[string]string{"parts": strings.Join(parts, ", ")}}}
}

// unknownNames notes names that are in no catalogue: those under test, and those that
// may be magnesium by another name. They are compared under that name until the
// configuration says what they are.
func (l supplementLog) unknownNames() []Note {
	var out []Note
	seen := map[string]bool{}
	note := func(id, name string) {
		if name == "" || seen[name] {
			return
		}
		if seen[name] = true; !l.catalogue.Knows(name, l.products) {
			out = append(out, Note{ID: id, Words: map[string]string{"product": name}})
		}
	}
	for _, x := range l.test {
		note("not_in_catalogue", x.product)
	}
	for _, id := range slices.Sorted(maps.Keys(l.others)) {
		for _, x := range l.others[id] {
			if !seen[x.product] && protocol.MentionsMagnesium(x.product) {
				note("maybe_magnesium", x.product)
			}
		}
	}
	return out
}
