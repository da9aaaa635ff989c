package reports

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/reports/chart"
	"nof1/reports/words"
)

type phaseRow struct{ Label, Kind, From, To, Days, LeftOut, Used string }

type differenceRow struct {
	Name, Off, On, Gap, Ratio string
	Large                     bool
	Plot                      template.HTML
}

type inputView struct {
	Path, What, Rows, Span, Device, SHA256 string
	Problems                               []string
	ProblemTitle                           string
	ProblemsMore                           string
}

type seriesRow struct{ Name, Source, Nights, Span, Missing, Mean, SD, Lag1, Used string }

const (
	largeGap     = 0.25 // standardised difference worth a look (Austin 2009)
	widestGap    = 2    // spreads; a larger gap is drawn at the end of the scale
	gapWidth     = 280  // points
	problemsRead = 20   // listed on the page; report.json has all
)

// phaseRows are the rows of the table of periods, each with those of its parts.
func (p *pager) phaseRows() []phaseRow {
	var out []phaseRow
	for _, ph := range p.report.Intervention.Phases {
		out = append(out, phaseRow{
			Label: ph.Label, Kind: p.WordOr("kind."+ph.Kind, ph.Kind), From: p.Day(ph.First), To: p.Day(ph.Last),
			Days: strconv.Itoa(ph.Days), LeftOut: strconv.Itoa(ph.ExcludedDays), Used: strconv.Itoa(ph.NightsUsed)})
		out = append(out, p.partRows(ph)...)
	}
	return out
}

// partRows are the rows of a phase inside which another product came: what was
// usually taken replaces the kind. A phase's first nights are left out,
// so those of its first part.
func (p *pager) partRows(ph analysis.Phase) []phaseRow {
	var out []phaseRow
	leftOut := ph.ExcludedDays
	for i, part := range ph.Parts {
		var what []string
		if part.Form != "" {
			what = append(what, p.FormName(string(part.Form)))
		}
		if part.ElementalMg != nil {
			what = append(what, words.Join(p.Decimal(*part.ElementalMg), p.UnitOf("mg", "level")))
		}
		if part.Product != "" {
			what = append(what, string(part.Product))
		}
		here := min(leftOut, part.Days)
		leftOut -= here
		out = append(out, phaseRow{
			Label: p.Say("page.phase_part", words.Values{"Label": ph.Label, "N": i + 1}), Kind: strings.Join(what, p.Word("word.comma")),
			From: p.Day(part.First), To: p.Day(part.Last),
			Days: strconv.Itoa(part.Days), LeftOut: strconv.Itoa(here), Used: strconv.Itoa(part.NightsUsed)})
	}
	return out
}

func (p *pager) tablesOf(v *page) {
	v.PhaseRows = p.phaseRows()
	p.differencesOf(v)
	for _, n := range p.report.Intervention.DoseNotes {
		v.DoseNotes = append(v.DoseNotes, n.Statement)
	}
	var also []string
	for _, c := range p.report.Intervention.CoSupplements {
		also = append(also, p.SupplementName(c))
	}
	if len(also) > 0 {
		v.Also = p.Say("page.with_other", strings.Join(also, ", "))
	}
	for _, in := range p.report.Inputs {
		v.Inputs = append(v.Inputs, p.inputView(in))
		if len(in.Problems) > 0 || in.Importer == "" {
			v.ProblemsRead = p.Word("page.problems_read")
		}
	}
	for _, s := range p.report.Series {
		v.Series = append(v.Series, p.seriesRow(s))
	}
}

// differencesOf puts every gap on one scale, with the band of those too small
// to look at (a Love plot).
func (p *pager) differencesOf(v *page) {
	limit := 2 * largeGap
	for _, d := range p.report.Differences {
		limit = math.Max(limit, math.Abs(d.SMD))
	}
	limit = math.Min(limit*1.05, widestGap)
	for _, d := range p.report.Differences {
		q := p.Quantity(d.Metric)
		large := math.Abs(d.SMD) > largeGap
		v.Differences = append(v.Differences, differenceRow{Name: q.Short(), Off: q.Level(d.Off), On: q.Level(d.On),
			Gap: p.SignedPlain(d.SMD), Ratio: p.RatioOf(d.VarianceRatio), Large: large,
			Plot: p.Picture(chart.Interval(chart.IntervalIn{Width: gapWidth, Height: 28, Limit: limit, Margin: largeGap,
				Estimate: math.Max(-limit, math.Min(limit, d.SMD)), Low: math.NaN(), High: math.NaN(), Strong: large}))})
	}
	if len(v.Differences) > 0 {
		v.GapScale = p.Picture(chart.Axis(chart.AxisIn{Width: gapWidth, Height: 24, Limit: limit, Ticks: p.gapTicks(limit)}))
	}
}

