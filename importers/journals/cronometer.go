package journals

import (
	"fmt"
	"regexp"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// CronometerServings reads servings.csv of Cronometer: one row a food. A row is a
// dose if the food is a supplement: by its category, by the name of the diary
// section, or, for foods of the user's own, by its name. An amount of 0 was
// planned and not taken. Other foods count for their alcohol and caffeine alone.
var CronometerServings importers.Importer = importers.Rows{
	Format: importers.Format{ID: cronometerServingsID, Columns: importers.Names("Day", "Group", "Food Name", "Amount")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		return cronometerFood{Table: t, sink: sink, when: importers.WhenColumns{Date: t.Index("Day"), Time: t.Index("Time")},
			group: t.Index("Group"), food: t.Index("Food Name"), amount: t.Index("Amount"), category: t.Index("Category"),
			nutrients: map[string]int{"alcohol": t.Index("Alcohol (g)"), "caffeine": t.Index("Caffeine (mg)")}}.read
	},
}

const (
	cronometerServingsID   = "cronometer.servings"
	cronometerBiometricsID = "cronometer.biometrics"
	cronometerSource       = "cronometer"
)

type cronometerFood struct {
	*importers.Table
	sink                          importers.Sink
	when                          importers.WhenColumns
	group, food, amount, category int
	nutrients                     map[string]int
}

// read emits one food and reports whether it was of any use.
func (r cronometerFood) read() bool {
	food := r.Cell(r.food)
	if food == "" || importers.Normalise(r.Cell(r.group)) == "notes" {
		return false
	}
	when, problem := r.when.Read(r.Table)
	if problem != nil {
		r.sink.Problem(*problem)
		return false
	}
	used := r.drunk(when, "alcohol")
	used = r.drunk(when, "caffeine") || used
	if !r.supplement(food) {
		return used
	}
	d := record.Dose{When: when, Supplement: food, Taken: record.TakenYes, Source: cronometerServingsID, Pos: r.Pos(r.food)}
	if v, unit, err := cronometerAmount(r.Cell(r.amount)); err != nil {
		d.Taken = record.TakenUnknown
		r.sink.Problem(r.BadCell(r.amount, "an amount such as 600.00 mg, the dose counts as unknown"))
	} else if d.Amount, d.HasAmount, d.Unit = v, true, unit; v == 0 {
		d.Taken = record.NotTaken
	}
	r.sink.Dose(d)
	return true
}

// supplement reports whether a food is a supplement.
func (r cronometerFood) supplement(food string) bool {
	category := r.Cell(r.category)
	return strings.Contains(importers.Normalise(category), "supplement") ||
		strings.Contains(importers.Normalise(r.Cell(r.group)), "supplement") ||
		category == "" && r.Own.Supplement(food)
}

// drunk emits what a row holds of a nutrient and reports whether it holds any.
func (r cronometerFood) drunk(when record.Moment, item string) bool {
	i := r.nutrients[item]
	v, err := r.Number(r.Cell(i))
	m, _ := record.MetricByID(item)
	if err != nil || v <= 0 || importers.CheckLimits(m, v) != nil {
		return false
	}
	r.sink.Entry(record.Entry{When: when, Item: item, Value: v, HasValue: true, Unit: m.Unit, Source: cronometerServingsID, Pos: r.Pos(i)})
	return true
}

// cronometerParts are "3.00", "1000.0 IU" of "3.00 x 1000.0 IU" and "1.00",
// "1000mcg tablet" of "1.00 1000mcg tablet".
var cronometerParts = regexp.MustCompile(`^(\d+(?:\.\d+)?) *(?:x +)?(?:(\d+(?:\.\d+)?) ?)?(.*)$`)

// cronometerAmount reads an amount and its unit: the number of servings times
// what one holds, if the unit says so ("1000mcg tablet").
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
var CronometerDaily importers.Importer = importers.Rows{
	Format: importers.Format{ID: "cronometer.daily", Columns: importers.Names("Date", "Energy (kcal)", "Completed")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		totals := importers.Bind(t, []importers.Column{
			{Names: []string{"Alcohol (g)"}, Metric: "alcohol"},
			{Names: []string{"Caffeine (mg)"}, Metric: "caffeine"},
		})
		date, completed := t.Index("Date"), t.Index("Completed")
		return func() bool {
			day, err := importers.WakeDate(t.Cell(date))
			if err != nil {
				sink.Problem(t.Problem(date, err))
				return false
			}
			if done, ok := importers.ReadAnswer(t.Cell(completed)); ok && !done {
				return false
			}
			used, _ := importers.ReadCells(t, totals, day+1, cronometerSource, "", sink)
			return used > 0
		}
	},
}

// CronometerBiometrics reads biometrics.csv: one row a measurement. Sleep and
// heart rate that another device sent have its name in brackets; they belong to
// the night of their day. A heart rate is the last one sent, by day or night, and
// no outcome; like weight or blood glucose it is a diary entry.
var CronometerBiometrics importers.Importer = importers.Rows{
	Format: importers.Format{ID: cronometerBiometricsID, Columns: importers.Names("Day", "Metric", "Unit", "Amount")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		when := importers.WhenColumns{Date: t.Index("Day"), Time: t.Index("Time")}
		metric, unit, amount := t.Index("Metric"), t.Index("Unit"), t.Index("Amount")
		return func() bool {
			at, problem := when.Read(t)
			if problem != nil {
				sink.Problem(*problem)
				return false
			}
			e := record.Entry{When: at, Item: t.Cell(metric), Unit: t.Cell(unit), Source: cronometerBiometricsID, Pos: t.Pos(amount)}
			return cronometerMeasurement(t, e, amount, sink)
		}
	},
}

// cronometerNightly are the measurements that are a night's.
var cronometerNightly = map[string]string{
	"sleep": "tst", "resting heart rate": "resting_hr",
	"heart rate variability": "hrv_unknown", "hrv": "hrv_unknown",
}

// cronometerMeasurement emits one measurement, as a value of the night if it is one
// of [cronometerNightly], and reports whether it did.
func cronometerMeasurement(t *importers.Table, e record.Entry, amount int, sink importers.Sink) bool {
	cell := t.Cell(amount)
	if e.Item == "" || importers.Missing(cell) {
		return false
	}
	v, err := t.Number(cell)
	if err != nil && strings.Contains(cell, "/") {
		return false // blood pressure, 120/80: not used
	}
	if err != nil {
		sink.Problem(t.BadCell(amount, "a number"))
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
		sink.Problem(t.Problem(amount, err))
		return false
	}
	return t.Emit(record.Record{Night: e.When.Day, Metric: id, Value: value, Raw: cell, RawUnit: e.Unit,
		Source: cronometerSource, Device: device}, amount, sink)
}
