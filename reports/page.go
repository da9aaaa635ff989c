package reports

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"nof1/analysis"
)

// page is what the page template shows: text and figures only, every decision
// taken before.
type page struct {
	Help         *help // before everything else, nil where nothing calls for it
	Ledger       []ledgerView
	LedgerCount  string
	Harms        []string
	Checklist    []checklistView
	CSS          template.CSS
	CSP          string
	Lang         string
	Kind         string // what this is: a before/after log, an N-of-1 trial
	Title        string
	Participant  string
	Product      string
	Span         string
	Removed      string        // what a shared copy leaves out
	Code         analysis.Code // class of the answer
	Chip         string
	Level        string
	Headline     string
	Detail       string
	Facts        []fact
	ChartTitle   string
	Chart        *figure
	Legend       []string
	Weeks        []weekRow
	Caveats      []caveatView
	MoreCaveats  string
	AllCaveats   []caveatView
	NotRecorded  []string
	NotChecked   string
	Plan         string
	PlanAside    bool // beside the caveats, where there are few
	Compared     bool // some outcome was worked out
	Groups       []group
	Scale        template.HTML
	Fake         *fakeView
	Orders       *ordersView
	Further      []furtherView
	Spread       *plotTable // the nights of every phase
	Calendar     *calendarView
	GapScale     template.HTML
	Choices      *plotTable  // the same question with other choices
	Starts       *plotTable  // every start of a repeated design
	Controls     *plotTable  // what should not move
	Explored     []plotTable // looked at beside the answer
	ChosenNights []string    // how nights were chosen for a dose
	Strength     []string    // what it would take to undo the answer
	Sizes        []sizesRow
	Screen       *screenView
	Design       string // how the periods were arranged
	PhaseRows    []phaseRow
	Numbers      []numberRow
	Differences  []differenceRow
	DoseNotes    []string
	Assumptions  []string
	Also         string
	Inputs       []inputView
	ProblemsRead string // how to read what stands with a file; "" where nothing does
	Series       []seriesRow
	Method       []string
	Cannot       string
	Expectation  string
	Clinician    string
	Ideas        string
	Mechanisms   []mechanismView
	Settings     [][2]string
	Tool         Tool
	InputsSHA256 string
	Disclaimer   string
}

// pager turns a document into a page.
type pager struct {
	*speaker
	report  Report
	onPhase map[string]bool
}

// fact is one of the three figures beside the answer.
type fact struct{ Name, Value, Note string }

// caveatView is a caveat with the word for how much it weighs.
type caveatView struct {
	id                             string
	Severity                       analysis.Severity
	Word, Title, Statement, Advice string
}

func (p *pager) page() page {
	r := p.report
	p.phaseKinds()
	v := page{
		Lang:        p.language(),
		Participant: r.Participant, Tool: r.Tool, InputsSHA256: r.Look.InputsSHA256,
		Headline: tie(r.Summary.Headline), Detail: tie(r.Summary.Detail),
		Code: r.Summary.Code, Level: p.word("level." + strconv.Itoa(r.Summary.Level)),
		Kind: p.kind(), Product: p.product(), Span: p.nightsFrom(),
		Facts:  []fact{p.nightsFact(), p.doseFact(), p.fakeFact()},
		Design: p.design(), Assumptions: r.Intervention.Assumptions.Statements(),
		Cannot: p.word("cannot"), Disclaimer: p.word("disclaimer"),
	}
	v.Title = p.say("page.title", values{"Participant": r.Participant, "Subject": p.subject()})
	v.Chip = p.codeWord("", r.Summary.Code, "chip")
	if o := r.Primary(); o != nil {
		v.Chip = p.codeWord(o.Metric, r.Summary.Code, "chip")
	}
	if r.Shared {
		v.Removed = p.word("share.removed")
	}
	v.Plan = tie(r.Next.Plan)
	p.chartOf(&v)
	p.caveatsOf(&v)
	v.PlanAside = len(v.Caveats) < 2
	p.notCheckedOf(&v)
	p.outcomesOf(&v)
	v.Fake, v.Orders = p.fake(), p.orders()
	v.Further, v.Spread, v.Calendar = p.further(), p.distributions(), p.calendar()
	p.choicesOf(&v)
	p.exploredOf(&v)
	v.Screen = p.screen(false)
	p.tablesOf(&v)
	p.closingOf(&v)
	p.ledgerOf(&v)
	return v
}

// phaseKinds notes which phases are with the supplement.
func (p *pager) phaseKinds() {
	p.onPhase = map[string]bool{}
	for _, ph := range p.report.Intervention.Phases {
		p.onPhase[ph.Label] = ph.Kind == "on"
	}
}

// kind is the title of the document. Only a planned repeated or random order
// is called an N-of-1 trial.
func (p *pager) kind() string {
	switch designGroup(p.report.Intervention.Design, p.report.Intervention.Blinded) {
	case "before_after":
		return p.word("title.log")
	case "randomised", "blinded":
		return p.word("title.trial")
	}
	return p.word("title.other")
}

// design says how the periods were arranged.
func (p *pager) design() string {
	iv := p.report.Intervention
	return p.say("design."+designGroup(iv.Design, iv.Blinded), values{"Code": iv.Design})
}

func (p *pager) subject() string {
	if s := p.report.Intervention.Supplement; s != "" {
		return p.supplement(string(s))
	}
	return p.word("page.no_supplement")
}

