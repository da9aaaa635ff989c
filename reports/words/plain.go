package words

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain makes text safe for a terminal or a line of a file: control characters
// and marks that cannot be seen or turn the writing direction become spaces or go.
// What joins or parts letters stays behind one outside ASCII: pictures of several
// parts and some scripts are written with it.
func Plain(text string) string {
	const parts, joins = '\u200c', '\u200d'
	before := rune(0)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case (r == parts || r == joins) && before > unicode.MaxASCII && before != parts && before != joins:
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		before = r
		return r
	}, text)
}

// Unturned takes out the marks that turn the writing direction of what follows:
// a name must not turn the answer behind it around. Words of scripts that run to
// the left keep their own direction.
func Unturned(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// Wrap breaks text at spaces into lines of at most width characters, each
// after the indent.
func Wrap(text string, width int, indent string) string {
	var out strings.Builder
	col := 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case col == 0:
			out.WriteString(indent)
			col = utf8.RuneCountInString(indent)
		case col+1+n > width:
			out.WriteString("\n" + indent)
			col = utf8.RuneCountInString(indent)
		default:
			out.WriteByte(' ')
			col++
		}
		out.WriteString(word)
		col += n
	}
	return out.String()
}
