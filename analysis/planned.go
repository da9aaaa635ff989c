package analysis

import (
	"math"
	"slices"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// Deviations count the nights of a plan inside the record on which the log contradicts
// the plan or says nothing.
type Deviations struct {
	NotTaken int `json:"not_taken"` // planned with, logged as not taken
	Taken    int `json:"taken"`     // planned without, logged as taken
	Unknown  int `json:"unknown"`   // the log does not say
	Nights   int `json:"nights"`    // all planned nights inside the record
}

// withPlan returns the settings with those that a plan declared. An unreadable margin
// is ignored, since [schedule.Plan.Validate] refuses it.
func (s Settings) withPlan() Settings {
	if s.Plan == nil {
		return s
	}
	p := s.Plan
	s.Supplement, s.Primary = s.Catalogue.Canonical(p.Supplement), p.Primary
	s.Randomised, s.Blinded = true, p.StayedBlind()
	s.Onset, s.HasOnset, s.Washout, s.HasWashout = p.Onset, true, p.Washout, true
	if m, err := schedule.ReadMargin(p.Margin); err == nil {
		s.Margin = m
	}
	return s
}

// planned returns the design of a plan: its stretches, as assigned, inside a record
// from first to last. A day of the plan is the night that ends on the next.
func planned(p *schedule.Plan, first, last record.Date) arrange {
	a := arrange{design: DesignRandomised, plan: p}
	drawn := p.Drawn()
	kind := map[bool]string{false: "off", true: "on"}
	for from := 0; from < len(drawn.On); {
		to := from
		for to+1 < len(drawn.On) && drawn.On[to+1] == drawn.On[from] {
			to++
		}
		a.add(kind[drawn.On[from]], max(first, drawn.Start+record.Date(from)+NightAfterDay), min(last, drawn.Start+record.Date(to)+NightAfterDay))
		from = to + 1
	}
	if len(a.phases) == 0 {
		return arrange{design: DesignNone, reason: "no_overlap", plan: p}
	}
	return a
}

// excludePlanned marks the nights left out after each change of a plan, by the rule
// that the randomisation test applies to every order.
func (a *arrange) excludePlanned() {
	drawn := a.plan.Drawn()
	left := schedule.LeftOut(drawn.On, a.plan.Onset, a.plan.Washout)
	for i := range a.phases {
		p := &a.phases[i]
		for d := p.First; d <= p.Last && left[d-NightAfterDay-drawn.Start]; d++ {
			p.ExcludedDays++
		}
	}
}

// deviations compares a plan with the log.
func (l supplementLog) deviations() *Deviations {
	var d Deviations
	for _, p := range l.arrange.phases {
		for night := p.First; night <= p.Last; night++ {
			d.Nights++
			switch s := l.nights.state(night); {
			case s == record.TakenUnknown:
				d.Unknown++
			case p.Kind == "on" && s == record.NotTaken:
				d.NotTaken++
			case p.Kind == "off" && s == record.TakenYes:
				d.Taken++ // of a blinded plan never: see trueDoses
			}
		}
	}
	return &d
}

// notePlan adds notes of the plan and of how it was followed. last is the last night
// of the record.
func (l *supplementLog) notePlan(last record.Date) {
	p, iv := l.arrange.plan, &l.intervention
	note := func(id string, words map[string]string, m ...Measure) {
		iv.Assumptions = append(iv.Assumptions, Note{ID: id, Words: words, Measured: m})
	}
	note("plan", map[string]string{"created": p.Created.String(), "start": p.Schedule.Start.String(), "end": p.Schedule.End.String()})
	iv.Deviations = l.deviations()
	if d := iv.Deviations; d.NotTaken+d.Taken+d.Unknown > 0 {
		note("plan_deviations", nil, Measure{"not_taken", float64(d.NotTaken), ""}, Measure{"taken", float64(d.Taken), ""},
			Measure{"unknown", float64(d.Unknown), ""}, Measure{"nights", float64(d.Nights), ""})
	} else {
		note("plan_kept", nil)
	}
	for _, d := range p.Deviations {
		note("plan_deviation", map[string]string{"date": d.Date.String(), "what": d.What})
	}
	for _, c := range p.Changes {
		note("plan_change", map[string]string{"date": c.Date.String(), "field": c.Field, "was": c.From, "why": c.Why})
	}
	if early(p, last) {
		note("plan_early", map[string]string{"date": p.Stopping().String()})
	}
	if p.Blinded {
		iv.Blinding = l.blinding(note)
	}
	if p.SHA256 == "" {
		note("plan_no_sum", nil)
	}
}

// early reports whether a record ends before the stopping date of a plan or the night
// of its last day.
func early(p *schedule.Plan, last record.Date) bool {
	return last < max(p.Stopping(), p.Schedule.End.Date+NightAfterDay)
}

// blinding returns whether a blinded plan stayed blind, and the guesses, and adds notes
// of them.
func (l *supplementLog) blinding(note func(string, map[string]string, ...Measure)) *Blinding {
	p := l.arrange.plan
	b := &Blinding{Kept: p.StayedBlind(), Boxes: len(p.Boxes())}
	opened := map[string]string{"date": p.Opened.String()}
	switch {
	case p.Opened.Date == 0:
		note("plan_opened_unknown", nil)
	case b.Kept:
		b.Opened = new(p.Opened.Date)
		note("plan_stayed_blind", opened)
	default:
		b.Opened = new(p.Opened.Date)
		note("plan_opened_early", opened)
	}
	b.Guesses, b.Right = p.Guessed()
	if b.Guesses == 0 {
		note("plan_no_guesses", nil)
	} else {
		note("plan_guesses", nil, Measure{"guesses", float64(b.Guesses), ""},
			Measure{"right", float64(b.Right), ""}, Measure{"boxes", float64(b.Boxes), ""})
	}
	return b
}

// trueDoses returns the intakes of a sealed plan by the contents of the capsules: one
// taken on a day without the supplement was empty.
func trueDoses(p *schedule.Plan, in []intake) []intake {
	if p == nil || p.Sealed == "" {
		return in
	}
	drawn := p.Drawn()
	out := slices.Clone(in)
	for i := range out {
		on, planned := drawn.At(out[i].when.Day)
		if planned && !on && out[i].taken == record.TakenYes {
			out[i].taken = record.NotTaken
		}
	}
	return out
}

// assigned returns the observed nights of a plan by what was drawn, if keep returns
// true, without those left out after a change.
func (m model) assigned(y []float64, keep func(on bool, taken record.Taken) bool) (off, on []int) {
	for i, e := range m.exposure {
		if e.Phase < 0 || e.Excluded || math.IsNaN(y[i]) {
			continue
		}
		with := m.arrange.phases[e.Phase].Kind == "on"
		switch {
		case !keep(with, e.Taken):
		case with:
			on = append(on, i)
		default:
			off = append(off, i)
		}
	}
	return off, on
}
