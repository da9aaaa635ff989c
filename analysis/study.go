package analysis

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/analysis/nightly"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// Study is the input of one participant. Nothing in it needs to be sorted.
type Study struct {
	Records  []record.Record
	Sessions []record.Session
	Doses    []record.Dose
	Entries  []record.Entry
	Breaks   []record.Break
	Settings Settings
}

// Settings are the choices that change results. The zero value is the default for
// every one of them.
type Settings struct {
	Supplement string              // id; "" for magnesium if it is logged, else for what was taken on most days
	Forms      []string            // only these forms count; nil for all
	Products   []protocol.Product  // the contents of products that the log names
	Catalogue  *protocol.Catalogue // nil for the built-in one
	Start      record.Date         // first on night, overrides the log if HasStart
	HasStart   bool
	Primary    string           // metric id; "" for the default
	Margin     *schedule.Margin // of the primary outcome, a percentage being of the off mean; nil for the default
	Zone       *time.Location   // of the person; nil if unknown
	Absent     string           // "auto", "unknown" or "not_taken"; "" is auto
	Randomised bool
	Blinded    bool
	BlockDays  int // declared length of a block; 0 if not declared
	Onset      int // nights not used after each start if HasOnset, else the supplement's
	HasOnset   bool
	Washout    int // nights not used after each stop if HasWashout, else the supplement's
	HasWashout bool
	Breaks     []record.Break // from the configuration
	ULRegion   string         // "us", "eu", "uk" or "no"; "" for the first two
	Seed       uint64
	Looks      []Look // earlier analyses of the growing record
	Inputs     string // digest of the files of this analysis
	// VerdictOnly leaves out what decides nothing and takes half of the time: other
	// methods, the exploration, the screen. It is for simulations of many verdicts.
	VerdictOnly bool
	Plan        *schedule.Plan // declared beforehand and valid; it overrides the fields above. nil without a plan
}

// Run analyses a study. The same study gives the same result, in any order of its
// rows. The error is for a study without a single night.
func Run(s Study) (Result, error) {
	s.Settings = s.Settings.withPlan()
	s.inFileOrder()
	records := append(diaryRecords(s.Entries), s.Records...)
	table, err := nightly.Build(records, s.Sessions)
	if err != nil {
		return Result{}, err
	}
	res := Result{Nights: table, Answer: Answer{Series: listSeries(table)}}

	log := readLog(s, table)
	m := model{arrange: log.arrange, exposure: log.exposure, first: table.First(), weekday0: table.First().Weekday()}
	primary := choosePrimary(s.Settings.Primary, table)
	cs := candidates(table, log.arrange, primary, log.expects)

	r := review{table: table, model: m, candidates: cs, fits: m.fitAll(cs), breaks: gatherBreaks(s, records),
		entries: s.Entries, sessions: s.Sessions, others: log.others, supplement: log.supplement,
		calendar: log.nights, log: log, zone: s.Settings.Zone}
	for i, c := range cs {
		r.outcomes = append(r.outcomes, m.outcome(c, r.fits[i], role(c.metric.ID, primary, log.expects), s.Settings))
		r.outcomes[i].Expected = log.expects[c.metric.ID]
		row, _ := log.catalogue.Lookup(log.supplement)
		r.outcomes[i].NoneExpected = slices.Contains(row.NoneExpected, c.metric.ID)
		r.outcomes[i].ExpectedUnknown = slices.Contains(row.Unknown, c.metric.ID)
	}
	asked := primaryOf(r.outcomes)
	r.primary = max(0, asked)
	r.seed, r.controls = s.Settings.Seed, r.negativeControls(log.expects)
	now := Look{Question: log.supplement + " " + primary, Inputs: s.Settings.Inputs, Last: table.Night(table.Len() - 1)}
	r.look, r.plan = lookNumber(s.Settings.Looks, now), s.Settings.Plan
	r.early = earlyLooks(r.plan, s.Settings.Looks, now)
	res.Look = Looks{Number: r.look, Early: r.early, Question: now.Question, InputsSHA256: now.Inputs}
	r.findings = r.investigate()
	found := runChecks(r)
	if asked >= 0 && r.estimated(asked) && !s.Settings.VerdictOnly {
		o := &r.outcomes[asked]
		o.Alternatives = append(o.Alternatives, r.choices(asked)...)
		o.Explored = r.explore(asked)
	}
	m.randomise(r.outcomes, cs, s.Settings.Seed)
	judge(r, found, log, s.Settings.Blinded)

	res.Intervention = log.describe(r, found.caveats)
	res.Exposure = log.exposure
	res.Outcomes = r.outcomes
	res.Caveats = found.caveats
	res.NotRecorded = notRecorded(records, s.Entries, log.others)
	res.Differences = codifferences(table, m, primary)
	if !s.Settings.VerdictOnly {
		res.Associations = r.screen(s, primary)
	}
	res.Controls = r.controls
	res.Ledger = r.ledger(found)
	res.Harms = r.harms()
	res.Escalation = escalation(s, log)
	return res, nil
}

// inFileOrder sorts copies of doses, entries and sessions in the order of the rows of
// their files.
func (s *Study) inFileOrder() {
	s.Doses, s.Entries, s.Sessions = slices.Clone(s.Doses), slices.Clone(s.Entries), slices.Clone(s.Sessions)
	slices.SortStableFunc(s.Doses, func(a, b record.Dose) int {
		return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Supplement, b.Supplement), cmp.Compare(a.When.Clock(), b.When.Clock()))
	})
	slices.SortStableFunc(s.Entries, func(a, b record.Entry) int {
		return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Item, b.Item), cmp.Compare(a.When.Clock(), b.When.Clock()),
			cmp.Compare(a.Value, b.Value))
	})
	slices.SortStableFunc(s.Sessions, func(a, b record.Session) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Onset.Clock(), b.Onset.Clock()))
	})
}

// role returns the role of a metric: primary, secondary if the supplement is expected to
// change it, else exploratory.
func role(metric, primary string, expects map[string]record.Wish) Role {
	switch {
	case metric == primary:
		return RolePrimary
	case expects[metric] != record.None:
		return RoleSecondary
	}
	return RoleExploratory
}

// judge decides every verdict: first the outcomes that a gate blocks; then it adjusts
// the p-values of the others for their number and decides those.
func judge(r review, f fired, log supplementLog, blinded bool) {
	es := make([]evidence, len(r.outcomes))
	open := make([]bool, len(r.outcomes))
	for i := range r.outcomes {
		o := &r.outcomes[i]
		es[i] = evidence{fit: r.fits[i], design: log.arrange.design, cap: claimLevel(log.arrange, blinded),
			structural: f.structural[o.Metric], failed: f.failed[o.Metric], capped: f.capped[o.Metric]}
		if o.exactTestDiffers() {
			es[i].failed = appendOnce(slices.Clone(es[i].failed), failedExactTest)
		}
		es[i].fewOrders = o.fewOrders()
		if log.arrange.design == DesignAsNeeded {
			es[i].structural = append([]string{"as_needed"}, es[i].structural...)
		}
		if c, blocked := f.gate[o.Metric]; blocked {
			es[i].gate, es[i].gateBy = c.ID, c.Measured
		} else if log.cannotTell {
			es[i].gate = "log_cannot_tell"
		}
		open[i] = es[i].gate == "" && es[i].fit.blocked == ""
		if !open[i] {
			decide(o, es[i])
		}
	}
	adjust(r.outcomes)
	for i := range r.outcomes {
		if open[i] {
			decide(&r.outcomes[i], es[i])
		}
	}
}
