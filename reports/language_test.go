package reports

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"nof1/importers/record"
	"nof1/reports/words"
)

// translations are all languages but English.
func translations(t *testing.T) []string {
	t.Helper()
	all := slices.DeleteFunc(words.Languages(), func(l string) bool { return l == words.English })
	if !slices.Contains(all, "de") {
		t.Fatalf("languages %v: German is missing", words.Languages())
	}
	return all
}

// Every sentence stands in every language.
func TestEveryLanguageHasEverySentence(t *testing.T) {
	want, err := words.Sentences(words.English)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range translations(t) {
		got, err := words.Sentences(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range slices.Sorted(maps.Keys(want)) {
			if got[id] == nil {
				t.Errorf("templates/%s.yaml: no sentence for %q: %s", lang, id, want[id].Root)
			} else if strings.TrimSpace(got[id].Root.String()) == "" && strings.TrimSpace(want[id].Root.String()) != "" {
				t.Errorf("templates/%s.yaml: %q is empty", lang, id)
			}
		}
		// names of supplements, forms and logged items may be the program's own in English
		own := regexp.MustCompile(`^(supplement|form)\.|^metric\..*\.item$`)
		for id := range got {
			if want[id] == nil && !own.MatchString(id) {
				t.Errorf("templates/%s.yaml: %q is in no English sentence", lang, id)
			}
		}
	}
}

// A translation names no value the English sentence does not have: there would
// be none. It may leave one out.
func TestTranslationsUseTheSameValues(t *testing.T) {
	want, err := words.Sentences(words.English)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range translations(t) {
		got, err := words.Sentences(lang)
		if err != nil {
			t.Fatal(err)
		}
		for id, tmpl := range got {
			if want[id] == nil {
				continue
			}
			// every caveat gets the same values
			if strings.HasPrefix(id, "caveat.") || strings.HasPrefix(id, "verdict.") {
				continue
			}
			for name := range names(tmpl) {
				if !names(want[id])[name] {
					t.Errorf("%s %q: %s is not a value of it: %s", lang, id, name, want[id].Root)
				}
			}
		}
	}
}

var action = regexp.MustCompile(`\{\{.*?\}\}`)

// names are the values a sentence names: fields and the strings it indexes by.
func names(t *template.Template) map[string]bool {
	out := map[string]bool{}
	for _, a := range action.FindAllString(t.Root.String(), -1) {
		for _, m := range regexp.MustCompile(`\.[A-Z]\w*|index \S+ "\w+"`).FindAllString(a, -1) {
			out[strings.ReplaceAll(m, "$", "")] = true
		}
	}
	return out
}

// forbiddenGerman are the words a personal log must not use: they claim a cause,
// a cure or a judgement on the body.
var forbiddenGerman = regexp.MustCompile(`(?i)(beweis|bewiesen|geheilt|heilt|heilung|kurier|behand[el]|verhinder[nt] |vorbeug|diagnos|klinisch|wirksam|wirkt\b|garantier|steiger|optimier|entgift|` +
	`wegen (des |von )?magnesium|aufgrund|dank magnesium|verursacht|responder|mangel|cortisol|gaba|nmda|angststörung|stresshormon|medizinprodukt|statistisch signifikant|signifikant|` +
	`\bnormal|abnormal|anormal|verbesser|verschlechter|besserer schlaf|unbedenklich|du solltest|empfohlene (dosis|menge)|!)`)

func TestGermanHasNoForbiddenWord(t *testing.T) {
	all, err := words.Sentences("de")
	if err != nil {
		t.Fatal(err)
	}
	for id, tmpl := range all {
		if slices.Contains(fixed, id) || strings.HasPrefix(id, "escalation.") || strings.HasPrefix(id, "mechanism.") || id == "severity.stop" {
			continue
		}
		if m := forbiddenGerman.FindString(action.ReplaceAllString(tmpl.Root.String(), "X")); m != "" {
			t.Errorf("%s: %q in %q", id, m, tmpl.Root)
		}
	}
	for _, bad := range []string{"es wirkt", "Magnesium verbessert", "wegen Magnesium", "ein normaler Wert", "aufgrund", "Toll!",
		"Behandlung", "klinisch geprüft"} {
		if !forbiddenGerman.MatchString(bad) {
			t.Errorf("%q passes", bad)
		}
	}
	for _, good := range []string{"Wirkung", "während du Magnesium nahmst", "beweglich", "Gesundheit"} {
		if forbiddenGerman.MatchString(good) {
			t.Errorf("%q fails", good)
		}
	}
}

// German is written as German: its quotation marks, its decimal sign, a "du"
// without a "Sie", no English word left over.
func TestGermanReadsAsGerman(t *testing.T) {
	wrong := regexp.MustCompile(`"|\b(the|and|with|without|nights?|Sie|Ihre|Ihnen)\b|\d\.\d`)
	all, err := words.Sentences("de")
	if err != nil {
		t.Fatal(err)
	}
	for id, tmpl := range all {
		text := action.ReplaceAllString(tmpl.Root.String(), "X")
		m := wrong.FindString(text)
		// "Sie" opens a sentence about them or her
		if m == "Sie" &&
			regexp.MustCompile(`(^|[.!:X] )Sie (entscheiden|sind|werden|wurden|soll|kann|gilt|ändern|bleiben|entscheiden|steht)`).MatchString(text) {
			continue
		}
		if m != "" {
			t.Errorf("%s: %q in %q", id, m, text)
		}
	}
}

// A whole German report of every kind of answer is made, says its language, and
// has no English word but those of files, settings and the program.
func TestGermanReport(t *testing.T) {
	left := regexp.MustCompile(`(?i)\b(the|and|without|nights?|higher|lower|longer|shorter|could|between|average|likely|change|taken|period)\b`)
	for _, s := range Samples(t) {
		meta := metaMadeUp()
		meta.Language = "de"
		meta.Settings = nil
		r, err := New(s.res, meta)
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
			continue
		}
		page := HTMLOf(t, r)
		if !strings.Contains(page, `<html lang="de">`) {
			t.Error("the page does not say its language")
		}
		for what, text := range map[string]string{"page": page[strings.Index(page, "<body"):], "text": terminalOf(t, r),
			"markdown": markdownOf(t, r)} {
			text = regexp.MustCompile(`(?s)<section[^>]*aria-labelledby="quality-title".*?</section>|<svg.*?</svg>|<[^>]*>|report-nights.svg`).ReplaceAllString(text, " ")
			if m := left.FindStringIndex(text); m != nil {
				t.Errorf("%s, %s: English: ...%q", s.Name, what, text[max(0, m[0]-60):min(len(text), m[1]+40)])
			}
		}
		var doc bytes.Buffer
		if err := WriteJSON(&doc, r); err != nil || !strings.Contains(doc.String(), `"language": "de"`) {
			t.Errorf("%s: report.json does not say its language: %v", s.Name, err)
		}
	}
}

