package screen

import (
	"slices"
	"strings"

	"nof1/importers/record"
)

// inputs lists, for measured items, the outcomes they enter by arithmetic or by a
// vendor's formula.
var inputs = map[string][]string{
	"bedtime": {"tib", "tst", "sol", "waso", "awakenings", "sleep_efficiency", "deep", "rem", "light", // parts of the time from bed to waking
		"waketime", "midsleep", "sleep_score", "readiness_score"},
	"steps":         {"readiness_score", "stress_score"},
	"active_energy": {"readiness_score", "stress_score"},
	"strain":        {"readiness_score", "stress_score"},
	"training_load": {"readiness_score", "stress_score"},
}

// ratingWords are the beginnings of words that name a rating in free text.
var ratingWords = map[string][]string{
	"anxiety":        {"anxi", "worr", "nervous"},
	"gad7":           {"anxi", "worr", "nervous"},
	"gad2":           {"anxi", "worr", "nervous"},
	"stress":         {"stress"},
	"irritability":   {"irritab"},
	"restlessness":   {"restless"},
	"restless_legs":  {"restless"},
	"muscle_tension": {"tension", "tense"},
	"sleep_quality":  {"slept", "rested", "quality"},
	"cramps":         {"cramp"},
	"twitches":       {"twitch"},
	"loose_stool":    {"diarr", "stool"},
}

// tautology returns why an item and an outcome go together by construction, or
// "": "same_item" for one thing under two names, "same_moment" for two ratings
// made together, "own_input" for a result and what it is computed from.
func tautology(it Item, m record.Metric) string {
	switch {
	case it.id == m.ID || isRating(m) && named(it.id, ratingWords[m.ID]):
		return "same_item"
	case it.timing == AfterNight && isRating(m):
		return "same_moment"
	case slices.Contains(inputs[it.id], m.ID):
		return "own_input"
	}
	return ""
}

// named reports whether a word of the text starts with one of the beginnings.
func named(text string, beginnings []string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
	for _, w := range words {
		for _, b := range beginnings {
			if strings.HasPrefix(w, b) {
				return true
			}
		}
	}
	return false
}

// isRating reports whether a person rates the metric.
func isRating(m record.Metric) bool { return m.Kind == record.Rating }
