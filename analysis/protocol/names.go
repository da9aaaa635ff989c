package protocol

import (
	"regexp"
	"strings"
	"unicode"
)

// strength matches an amount in a name: "Magnesium 400 mg", "Vitamin D3 2000IU".
var strength = regexp.MustCompile(`\b\d[\d.,]*\s*(mg|g|mcg|ug|µg|μg|iu)\b`)

// packaging are the words of a name that describe the packaging, not the content.
var packaging = map[string]bool{
	"supplement": true, "supplements": true, "tablet": true, "tablets": true, "capsule": true, "capsules": true,
	"caps": true, "pill": true, "pills": true, "powder": true, "gummies": true, "softgel": true, "softgels": true,
}

// number matches a strength without its unit: "Magnesium 400".
var number = regexp.MustCompile(`^\d{2,}$`)

// apostrophes removes apostrophes without splitting a word: "Lion's Mane" becomes
// "lions mane".
var apostrophes = strings.NewReplacer("'", "", "’", "")

// plain returns a name as lower-case words of letters and digits, separated by single
// spaces, without strength and packaging.
func plain(s string) string {
	s = apostrophes.Replace(strength.ReplaceAllString(strings.ToLower(s), " "))
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		if r == '+' || r == '&' { // "magnesium + b6" is not magnesium
			return '+'
		}
		return ' '
	}, s)
	var words []string
	for _, w := range strings.Fields(strings.ReplaceAll(s, "+", " + ")) {
		if !packaging[w] && !number.MatchString(w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// idForm returns a name as an id: lower case, with one underscore between groups of
// letters and digits.
func idForm(s string) string {
	return strings.Join(strings.FieldsFunc(apostrophes.Replace(strings.ToLower(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), "_")
}