func terminalOf(t *testing.T, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteText(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func markdownOf(t *testing.T, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMarkdown(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGermanNumbersAndDates(t *testing.T) {
	s := words.Speak("de")
	q := s.Quantity("hrv_rmssd")
	d := record.NewDate(2024, 3, 2)
	for _, c := range [][2]string{
		{s.Decimal(2.94), "2,9"}, {s.Decimal(12), "12"}, {s.Probability(0.0004), "< 0,001"}, {s.SignedPlain(-0.256), "−0,26"},
		{q.Change(-2.94), "2,9 ms niedriger"}, {q.Span(-1.2, 7), "zwischen 1,2 ms niedriger und 7,0 ms höher"}, {q.Level(60.12), "60,1 ms"},
		{s.Day(d), "2. März 2024"}, {s.Date("date.month", d), "März 2024"}, {s.DayNumber(5), "Tag 5"}, {s.TickLabel(-0.5), "−0,5"},
		{s.Quantity("bedtime").Change(-12), "12 min früher"}, {s.List([]string{"a", "b", "c"}), "a, b und c"},
		{words.Speak("").Decimal(2.94), "2.9"}, {words.Speak("").Day(d), "2 Mar 2024"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	if s.Err != nil {
		t.Error(s.Err)
	}
}

// A shared German report has German day numbers in its prose and "day N"
// in its JSON, which reads back.
func TestGermanShare(t *testing.T) {
	meta := metaMadeUp()
	meta.Language = "de"
	r, err := New(named(t, "ab-higher").res, meta)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Share(r)
	if err != nil {
		t.Fatal(err)
	}
	if page := HTMLOf(t, s); !strings.Contains(page, "Tag 1") || strings.Contains(page, "day 1") || !strings.Contains(page, "Eine Person") {
		t.Error("the page numbers its days in English")
	}
	var doc bytes.Buffer
	if err := WriteJSON(&doc, s); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.String(), `"day 1"`) {
		t.Error("report.json numbers its days otherwise")
	}
	if back, err := ReadJSON(&doc); err != nil || back.Nights.Night[0] != s.Nights.Night[0] {
		t.Errorf("it does not read back: %v", err)
	}
}

func TestUnknownLanguage(t *testing.T) {
	meta := metaMadeUp()
	meta.Language = "xx"
	if _, err := New(named(t, "none").res, meta); err == nil || !strings.Contains(err.Error(), `no language "xx": want de or en`) {
		t.Errorf("%v", err)
	}
}

func TestFirstSentence(t *testing.T) {
	for in, want := range map[string]string{
		"Die Reihe änderte sich am 23. Juli 2023 (neu). Zahlen davor": "Die Reihe änderte sich am 23. Juli 2023 (neu).",
		"Zuerst am 3. Apr. 2024. Und dann":                            "Zuerst am 3. Apr. 2024. Und dann",
		"It was 5.7 ms lower. Some return was likely.":                "It was 5.7 ms lower.",
		"One sentence.": "One sentence.", "No stop": "No stop", "": "", "Was it. Übrigens": "Was it.",
	} {
		if got := words.FirstSentence(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// What a sentence compares a number with can be written: "1 night", never "1 nights".
func TestSentencesCompareWithWhatIsWritten(t *testing.T) {
	compared := regexp.MustCompile(`\b(?:eq|ne) [^"{}]*"(\d+) ([^"]+)"`)
	for _, language := range words.Languages() {
		all, err := words.Sentences(language)
		if err != nil {
			t.Fatal(err)
		}
		one, more := map[string]bool{"%": true}, map[string]bool{}
		for id, text := range all {
			if strings.HasPrefix(id, "unit.") {
				to := more
				if strings.HasSuffix(id, ".one") {
					to = one
				}
				to[text.Root.String()] = true
			}
		}
		found := 0
		for id, text := range all {
			for _, m := range compared.FindAllStringSubmatch(text.Root.String(), -1) {
				found++
				if m[1] == "1" && !one[m[2]] || m[1] != "1" && !more[m[2]] {
					t.Errorf("%s: %s compares with %q, which no number is written as", language, id, m[1]+" "+m[2])
				}
			}
		}
		if found == 0 {
			t.Errorf("%s: no comparison found", language)
		}
	}
}
