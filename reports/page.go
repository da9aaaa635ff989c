package reports

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
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
	Facts        []Fact
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
	PlanAside    bool // beside the caveats, if there are few
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
	ProblemsRead string // how to read the problems of files; "" without any
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
	*words.Speaker
	report  Report
	onPhase map[string]bool
}

// Fact is one of the three figures beside the answer: what it is, its value with
// unit, and a remark or "".
type Fact struct{ Name, Value, Note string }

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
		Lang:        p.Code(),
		Participant: r.Participant, Tool: r.Tool, InputsSHA256: r.Look.InputsSHA256,
		Headline: words.Tie(r.Summary.Headline), Detail: words.Tie(r.Summary.Detail),
		Code: r.Summary.Code, Level: p.Word("level." + strconv.Itoa(r.Summary.Level)),
		Kind: p.kind(), Product: p.product(), Span: p.nightsFrom(),
		Facts:  []Fact{p.nightsFact(), p.doseFact(), p.fakeFact()},
		Design: p.design(), Assumptions: r.Intervention.Assumptions.Statements(),
		Cannot: p.Word("cannot"), Disclaimer: p.Word("disclaimer"),
	}
	v.Title = p.Say("page.title", words.Values{"Participant": r.Participant, "Subject": p.subject()})
	v.Chip = p.CodeWord("", r.Summary.Code, "chip")
	if o := r.Primary(); o != nil {
		v.Chip = p.CodeWord(o.Metric, r.Summary.Code, "chip")
	}
	if r.Shared {
		v.Removed = p.Word("share.removed")
	}
	v.Plan = words.Tie(r.Next.Plan)
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
	switch DesignGroup(p.report.Intervention.Design, p.report.Intervention.Blinded) {
	case "before_after":
		return p.Word("title.log")
	case "randomised", "blinded":
		return p.Word("title.trial")
	}
	return p.Word("title.other")
}

// design returns the words for how the periods were arranged.
func (p *pager) design() string {
	iv := p.report.Intervention
	return p.Say("design."+DesignGroup(iv.Design, iv.Blinded), words.Values{"Code": iv.Design})
}

func (p *pager) subject() string {
	if s := p.report.Intervention.Supplement; s != "" {
		return p.SupplementName(string(s))
	}
	return p.Word("page.no_supplement")
}

// product is the line under the name: what was taken, how much, when, how.
func (p *pager) product() string {
	iv := p.report.Intervention
	if iv.Supplement == "" {
		return p.Word("page.no_supplement")
	}
	var forms []string
	for _, f := range iv.Forms {
		forms = append(forms, p.FormName(f))
	}
	line := p.Say("page.supplement_line", words.Values{
		"Supplement": words.SentenceCase(p.TakenNames(string(iv.Supplement), iv.CoStarted)), "Forms": strings.Join(forms, ", "),
		"Dose": p.dose(iv)})
	if iv.FirstDose != nil && iv.LastDose != nil {
		line += p.Word("word.comma") + p.Say("page.taken_from", words.Values{"First": p.Day(*iv.FirstDose), "Last": p.Day(*iv.LastDose)})
	}
	return line
}

// steadyDose is how far a day's dose may be from another's and still count as
// the same.
const steadyDose = 1.25

// dose writes the daily dose: one amount if it was steady, else its range; of the
// element if that is known.
func (p *pager) dose(iv analysis.Intervention) string {
	id, median, unit := "page.dose", iv.ElementalMg, "mg"
	if median == nil {
		id, median, unit = "page.amount", iv.Amount, iv.AmountUnit
	}
	if median == nil {
		return p.Word("word.dose_unknown")
	}
	text := words.Join(p.Decimal(*median), p.UnitOf(unit, "level"))
	if r := iv.AmountRange; r != nil && r[1] > steadyDose*r[0] {
		text = p.Say("range.levels", words.Values{"From": p.Decimal(r[0]), "To": words.Join(p.Decimal(r[1]), p.UnitOf(unit, "level"))})
		return p.Say(id+"_range", text)
	}
	return p.Say(id, text)
}

func (p *pager) nightsFrom() string {
	n := p.report.Nights.Night
	if len(n) == 0 {
		return ""
	}
	return words.SentenceCase(p.Say("page.nights_from", words.Values{"First": p.Day(n[0]), "Last": p.Day(n[len(n)-1])}))
}

func (p *pager) outcome(metric string) *analysis.Outcome {
	for i := range p.report.Outcomes {
		if p.report.Outcomes[i].Metric == metric {
			return &p.report.Outcomes[i]
		}
	}
	return nil
}

func (p *pager) nightsFact() Fact {
	f := Fact{Name: p.Word("fact.nights.name")}
	o := p.report.Primary()
	if o == nil || o.NOff == 0 && o.NOn == 0 {
		f.Value = p.Say("fact.nights.none", words.Values{"Nights": p.observed()})
		f.Note = p.Word("fact.nights.none_note")
		return f
	}
	f.Value = p.Say("fact.nights.value", words.Values{"NOff": o.NOff, "NOn": o.NOn})
	if o.Estimate == nil {
		f.Name, f.Note = p.Word("fact.nights.read"), p.Word("fact.nights.none_note")
	}
	if o.NEffective != nil {
		f.Note = p.Say("fact.nights.note", words.Values{"Effective": fmt.Sprintf("%.0f", *o.NEffective)})
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

func (p *pager) doseFact() Fact {
	iv := p.report.Intervention
	f := Fact{Name: p.Word("fact.doses.name")}
	if iv.DaysTaken == 0 {
		f.Value, f.Note = p.Word("fact.doses.none"), p.Word("fact.doses.none_note")
		return f
	}
	v := words.Values{"Taken": iv.DaysTaken, "Not": iv.DaysNotTaken, "Unknown": iv.DaysUnknown}
	f.Value, f.Note = p.Say("fact.doses.value", v), p.Say("fact.doses.unknown", v)
	if iv.Adherence != nil {
		f.Note += p.Say("fact.doses.adherence", words.Values{"Adherence": p.Share(*iv.Adherence)})
	}
	return f
}

func (p *pager) fakeFact() Fact {
	f := Fact{Name: p.Word("fact.fake.name")}
	o := p.report.Primary()
	if o != nil && o.Placebo != nil && o.Placebo.Tried > 0 {
		v := words.Values{"AsBig": o.Placebo.AsBig, "Tried": o.Placebo.Tried}
		f.Value, f.Note = p.Say("fact.fake.value", v), p.Word("fact.fake.note")
		return f
	}
	if o != nil && o.Randomisation != nil {
		return Fact{Name: p.Word("fact.orders.name"), Value: p.Say("fact.orders.value", p.OrdersValues(*o.Randomisation)),
			Note: p.Word("fact.orders.note")}
	}
	f.Value, f.Note = p.Word("fact.fake.none"), p.Word("fact.fake.other")
	if o != nil && o.Estimate != nil {
		switch DesignGroup(p.report.Intervention.Design, p.report.Intervention.Blinded) {
		case "before_after":
			f.Note = p.Word("fact.fake.short")
		case "as_needed":
			f.Note = p.Word("fact.fake.as_needed")
		default:
			f.Note = p.Word("fact.fake.repeated")
		}
	}
	return f
}
