package journals

import (
	"fmt"
	"regexp"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// CronometerServings reads servings.csv of Cronometer: one row a food. A row is a
// dose where the food is a supplement: by its category, by the name of the diary
// section, or, for foods of the user's own, by its name. An amount of 0 was
// planned and not taken. Other foods count for their alcohol and caffeine alone.
var CronometerServings importers.Importer = cronometerFoods{}

type cronometerFoods struct{}

func (cronometerFoods) Name() string { return "cronometer.servings" }

func (cronometerFoods) Wants() []string { return []string{"Day", "Group", "Food Name", "Amount"} }

func (c cronometerFoods) Identify(h importers.Head) bool { return h.Has(c.Wants()...) }

func (cronometerFoods) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := cronometerRows{t: t, sink: sink, when: importers.WhenColumns{Date: t.Index("Day"), Time: t.Index("Time")},
		group: t.Index("Group"), food: t.Index("Food Name"), amount: t.Index("Amount"), category: t.Index("Category"),
		nutrients: map[string]int{"alcohol": t.Index("Alcohol (g)"), "caffeine": t.Index("Caffeine (mg)")}}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type cronometerRows struct {
	t                             *importers.Table
	sink                          importers.Sink
	when                          importers.WhenColumns
	group, food, amount, category int
	nutrients                     map[string]int
}

func (r cronometerRows) Read() bool {
	food := r.t.Cell(r.food)
	if food == "" || importers.Normalise(r.t.Cell(r.group)) == "notes" {
		return false
	}
	when, problem := r.when.Read(r.t)
	if problem != nil {
		r.sink.Problem(*problem)
		return false
	}
	used := r.drunk(when, "alcohol")
	used = r.drunk(when, "caffeine") || used
	if !r.Supplement(food) {
		return used
	}
	d := record.Dose{When: when, Supplement: food, Taken: record.TakenYes, Source: CronometerServings.Name(), Pos: r.t.Pos(r.food)}
	cell := r.t.Cell(r.amount)
	if v, unit, err := cronometerAmount(cell); err != nil {
		d.Taken = record.TakenUnknown
		r.sink.Problem(importers.BadCell(r.t.Pos(r.amount), r.t.Name(r.amount), cell, "an amount such as 600.00 mg, the dose counts as unknown"))
	} else if d.Amount, d.HasAmount, d.Unit = v, true, unit; v == 0 {
		d.Taken = record.NotTaken
	}
	r.sink.Dose(d)
	return true
}

// Supplement tells whether a food is one.
func (r cronometerRows) Supplement(food string) bool {
	category := r.t.Cell(r.category)
	return strings.Contains(importers.Normalise(category), "supplement") ||
		strings.Contains(importers.Normalise(r.t.Cell(r.group)), "supplement") ||
		category == "" && r.t.Own.Supplement(food)
}

// drunk hands out what a row holds of a nutrient, where it holds any.
func (r cronometerRows) drunk(when record.Moment, item string) bool {
	i := r.nutrients[item]
	v, err := r.t.Number(r.t.Cell(i))
	m, _ := record.MetricByID(item)
	if err != nil || v <= 0 || importers.CheckLimits(m, v) != nil {
		return false
	}
	r.sink.Entry(record.Entry{When: when, Item: item, Value: v, HasValue: true, Unit: m.Unit, Source: CronometerServings.Name(), Pos: r.t.Pos(i)})
	return true
}

// cronometerParts are "3.00", "1000.0 IU" of "3.00 x 1000.0 IU" and "1.00",
// "1000mcg tablet" of "1.00 1000mcg tablet".
var cronometerParts = regexp.MustCompile(`^(\d+(?:\.\d+)?) *(?:x +)?(?:(\d+(?:\.\d+)?) ?)?(.*)$`)

// cronometerAmount reads an amount and its unit: the number of servings times
// what one holds, where the unit says that ("1000mcg tablet").
func cronometerAmount(cell string) (float64, string, error) {
	m := cronometerParts.FindStringSubmatch(strings.TrimSpace(cell))
	if m == nil {
		return 0, "", fmt.Errorf("%q is not an amount", cell)
	}
	v, err := importers.Number(m[1])
	if err != nil {
		return 0, "", err
	}
	unit := m[3]
	if m[2] != "" {
		each, err := importers.Number(m[2])
		if err != nil {
			return 0, "", err
		}
		v *= each
		if first, _, found := strings.Cut(unit, " "); found && doseWeights[importers.FoldUnit(first)] {
			unit = first
		}
	}
	return v, importers.FoldUnit(unit), nil
}

// doseWeights are the units that say how much, not how many.
var doseWeights = map[string]bool{"mg": true, "g": true, "mcg": true, "ug": true, "iu": true, "ml": true}

// CronometerDaily reads dailysummary.csv: the day's totals. Alcohol and caffeine
// of a day belong to the night after it; a day not marked completed is left out,
// for its totals are too low.
var CronometerDaily importers.Importer = cronometerTotals{}

type cronometerTotals struct{}

func (cronometerTotals) Name() string { return "cronometer.daily" }

func (cronometerTotals) Wants() []string { return []string{"Date", "Energy (kcal)", "Completed"} }

func (c cronometerTotals) Identify(h importers.Head) bool { return h.Has(c.Wants()...) }

func (cronometerTotals) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	cols := importers.Bind(t, []importers.Column{
		{Names: []string{"Alcohol (g)"}, Metric: "alcohol"},
		{Names: []string{"Caffeine (mg)"}, Metric: "caffeine"},
	})
	date, completed := t.Index("Date"), t.Index("Completed")
	var c record.Counts
	for t.Next() {
		day, err := importers.WakeDate(t.Cell(date))
		if err != nil {
			sink.Problem(t.Problem(date, err))
		}
		if done, ok := importers.ReadAnswer(t.Cell(completed)); err != nil || ok && !done {
			c.Count(false)
			continue
		}
		used, _ := importers.ReadCells(t, cols, day+1, "cronometer", "", sink)
		c.Count(used > 0)
	}
	return importers.TableEnd(t, c, sink)
}