// gapTicks are the limits of the band and the round places beyond it. On a wide
// scale there is no room between 0 and the limits for their words, which stand in
// the head of the table.
func (p *pager) gapTicks(limit float64) []chart.Tick {
	ticks := []chart.Tick{{At: 0, Label: "0"}}
	if limit < 1 {
		ticks = append(ticks, chart.Tick{At: largeGap, Label: p.TickLabel(largeGap)})
	}
	for x := 1.0; x <= limit; x++ {
		ticks = append(ticks, chart.Tick{At: x, Label: p.TickLabel(x)})
	}
	out := []chart.Tick{}
	for i := len(ticks) - 1; i > 0; i-- {
		out = append(out, chart.Tick{At: -ticks[i].At, Label: p.TickLabel(-ticks[i].At)})
	}
	return append(out, ticks...)
}

func (p *pager) inputView(in Input) inputView {
	v := inputView{Path: in.Path, SHA256: in.SHA256, What: words.Dash, Rows: words.Dash, Span: words.Dash}
	if in.Importer != "" {
		v.What = string(in.Importer)
	} else if in.Reason != "" {
		v.What = p.Say("page.unread", string(in.Reason))
	}
	v.Device = string(in.Device)
	if in.RowsRead != nil && in.RowsUsed != nil && in.RowsSkipped != nil {
		v.Rows = p.Say("page.rows", words.Values{"Read": *in.RowsRead, "Used": *in.RowsUsed, "Skipped": *in.RowsSkipped})
	}
	if in.First != nil && in.Last != nil {
		v.Span = p.Say("range.levels", words.Values{"From": p.Day(*in.First), "To": p.Day(*in.Last)})
	}
	for i, pr := range in.Problems {
		if i == problemsRead {
			v.ProblemsMore = p.Say("page.problems_more", strconv.Itoa(len(in.Problems)-problemsRead))
			break
		}
		v.Problems = append(v.Problems, position(in.Path, pr))
	}
	switch len(in.Problems) {
	case 0:
	case 1:
		v.ProblemTitle = p.Say("page.problem_one", words.Values{"Path": in.Path})
	default:
		v.ProblemTitle = p.Say("page.problems", words.Values{"N": len(in.Problems), "Path": in.Path})
	}
	return v
}

// position writes a problem as the command line does.
func position(path string, pr InputProblem) string {
	at := path
	if pr.Line > 0 {
		at += ":" + strconv.Itoa(pr.Line)
	}
	if pr.Col > 0 {
		at += ":" + strconv.Itoa(pr.Col)
	}
	if pr.Column != "" {
		return fmt.Sprintf("%s: %q: %s", at, pr.Column, pr.Message)
	}
	return at + ": " + pr.Message
}

func (p *pager) seriesRow(s analysis.Series) seriesRow {
	q := p.Quantity(s.Metric)
	row := seriesRow{Name: q.Short(), Source: s.Source, Nights: strconv.Itoa(s.Nights),
		Span:    p.Say("range.levels", words.Values{"From": p.Day(s.First), "To": p.Day(s.Last)}),
		Missing: p.Share(s.MissingShare), Mean: q.Level(s.Mean), SD: q.Size(s.SD), Lag1: words.Dash, Used: p.Word("page.no")}
	if s.Lag1 != nil {
		row.Lag1 = p.SignedPlain(*s.Lag1)
	}
	if s.Used {
		row.Used = p.Word("page.yes")
	}
	return row
}

func (p *pager) closingOf(v *page) {
	iv := p.report.Intervention
	windows := words.Values{"Onset": iv.Onset, "Washout": iv.Washout}
	for i := 1; i <= 8; i++ {
		v.Method = append(v.Method, p.Say("method."+strconv.Itoa(i), windows))
	}
	if iv.Design == "as_needed" {
		v.Method[3] = p.Word("method_more.lagged")
	}
	if !iv.Blinded && iv.Design != "none" {
		v.Expectation = p.Say("expectation", words.Values{"Cited": !p.report.Shared})
	}
	if iv.Supplement == "magnesium" {
		v.Clinician, v.Ideas = p.Word("clinician"), p.Word("ideas")
	}
	for k, x := range p.report.Settings {
		b, err := json.Marshal(x)
		if err != nil {
			p.Fail(fmt.Errorf("setting %q: %w", k, err))
		}
		v.Settings = append(v.Settings, [2]string{k, string(b)})
	}
	slices.SortFunc(v.Settings, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
}
