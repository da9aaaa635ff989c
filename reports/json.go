package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON writes report.json: two-space indent, keys in the order of the
// document, numbers in full precision, null for what was not computed. In a shared report
// every date is the text "day N". Errors are those of w.
func WriteJSON(w io.Writer, r Report) error {
	var b bytes.Buffer
	if err := EncodeJSON(&b, r, "  "); err != nil {
		return err
	}
	doc := b.Bytes()
	if r.Shared {
		doc = withDays(doc)
	}
	_, err := w.Write(doc)
	return err
}

// EncodeJSON writes any value as one JSON text and a line end, with the indent, or on one
// line if indent is "". Characters that control a terminal or reverse the order of a
// text are escaped: names and cells are other people's text. Errors are those of
// encoding/json and of w.
func EncodeJSON(w io.Writer, v any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(Visible(b.Bytes()))
	return err
}

// Visible escapes what cannot be seen in the strings of a JSON text; encoding/json
// has done so for what is below a space.
func Visible(doc []byte) []byte {
	unseen := func(r rune) bool { return r > ' ' && hidden(r) }
	if printable(doc) || bytes.IndexFunc(doc, unseen) < 0 {
		return doc
	}
	var out []byte
	for _, r := range string(doc) {
		if unseen(r) {
			out = appendEscape(out, r)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// printable reports whether a text is ASCII without DEL, as most are. Characters below
// a space are not looked at.
func printable(doc []byte) bool {
	for _, c := range doc {
		if c >= 0x7f {
			return false
		}
	}
	return true
}

// hidden reports whether a letter controls the display instead of being shown.
func hidden(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }

// appendEscape writes a letter as JSON escapes it.
func appendEscape(out []byte, r rune) []byte {
	if r > 0xffff {
		high, low := utf16.EncodeRune(r)
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}

// sharedSaid is what a copy to share says somewhere, and few other documents do.
var sharedSaid = regexp.MustCompile(`"shared"\s*:\s*true`)

// ReadJSON reads a report.json of this schema. Unknown keys are ignored, so
// that a later version's additions do not matter. What it returns has all numbers and
// sentences, but cannot be given to [Share]. Errors: text that is not JSON, or another
// schema.
func ReadJSON(src io.Reader) (Report, error) {
	doc, err := io.ReadAll(src)
	if err != nil {
		return Report{}, err
	}
	var kind struct{ Shared bool }
	if sharedSaid.Match(doc) && json.Unmarshal(doc, &kind) == nil && kind.Shared {
		doc = withDates(doc)
	}
	var r Report
	if err := json.Unmarshal(doc, &r); err != nil {
		return Report{}, fmt.Errorf("report.json: %w", err)
	}
	if r.Schema != Schema {
		return Report{}, fmt.Errorf("report.json: schema %q: want %q", r.Schema, Schema)
	}
	return r, nil
}
