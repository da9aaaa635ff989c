package importers

import (
	"regexp"
	"slices"
	"strings"

	"nof1/importers/record"
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

// longestEveningTag is the longest text that is a tag, in bytes: more is a remark.
const longestEveningTag = 60

// tookIt is what a tag may say before the name of what was taken.
var tookIt = regexp.MustCompile(`(?i)^(?:i )?(?:took|take|taken|had|used)\s+`)

// EmitTags emits what a person wrote beside a night: the text as a note, and
// each tag once. One that names a known disturbance is a yes, one that names a
// supplement a dose of the evening before without an amount, any other a yes under
// its own name. A tag that is not there is not a no.
func EmitTags(night record.Date, text string, tags []string, own OwnNames, source string, pos record.Pos, sink Sink) {
	if text == "" {
		return
	}
	e := record.Entry{When: record.Moment{Day: night - 1}, Night: night, HasNight: true, Source: source, Pos: pos}
	note := e
	note.Item, note.Note = "note", text
	sink.Entry(note)
	var seen []string
	for _, tag := range tags {
		tag = strings.Join(strings.Fields(tag), " ")
		item := EveningTag(tag)
		isDose := item == "" && own.Supplement(tag)
		if item == "" {
			item = tookIt.ReplaceAllString(tag, "")
		}
		if item == "" || len(tag) > longestEveningTag || slices.Contains(seen, item) {
			continue
		}
		seen = append(seen, item)
		if isDose {
			sink.Dose(record.Dose{When: e.When, Supplement: item, Taken: record.TakenYes, Source: source, Pos: pos})
			continue
		}
		yes := e
		yes.Item, yes.HasValue, yes.YesNo, yes.Value = item, true, true, 1
		sink.Entry(yes)
	}
}

// EveningTag returns the id of a tag, "" if it is not a known disturbance. A
// tag that says no ("no alcohol", "alcohol free") does not count.
func EveningTag(tag string) string {
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

// KnownTags keeps the parts of a free text that name a known disturbance.
func KnownTags(parts []string) (known []string) {
	for _, p := range parts {
		if EveningTag(p) != "" {
			known = append(known, p)
		}
	}
	return known
}

// TagList splits tags written in one cell.
func TagList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;|:\n", r) })
}
