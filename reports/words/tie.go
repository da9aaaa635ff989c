package words

import "regexp"

// measured is a number followed by its unit.
var measured = regexp.MustCompile(`(\d) (ms|min|bpm|mg|h|points|%|°C)\b|(\d) (%|°C)`)

// Tie keeps a number and its unit on one line of a page.
func Tie(text string) string { return measured.ReplaceAllString(text, "$1$3\u00a0$2$4") }
