package analysis

import (
	"maps"
	"nof1/analysis/nightly"
	"nof1/analysis/protocol"
	"nof1/importers/record"
	"slices"
)

// supplementLog is the log of the supplement under test, assigned to nights: its
// calendar, the design and the exposure of each night.
type supplementLog struct {
	intervention Intervention
	supplement   string // id; "" if nothing was logged
	arrange      arrange
	exposure     []NightExposure
	nights       calendar // by night
	others       map[string][]intake
	test         []intake
	merged       int
	expects      map[string]record.Wish
	cannotTell   bool // the log has no night without the supplement
	region       string
	catalogue    *protocol.Catalogue
	timing       *DoseTiming
	products     []protocol.Product
}

// readLog reads the log of the supplement under test for the nights of a table. A plan or
// a start date in the settings overrides the design inferred from the log.
func readLog(s Study, t *nightly.Table) supplementLog {
	first, last := t.First(), t.Night(t.Len()-1)
	known := s.Settings.Catalogue
	logged := resolve(known, s.Doses, false, s.Settings.Products, last-NightAfterDay)
	asked := resolve(known, journalDoses(known, s.Entries), true, s.Settings.Products, last-NightAfterDay)
	all, merged := mergeSources(inOrder(append(logged, asked...)))
	l := supplementLog{region: s.Settings.ULRegion, merged: merged, catalogue: known, products: s.Settings.Products}
	l.supplement = chooseSupplement(known, s.Settings.Supplement, all)
	test, others, otherForms := split(all, l.supplement, s.Settings.Forms)
	if s.Settings.HasStart && !anyTaken(test) {
		if l.supplement == "" {
			l.supplement = "supplement"
		}
		test = everyDay(l.supplement, s.Settings.Start-NightAfterDay, last-NightAfterDay)
	}
	test = trueDoses(s.Settings.Plan, test)
	l.test, l.others = test, others
	l.expects = expectations(known, l.supplement)

	clock := newNightClock(t)
	byNight := total(test, func(x intake) record.Date { return clock.nightOf(x.when) })
	l.nights = newCalendar(states(byNight), s.Settings.Absent, last)
	l.arrange = infer(l.nights, s.Settings, first, last)
	l.windows(s.Settings)
	l.expose(t, byNight)
	l.timing = doseTiming(test, clock, t)
	l.count(s.Settings, last)

	if otherForms > 0 {
		l.intervention.Assumptions = append(l.intervention.Assumptions, Note{ID: "forms_only",
			Measured: []Measure{{"rows", float64(otherForms), "rows"}}})
	}
	return l
}

// anyTaken reports whether any of the doses was taken.
func anyTaken(in []intake) bool {
	_, ok := firstTaken(in)
	return ok
}

// everyDay returns the log of a person who only named a start date.
func everyDay(supplement string, first, last record.Date) []intake {
	var out []intake
	for d := first; d <= last; d++ {
		out = append(out, intake{supplement: supplement, when: record.Moment{Day: d}, taken: record.TakenYes, why: "amount_unknown"})
	}
	return out
}

// states returns whether the supplement was taken, by date.
func states(doses map[record.Date]dose) map[record.Date]record.Taken {
	out := make(map[record.Date]record.Taken, len(doses))
	for d, x := range doses {
		out[d] = x.taken
	}
	return out
}

// windows sets the number of nights not used after each switch: those of the settings,
// else of the supplement. All nights of a randomised schedule count: its blocks may be
// shorter than the window, and leaving nights out would break the draw.
func (l *supplementLog) windows(s Settings) {
	iv := &l.intervention
	iv.Onset, iv.Washout = s.Catalogue.Windows(l.supplement)
	if l.arrange.design == DesignRandomised {
		iv.Onset, iv.Washout = 0, 0
	}
	if s.HasOnset {
		iv.Onset = s.Onset
	}
	if s.HasWashout {
		iv.Washout = s.Washout
	}
	if l.arrange.plan != nil {
		l.arrange.excludePlanned()
		return
	}
	l.arrange.exclude(iv.Onset, iv.Washout)
}

// expose fills the exposure of every night.
func (l *supplementLog) expose(t *nightly.Table, byNight map[record.Date]dose) {
	known := 0
	for i := range t.Len() {
		night := t.Night(i)
		e := NightExposure{Taken: l.nights.state(night)}
		e.Phase, e.Excluded = l.arrange.phaseAt(night)
		if d := byNight[night]; d.taken == record.TakenYes && d.known {
			e.ElementalMg = new(d.mg)
		}
		if e.Taken == record.NotTaken {
			known++
		}
		l.exposure = append(l.exposure, e)
	}
	l.cannotTell = l.arrange.design != DesignNone && l.arrange.plan == nil && known == 0 && !l.nights.said
}

// count fills the figures of the log.
func (l *supplementLog) count(s Settings, last record.Date) {
	iv := &l.intervention
	days := newCalendar(states(total(l.test, byDay)), s.Absent, last-NightAfterDay)
	iv.DaysTaken, iv.DaysNotTaken, iv.DaysUnknown = days.count()
	if runs := runsOf(days.rows); len(runs) > 0 {
		iv.FirstDose, iv.LastDose = &runs[0].first, &runs[len(runs)-1].last
	}
	iv.Supplement, iv.Design, iv.DesignLevel = Text(l.supplement), l.arrange.design, l.arrange.level(s.Blinded)
	iv.Randomised, iv.Blinded = l.arrange.design == DesignRandomised, s.Blinded
	iv.Assumptions = append(iv.Assumptions, l.arrange.notes...)
	if l.arrange.plan != nil {
		l.notePlan(last)
	} else if l.arrange.design == DesignRandomised {
		if iv.Onset == 0 && iv.Washout == 0 {
			iv.Assumptions = append(iv.Assumptions, Note{ID: "blocks_no_onset"})
		}
	}
	iv.Assumptions = append(iv.Assumptions, days.assumptions()...)
	if l.arrange.phased() || l.arrange.plan != nil && l.arrange.design != DesignNone {
		taken, all := 0, 0
		for _, p := range l.arrange.phases {
			if p.Kind != "on" {
				continue
			}
			for d := p.First; d <= p.Last; d++ {
				all++
				if l.nights.state(d) == record.TakenYes {
					taken++
				}
			}
		}
		if all > 0 {
			iv.Adherence = new(float64(taken) / float64(all))
		}
	}
}

// describe returns the intervention, completed by the nights the fit used and the
// findings of the checks.
func (l supplementLog) describe(r review, caveats []Caveat) Intervention {
	iv := l.intervention
	iv.Phases = l.arrange.phases
	var used []bool // of the primary outcome
	if len(r.outcomes) > 0 {
		used = r.outcomes[r.primary].UsedNights
	}
	for i, in := range used {
		if p := l.exposure[i].Phase; in && p >= 0 {
			iv.Phases[p].NightsUsed++
		}
	}
	l.divide(iv.Phases, used, r.model.first)
	for _, c := range caveats {
		if c.ID == "co_start" || c.ID == "combined_product" && c.Words["supplement"] != "" {
			iv.CoStarted = appendOnce(iv.CoStarted, c.Words["supplement"])
		}
	}
	iv.CoSupplements = slices.Sorted(maps.Keys(l.others))
	l.describeDoses(&iv)
	return iv
}