// product is the line under the name: what was taken, how much, when, how.
func (p *pager) product() string {
	iv := p.report.Intervention
	if iv.Supplement == "" {
		return p.word("page.no_supplement")
	}
	var forms []string
	for _, f := range iv.Forms {
		forms = append(forms, p.form(f))
	}
	line := p.say("page.supplement_line", values{
		"Supplement": sentenceCase(p.taken(string(iv.Supplement), iv.CoStarted)), "Forms": strings.Join(forms, ", "), "Dose": p.dose(iv)})
	if iv.FirstDose != nil && iv.LastDose != nil {
		line += p.word("word.comma") + p.say("page.taken_from", values{"First": p.day(*iv.FirstDose), "Last": p.day(*iv.LastDose)})
	}
	return line
}

// steadyDose is how far a day's dose may be from another's and still count as
// the same.
const steadyDose = 1.25

// dose writes the daily dose: one amount where it was steady, its range where
// it was not, the element's where it is known.
func (p *pager) dose(iv analysis.Intervention) string {
	id, median, unit := "page.dose", iv.ElementalMg, "mg"
	if median == nil {
		id, median, unit = "page.amount", iv.Amount, iv.AmountUnit
	}
	if median == nil {
		return p.word("word.dose_unknown")
	}
	text := join(p.decimal(*median), p.unitOf(unit, "level"))
	if r := iv.AmountRange; r != nil && r[1] > steadyDose*r[0] {
		text = p.say("range.levels", values{"From": p.decimal(r[0]), "To": join(p.decimal(r[1]), p.unitOf(unit, "level"))})
		return p.say(id+"_range", text)
	}
	return p.say(id, text)
}

func (p *pager) nightsFrom() string {
	n := p.report.Nights.Night
	if len(n) == 0 {
		return ""
	}
	return sentenceCase(p.say("page.nights_from", values{"First": p.day(n[0]), "Last": p.day(n[len(n)-1])}))
}

// codeWord is the verdict in a word or two, in the words of the metric, "" none.
func (s *speaker) codeWord(metric string, code analysis.Code, use string) string {
	word := string(code)
	switch code {
	case analysis.CodeHigher:
		word = s.quantity(metric).code(1)
	case analysis.CodeLower:
		word = s.quantity(metric).code(-1)
	}
	return s.word("code." + word + "." + use)
}

// severity is the word for how much a caveat weighs.
func (s *speaker) severity(of analysis.Severity) string {
	return s.wordOr("severity."+string(of), string(of))
}

func (p *pager) outcome(metric string) *analysis.Outcome {
	for i := range p.report.Outcomes {
		if p.report.Outcomes[i].Metric == metric {
			return &p.report.Outcomes[i]
		}
	}
	return nil
}

func (p *pager) nightsFact() fact {
	f := fact{Name: p.word("fact.nights.name")}
	o := p.report.Primary()
	if o == nil || o.NOff == 0 && o.NOn == 0 {
		f.Value = p.say("fact.nights.none", values{"Nights": p.observed()})
		f.Note = p.word("fact.nights.none_note")
		return f
	}
	f.Value = p.say("fact.nights.value", values{"NOff": o.NOff, "NOn": o.NOn})
	if o.Estimate == nil {
		f.Name, f.Note = p.word("fact.nights.read"), p.word("fact.nights.none_note")
	}
	if o.NEffective != nil {
		f.Note = p.say("fact.nights.note", values{"Effective": fmt.Sprintf("%.0f", *o.NEffective)})
	}
	return f
}

// observed counts the nights of the metric with most of them.
func (p *pager) observed() (most int) {
	for _, s := range p.report.Series {
		most = max(most, s.Nights)
	}
	return most
}

func (p *pager) doseFact() fact {
	iv := p.report.Intervention
	f := fact{Name: p.word("fact.doses.name")}
	if iv.DaysTaken == 0 {
		f.Value, f.Note = p.word("fact.doses.none"), p.word("fact.doses.none_note")
		return f
	}
	v := values{"Taken": iv.DaysTaken, "Not": iv.DaysNotTaken, "Unknown": iv.DaysUnknown}
	f.Value, f.Note = p.say("fact.doses.value", v), p.say("fact.doses.unknown", v)
	if iv.Adherence != nil {
		f.Note += p.say("fact.doses.adherence", values{"Adherence": p.share(*iv.Adherence)})
	}
	return f
}

func (p *pager) fakeFact() fact {
	f := fact{Name: p.word("fact.fake.name")}
	o := p.report.Primary()
	if o != nil && o.Placebo != nil && o.Placebo.Tried > 0 {
		v := values{"AsBig": o.Placebo.AsBig, "Tried": o.Placebo.Tried}
		f.Value, f.Note = p.say("fact.fake.value", v), p.word("fact.fake.note")
		return f
	}
	if o != nil && o.Randomisation != nil {
		return fact{Name: p.word("fact.orders.name"), Value: p.say("fact.orders.value", p.ordersValues(*o.Randomisation)), Note: p.word("fact.orders.note")}
	}
	f.Value, f.Note = p.word("fact.fake.none"), p.word("fact.fake.other")
	if o != nil && o.Estimate != nil {
		switch designGroup(p.report.Intervention.Design, p.report.Intervention.Blinded) {
		case "before_after":
			f.Note = p.word("fact.fake.short")
		case "as_needed":
			f.Note = p.word("fact.fake.as_needed")
		default:
			f.Note = p.word("fact.fake.repeated")
		}
	}
	return f
}
