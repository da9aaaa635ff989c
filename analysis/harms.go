package analysis

import (
	"maps"
	"slices"

	"nof1/importers/record"
)

// harmItems are the unwanted effects that a person may be asked about, with the items
// a diary calls them.
var harmItems = []struct {
	id    string
	items []string
}{
	{"loose_stool", []string{"loose_stool", "diarrhea", "diarrhoea", "loose_stools"}},
	{"nausea", []string{"nausea"}},
	{"drowsiness", []string{"drowsiness", "drowsy", "grogginess", "groggy"}},
	{"side_effects", []string{"side_effect", "side_effects", "unwanted_effect", "unwanted_effects"}},
}

// Harm is what the diary says about one unwanted effect. A day without an answer is
// not a day without the effect.
type Harm struct {
	ID        string        `json:"id"`
	DaysAsked int           `json:"days_asked"` // days with an answer, yes or no
	DaysYes   int           `json:"days_yes"`
	AskedOn   int           `json:"days_asked_on"` // of these, days on which the supplement was taken
	YesOn     int           `json:"days_yes_on"`
	Statement string        `json:"statement"`
	Dates     []record.Date `json:"-"` // of the days with yes, ascending
}

// harms returns one row for every unwanted effect, asked about or not.
func (r review) harms() []Harm {
	var out []Harm
	for _, h := range harmItems {
		days := map[record.Date]bool{}
		for _, e := range r.entries {
			for _, id := range h.items {
				if itemOf(e.Item) == id {
					days[e.When.Day] = days[e.When.Day] || !e.HasValue || e.Value > 0
				}
			}
		}
		row := Harm{ID: h.id, DaysAsked: len(days)}
		taken := total(r.log.test, byDay)
		for _, d := range slices.Sorted(maps.Keys(days)) {
			on := taken[d].taken == record.TakenYes
			if on {
				row.AskedOn++
			}
			if !days[d] {
				continue
			}
			row.DaysYes++
			row.Dates = append(row.Dates, d)
			if on {
				row.YesOn++
			}
		}
		out = append(out, row)
	}
	return out
}
