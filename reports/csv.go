package reports

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nof1/importers/record"
)

// WriteNightsCSV writes one row a calendar night: the night (of a
// shared report its day number), every metric in its
// catalogue unit, phase, elemental dose in mg, taken and flags (joined by a
// space). Missing is empty. A cell that a spreadsheet would run is quoted by an
// apostrophe.
func WriteNightsCSV(w io.Writer, r Report) error {
	n := r.Nights
	metrics := columns(n)
	out := csv.NewWriter(w)
	head := append([]string{"night"}, metrics...)
	if err := out.Write(append(head, "phase", "dose_elemental_mg", "taken", "flags")); err != nil {
		return err
	}
	for i, d := range n.Night {
		row := []string{d.String()}
		if r.Shared {
			row[0] = strconv.Itoa(int(d))
		}
		for _, m := range metrics {
			row = append(row, Number(n.Values[m][i]))
		}
		row = append(row, Harmless(n.Phase[i]), Number(n.DoseMg[i]), Harmless(n.Taken[i]), Harmless(strings.Join(n.Flags[i], " ")))
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// columns lists the metrics in the order of the catalogue, unknown ones last.
func columns(n Nights) []string {
	var out, rest []string
	for _, m := range record.Metrics {
		if n.Values[m.ID] != nil {
			out = append(out, m.ID)
		}
	}
	for id := range n.Values {
		if _, known := record.MetricByID(id); !known {
			rest = append(rest, id)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

// Number writes a value in full precision, a missing one as an empty cell.
func Number(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

// Harmless keeps a text cell from being read as a formula, and from steering what
// shows it.
func Harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n|", rune(text[0])) {
		text = "'" + text
	}
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var out []byte
	for _, r := range text {
		if hidden(r) {
			out = appendEscape(out, r)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}
