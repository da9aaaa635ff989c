package importers

import "strings"

// setAside are files vendors put into their exports that hold no night, or what
// another file of the same export says better: their owner learns that nothing
// is missing. They are no formats, for nothing of them is ever read.
var setAside = []struct {
	wants []string // header texts or JSON keys that tell the file
	named string   // part of its name in lower case, "" where the header is enough
	why   string
}{
	// Fitbit and Google.
	{[]string{"dateTime", "bpm", "confidence"}, "", "heart rates of every few seconds: not needed, resting_heart_rate-*.json is read"},
	{[]string{"timestamp", "bucket_values"}, "", "a histogram of heart rate variability: not needed, its summary and its details are read"},
	{[]string{"timestamp", "value"}, "spo2", "blood oxygen of every minute: not needed, Daily SpO2 is read"},
	{[]string{"recorded_time", "temperature", "sensor_type"}, "", "temperatures of every minute: not needed, Computed Temperature is read"},
	// Oura.
	{[]string{"heart_rate", "bpm", "timestamp_unix"}, "", "heart rates all day long: not needed, the sleeps hold those of the night"},
	{[]string{"timestamp", "skin_temp"}, "", "skin temperatures all day long: not needed, readiness holds that of the night"},
	{[]string{"day", "day_summary", "stress_high"}, "", "minutes of stress by day: not a measurement of the night"},
	{[]string{"day", "contributors", "level"}, "", "levels without a number: not a measurement of the night"},
	{[]string{"day", "optimal_bedtime", "recommendation"}, "", "advice on bedtimes: not a measurement of the night"},
	{[]string{"activity", "calories", "start_datetime", "end_datetime"}, "", "workouts: not a measurement of the night"},
	// Garmin.
	{[]string{"", "Stress"}, "", "stress of the whole day: not a measurement of the night"},
	{[]string{"", "Actual", "Goal"}, "", "a daily goal the file does not name: not a measurement of the night"},
	{[]string{"summarizedActivitiesExport"}, "", "activities: not a measurement of the night"},
	{[]string{"dailySleepDTO"}, "", "a dump of Garmin Connect's own interface: ask Garmin for the account export, or write its nights to a CSV"},
}

// notNeeded says why a file is set aside, "" for any other.
func notNeeded(h Head) string {
	switch text := strings.TrimSpace(h.Text); {
	case strings.EqualFold(text, "no data"):
		return "the file says no data"
	case h.JSON && strings.Trim(text, "[]{} \t\n") == "":
		return "an empty list"
	}
	for _, s := range setAside {
		if (Format{Columns: Names(s.wants...), File: s.named}).Identify(h) {
			return s.why
		}
	}
	return ""
}
