package analysis

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"nof1/analysis/protocol"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const magnesium = "magnesium"

// describeDoses fills what was taken: forms, basis, the median elemental dose, and
// notes about it. None of them blocks a verdict.
func (l supplementLog) describeDoses(iv *Intervention) {
	test := l.test
	iv.Merged = l.merged
	iv.Basis = basisWord(test)
	var mg []float64
	days := total(test, byDay)
	for _, d := range slices.Sorted(maps.Keys(days)) {
		x := days[d]
		for _, f := range x.forms {
			iv.Forms = appendOnce(iv.Forms, f)
		}
		if x.taken == record.TakenYes && x.known {
			mg = append(mg, x.mg)
		}
	}
	if len(mg) > 0 {
		iv.ElementalMg = new(stats.Quantile7(mg, 0.5))
		iv.AmountRange = &[2]float64{slices.Min(mg), slices.Max(mg)}
	} else if l.supplement != magnesium {
		loggedAmounts(iv, test)
	}
	iv.DoseNotes = append(iv.DoseNotes, l.unknownNames()...)
	iv.DoseNotes = append(iv.DoseNotes, unknownDoses(test, l.supplement)...)
	if l.supplement == magnesium {
		iv.DoseNotes = append(iv.DoseNotes, upperLevels(dailyMagnesium(test, l.others[protocol.Beside]), l.region)...)
		iv.DoseNotes = append(iv.DoseNotes, besideNote(l.others[protocol.Beside])...)
		iv.DoseNotes = append(iv.DoseNotes, swapCheck(test)...)
		iv.DoseNotes = append(iv.DoseNotes, l.labelNotes()...)
		iv.DoseNotes = append(iv.DoseNotes, skinNote(l.others[protocol.Topical])...)
	}
	changes := productChanges(test)
	iv.DoseNotes = append(iv.DoseNotes, doseChanges(mg, changes)...)
	iv.DoseNotes = append(iv.DoseNotes, changeNotes(changes)...)
	iv.DoseNotes = append(iv.DoseNotes, combinedNotes(l.combined())...)
	if l.timing != nil {
		iv.Timing = l.timing
		iv.DoseNotes = append(iv.DoseNotes, l.timing.note())
	}
	if l.merged > 0 {
		iv.DoseNotes = append(iv.DoseNotes, Note{ID: "doses_merged", Measured: []Measure{{"days", float64(l.merged), "days"}}})
	}
}

// loggedAmounts describes the daily amounts of a supplement that has no
// elemental share to compute, in the unit most rows use.
func loggedAmounts(iv *Intervention, test []intake) {
	iv.AmountUnit = usualUnit(test)
	perDay := map[record.Date]float64{}
	for _, x := range test {
		if x.taken == record.TakenYes && x.hasAmount && x.unit == iv.AmountUnit && x.unit != "" {
			perDay[x.when.Day] += x.amount
		}
	}
	var amounts []float64
	for _, d := range slices.Sorted(maps.Keys(perDay)) {
		amounts = append(amounts, perDay[d])
	}
	if len(amounts) > 0 {
		iv.Amount = new(stats.Quantile7(amounts, 0.5))
		iv.AmountRange = &[2]float64{slices.Min(amounts), slices.Max(amounts)}
	}
}

// usualUnit returns the unit of most taken amounts, the first by name of equals, or
// "".
func usualUnit(test []intake) (usual string) {
	rows := map[string]int{}
	for _, x := range test {
		if x.taken == record.TakenYes && x.hasAmount && x.unit != "" {
			rows[x.unit]++
		}
	}
	for _, unit := range slices.Sorted(maps.Keys(rows)) {
		if rows[unit] > rows[usual] {
			usual = unit
		}
	}
	return usual
}

func basisWord(test []intake) string {
	seen := map[record.Basis]bool{}
	for _, x := range test {
		if x.taken == record.TakenYes {
			seen[x.basis] = true
		}
	}
	switch {
	case len(seen) > 1:
		return "mixed"
	case seen[record.BasisElemental]:
		return record.BasisElemental.String()
	case seen[record.BasisCompound]:
		return record.BasisCompound.String()
	}
	return record.BasisUnknown.String()
}

