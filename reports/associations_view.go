package reports

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis/screen"
	"nof1/importers/record"
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
	None     string // where no row stands out
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

// screen is nil where nothing but the supplement was logged. The supplement
// under test is left out where it has its own answer.
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
	v := &screenView{Intro: p.say("screen.intro", values{"Grid": n, "Share": p.share(screen.Q)})}
	if n == 0 {
		v.Intro, v.None = p.word("screen.intro_none"), p.word("screen.none_tested")
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
			v.More = p.word("screen.more")
			break
		}
		v.Rows = append(v.Rows, p.screenRow(a))
	}
	switch {
	case len(v.Rows) > 0:
		v.Caution = p.word("screen.caution")
	case n > 0:
		v.None = p.say("screen.none", values{"Grid": n})
	}
	v.Untested = p.untested(rows)
	if !withSupplement && len(rows) < len(p.report.Associations) {
		v.Answered = p.word("screen.answered")
	}
	return v
}

func (p *pager) screenRow(a screen.Association) screenRow {
	q := p.quantity(a.Outcome)
	names := []string{p.item(a.Item)}
	for _, other := range a.Together {
		names = append(names, p.item(other))
	}
	row := screenRow{Item: sentenceCase(p.list(names)), Step: p.step(a), Outcome: q.short(), Change: dash, Range: dash,
		Nights: fmt.Sprintf("%d / %d", a.NWith, a.NWithout), Q: dash}
	if a.Estimate != nil && a.CI95 != nil && a.Q != nil {
		row.Change, row.Range, row.Q = tie(q.change(*a.Estimate)), q.brief(a.CI95[0], a.CI95[1]), p.probability(*a.Q)
		low, high := p.decimals(a.CI95[0], a.CI95[1])
		row.Signed = p.say("range.oneway", values{"Low": sign(a.CI95[0]) + low, "High": sign(a.CI95[1]) + high})
	}
	if a.NUnknown > 0 {
		row.Notes = append(row.Notes, p.say("screen.unknown", a.NUnknown))
	}
	if len(a.Together) > 0 {
		row.Notes = append(row.Notes, p.word("screen.together"))
	}
	switch {
	case a.Timing == screen.AfterNight:
		row.Notes = append(row.Notes, p.word("screen.after"))
	case a.ReverseP != nil && *a.ReverseP < followsNight:
		row.Notes = append(row.Notes, p.word("screen.reverse"))
	}
	return row
}

// step says what an estimate is per: "for 14 g", "from 4 to 7 of 10".
func (p *pager) step(a screen.Association) string {
	switch {
	case a.Step == nil:
		return ""
	case a.Kind == screen.KindDose:
		return p.say("screen.dose", join(p.decimal(a.Step.High), p.unitOf(a.Step.Unit, "level")))
	}
	if m, ok := record.MetricByID(a.Item); ok {
		return p.say("screen.rank", p.quantity(m.ID).levels(a.Step.Low, a.Step.High))
	}
	return p.say("screen.rank", p.say("range.levels", values{"From": p.significant(a.Step.Low), "To": join(p.significant(a.Step.High), a.Step.Unit)}))
}

// item is the name of a logged item inside a sentence; a name the user wrote
// stays as it is.
func (p *pager) item(id string) string {
	switch {
	case p.has("metric." + id + ".item"): // where a metric's name carries an article
		return p.word("metric." + id + ".item")
	case p.has("metric." + id + ".name"):
		return p.word("metric." + id + ".name")
	case p.has("not_recorded." + id):
		return p.word("not_recorded." + id)
	case p.has("supplement." + id):
		return p.word("supplement." + id)
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
			return append(out, p.word("screen.untested_more"))
		}
		out = append(out, p.say("screen.untested", values{"Item": sentenceCase(p.item(id)), "Why": p.why(why[id])}))
	}
	return out
}

// why says the most frequent reason; "the log never says no" wins over the
// lack of nights it brings.
func (p *pager) why(count map[string]int) string {
	if count["never_no"] > 0 {
		return p.word("screen.reason.never_no")
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
		return p.wordOr("screen.reason."+id, p.word("screen.reason.other"))
	}
	return p.word("screen.reason.other")
}