// CronometerBiometrics reads biometrics.csv: one row a measurement. Sleep and
// heart rate that another device sent have its name in brackets; they belong to
// the night of their day. A heart rate is the last one sent, by day or night, and
// no outcome; like weight or blood glucose it is a diary entry.
var CronometerBiometrics importers.Importer = cronometerMetrics{}

type cronometerMetrics struct{}

func (cronometerMetrics) Name() string { return "cronometer.biometrics" }

func (cronometerMetrics) Wants() []string { return []string{"Day", "Metric", "Unit", "Amount"} }

func (c cronometerMetrics) Identify(h importers.Head) bool { return h.Has(c.Wants()...) }

// cronometerNightly are the measurements that are a night's.
var cronometerNightly = map[string]string{
	"sleep": "tst", "resting heart rate": "resting_hr",
	"heart rate variability": "hrv_unknown", "hrv": "hrv_unknown",
}

func (cronometerMetrics) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	when := importers.WhenColumns{Date: t.Index("Day"), Time: t.Index("Time")}
	metric, unit, amount := t.Index("Metric"), t.Index("Unit"), t.Index("Amount")
	var c record.Counts
	for t.Next() {
		at, problem := when.Read(t)
		if problem != nil {
			sink.Problem(*problem)
			c.Count(false)
			continue
		}
		e := record.Entry{When: at, Item: t.Cell(metric), Unit: t.Cell(unit), Source: CronometerBiometrics.Name(), Pos: t.Pos(amount)}
		c.Count(cronometerMeasured(t, e, amount, sink))
	}
	return importers.TableEnd(t, c, sink)
}

// cronometerMeasured hands out one measurement, as a night's value where it is.
func cronometerMeasured(t *importers.Table, e record.Entry, amount int, sink importers.Sink) bool {
	cell := t.Cell(amount)
	if e.Item == "" || importers.Missing(cell) {
		return false
	}
	v, err := t.Number(cell)
	if err != nil && strings.Contains(cell, "/") {
		return false // blood pressure, 120/80: of no use here
	}
	if err != nil {
		sink.Problem(importers.BadCell(t.Pos(amount), t.Name(amount), cell, "a number"))
		return false
	}
	name, device, _ := strings.Cut(strings.TrimSuffix(e.Item, ")"), " (")
	id, nightly := cronometerNightly[importers.Normalise(name)]
	if !nightly {
		e.Value, e.HasValue = v, true
		if _, known := record.MetricByID(e.Item); known {
			e.Item += " (own scale)"
		}
		sink.Entry(e)
		return true
	}
	m, _ := record.MetricByID(id)
	value, err := importers.Convert(m, e.Unit, v)
	if err != nil {
		sink.Problem(record.Problem{Pos: e.Pos, Field: t.Name(amount), Message: err.Error()})
		return false
	}
	return importers.EmitComputed(record.Record{Night: e.When.Day, Metric: id, Value: value, Raw: cell, RawUnit: e.Unit, Source: "cronometer", Device: device, Pos: e.Pos}, t.Name(amount), sink)
}
