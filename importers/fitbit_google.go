package importers

import (
	"math"
	"strings"
)

// More of Fitbit's and Google's tables of one row a day, read like those of
// fitbit_daily.go: the timestamp is a date label, Z or not, and names the night.
// Headers of Google's own tables (daily_*.csv) are those of their readme files.
//
// fitbitHRVTable is Google's twin of the daily HRV summary. fitbitBreathing,
// fitbitBreathingTable and fitbitBreathingSleep are breaths per minute of the
// night. fitbitSpO2 and fitbitSpO2Table are the mean of the night in percent.
// fitbitReadinessOld (to 2024) and fitbitReadiness are scores from 0 to 100.
var (
	fitbitHRVTable Importer = fitbitTable{
		name:    "fitbit.hrv_daily_table",
		must:    []string{"timestamp", "average heart rate variability milliseconds"},
		columns: []Column{{Names: []string{"average heart rate variability milliseconds"}, Metric: "hrv_rmssd"}},
	}
	fitbitBreathing Importer = fitbitTable{
		name:    "fitbit.respiratory_rate",
		must:    []string{"timestamp", "daily_respiratory_rate"},
		columns: []Column{{Names: []string{"daily_respiratory_rate"}, Metric: "respiratory_rate"}},
	}
	fitbitBreathingTable Importer = fitbitTable{
		name:    "fitbit.respiratory_rate_table",
		must:    []string{"timestamp", "breaths per minute"},
		columns: []Column{{Names: []string{"breaths per minute"}, Metric: "respiratory_rate"}},
	}
	fitbitBreathingSleep Importer = fitbitTable{
		name:    "fitbit.respiratory_rate_sleep",
		must:    []string{"timestamp", "full_sleep_breathing_rate"},
		columns: []Column{{Names: []string{"full_sleep_breathing_rate"}, Metric: "respiratory_rate"}},
	}
	fitbitSpO2 Importer = fitbitTable{
		name:    "fitbit.spo2",
		must:    []string{"timestamp", "average_value", "lower_bound", "upper_bound"},
		columns: []Column{{Names: []string{"average_value"}, Metric: "spo2"}},
	}
	fitbitSpO2Table Importer = fitbitTable{
		name:    "fitbit.spo2_table",
		must:    []string{"timestamp", "average percentage"},
		columns: []Column{{Names: []string{"average percentage"}, Metric: "spo2"}},
	}
	fitbitReadiness Importer = fitbitTable{
		name:    "fitbit.readiness_table",
		must:    []string{"timestamp", "score", "readiness level"},
		columns: []Column{{Names: []string{"score"}, Metric: "readiness_score"}},
	}
	fitbitReadinessOld Importer = fitbitLabelled{
		fitbitTable: fitbitTable{
			name:    "fitbit.readiness",
			must:    []string{"date", "readiness_score_value"},
			columns: []Column{{Names: []string{"readiness_score_value"}, Metric: "readiness_score"}},
		},
		label: "date",
	}
	fitbitStress Importer = fitbitLabelled{
		fitbitTable: fitbitTable{
			name:    "fitbit.stress_score",
			must:    []string{"DATE", "STRESS_SCORE"},
			columns: []Column{{Names: []string{"STRESS_SCORE"}, Metric: "stress_score"}},
		},
		label: "DATE", failed: "CALCULATION_FAILED", status: "STATUS",
	}
)

// fitbitLabelled is a table whose rows are dated by another column than
// timestamp, and may say that there was nothing to calculate. Fitbit's stress
// score is made in the morning from the night, and stands on that night.
type fitbitLabelled struct {
	fitbitTable
	label          string
	failed, status string // columns, "" for none
}

// Wants leaves the date out, which says nothing of whose table it is.
func (f fitbitLabelled) Wants() []string { return f.must[1:] }

func (f fitbitLabelled) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	at, failed, status := t.Index(f.label), t.Index(f.failed), t.Index(f.status)
	bound := Bind(t, f.columns)
	var c Counts
	for t.Next() {
		if strings.EqualFold(t.Cell(failed), "true") || strings.EqualFold(t.Cell(status), "NO_DATA") {
			c.count(false)
			continue
		}
		night, err := dateLabel(t.Cell(at))
		if err != nil {
			sink.Problem(Problem{t.Pos(at), t.Name(at), err.Error()})
			c.count(false)
			continue
		}
		used, _ := ReadCells(t, bound, night, fitbitSource, "", sink)
		c.count(used > 0)
	}
	return tableEnd(t, c, sink)
}

// fitbitTemperatureTable reads daily_sleep_temperature_derivations.csv: skin
// temperature of the night and its difference from the own baseline, the median
// of thirty nights, in degrees Celsius. The baseline is NaN until there are
// thirty.
var fitbitTemperatureTable Importer = fitbitDerivations{fitbitTable{
	name:    "fitbit.temperature_table",
	must:    []string{"timestamp", "nightly temperature celsius"},
	columns: []Column{{Names: []string{"nightly temperature celsius"}, Metric: "skin_temp"}},
}}

type fitbitDerivations struct{ fitbitTable }

func (f fitbitDerivations) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	at, from := t.Index("timestamp"), t.Index("data source")
	nightly, baseline := t.Index("nightly temperature celsius"), t.Index("baseline temperature celsius")
	bound := Bind(t, f.columns)
	var c Counts
	for t.Next() {
		if strings.HasSuffix(t.Cell(from), "Health Connect") || Missing(t.Cell(at)) {
			c.count(false)
			continue
		}
		night, err := dateLabel(t.Cell(at))
		if err != nil {
			sink.Problem(Problem{t.Pos(at), t.Name(at), err.Error()})
			c.count(false)
			continue
		}
		used, _ := ReadCells(t, bound, night, fitbitSource, "", sink)
		c.count(used > 0)
		warm, err := t.Number(t.Cell(nightly))
		base, err2 := t.Number(t.Cell(baseline))
		if used == 0 || err != nil || err2 != nil || base == 0 {
			continue
		}
		emitComputed(Record{Night: night, Metric: "skin_temp_deviation", Value: rounded(warm-base, 6), Raw: t.Cell(nightly) + "-" + t.Cell(baseline), RawUnit: "degC",
			Source: fitbitSource, Pos: t.Pos(nightly)}, t.Name(nightly), sink)
	}
	return tableEnd(t, c, sink)
}

// rounded takes off what a difference of two decimal numbers leaves behind.
func rounded(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}
