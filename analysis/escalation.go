package analysis

import (
	"math"
	"regexp"
	"sort"
	"strings"

	"nof1/importers/record"
)

// The limits of questionnaires that people answered (Spitzer 2006, Kroenke 2001 and
// 2007). They choose which text of help is shown and diagnose nothing.
const (
	gad7Prompt  = 15
	gad7Suggest = 10
	gad7Worse   = 4 // points, the smallest change worth having (Toussaint 2020)
	gad7Apart   = 14
	gad2Suggest = 3
	phq9Prompt  = 20
	phq9Suggest = 10
	shortSleep  = 4 * 60 // minutes, self-logged
	shortNights = 14
)

// escalation returns the texts of help that the person's own words call for, each
// once, the most urgent first. It reads only the diary and the notes, never a sensor,
// and only this computer sees the result. The absence of a note is no reassurance.
func escalation(s Study, log supplementLog) []Note {
	typed := typedTexts(s)
	var out []Note
	add := func(id string, when bool) {
		if when {
			out = append(out, Note{ID: id})
		}
	}
	add("crisis", typed.says(selfHarm) || selfHarmItem(s.Entries))
	add("urgent_body", typed.says(urgentBody))
	scores := latestScores(s.Entries)
	prompt := scores.gad7 >= gad7Prompt || scores.gad7Twice || scores.phq9 >= phq9Prompt
	add("prompt", prompt)
	add("suggest", !prompt && (scores.gad7 >= gad7Suggest || scores.phq9 >= phq9Suggest || scores.gad2 >= gad2Suggest))
	add("worse", gad7Rise(s.Entries, log))
	add("sleep", shortSleepLogged(s.Entries) || typed.says(breathingPauses))
	add("medicine", typed.says(stoppingMedicine) || hasItem(s.Entries, "medication_stop"))
	add("gate", typed.says(gateWords))
	return out
}

// typedText is everything a person wrote, one piece per field, in lower case and the
// spelling of the phrases.
type typedText []string

func typedTexts(s Study) (out typedText) {
	add := func(text string) {
		if text = spelling.Replace(strings.ToLower(text)); strings.TrimSpace(text) != "" {
			out = append(out, text)
		}
	}
	for _, e := range s.Entries {
		add(e.Note)
		if !e.HasValue || e.Value > 0 {
			add(e.Item)
		}
	}
	for _, d := range s.Doses {
		add(d.Note)
	}
	return out
}

// says reports whether a phrase was typed. A plain "no" before it counts for bodily
// signs and conditions, but never for self-harm.
func (t typedText) says(phrase *regexp.Regexp) bool {
	for _, text := range t {
		for _, at := range phrase.FindAllStringIndex(text, -1) {
			if phrase == selfHarm || !denied.MatchString(text[:at[0]]) {
				return true
			}
		}
	}
	return false
}

// selfHarmItem reports whether an item about self-harm was answered with more than 0:
// the ninth of the PHQ-9, which counts without the others.
func selfHarmItem(entries []record.Entry) bool {
	for _, e := range entries {
		switch itemOf(e.Item) {
		case "phq9_9", "phq9_item9", "phq9_item_9", "phq9_q9", "phq_9_item_9", "phq-9_item_9", "phq_9_9", "phq-9_q9", "item_9", "item9":
			if e.HasValue && e.Value > 0 {
				return true
			}
		}
	}
	return false
}

// hasItem reports whether an item was logged without a value or with one above 0.
func hasItem(entries []record.Entry, item string) bool {
	for _, e := range entries {
		if itemOf(e.Item) == item && (!e.HasValue || e.Value > 0) {
			return true
		}
	}
	return false
}

// scores holds the last total of each questionnaire, -1 without one.
type scores struct {
	gad7, gad2, phq9 float64
	gad7Twice        bool // 10 or more on two scores at least fourteen days apart
}

// valuesOf returns the typed numbers of an item, by day.
func valuesOf(entries []record.Entry, items ...string) (day []record.Date, value []float64) {
	var of []record.Entry
	for _, e := range entries {
		for _, i := range items {
			if itemOf(e.Item) == i && e.HasValue && !e.YesNo {
				of = append(of, e)
			}
		}
	}
	sort.SliceStable(of, func(i, j int) bool { return of[i].When.Day < of[j].When.Day })
	for _, e := range of {
		day, value = append(day, e.When.Day), append(value, e.Value)
	}
	return day, value
}

func last(xs []float64) float64 {
	if len(xs) == 0 {
		return -1
	}
	return xs[len(xs)-1]
}

func latestScores(entries []record.Entry) scores {
	day, gad7 := valuesOf(entries, "gad7", "gad-7", "gad_7")
	_, gad2 := valuesOf(entries, "gad2", "gad-2", "gad_2")
	_, phq9 := valuesOf(entries, "phq9", "phq-9", "phq_9")
	out := scores{gad7: last(gad7), gad2: last(gad2), phq9: last(phq9)}
	first := record.Date(math.MaxInt32)
	for i, v := range gad7 {
		if v < gad7Suggest {
			continue
		}
		first = min(first, day[i])
		out.gad7Twice = out.gad7Twice || int(day[i]-first) >= gad7Apart
	}
	return out
}

// gad7Rise reports whether the last score is at least four points above the mean of
// those before the first dose.
func gad7Rise(entries []record.Entry, log supplementLog) bool {
	first, ok := firstTaken(log.test)
	day, gad7 := valuesOf(entries, "gad7", "gad-7", "gad_7")
	if !ok || len(gad7) == 0 || day[len(day)-1] <= first {
		return false
	}
	sum, n := 0.0, 0
	for i, d := range day {
		if d <= first {
			sum, n = sum+gad7[i], n+1
		}
	}
	return n > 0 && last(gad7)-sum/float64(n) >= gad7Worse
}

// shortSleepLogged reports whether less than four hours of sleep were typed on most
// of at least fourteen days within three weeks.
func shortSleepLogged(entries []record.Entry) bool {
	day, minutes := valuesOf(entries, "tst", "sleep_minutes")
	for i := range day {
		all, short := 0, 0
		for j := i; j < len(day) && int(day[j]-day[i]) < shortNights+7; j++ {
			all++
			if minutes[j] < shortSleep {
				short++
			}
		}
		if all >= shortNights && 2*short > all {
			return true
		}
	}
	return false
}
