package fitbit

import (
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// More of Fitbit's and Google's tables of one row a day, read like those of
// daily.go: the timestamp is a date label, Z or not, and names the night.
// Headers of Google's own tables (daily_*.csv) are those of their readme files.
//
// HRVTable is Google's twin of the daily HRV summary. Breathing,
// BreathingTable and BreathingSleep are breaths per minute of the
// night. SpO2 and SpO2Table are the mean of the night in percent.
// ReadinessOld (to 2024) and Readiness are scores from 0 to 100.
var (
	HRVTable       importers.Importer = table("fitbit.hrv_daily_table", "average heart rate variability milliseconds", "hrv_rmssd")
	Breathing      importers.Importer = table("fitbit.respiratory_rate", "daily_respiratory_rate", "respiratory_rate")
	BreathingTable importers.Importer = table("fitbit.respiratory_rate_table", "breaths per minute", "respiratory_rate")
	BreathingSleep importers.Importer = table("fitbit.respiratory_rate_sleep", "full_sleep_breathing_rate", "respiratory_rate")
	SpO2           importers.Importer = table("fitbit.spo2", "average_value", "spo2", "lower_bound", "upper_bound")
	SpO2Table      importers.Importer = table("fitbit.spo2_table", "average percentage", "spo2")
	Readiness      importers.Importer = table("fitbit.readiness_table", "score", "readiness_score", "readiness level")
	ReadinessOld   importers.Importer = importers.NightTable{
		Format:  importers.Format{ID: "fitbit.readiness", Columns: importers.Names("readiness_score_value")},
		Source:  source,
		Date:    "date",
		Columns: []importers.Column{{Names: []string{"readiness_score_value"}, Metric: "readiness_score"}},
	}
	Stress importers.Importer = importers.NightTable{
		Format:  importers.Format{ID: "fitbit.stress_score", Columns: importers.Names("STRESS_SCORE")},
		Source:  source,
		Date:    "DATE",
		Columns: []importers.Column{{Names: []string{"STRESS_SCORE"}, Metric: "stress_score"}},
		Skip:    noScore,
	}
)

// noScore tells whether there was nothing to calculate. Fitbit's stress
// score is made in the morning from the night, and stands on that night.
func noScore(t *importers.Table) bool {
	return strings.EqualFold(t.Cell(t.Index("CALCULATION_FAILED")), "true") || strings.EqualFold(t.Cell(t.Index("STATUS")), "NO_DATA")
}

// TemperatureTable reads daily_sleep_temperature_derivations.csv: skin
// temperature of the night and its difference from the own baseline, the median
// of thirty nights, in degrees Celsius. The baseline is NaN until there are
// thirty.
var TemperatureTable importers.Importer = derivations()

func derivations() importers.NightTable {
	n := table("fitbit.temperature_table", "nightly temperature celsius", "skin_temp")
	n.More = deviation
	return n
}

// deviation emits the difference from the baseline.
func deviation(t *importers.Table, sink importers.Sink) func(record.Date) bool {
	nightly, baseline := t.Index("nightly temperature celsius"), t.Index("baseline temperature celsius")
	skin, _ := record.MetricByID("skin_temp")
	return func(night record.Date) bool {
		warm, err := t.Number(t.Cell(nightly))
		base, err2 := t.Number(t.Cell(baseline))
		if err != nil || err2 != nil || base == 0 || importers.CheckLimits(skin, warm) != nil {
			return false
		}
		return importers.EmitComputed(record.Record{Night: night, Metric: "skin_temp_deviation", Value: importers.Rounded(warm-base, 6), Raw: t.Cell(nightly) + "-" + t.Cell(baseline), RawUnit: "degC",
			Source: source, Pos: t.Pos(nightly)}, t.Name(nightly), sink)
	}
}
