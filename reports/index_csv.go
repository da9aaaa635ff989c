package reports

import (
	"encoding/csv"
	"io"
	"strconv"
)

var indexColumns = []string{
	"participant", "status", "error", "nights", "last_night", "supplement", "design", "design_level", "primary", "code", "level",
	"estimate", "ci95_low", "ci95_high", "unit", "adherence", "top_caveat_id", "top_caveat_severity", "top_caveat_statement", "report",
	"source", "triage", "next", "shrunken_estimate", "shrunken_ci95_low", "shrunken_ci95_high", "top_caveat_title",
}

// WriteIndexCSV writes the participants of the index flat. Missing is empty. A
// cell that a spreadsheet would run is quoted by an apostrophe.
func WriteIndexCSV(w io.Writer, x *Index) error {
	out := csv.NewWriter(w)
	if err := out.Write(indexColumns); err != nil {
		return err
	}
	for i := range x.Len() {
		r, err := x.Row(i)
		if err != nil {
			return err
		}
		low, high := ends(r.CI95)
		shrunkenLow, shrunkenHigh := ends(r.ShrunkenCI)
		caveat := TopCaveat{}
		if r.TopCaveat != nil {
			caveat = *r.TopCaveat
		}
		last := ""
		if r.LastNight != nil {
			last = r.LastNight.String()
		}
		row := []string{
			harmless(r.Participant), r.Status, text(r.Error), strconv.Itoa(r.Nights), last, harmless(string(r.Supplement)), text(r.Design), whole(r.DesignLevel),
			harmless(string(r.Primary)), text(r.Code), whole(r.Level), number(r.Estimate), low, high, text(r.Unit), number(r.Adherence),
			caveat.ID, string(caveat.Severity), harmless(caveat.Statement), text(r.Report),
			text(r.Source), r.Triage, harmless(string(r.Next)), number(r.ShrunkenMean), shrunkenLow, shrunkenHigh, harmless(caveat.Title),
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func ends(ci *[2]float64) (low, high string) {
	if ci == nil {
		return "", ""
	}
	return number(&ci[0]), number(&ci[1])
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return harmless(string(*s))
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
