package index

import (
	"cmp"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/reports"
	"nof1/reports/words"
)

// Brief is what an index needs of one participant's report. It holds a report
// without its nights, so that thousands fit in memory.
type Brief struct {
	Row      Row    // as in index.json
	language string // of the report, "" without one
	outcomes []PooledOutcome
}

// NewBrief makes the row of one participant. The report is nil unless the
// status is done; dir is the participant's folder, slash-separated, seen from
// the index. The row's next step is the report's own, or how to get a report. The error
// names a sentence that the catalogue does not have.
func NewBrief(s Status, dir string, r *reports.Report) (Brief, error) {
	say := &words.Speaker{}
	if r != nil {
		say = words.Speak(r.Language)
	}
	row := Row{Participant: s.Participant, Status: s.Status, Error: s.Error, Nights: s.Nights, Triage: triageFault, Safety: []string{}}
	if s.Status != "done" || r == nil {
		row.Next = analysis.Text(say.Word("index.ask." + s.Status))
		return Brief{Row: row}, say.Err
	}
	link := dir + "/report.html"
	iv := r.Intervention
	row.Report, row.Supplement, row.Design, row.DesignLevel = &link, iv.Supplement, new(iv.Design), new(iv.DesignLevel)
	row.Primary, row.Code, row.Level, row.Adherence = r.Summary.Primary, new(r.Summary.Code), new(r.Summary.Level), iv.Adherence
	for _, x := range r.Series {
		if r.Shared { // a copy to share counts days
			break
		}
		if row.LastNight == nil || x.Last > *row.LastNight {
			row.LastNight = new(x.Last)
		}
	}
	o := r.Primary()
	if o != nil {
		row.Estimate, row.CI95, row.Unit, row.Source = o.Estimate, o.CI95, new(o.Unit), new(o.Source)
		row.spark = NewSpark(*r, o.Metric)
	}
	row.TopCaveat = topCaveat(*r)
	row.Safety = safety(*r)
	row.Triage = triage(row)
	row.Next = analysis.Text(ask(say, *r))
	return Brief{row, say.Code(), pooledOutcomes(*r)}, say.Err
}

// Briefs are the participants of an index, sorted by name. Each is asked for several
// times, so that they need not all be in memory.
type Briefs interface {
	Len() int                // how many there are
	At(i int) (Brief, error) // brief i, 0 <= i < Len; may be called again
}

// InOrder returns briefs that are all in memory as [Briefs]: a copy, sorted by name.
func InOrder(briefs []Brief) Briefs {
	briefs = slices.Clone(briefs)
	slices.SortFunc(briefs, func(a, b Brief) int { return strings.Compare(a.Row.Participant, b.Row.Participant) })
	return sortedBriefs(briefs)
}

type sortedBriefs []Brief

func (s sortedBriefs) Len() int                { return len(s) }
func (s sortedBriefs) At(i int) (Brief, error) { return s[i], nil }

// place is what stays in memory of a participant: the sort keys of its row, and its
// change with the rest of its pool taken into account.
type place struct {
	triage, urgency int8
	shrunken        bool
	mean            float64
	ci              [2]float64
}

// New makes the index of a batch: it reads every brief once, ranks the participants by
// triage and pools those with the same question. It keeps briefs, and asks
// it again for the rows. Errors are those of the briefs, and of a summary that cannot
// be computed.
func New(briefs Briefs) (*Index, error) {
	x := &Index{briefs: briefs, places: make([]place, briefs.Len())}
	var pools pools
	for i := range x.places {
		b, err := briefs.At(i)
		if err != nil {
			return nil, err
		}
		x.Language = common(x.Language, b.language)
		x.places[i].triage, x.places[i].urgency = int8(slices.Index(triageOrder, b.Row.Triage)), urgency(b.Row)
		pools.add(i, b.outcomes)
	}
	x.Language = cmp.Or(x.Language, words.English)
	var err error
	x.Pooled, err = pools.summaries(x)
	return x, err
}

// common returns the language of all reports so far with one more, English if they
// differ; "" before the first report.
func common(before, next string) string {
	if before == "" || next == "" || before == next {
		return cmp.Or(before, next)
	}
	return words.English
}

// topCaveat returns the heaviest caveat of the main answer, or else the heaviest of any
// answer. It returns nil if no check fired.
func topCaveat(r reports.Report) *TopCaveat {
	var best *analysis.Caveat
	for i := range r.Caveats {
		c := &r.Caveats[i]
		if best == nil || weight(*c, r.Summary.Primary) < weight(*best, r.Summary.Primary) {
			best = c
		}
	}
	if best == nil {
		return nil
	}
	return &TopCaveat{best.ID, best.Severity, best.Title, best.Statement}
}

func weight(c analysis.Caveat, primary analysis.Text) int {
	w := slices.Index(analysis.Severities, c.Severity)
	if len(c.Outcomes) > 0 && !slices.Contains(c.Outcomes, string(primary)) {
		w += len(analysis.Severities)
	}
	return w
}

// ask returns one line on what would help most next; the report has it at length.
func ask(s *words.Speaker, r reports.Report) string {
	group := reports.DesignGroup(r.Intervention.Design, r.Intervention.Blinded)
	switch code := r.Summary.Code; {
	case group == "none":
		return s.Word("index.ask.log")
	case code == analysis.CodeNoMeaningful:
		return s.Word("index.ask.nothing")
	case code == analysis.CodeNotComparable, code == analysis.CodeNotEnough:
		return s.Word("index.ask." + string(code))
	case code == analysis.CodeCantTell && r.Next.MoreNights != nil && *r.Next.MoreNights > 0:
		return s.Say("index.ask.more_nights", words.Values{"Nights": *r.Next.MoreNights}) + " " + s.Word("index.ask.design."+group)
	}
	return s.Word("index.ask.design." + group)
}

// safety returns the sentences a clinician should see: a dose above an upper
// level, a change of medicine.
func safety(r reports.Report) []string {
	out := []string{}
	for _, n := range r.Intervention.DoseNotes {
		if strings.HasPrefix(n.ID, "upper_level_above") {
			out = append(out, n.Statement)
		}
	}
	for _, c := range r.Caveats {
		if c.ID == "medicine_change" {
			out = append(out, c.Statement)
		}
	}
	return out
}

// The groups of the triage page, in its order.
const (
	triageFault     = "fault"     // no report, or nothing in it to read
	triageSafety    = "safety"    // a clinician should see it
	triageChange    = "change"    // clearly higher or lower
	triageCantTell  = "cant_tell" // or too few nights so far
	triageUnchanged = "unchanged" // no change that matters
)

var triageOrder = []string{triageFault, triageSafety, triageChange, triageCantTell, triageUnchanged}

// triage returns the most urgent reason to look at a participant.
func triage(r Row) string {
	switch {
	case r.Code == nil, *r.Code == analysis.CodeNotComparable && len(r.Safety) == 0, *r.Design == "none":
		return triageFault
	case len(r.Safety) > 0:
		return triageSafety
	case r.Code.Changed():
		return triageChange
	case *r.Code == analysis.CodeNoMeaningful:
		return triageUnchanged
	}
	return triageCantTell
}
