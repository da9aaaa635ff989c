package reports

import (
	"math"
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
)

// help is what comes before everything else: texts that follow from what the person
// typed.
type help struct {
	Lead   string
	Texts  []string
	Unseen string
	Alone  bool // in a crisis no size of a change is shown
}

// ledgerView is one row of the ledger in words.
type ledgerView struct {
	Name, Role, Direction, Status, Class, Statement, Adjusted string
}

// checklistView is one row of the checklist.
type checklistView = ChecklistRow

func (p *pager) help() *help {
	if len(p.report.Escalation) == 0 {
		return nil
	}
	h := &help{Lead: p.Word("escalation.lead"), Unseen: p.Word("escalation.unseen")}
	for _, n := range p.report.Escalation {
		h.Texts = append(h.Texts, n.Statement)
		h.Alone = h.Alone || n.ID == "crisis"
	}
	return h
}

func (p *pager) ledger() []ledgerView {
	o := p.report.Primary()
	var out []ledgerView
	for _, l := range p.report.Ledger {
		v := ledgerView{Name: l.Name, Direction: l.Direction, Class: string(l.Status), Role: p.Word("ledger.role." + string(l.Role)),
			Status: p.Word("ledger.status." + string(l.Status)), Statement: words.Tie(l.Statement), Adjusted: p.Word("page.no")}
		if l.Adjusted {
			v.Adjusted = p.Word("page.yes")
		}
		if x := l.EffectOfAdjusting; x != nil && o != nil {
			v.Adjusted = p.adjusting(*o, l.Adjusted, *x)
		}
		out = append(out, v)
	}
	return out
}

// adjusting returns the sentence on how the answer moves when a thing is taken into
// account.
func (p *pager) adjusting(o analysis.Outcome, by bool, move float64) string {
	q := p.Quantity(o.Metric)
	if by {
		return p.Say("ledger.term", words.Values{"Size": q.Size(math.Abs(move))})
	}
	return p.Say("ledger.without", words.Values{"Change": q.Change(*o.Estimate + move)})
}

// mechanismView is one idea of how a supplement acts.
type mechanismView struct{ Name, Says, Predicts, Cannot string }

func (p *pager) mechanismsOf(v *page) {
	if p.report.Intervention.DaysTaken == 0 {
		return
	}
	for _, m := range p.report.Mechanisms {
		v.Mechanisms = append(v.Mechanisms, mechanismView{m.Name, m.Says, strings.Join(predictions(p.Speaker, m), "; "), m.Cannot})
	}
}

// predictions returns what an idea would move: one phrase a metric.
func predictions(s *words.Speaker, m Mechanism) []string {
	var out []string
	for _, x := range m.Predicts {
		q := s.Quantity(x.Metric)
		out = append(out, s.Say("mechanism.predicts", words.Values{"Metric": q.FullName(), "Direction": s.Word("mechanism." + x.Direction),
			"Grade": x.Grade}))
	}
	return out
}

func (p *pager) ledgerOf(v *page) {
	p.mechanismsOf(v)
	v.Help, v.Checklist = p.help(), p.report.Checklist
	if v.Ledger = p.ledger(); !v.Compared {
		v.Ledger = nil // nothing was compared, so nothing was looked at
	}
	n := map[string]int{}
	for _, l := range v.Ledger {
		n[l.Class]++
	}
	v.LedgerCount = p.Say("page.ledger_count", words.Values{"Fired": n["fired"], "Silent": n["silent"], "NotRecorded": n["not_recorded"]})
	for _, h := range p.report.Harms {
		v.Harms = append(v.Harms, h.Statement)
	}
}
