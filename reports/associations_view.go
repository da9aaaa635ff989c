package reports

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis/screen"
	"nof1/importers/record"
	"nof1/reports/words"
)

const (
	screenShown    = 12  // rows of the page; report.json has all
	screenUntested = 8   // untested items named
	followsNight   = .05 // p below which the night may have come first
)

// screenView is the screen in words: rows that stand out, what they rest on,
// what could not be tested.
type screenView struct {
	Intro    string
	Caution  string // about the rows shown, "" without any
	None     string // said if no row is shown
	Rows     []screenRow
	More     string
	Untested []string
	Answered string // where the supplement itself is answered
}

// screenRow is one line: item, outcome, difference.
type screenRow struct {
	Item, Step, Outcome, Change, Range, Nights, Q string
	Signed                                        string // Range for where room is short
	Notes                                         []string
}

// screen returns nil if only the supplement was logged. The supplement under test is
// left out if it has its own answer.
func (p *pager) screen(withSupplement bool) *screenView {
	var rows []screen.Association
	for _, a := range p.report.Associations {
		if s := p.report.Intervention.Supplement; withSupplement || s == "" || a.Item != string(s) {
			rows = append(rows, a)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	n := grid(p.report.Associations)
	v := &screenView{Intro: p.Say("screen.intro", words.Values{"Grid": n, "Share": p.Share(screen.Q)})}
	if n == 0 {
		v.Intro, v.None = p.Word("screen.intro_none"), p.Word("screen.none_tested")
	}
	named := map[string]bool{}
	for _, a := range rows {
		if !a.Shown || named[a.Item+"\x00"+a.Outcome] {
			continue
		}
		for _, other := range a.Together {
			named[other+"\x00"+a.Outcome] = true
		}
		if len(v.Rows) == screenShown {
			v.More = p.Word("screen.more")
			break
		}
		v.Rows = append(v.Rows, p.screenRow(a))
	}
	switch {
	case len(v.Rows) > 0:
		v.Caution = p.Word("screen.caution")
	case n > 0:
		v.None = p.Say("screen.none", words.Values{"Grid": n})
	}
	v.Untested = p.untested(rows)
	if !withSupplement && len(rows) < len(p.report.Associations) {
		v.Answered = p.Word("screen.answered")
	}
	return v
}

func (p *pager) screenRow(a screen.Association) screenRow {
	q := p.Quantity(a.Outcome)
	names := []string{p.item(a.Item)}
	for _, other := range a.Together {
		names = append(names, p.item(other))
	}
	row := screenRow{Item: words.SentenceCase(p.List(names)), Step: p.step(a), Outcome: q.Short(), Change: words.Dash, Range: words.Dash,
		Nights: fmt.Sprintf("%d / %d", a.NWith, a.NWithout), Q: words.Dash}
	if a.Estimate != nil && a.CI95 != nil && a.Q != nil {
		row.Change, row.Range, row.Q = words.Tie(q.Change(*a.Estimate)), q.Brief(a.CI95[0], a.CI95[1]), p.Probability(*a.Q)
		low, high := p.Decimals(a.CI95[0], a.CI95[1])
		row.Signed = p.Say("range.oneway", words.Values{"Low": words.Sign(a.CI95[0]) + low, "High": words.Sign(a.CI95[1]) + high})
	}
	if a.NUnknown > 0 {
		row.Notes = append(row.Notes, p.Say("screen.unknown", a.NUnknown))
	}
	if len(a.Together) > 0 {
		row.Notes = append(row.Notes, p.Word("screen.together"))
	}
	switch {
	case a.Timing == screen.AfterNight:
		row.Notes = append(row.Notes, p.Word("screen.after"))
	case a.ReverseP != nil && *a.ReverseP < followsNight:
		row.Notes = append(row.Notes, p.Word("screen.reverse"))
	}
	return row
}

// step returns what an estimate is per: "for 14 g", "from 4 to 7 of 10".
func (p *pager) step(a screen.Association) string {
	switch {
	case a.Step == nil:
		return ""
	case a.Kind == screen.KindDose:
		return p.Say("screen.dose", words.Join(p.Decimal(a.Step.High), p.UnitOf(a.Step.Unit, "level")))
	}
	if m, ok := record.MetricByID(a.Item); ok {
		return p.Say("screen.rank", p.Quantity(m.ID).Levels(a.Step.Low, a.Step.High))
	}
	return p.Say("screen.rank", p.Say("range.levels",
		words.Values{"From": p.Significant(a.Step.Low), "To": words.Join(p.Significant(a.Step.High), a.Step.Unit)}))
}

// item is the name of a logged item inside a sentence; a name the user wrote
// stays as it is.
func (p *pager) item(id string) string {
	switch {
	case p.Has("metric." + id + ".item"): // where a metric's name carries an article
		return p.Word("metric." + id + ".item")
	case p.Has("metric." + id + ".name"):
		return p.Word("metric." + id + ".name")
	case p.Has("not_recorded." + id):
		return p.Word("not_recorded." + id)
	case p.Has("supplement." + id):
		return p.Word("supplement." + id)
	case strings.ContainsAny(id, " ?"):
		return id
	}
	return strings.ReplaceAll(id, "_", " ")
}

// untested names the items that could be tested against no outcome, each with
// the reasons most of its rows give.
func (p *pager) untested(rows []screen.Association) []string {
	tested, why := map[string]bool{}, map[string]map[string]int{}
	var order []string
	for _, a := range rows {
		if why[a.Item] == nil {
			why[a.Item] = map[string]int{}
			order = append(order, a.Item)
		}
		tested[a.Item] = tested[a.Item] || a.P != nil
		for _, r := range a.Reasons {
			why[a.Item][r]++
		}
	}
	var out []string
	for _, id := range order {
		if tested[id] {
			continue
		}
		if len(out) == screenUntested {
			return append(out, p.Word("screen.untested_more"))
		}
		out = append(out, p.Say("screen.untested", words.Values{"Item": words.SentenceCase(p.item(id)), "Why": p.why(why[id])}))
	}
	return out
}

// why returns the most frequent reason; "the log never says no" wins over the
// lack of nights it brings.
func (p *pager) why(count map[string]int) string {
	if count["never_no"] > 0 {
		return p.Word("screen.reason.never_no")
	}
	var ids []string
	for id := range count {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	for _, id := range ids {
		return p.WordOr("screen.reason."+id, p.Word("screen.reason.other"))
	}
	return p.Word("screen.reason.other")
}
