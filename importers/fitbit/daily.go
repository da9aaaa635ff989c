package fitbit

import (
	"strings"

	"nof1/importers"
	"nof1/importers/intraday"
	"nof1/importers/record"
)

// SleepScore reads sleep_score.csv. Its timestamp ends in Z and yet is the local
// time of waking, so its date is that of waking. Only overall_score means the same in
// all years.
//
// HRVDaily reads "Daily Heart Rate Variability Summary": RMSSD (ms) of the main sleep.
// nremhr is the heart rate of one sleep stage and is not read. HRVTable is Google's
// twin of it.
//
// RestingHRTable reads daily_resting_heart_rate.csv, which Fitbit smooths over days.
//
// Breathing, BreathingTable and BreathingSleep read breaths per minute of the night.
// SpO2 and SpO2Table read the mean of the night in percent. ReadinessOld (to 2024)
// and Readiness read scores from 0 to 100. Stress reads a score that is made in the
// morning from the night.
//
// TemperatureTable reads daily_sleep_temperature_derivations.csv: skin temperature of
// the night in degrees Celsius and its difference from the own baseline, which is the
// median of thirty nights and NaN until there are thirty.
//
// Headers of Google's own tables (daily_*.csv) are those of their readme files.
var (
	SleepScore       importers.Importer = scores{Rows: importers.Rows{Format: sleepScores.Format}}
	HRVDaily         importers.Importer = table("fitbit.hrv_daily", "rmssd", "hrv_rmssd", "nremhr")
	HRVTable         importers.Importer = table("fitbit.hrv_daily_table", "average heart rate variability milliseconds", "hrv_rmssd")
	RestingHRTable   importers.Importer = restingHRs()
	Breathing        importers.Importer = table("fitbit.respiratory_rate", "daily_respiratory_rate", "respiratory_rate")
	BreathingTable   importers.Importer = table("fitbit.respiratory_rate_table", "breaths per minute", "respiratory_rate")
	BreathingSleep   importers.Importer = table("fitbit.respiratory_rate_sleep", "full_sleep_breathing_rate", "respiratory_rate")
	SpO2             importers.Importer = table("fitbit.spo2", "average_value", "spo2", "lower_bound", "upper_bound")
	SpO2Table        importers.Importer = table("fitbit.spo2_table", "average percentage", "spo2")
	Readiness        importers.Importer = table("fitbit.readiness_table", "score", "readiness_score", "readiness level")
	TemperatureTable importers.Importer = derivations()

	ReadinessOld importers.Importer = importers.NightTable{
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

// table returns the importer of a table whose timestamp names the night and of which
// one column is read. The header cells beside it are there to identify the table.
func table(name, column, metric string, beside ...string) importers.NightTable {
	return importers.NightTable{
		Format:  importers.Format{ID: name, Columns: importers.Names(append([]string{"timestamp", column}, beside...)...)},
		Source:  source,
		Date:    "timestamp",
		Columns: []importers.Column{{Names: []string{column}, Metric: metric}},
		Skip:    elsewhere,
	}
}

func restingHRs() importers.NightTable {
	n := table("fitbit.resting_hr_table", "beats per minute", "resting_hr")
	n.File = "resting" // minute-by-minute heart rate has the same header
	return n
}

// elsewhere reports whether a row has no date, or a value that came from another
// device by way of Health Connect.
func elsewhere(t *importers.Table) bool {
	return importers.Missing(t.Cell(t.Index("timestamp"))) || strings.HasSuffix(t.Cell(t.Index("data source")), intraday.ForeignOrigin)
}

// noScore reports whether a row of stress scores has none.
func noScore(t *importers.Table) bool {
	return strings.EqualFold(t.Cell(t.Index("CALCULATION_FAILED")), "true") || strings.EqualFold(t.Cell(t.Index("STATUS")), "NO_DATA")
}

func derivations() importers.NightTable {
	n := table("fitbit.temperature_table", "nightly temperature celsius", "skin_temp")
	n.More = deviation
	return n
}

// deviation emits the difference from the baseline.
func deviation(t *importers.Table, sink importers.Sink) func(record.Date) bool {
	nightly, baseline := t.Index("nightly temperature celsius"), t.Index("baseline temperature celsius")
	return func(night record.Date) bool {
		warm, ok := t.Value(nightly)
		base, known := t.Value(baseline)
		if !ok || !known || base == 0 || !importers.Fits("skin_temp", warm) {
			return false
		}
		return t.Emit(record.Record{Night: night, Metric: "skin_temp_deviation", Value: importers.Rounded(warm-base, 6),
			Raw: t.Cell(nightly) + "-" + t.Cell(baseline), RawUnit: "degC", Source: source}, nightly, sink)
	}
}
