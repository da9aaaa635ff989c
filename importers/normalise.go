package importers

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalise folds a header text for comparison: trimmed, compatibility
// decomposed without diacritics (a no-break space becomes a space), curly
// apostrophes straight, lower case, "%" as "pct", runs of spaces as one.
func Normalise(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\ufeff':
		case r == '‘', r == '’', r == 'ʼ', r == '`', r == '´':
			b.WriteByte('\'')
		case r == '%':
			b.WriteString("pct")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plain reports whether a text is its own folded form: header cells are compared
// by the thousand, and most of them are.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '%' || c == '`' || c < ' ' || c == 0x7f ||
			c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// Missing reports whether a cell means "no value": empty, --, -, a dash, none,
// null, nan, na, n/a, #n/a or "no data", trimmed, in any case of letters.
func Missing(cell string) bool {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "", "-", "--", "–", "—", "none", "null", "nan", "na", "n/a", "#n/a", "no data":
		return true
	}
	return false
}

// Number reads a decimal number with a decimal point. Hexadecimal, infinite and
// not-a-number texts are errors, and so is a comma: it may mean the
// decimal point or for thousands.
func Number(cell string) (float64, error) {
	text := strings.TrimSpace(cell)
	if text == "" || strings.Trim(text, "+-.0123456789eE") != "" {
		return 0, notNumber(cell)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, notNumber(cell)
	}
	return v, nil
}

// notNumber is the error of a cell that is no number.
type notNumber string

func (n notNumber) Error() string { return fmt.Sprintf("%q is not a number", string(n)) }

// PointForComma rewrites a decimal comma as a point in a cell of a table whose
// delimiter leaves the comma free. In a tab-separated table, as in a sheet, three
// digits after the comma may be thousands: such a cell stays as it is and is no
// number.
func PointForComma(cell string, delimiter byte) string {
	whole, fraction, found := strings.Cut(cell, ",")
	if delimiter == ',' || !found || strings.ContainsAny(cell, ".") || strings.Contains(fraction, ",") {
		return cell
	}
	if delimiter == '\t' && len(strings.TrimSpace(fraction)) == 3 {
		return cell
	}
	return whole + "." + fraction
}

// FormatNumber prints a value as short as it can be read back.
func FormatNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Rounded takes off what a difference of two decimal numbers leaves behind.
func Rounded(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}
