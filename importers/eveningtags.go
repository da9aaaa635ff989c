package importers

import (
	"slices"
	"strings"
)

// eveningTags are the words by which sleep apps' evening tags and hashtags name
// what may disturb a night, with our id. They are compared as whole words after
// [Normalise].
var eveningTags = map[string]string{
	"alcohol": "alcohol", "beer": "alcohol", "wine": "alcohol",
	"caffeine": "caffeine", "coffee": "caffeine",
	"sick": "illness", "ill": "illness", "fever": "illness",
	"stress": "stress_event", "stressful": "stress_event", "stressed": "stress_event",
	"travel": "travel", "jetlag": "travel",
}

// emitTags hands out what a person wrote beside a night: the text as a note, and
// each tag that names a known disturbance as a yes, once. A tag that is not there
// is not a no. No tag is ever a dose: "magnesium" says neither form nor amount,
// and apps keep tags switched on from evening to evening.
func emitTags(night Date, text string, tags []string, source string, pos Pos, sink Sink) bool {
	if text == "" {
		return false
	}
	e := Entry{When: Moment{Day: night - 1}, Night: night, HasNight: true, Source: source, Pos: pos}
	note := e
	note.Item, note.Note = "note", text
	sink.Entry(note)
	var seen []string
	for _, tag := range tags {
		item := eveningTag(tag)
		if item == "" || slices.Contains(seen, item) {
			continue
		}
		seen = append(seen, item)
		yes := e
		yes.Item, yes.HasValue, yes.YesNo, yes.Value = item, true, true, 1
		sink.Entry(yes)
	}
	return true
}

// eveningTag returns the id of a tag, "" where it is not a known disturbance. A
// tag that says no ("no alcohol", "alcohol free") is none.
func eveningTag(tag string) string {
	words := strings.FieldsFunc(Normalise(tag), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '\'') })
	for i, w := range words {
		switch w {
		case "no", "not", "without", "free", "decaf", "didn't":
			return ""
		case "ate":
			if i+1 < len(words) && words[i+1] == "late" {
				return "late_meal"
			}
		}
	}
	for _, w := range words {
		if item := eveningTags[w]; item != "" {
			return item
		}
	}
	return ""
}

// tagList splits tags written in one cell.
func tagList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|:\n", r) })
}
