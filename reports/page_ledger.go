package reports

import "strings"

// help is what comes before everything else: texts called for by what the
// person typed.
type help struct {
	Lead   string
	Texts  []string
	Unseen string
	Alone  bool // in a crisis no size of a change stands in sight
}

// ledgerView is one row of the ledger in words.
type ledgerView struct {
	Name, Role, Direction, Status, Class, Measured, Adjusted string
}

// checklistView is one row of the checklist.
type checklistView = ChecklistRow

func (p *pager) help() *help {
	if len(p.report.Escalation) == 0 {
		return nil
	}
	h := &help{Lead: p.word("escalation.lead"), Unseen: p.word("escalation.unseen")}
	for _, n := range p.report.Escalation {
		h.Texts = append(h.Texts, n.Statement)
		h.Alone = h.Alone || n.ID == "crisis"
	}
	return h
}

func (p *pager) ledger() []ledgerView {
	o := primary(p.report.Outcomes)
	var out []ledgerView
	for _, l := range p.report.Ledger {
		v := ledgerView{Name: l.Name, Direction: l.Direction, Class: l.Status, Role: p.word("ledger.role." + l.Role),
			Status: p.word("ledger.status." + l.Status), Measured: p.ledgerSize(l), Adjusted: p.word("page.no")}
		if l.Adjusted {
			v.Adjusted = p.word("page.yes")
		}
		if l.EffectOfAdjusting != nil && o != nil {
			v.Adjusted = p.say("ledger.without", p.quantity(o.Metric).change(*l.EffectOfAdjusting))
		}
		out = append(out, v)
	}
	return out
}

// ledgerSizes are the sizes worth showing, in this order, at most two a row.
var ledgerSizes = []string{"share_off", "share_on", "difference", "change", "apart", "span", "baseline_last7_percentile", "baseline_last14_percentile", "adherence", "outcomes", "nights"}

const sizesShown = 2

func (p *pager) ledgerSize(l LedgerRow) string {
	var out []string
	for _, name := range ledgerSizes {
		m, ok := l.Measured[name]
		if ok && len(out) < sizesShown {
			out = append(out, p.say("ledger.size."+name, join(p.decimal(m.Value), p.unitOf(m.Unit, "level"))))
		}
	}
	return strings.Join(out, p.word("word.comma"))
}

func (p *pager) ledgerOf(v *page) {
	v.Help, v.Checklist = p.help(), p.report.Checklist
	if v.Ledger = p.ledger(); !v.Compared {
		v.Ledger = nil // nothing was compared, so nothing was looked at
	}
	n := map[string]int{}
	for _, l := range v.Ledger {
		n[l.Class]++
	}
	v.LedgerCount = p.say("page.ledger_count", values{"Fired": n["fired"], "Silent": n["silent"], "NotRecorded": n["not_recorded"]})
	for _, h := range p.report.Harms {
		v.Harms = append(v.Harms, h.Statement)
	}
}