// unknownDoses returns, by reason, notes of the rows without an elemental dose, which
// is never guessed. Basis and form matter for magnesium only.
func unknownDoses(test []intake, supplement string) []Note {
	n := map[string]int{}
	forms := map[string][]string{}
	rows := 0
	for _, x := range test {
		if x.taken != record.TakenYes {
			continue
		}
		rows++
		if x.known || supplement != magnesium && x.why != protocol.AmountUnknown {
			continue
		}
		n[x.why]++
		if x.form != "" {
			forms[x.why] = appendOnce(forms[x.why], x.form)
		}
	}
	var out []Note
	for _, why := range slices.Sorted(maps.Keys(n)) {
		sort.Strings(forms[why])
		out = append(out, Note{ID: why, Measured: []Measure{{"rows", float64(n[why]), "rows"}, {"all", float64(rows), "rows"}},
			Words: map[string]string{"form": strings.Join(forms[why], ", ")}})
	}
	return out
}

// dailyMagnesium returns the elemental mg swallowed on each day with a known dose, with
// that of mineral water and the like.
func dailyMagnesium(test, beside []intake) []float64 {
	perDay := map[record.Date]float64{}
	for _, in := range [][]intake{test, beside} {
		for d, x := range total(in, byDay) {
			if x.taken == record.TakenYes && x.known {
				perDay[d] += x.mg
			}
		}
	}
	var out []float64
	for _, d := range slices.Sorted(maps.Keys(perDay)) {
		out = append(out, perDay[d])
	}
	return out
}

// upperLevels compares the daily totals with the upper level for supplements of a
// region, or of the US and the EU for "". It is information only.
func upperLevels(mg []float64, region string) []Note {
	if len(mg) == 0 {
		return nil
	}
	measured := []Measure{{"mean_mg", stat.Mean(mg, nil), "mg"}, {"max_mg", slices.Max(mg), "mg"}}
	var above []Note
	note := "upper_level"
	levels := protocol.UpperLevelsIn("")
	if region != "" && region != levels[0].Region && region != levels[1].Region {
		note, levels = note+"_"+region, protocol.UpperLevelsIn(region)
	}
	for _, u := range levels {
		id := u.Region
		measured = append(measured, Measure{id, u.Mg, "mg"})
		days := 0
		for _, x := range mg {
			if x > u.Mg {
				days++
			}
		}
		if days > 0 && (region == "" || region == id) {
			above = append(above, Note{ID: "upper_level_above_" + id, Measured: []Measure{
				{"days_above", float64(days), "days"}, {"days", float64(len(mg)), "days"}, {"level", u.Mg, "mg"}, {"max_mg", slices.Max(mg), "mg"}}})
		}
	}
	return append([]Note{{ID: note, Measured: measured}}, above...)
}

// swapCheck notes an unusually large "elemental" amount, which may be the weight of
// the compound.
func swapCheck(test []intake) []Note {
	for i := len(test) - 1; i >= 0; i-- {
		x := test[i]
		if x.taken != record.TakenYes || x.basis != record.BasisElemental || !x.known {
			continue
		}
		as, ok := protocol.SwapCheck(x.mg, x.form)
		if !ok {
			continue
		}
		return []Note{{ID: "swap_check", Words: map[string]string{"form": x.form, "date": x.when.Day.String()},
			Measured: []Measure{{"stated_mg", x.mg, "mg"}, {"as_compound_mg", as, "mg"}}}}
	}
	return nil
}

// doseChanges notes that the daily dose changed, and the day if it changed for good on
// one.
func doseChanges(mg []float64, changes []productChange) []Note {
	if len(mg) == 0 {
		return nil
	}
	lo, hi := slices.Min(mg), slices.Max(mg)
	if hi <= 1.25*lo {
		return nil
	}
	note := Note{ID: "dose_changed", Measured: []Measure{{"low_mg", lo, "mg"}, {"high_mg", hi, "mg"}}}
	for _, c := range changes {
		if c.kind == changedDose {
			note.Words = map[string]string{"date": c.day.String()}
			break
		}
	}
	return []Note{note}
}
