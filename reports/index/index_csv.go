package index

import (
	"encoding/csv"
	"io"
	"strconv"

	"nof1/reports"
)

// Columns are the columns of index.csv, in order.
var Columns = []string{
	"participant", "status", "error", "nights", "last_night", "supplement", "design", "design_level", "primary", "code", "level",
	"estimate", "ci95_low", "ci95_high", "unit", "adherence", "top_caveat_id", "top_caveat_severity", "top_caveat_statement", "report",
	"source", "triage", "next", "shrunken_estimate", "shrunken_ci95_low", "shrunken_ci95_high", "top_caveat_title",
}

// WriteCSV writes index.csv, a row a participant in the order of names, with the columns
// of [Columns]. Missing is empty. A cell that a spreadsheet would run is quoted by an
// apostrophe. Errors are those of w and the briefs.
func WriteCSV(w io.Writer, x *Index) error {
	out := csv.NewWriter(w)
	if err := out.Write(Columns); err != nil {
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
			reports.Harmless(r.Participant), r.Status, text(r.Error), strconv.Itoa(r.Nights), last, reports.Harmless(string(r.Supplement)),
			text(r.Design), whole(r.DesignLevel),
			reports.Harmless(string(r.Primary)), text(r.Code), whole(r.Level), reports.Number(r.Estimate), low, high, text(r.Unit),
			reports.Number(r.Adherence),
			caveat.ID, string(caveat.Severity), reports.Harmless(caveat.Statement), text(r.Report),
			text(r.Source), r.Triage, reports.Harmless(string(r.Next)), reports.Number(r.ShrunkenMean), shrunkenLow, shrunkenHigh,
			reports.Harmless(caveat.Title),
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
	return reports.Number(&ci[0]), reports.Number(&ci[1])
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return reports.Harmless(string(*s))
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
