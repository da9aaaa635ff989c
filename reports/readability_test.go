package reports

import (
	"regexp"
	"strings"
	"testing"
)

var (
	wordsIn     = regexp.MustCompile(`[A-Za-z][A-Za-z'-]*`)
	sentenceEnd = regexp.MustCompile(`[.!?:](\s+|$)`)
	vowels      = regexp.MustCompile(`[aeiouy]+`)
	silentEnd   = regexp.MustCompile(`([^l]e|[^td]ed)$`)
)

// syllables counts the groups of vowels of a word, a silent end left out.
func syllables(word string) int {
	word = strings.ToLower(word)
	n := len(vowels.FindAllString(word, -1))
	if n > 1 && silentEnd.MatchString(word) && !strings.HasSuffix(word, "ee") {
		n--
	}
	return max(n, 1)
}

// grade is the Flesch-Kincaid grade of a text (Kincaid et al. 1975):
// 0.39 words a sentence + 11.8 syllables a word - 15.59.
func grade(text string) float64 {
	words := wordsIn.FindAllString(text, -1)
	sentences, sum := 0, 0
	for _, s := range sentenceEnd.Split(text, -1) {
		if wordsIn.MatchString(s) {
			sentences++
		}
	}
	for _, w := range words {
		sum += syllables(w)
	}
	if len(words) == 0 {
		return 0
	}
	return .39*float64(len(words))/float64(sentences) + 11.8*float64(sum)/float64(len(words)) - 15.59
}

// Known grades: the cat sits far below school, the other far above.
func TestGrade(t *testing.T) {
	if g := grade("The cat sat on the mat. The dog ran to me."); g > 0 {
		t.Errorf("%.1f", g)
	}
	if g := grade("Methodological heterogeneity necessitates considerable interpretative circumspection."); g < 20 {
		t.Errorf("%.1f", g)
	}
	for word, want := range map[string]int{"magnesium": 4, "cat": 1, "table": 2, "wanted": 2, "logged": 1, "variability": 6, "three": 1} {
		if got := syllables(word); got < want-1 || got > want {
			t.Errorf("%s: %d syllables, want %d", word, got, want)
		}
	}
}

// The first screen reads at grade 8 or below: the answer, the doubts beside it
// and what would settle it, each on its own and all of it together.
func TestFirstScreenIsPlain(t *testing.T) {
	const most = 8
	// a name, whatever its length
	measures := strings.NewReplacer("heart rate variability (RMSSD)", "it", "Heart rate variability (RMSSD)", "It")
	check := func(name string, r Report) {
		var all []string
		add := func(what, text string) {
			text = measures.Replace(text)
			all = append(all, text)
			if g := grade(text); g > most {
				t.Errorf("%s: %s reads at grade %.1f: %q", name, what, g, text)
			}
		}
		if o := r.Primary(); o != nil {
			add("the answer", o.Verdict.Sentence)
		}
		for _, c := range r.Caveats[:doubtsUpFront(r, upFront)] {
			add("caveat "+c.ID, c.Statement)
		}
		add("what would settle it", r.Next.Plan)
		if g := grade(strings.Join(all, " ")); g > most {
			t.Errorf("%s: the first screen reads at grade %.1f", name, g)
		}
	}
	for _, x := range Samples(t) {
		check(x.Name, x.Report(t))
	}
	everyResult(t, check)
}

// Every sentence of a caveat, of the ledger and of a note on the doses reads at
// grade 8 or below, without its numbers and names.
func TestSentencesArePlain(t *testing.T) {
	action := regexp.MustCompile(`\{\{.*?\}\}`)
	for id, text := range rawCatalogue(t) {
		if !strings.HasPrefix(id, "caveat.") && !strings.HasPrefix(id, "dose.") && !strings.HasPrefix(id, "escalation.") &&
			!strings.HasPrefix(id, "next.") {
			continue
		}
		if strings.HasSuffix(id, ".title") || len(strings.Fields(text)) < 8 || strings.Contains(text, "{{if") ||
			strings.Contains(text, "{{with") {
			continue // one that branches is only a text when said: see the first screens
		}
		if g := grade(action.ReplaceAllString(text, "it")); g > 8 {
			t.Errorf("%s reads at grade %.1f: %q", id, g, text)
		}
	}
}
