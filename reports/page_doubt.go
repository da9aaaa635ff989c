package reports

import (
	"slices"
	"strconv"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports/words"
)

// upFront is how many caveats stand beside the answer on the page, and upFrontText
// how many on a terminal.
const (
	upFront     = 5
	upFrontText = 3
)

func (p *pager) chartOf(v *page) {
	metric := charted(p.report)
	if metric == "" {
		return
	}
	q := p.Quantity(metric)
	id := "page.chart"
	if u := p.UnitOf(q.Unit, "level"); u != "" {
		id = "page.chart_unit"
	}
	v.ChartTitle = p.Say(id, words.Values{"Short": q.Short(), "Unit": p.UnitOf(q.Unit, "level")})
	v.Chart = p.timeline(metric)
	v.Legend = p.legend(metric)
	v.Weeks = p.weeks(metric)
}

// legend lists the marks that occur, by class.
func (p *pager) legend(metric string) []string {
	n := p.report.Nights
	seen := map[string]bool{}
	w, used := shown(n, metric), n.Used[metric]
	compared := slices.Contains(used, true)
	for i := w.from; i <= w.to; i++ {
		seen[n.Taken[i]] = true
		switch {
		case compared && !used[i]:
			seen["out"] = seen["out"] || n.Values[metric][i] != nil
		case p.on(i):
			seen["on"] = true
		default:
			seen["off"] = true
		}
	}
	out := []string{}
	add := func(class string, ok bool) {
		if ok {
			out = append(out, class)
		}
	}
	o := p.outcome(metric)
	dosed := p.report.Intervention.DaysTaken > 0
	add("night", seen["off"] && !dosed)
	add("off", seen["off"] && dosed)
	add("on", seen["on"])
	add("out", seen["out"])
	out = append(out, "line")
	add("unusual", slices.Contains(p.unusual(metric, w), true))
	add("left", slices.Contains(p.leftOut(w), true))
	add("break", len(p.newDevice(w)) > 0)
	add("change", len(p.newProduct(w)) > 0)
	add("usual", o != nil && o.UsualRange != nil)
	add("taken", seen[record.TakenYes.String()])
	add("not", dosed && seen[record.NotTaken.String()])
	add("unknown", dosed && seen[record.TakenUnknown.String()])
	return out
}

func (p *pager) caveatsOf(v *page) {
	for _, c := range p.report.Caveats {
		v.AllCaveats = append(v.AllCaveats, caveatView{
			id: c.ID, Severity: c.Severity, Word: p.Severity(c.Severity),
			Title: c.Title, Statement: words.Tie(c.Statement), Advice: c.Advice})
	}
	n := doubtsUpFront(p.report, upFront)
	v.Caveats = slices.Clone(v.AllCaveats[:n])
	slices.SortStableFunc(v.Caveats, func(a, b caveatView) int { return analysis.ReportOrder(a.id) - analysis.ReportOrder(b.id) })
	if more := len(v.AllCaveats) - n; more > 0 {
		v.MoreCaveats = p.Say("page.before_more", strconv.Itoa(more))
	}
}

// noCaveat returns the sentence that no check fired on the answer, or that there is no
// answer to check.
func (p *pager) noCaveat() string {
	if o := p.report.Primary(); o == nil || o.Estimate == nil {
		return p.Word("page.before_nothing")
	}
	return p.Word("page.before_none")
}

// doubtsUpFront is how many of the caveats, which come most important first,
// are beside the answer: those about the answer itself, some at most.
func doubtsUpFront(r Report, most int) int {
	n := min(most, len(r.Caveats))
	o := r.Primary()
	if o == nil {
		return n
	}
	for i, c := range r.Caveats[:n] {
		if !c.Blocks && !slices.Contains(c.Outcomes, o.Metric) {
			return i
		}
	}
	return n
}

// notCheckedOf fills in what no file recorded, which matters as much as what fired.
func (p *pager) notCheckedOf(v *page) {
	for _, id := range p.report.NotRecorded {
		v.NotRecorded = append(v.NotRecorded, p.WordOr("not_recorded."+id, id))
	}
	v.NotChecked = p.NotChecked(v.NotRecorded)
}
