package importers

import (
	"strings"

	"nof1/importers/record"
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
	fitbitHRVTable       Importer = fitbitTable("fitbit.hrv_daily_table", "average heart rate variability milliseconds", "hrv_rmssd")
	fitbitBreathing      Importer = fitbitTable("fitbit.respiratory_rate", "daily_respiratory_rate", "respiratory_rate")
	fitbitBreathingTable Importer = fitbitTable("fitbit.respiratory_rate_table", "breaths per minute", "respiratory_rate")
	fitbitBreathingSleep Importer = fitbitTable("fitbit.respiratory_rate_sleep", "full_sleep_breathing_rate", "respiratory_rate")
	fitbitSpO2           Importer = fitbitTable("fitbit.spo2", "average_value", "spo2", "lower_bound", "upper_bound")
	fitbitSpO2Table      Importer = fitbitTable("fitbit.spo2_table", "average percentage", "spo2")
	fitbitReadiness      Importer = fitbitTable("fitbit.readiness_table", "score", "readiness_score", "readiness level")
	fitbitReadinessOld   Importer = nightTable{
		name:    "fitbit.readiness",
		source:  fitbitSource,
		wants:   []string{"readiness_score_value"},
		date:    "date",
		columns: []Column{{Names: []string{"readiness_score_value"}, Metric: "readiness_score"}},
	}
	fitbitStress Importer = nightTable{
		name:    "fitbit.stress_score",
		source:  fitbitSource,
		wants:   []string{"STRESS_SCORE"},
		date:    "DATE",
		columns: []Column{{Names: []string{"STRESS_SCORE"}, Metric: "stress_score"}},
		skip:    fitbitNoScore,
	}
)

// fitbitNoScore tells whether there was nothing to calculate. Fitbit's stress
// score is made in the morning from the night, and stands on that night.
func fitbitNoScore(t *Table) bool {
	return strings.EqualFold(t.Cell(t.Index("CALCULATION_FAILED")), "true") || strings.EqualFold(t.Cell(t.Index("STATUS")), "NO_DATA")
}

// fitbitTemperatureTable reads daily_sleep_temperature_derivations.csv: skin
// temperature of the night and its difference from the own baseline, the median
// of thirty nights, in degrees Celsius. The baseline is NaN until there are
// thirty.
var fitbitTemperatureTable Importer = fitbitDerivations()

func fitbitDerivations() nightTable {
	n := fitbitTable("fitbit.temperature_table", "nightly temperature celsius", "skin_temp")
	n.more = fitbitDeviation
	return n
}

// fitbitDeviation emits the difference from the baseline.
func fitbitDeviation(t *Table, sink Sink) func(record.Date) bool {
	nightly, baseline := t.Index("nightly temperature celsius"), t.Index("baseline temperature celsius")
	skin, _ := record.MetricByID("skin_temp")
	return func(night record.Date) bool {
		warm, err := t.Number(t.Cell(nightly))
		base, err2 := t.Number(t.Cell(baseline))
		if err != nil || err2 != nil || base == 0 || CheckLimits(skin, warm) != nil {
			return false
		}
		return emitComputed(record.Record{Night: night, Metric: "skin_temp_deviation", Value: rounded(warm-base, 6), Raw: t.Cell(nightly) + "-" + t.Cell(baseline), RawUnit: "degC",
			Source: fitbitSource, Pos: t.Pos(nightly)}, t.Name(nightly), sink)
	}
}
