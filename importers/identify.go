package importers

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"nof1/importers/record"
)

// Claimants returns the importers that claim a head. The user's own mappings go
// first, then the vendors' formats, then our own: a vendor's table may have a
// date and steps, and so look like a diary, but not the other way round.
func Claimants(h Head, mapped, builtIn []Importer) []Importer {
	anyOf := func(Importer) bool { return true }
	vendor := func(imp Importer) bool { return !strings.HasPrefix(imp.Name(), "nof1.") }
	own := func(imp Importer) bool { return !vendor(imp) }
	groups := []struct {
		importers []Importer
		in        func(Importer) bool
	}{{mapped, anyOf}, {builtIn, vendor}, {builtIn, own}}
	for _, group := range groups {
		var claims []Importer
		for _, imp := range group.importers {
			if group.in(imp) && imp.Identify(h) {
				claims = append(claims, imp)
			}
		}
		if claims != nil {
			return claims
		}
	}
	return nil
}

// Nearest returns the importer of whose wanted columns or keys the head has
// most, and those it lacks. Less than half of them is not near, nor is one key
// of a JSON file, as it may be anywhere in it. Of two equally near
// the one that lacks fewer is named, then the first.
func Nearest(h Head, importers []Importer) (name string, missing []string) {
	best := 0
	for _, imp := range importers {
		var lacks []string
		wants := imp.Wants()
		for _, w := range wants {
			if !h.Mentions(w) {
				lacks = append(lacks, w)
			}
		}
		has := len(wants) - len(lacks)
		if 2*has < len(wants) || h.JSON && has < 2 {
			continue
		}
		if has > best || has == best && has > 0 && len(lacks) < len(missing) {
			best, name, missing = has, imp.Name(), lacks
		}
	}
	return name, missing
}

// Mentions reports whether a header cell or JSON key is there.
func (h Head) Mentions(want string) bool {
	if h.JSON {
		return strings.Contains(h.Text, `"`+want+`"`)
	}
	return h.Has(want)
}

// WhyUnclaimed explains why no importer claims a file, with advice for kinds of
// files that are common.
func WhyUnclaimed(h Head) string {
	switch strings.ToLower(path.Ext(h.Base)) {
	case ".xlsx", ".xlsm":
		if h.Magic != "" {
			return "not a workbook that can be read: save it as .xlsx again, without a password"
		}
	case ".xls", ".ods", ".numbers":
		return "a spreadsheet of a kind not read: save it as .xlsx or CSV"
	case ".tar", ".tgz", ".7z", ".rar":
		return "an archive of a kind not read: pack it as zip"
	case ".csv", ".tsv", ".txt", ".json", ".xml":
		if why := notText(h); why != "" {
			return why
		}
	}
	if advice := databaseAdvice(h); advice != "" {
		return advice
	}
	if of := appleBeside(h); of != "" {
		return of
	}
	if MeasuredColumn(h) && ForeignTable(h) {
		return "a table of another kind: name its columns, units and dates under mappings: in the configuration"
	}
	return "no importer knows it"
}

// appleBeside explains a file that Apple's export has beside export.xml, or returns "".
func appleBeside(h Head) string {
	switch {
	case strings.Contains(h.Text, "<ClinicalDocument"):
		return "the clinical copy of an export, which is not read: export.xml of the same archive is"
	case strings.EqualFold(path.Ext(h.Base), ".gpx"):
		return "the route of a workout: nothing of it is used"
	case strings.Contains(h.Text, "\nSample Rate,") && strings.Contains(h.Text, "\nClassification,"):
		return "an electrocardiogram: nothing of it is used"
	}
	return ""
}

// notText explains why a file is not text, or returns "".
func notText(h Head) string {
	first, _, found := strings.Cut(h.Text, "\n")
	switch {
	case h.Magic != "":
		return "it holds bytes that are no text: export it again"
	case !found && len(first) > HeadSize/2 && !h.JSON && !strings.HasPrefix(first, "<"):
		return fmt.Sprintf("its first line is longer than %d kB: not a table", HeadSize>>11)
	}
	return ""
}

// databaseAdvice returns what to do about a database, or "" for any other file.
func databaseAdvice(h Head) string {
	switch {
	case !strings.HasPrefix(h.Magic, "SQLite format 3"):
		return ""
	case strings.HasPrefix(strings.ToLower(h.Base), "garmin"):
		return "GarminDB's database, which is not read: write its tables sleep, hrv and resting_hr to CSV, as in: sqlite3 -header -csv garmin.db 'select * from sleep' > sleep.csv"
	}
	return "a database: write its tables to CSV"
}

// setAside are files vendors put into their exports that hold no night, or what
// another file of the same export says better: their owner learns that nothing
// is missing. They are no formats, for nothing of them is ever read.
var setAside = []struct {
	wants []string // header texts or JSON keys that tell the file
	named string   // part of its name in lower case, "" if the header is enough
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

// notNeeded returns why a file is set aside, or "" for any other.
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

// Refusal recognises a file that must not be used, so that its owner learns what to
// export instead.
type Refusal struct {
	Format
	Titled bool   // the header may be below a title
	Alone  bool   // no other header cells
	Advice string // what to export instead, for the reason of the input
}

// Refuses marks a format that is never read.
func (Refusal) Refuses() {}

// Identify implements [Importer].
func (r Refusal) Identify(h Head) bool {
	if r.Titled && h.Header == nil && !h.JSON {
		_, below, _ := strings.Cut(h.Text, "\n")
		line, _, _ := strings.Cut(below, "\n")
		h.Header = strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(";,\t\"", c) })
	}
	return r.Format.Identify(h) && (!r.Alone || len(h.Header) == len(r.Format.Columns))
}

// Read always refuses, with advice.
func (r Refusal) Read(Source, Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(r.Advice)
}
