package own

import (
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// suggestedMetrics are what columns of people's own tables are called, the more
// telling words first.
var suggestedMetrics = []struct {
	metric string
	words  []string
}{
	{"", []string{"debt", "need", "goal", "target", "average", "avg7", "7-day", "weekly", "baseline"}}, // of no one night
	{"hrv_rmssd", []string{"rmssd"}},
	{"hrv_sdnn", []string{"sdnn"}},
	{"hrv_unknown", []string{"hrv", "hfv", "vfc", "variability"}},
	{"resting_hr", []string{"rhr", "resting", "ruhepuls", "lowest heart", "min hr"}},
	{"respiratory_rate", []string{"respiratory", "respiration", "breath", "breathing", "atemfrequenz"}},
	{"spo2", []string{"spo2", "oxygen", "sauerstoff"}},
	{"skin_temp", []string{"temperature", "temp", "temperatur"}},
	{"sleep_efficiency", []string{"efficiency", "effizienz"}},
	{"sleep_score", []string{"sleep score", "score"}},
	{"readiness_score", []string{"readiness", "recovery"}},
	{"sleep_quality", []string{"quality", "qualitat"}},
	{"deep", []string{"deep", "tief", "tiefschlaf"}},
	{"rem", []string{"rem"}},
	{"light", []string{"light", "leicht", "leichtschlaf"}},
	{"awakenings", []string{"awakenings", "wakeups", "times awake"}},
	{"waso", []string{"waso", "awake", "wach"}},
	{"tib", []string{"tib", "in bed", "im bett"}},
	{"sol", []string{"sol", "latency", "to fall asleep", "einschlafdauer"}},
	{"bedtime", []string{"bedtime", "fell asleep", "asleep at", "sleep start", "eingeschlafen"}},
	{"waketime", []string{"wake", "waketime", "wake time", "woke", "sleep end", "aufgewacht"}},
	{"tst", []string{"tst", "asleep", "sleep", "slept", "schlaf", "schlafdauer", "sommeil", "sueno"}},
	{"steps", []string{"steps", "schritte"}},
	{"alcohol", []string{"alcohol", "alkohol"}},
	{"caffeine", []string{"caffeine", "coffee", "koffein"}},
	{"stress", []string{"stress"}},
	{"anxiety", []string{"anxiety", "worry", "angst"}},
}

// suggestColumn says what a column could be; ok is false where its name says
// nothing or its cells cannot be that.
func suggestColumn(t *importers.Table, name string, cells []string) (c MappedColumn, m record.Metric, ok bool) {
	short, rated := importers.SplitNameRange(name)
	m, ok = suggestMetric(short)
	if !ok || len(cells) == 0 || strings.Contains(name, "%") && m.Unit != "%" {
		return c, m, false
	}
	c = MappedColumn{From: name, Metric: m.ID}
	if m.Clock {
		return c, m, !slices.ContainsFunc(cells, func(cell string) bool { return !strings.Contains(cell, ":") })
	}
	if m.Unit == "min" && strings.Contains(cells[0], ":") {
		c.Unit = hoursAndMinutes
		return c, m, true
	}
	var values []float64
	for _, cell := range cells {
		if share, ok := (importers.BoundColumn{Measure: m}).Percent(cell); ok {
			cell = share
		}
		if v, err := t.Number(cell); err == nil {
			values = append(values, v)
		}
	}
	if 2*len(values) < len(cells) {
		return c, m, false
	}
	slices.Sort(values)
	if m.Unit == importers.RatingUnit {
		c.Rated, ok = suggestRated(rated, values[0], values[len(values)-1])
		if c.Best = "high"; m.Wished == record.Down {
			c.Best = "low"
		}
		return c, m, ok
	}
	c.Unit, m, ok = suggestUnit(m, name, values[len(values)/2])
	c.Metric = m.ID
	return c, m, ok
}

func suggestMetric(name string) (record.Metric, bool) {
	if id, ok := importers.ItemID(name); ok {
		return record.MetricByID(id)
	}
	for _, s := range suggestedMetrics {
		if soundsLike(name, s.words...) {
			return record.MetricByID(s.metric)
		}
	}
	return record.Metric{}, false
}

// suggestRated returns the range in a column's name, else the smallest of the usual
// ones that holds its lowest and highest value.
func suggestRated(rated string, lowest, highest float64) (string, bool) {
	usual := []string{"1-3", "1-4", "1-5", "1-6", "1-7", "0-3", "0-4", "0-5", "0-10", "0-100"}
	if rated != "" {
		usual = []string{rated}
	}
	i := slices.IndexFunc(usual, func(r string) bool {
		low, high, _ := importers.RatingRange(r)
		return lowest >= low && highest <= high
	})
	if i < 0 {
		return "", false
	}
	return usual[i], true
}

// suggestUnit returns the unit in the name's brackets, else the one in which the
// middle value of the column is what a night could have.
func suggestUnit(m record.Metric, name string, middle float64) (string, record.Metric, bool) {
	if _, after, found := strings.Cut(strings.ReplaceAll(name, "[", "("), "("); found {
		unit := strings.TrimRight(strings.TrimSpace(after), ")] ")
		if _, err := importers.Convert(m, unit, 1); err == nil {
			return importers.UnitID(unit), m, true
		}
	}
	if m.ID == "skin_temp" && middle > -8 && middle < 8 {
		m, _ = record.MetricByID("skin_temp_deviation")
	}
	units := map[string][]string{
		"min":  {"h", "min", "s"},
		"%":    {"pct1", "%"},
		"degC": {"degC", "F"},
	}[m.Unit]
	if units == nil {
		units = []string{m.Unit}
	}
	for _, unit := range units {
		v, err := importers.Convert(m, unit, middle)
		// What a night could have, in hours only where it is some: 7 may be minutes of
		// lying awake.
		if err == nil && v >= m.SoftLow && v <= m.SoftHigh && (unit != "h" || m.SoftLow > 0 && middle < 24) {
			return unit, m, true
		}
	}
	return "", m, false
}
