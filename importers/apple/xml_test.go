package apple

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// xmlOf wraps records in an export.
func xmlOf(records ...string) string {
	return fixture.AppleProlog + strings.Join(records, "\n") + "\n</HealthData>\n"
}

const (
	sdnn    = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
	resting = "HKQuantityTypeIdentifierRestingHeartRate"
)

// sleepXML is a sleep record; times are without their offset, which is +0100.
func sleepXML(source, stage, from, to, zone string) string {
	s := fmt.Sprintf(`<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="%s" startDate="%s +0100" endDate="%s +0100" `+
		`value="HKCategoryValueSleepAnalysis%s"`,
		source, from, to, stage)
	if zone == "" {
		return s + "/>"
	}
	return s + `><MetadataEntry key="HKTimeZone" value="` + zone + `"/></Record>`
}

func valueXML(typ, source, unit, at, value string) string {
	return fmt.Sprintf(`<Record type="%s" sourceName="%s" unit="%s" startDate="%s +0100" endDate="%s +0100" value="%s"/>`,
		typ, source, unit, at, at, value)
}

// valuesOf returns "metric night value" of what a collector has of some metrics.
func valuesOf(c *importers.Collector, metrics ...string) (out []string) {
	for _, r := range c.Records {
		if slices.Contains(metrics, r.Metric) {
			out = append(out, fmt.Sprintf("%s %s %s %s", r.Metric, r.Night, importers.FormatNumber(math.Round(r.Value*1000)/1000), r.Device))
		}
	}
	return out
}

// All times carry the offset of the export: the same summer night has another wall
// clock, and near midnight another date, in the zone it was slept in.
func TestZones(t *testing.T) {
	honolulu, err := time.LoadLocation("Pacific/Honolulu")
	if err != nil {
		t.Fatal(err)
	}
	night := func(zone string) string {
		return xmlOf(sleepXML("Watch", "Asleep", "2031-07-05 23:30:00", "2031-07-06 06:30:00", zone),
			valueXML(resting, "Watch", "count/min", "2031-07-06 23:30:00", "52"))
	}
	tests := []struct {
		name, zone      string
		user            *time.Location
		onset, resting  string
		assumed         bool
		problemContains string
	}{
		{"written on the record", "Europe/Berlin", honolulu, "2031-07-06 00:30", "2031-07-07", false, ""},
		{"named by the user", "", honolulu, "2031-07-05 12:30", "2031-07-06", false, ""},
		{"nowhere", "", nil, "2031-07-05 23:30", "2031-07-06", true, "+01:00, the offset of the day of the export"},
		{"not a zone", "Local", nil, "2031-07-05 23:30", "2031-07-06", true, "--zone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := importers.SourceFromBytes("export.xml", []byte(night(tt.zone)))
			src.Zone = tt.user
			var c importers.Collector
			if _, err := Export.Read(src, &c); err != nil {
				t.Fatal(err)
			}
			if len(c.Sessions) != 1 || c.Sessions[0].Onset.String() != tt.onset {
				t.Errorf("sessions %+v, want onset %s", c.Sessions, tt.onset)
			}
			if got := valuesOf(&c, "resting_hr"); len(got) != 1 || !strings.Contains(got[0], tt.resting) {
				t.Errorf("%v, want the date %s", got, tt.resting)
			}
			if (len(c.Problems) > 0) != tt.assumed || tt.assumed && !strings.Contains(c.Problems[0].Message, tt.problemContains) {
				t.Errorf("problems %v, want one: %v", c.Problems, tt.assumed)
			}
		})
	}
}

// UTC in all rows is the app's way, not the person's zone.
func TestUTC(t *testing.T) {
	c, _ := importertest.Read(t, Simple, "s.csv", "type,sourceName,startDate,endDate,value\nHKCategoryTypeIdentifierSleepAnalysis,W,"+
		"2031-01-06 04:10:00 +0000,2031-01-06 11:40:00 +0000,HKCategoryValueSleepAnalysisAsleep\n")
	if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "UTC") || !strings.Contains(c.Problems[0].Message, "--zone") {
		t.Errorf("problems %v", c.Problems)
	}
}

// Where no sleep says where the person was, the offset written counts, in whatever
// form: steps at five in the morning are of that day, in UTC of the day before.
func TestOffsetAlone(t *testing.T) {
	for _, start := range []string{"2031-03-10 05:00:00 +1000", "2031-03-10 05:00:00+10:00", "2031-03-10T05:00:00+1000"} {
		c, _ := importertest.Read(t, Simple, "s.csv", "type,sourceName,startDate,endDate,value\nHKQuantityTypeIdentifierStepCount,W,"+
			start+","+start+",900\n")
		if got := fixture.NightsOf(c.Records, "steps"); len(got) != 1 || got[0] != "2031-03-11" {
			t.Errorf("%s: steps before the nights %v, want 2031-03-11", start, got)
		}
	}
}

// A row counts as typed in where its children say 1, not where they say 0.
func TestFrameByHand(t *testing.T) {
	for entered, want := range map[string]string{"0": "Apple Watch", "1": "Apple Watch (entered by hand)"} {
		c, _ := importertest.Read(t, Frame, "SleepAnalysis.csv", "source,start,end,value,sub_children\nW Watch,2031-01-06 00:10:00 +0100,"+
			"2031-01-06 07:40:00 +0100,HKCategoryValueSleepAnalysisAsleep,"+
			"\"[{'key': 'HKWasUserEntered', 'value': '"+entered+"'}]\"\n")
		if len(c.Sessions) != 1 || c.Sessions[0].Device != want {
			t.Errorf("entered %s: %+v, want one by %s", entered, c.Sessions, want)
		}
	}
}

// Names that are no zone are not kept without end.
func TestZoneNames(t *testing.T) {
	z := newZones()
	for i := range 5000 {
		z.index([]byte("Nowhere/" + importers.FormatNumber(float64(i))))
	}
	if len(z.byName) > 1000 || z.index([]byte("")) != 0 {
		t.Errorf("%d names kept", len(z.byName))
	}
}

func TestSleep(t *testing.T) {
	const zone = "Europe/Paris"
	at := func(clock string) string { return "2031-01-06 " + clock + ":00" }
	eve := func(clock string) string { return "2031-01-05 " + clock + ":00" }
	tests := []struct {
		name    string
		records []string
		want    []string
	}{
		{"union, not sum", []string{
			sleepXML("W Watch", "AsleepCore", at("00:00"), at("03:00"), zone),
			sleepXML("W Watch", "AsleepCore", at("01:00"), at("04:00"), zone),
			sleepXML("W Watch", "AsleepCore", at("01:00"), at("04:00"), zone),
			sleepXML("W Watch", "AsleepDeep", at("04:00"), at("05:00"), zone),
		}, []string{"tst 2031-01-06 300 Apple Watch", "light 2031-01-06 240 Apple Watch"}},
		{"light written over deep", []string{
			sleepXML("W Watch", "AsleepCore", at("00:00"), at("06:00"), zone),
			sleepXML("W Watch", "AsleepDeep", at("01:00"), at("02:00"), zone),
		}, []string{"tst 2031-01-06 360 Apple Watch", "light 2031-01-06 300 Apple Watch"}},
		{"a watch with stages before a watch without and before apps", []string{
			sleepXML("App", "AsleepCore", eve("22:00"), at("08:00"), zone),
			sleepXML("Old Watch", "AsleepUnspecified", eve("22:00"), at("07:00"), zone),
			sleepXML("New Watch", "AsleepREM", at("00:00"), at("06:00"), zone),
		}, []string{"tst 2031-01-06 360 Apple Watch 2", "light 2031-01-06 0 Apple Watch 2"}},
		{"time in bed alone is no sleep", []string{
			sleepXML("iPhone von Mia", "InBed", eve("23:00"), at("03:00"), zone),
			sleepXML("iPhone von Mia", "InBed", at("03:02"), at("07:00"), zone),
		}, []string{"tib 2031-01-06 478 iPhone"}},
		{"one night in halves, a nap and an evening nap", []string{
			sleepXML("W Watch", "Asleep", eve("23:00"), at("02:00"), zone),
			sleepXML("W Watch", "Asleep", at("03:00"), at("07:00"), zone),
			sleepXML("W Watch", "Asleep", at("13:00"), at("14:30"), zone),
			sleepXML("W Watch", "Asleep", at("19:00"), at("20:00"), zone),
		}, []string{"tib 2031-01-06 480 Apple Watch", "tst 2031-01-06 420 Apple Watch", "waso 2031-01-06 60 Apple Watch"}},
		{"a day sleeper", []string{
			sleepXML("W Watch", "Asleep", at("08:30"), at("16:00"), zone),
		}, []string{"tib 2031-01-06 450 Apple Watch", "tst 2031-01-06 450 Apple Watch"}},
		{"time to fall asleep, by the same source", []string{
			sleepXML("W Watch", "InBed", eve("23:00"), at("07:00"), zone),
			sleepXML("W Watch", "Asleep", eve("23:20"), at("06:50"), zone),
			sleepXML("iPhone", "InBed", eve("21:00"), at("09:00"), zone),
		}, []string{"tib 2031-01-06 480 Apple Watch", "tst 2031-01-06 450 Apple Watch", "sol 2031-01-06 20 Apple Watch"}},
		{"an app called watch is no watch", []string{
			sleepXML("SleepWatch", "AsleepUnspecified", eve("22:00"), at("07:00"), zone),
			sleepXML("App", "AsleepCore", eve("23:00"), at("06:00"), zone),
		}, []string{"tst 2031-01-06 420 App"}},
		{"a long nap with the watch is not the night the app saw", []string{
			sleepXML("W Watch", "AsleepCore", at("14:00"), at("17:30"), zone),
			sleepXML("App", "AsleepUnspecified", eve("23:00"), at("06:00"), zone),
		}, []string{"tst 2031-01-06 420 App"}},
		{"typed in by hand comes last", []string{
			strings.Replace(sleepXML("Health Watch", "Asleep", eve("20:00"), at("09:00"), zone), "</Record>",
				`<MetadataEntry key="HKWasUserEntered" value="1"/></Record>`, 1),
			sleepXML("App", "Asleep", eve("23:00"), at("06:00"), zone),
		}, []string{"tst 2031-01-06 420 App"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := importertest.Read(t, Export, "e.xml", xmlOf(tt.records...))
			var metrics []string
			for _, w := range tt.want {
				metrics = append(metrics, strings.Fields(w)[0])
			}
			if diff := cmp.Diff(tt.want, valuesOf(c, metrics...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(c.Sessions) != 1 {
				t.Errorf("%d sessions, want 1: %+v", len(c.Sessions), c.Sessions)
			}
		})
	}
}

// Each source of HRV is a series, and only samples within the main sleep count.
func TestHRVSources(t *testing.T) {
	at := func(clock string) string { return "2031-01-06 " + clock + ":00" }
	c, _ := importertest.Read(t, Export, "e.xml", xmlOf(
		sleepXML("Mia’s Apple\u00a0Watch", "Asleep", "2031-01-05 23:00:00", at("06:00"), "Europe/Paris"),
		valueXML(sdnn, "Mia’s Apple\u00a0Watch", "ms", at("01:00"), "42.5925"),
		valueXML(sdnn, "Mia&#8217;s Apple Watch", "ms", at("02:00"), "60"),
		valueXML(sdnn, "Mia’s Apple\u00a0Watch", "ms", at("03:00"), "200"),
		valueXML(sdnn, "Mia’s Apple\u00a0Watch", "ms", at("12:00"), "9"),
		valueXML(sdnn, "Ring", "ms", at("01:00"), "33"),
		valueXML(sdnn, "Ring", "ms", at("02:00"), "34"),
	))
	want := []string{"hrv_sdnn 2031-01-06 60 Apple Watch", "hrv_sdnn 2031-01-06 33.5 Ring"}
	if diff := cmp.Diff(want, valuesOf(c, "hrv_sdnn")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if c.Records[len(c.Records)-2].Raw != "median of 3 samples" {
		t.Errorf("raw %q does not tell the number of samples", c.Records[len(c.Records)-2].Raw)
	}
	var messages []string
	for _, p := range c.Problems {
		messages = append(messages, p.Message)
	}
	if all := strings.Join(messages, "\n"); !strings.Contains(all, "2 sources write HRV (Apple Watch, Ring)") ||
		!strings.Contains(all, `"Ring", which is no Apple Watch`) {
		t.Errorf("problems %q", messages)
	}
}

// Where nobody recorded sleep, the medians of the days have a source of their own;
// one sample within a sleep, and there are none.
func TestHRVOfDays(t *testing.T) {
	records := []string{
		valueXML(sdnn, "W Watch", "ms", "2031-01-06 08:00:00", "40"),
		valueXML(sdnn, "W Watch", "ms", "2031-01-06 12:00:00", "60"),
		valueXML(sdnn, "W Watch", "ms", "2031-01-06 23:59:59", "80"),
		valueXML(sdnn, "W Watch", "ms", "2031-01-07 00:00:00", "55"),
	}
	c, _ := importertest.Read(t, Export, "e.xml", xmlOf(records...))
	want := []string{"hrv_sdnn 2031-01-06 60 Apple Watch", "hrv_sdnn 2031-01-07 55 Apple Watch"}
	if diff := cmp.Diff(want, valuesOf(c, "hrv_sdnn")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if r := c.Records[0]; r.Source != "apple-day" || r.Raw != "median of 3 samples of the day" {
		t.Errorf("record %+v", r)
	}
	records = append(records, sleepXML("App", "Asleep", "2031-01-06 23:30:00", "2031-01-07 06:00:00", "Europe/Paris"))
	c, _ = importertest.Read(t, Export, "e.xml", xmlOf(records...))
	want = []string{"hrv_sdnn 2031-01-07 67.5 Apple Watch"}
	if diff := cmp.Diff(want, valuesOf(c, "hrv_sdnn")); diff != "" || c.Records[len(c.Records)-1].Source != "apple" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSamplingBreaks(t *testing.T) {
	counts := func(ns ...int) (out []nightCount) {
		for i, n := range ns {
			out = append(out, nightCount{record.Date(100 + i), n})
		}
		return out
	}
	many := func(n, times int) []int { return slices.Repeat([]int{n}, times) }
	tests := []struct {
		name string
		ns   []int
		want []string
	}{
		{"steady", many(2, 60), nil},
		{"noise", slices.Repeat([]int{1, 3, 2, 4}, 20), nil},
		{"turned on", slices.Concat(many(2, 20), many(30, 20)), []string{"120 2.0 -> 30.0 samples a night"}},
		{"on and off", slices.Concat(many(2, 20), many(30, 20), many(3, 20)),
			[]string{"120 2.0 -> 30.0 samples a night", "140 30.0 -> 3.0 samples a night"}},
		{"one odd night", slices.Concat(many(2, 20), []int{20}, many(2, 20)), nil},
		{"too few nights", slices.Concat(many(2, 3), many(30, 20)), nil},
	}
	for _, tt := range tests {
		var got []string
		for _, b := range samplingBreaks(counts(tt.ns...)) {
			if b.Reason != "sampling" || !slices.Equal(b.Metrics, []string{"hrv_sdnn"}) {
				t.Errorf("%s: %+v", tt.name, b)
			}
			got = append(got, fmt.Sprintf("%d %s", b.Night, b.Detail))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.name, diff)
		}
	}
}

// A new watch and a new major version of its system are breaks, a minor one is
// none.
func TestBreaks(t *testing.T) {
	night := func(day int, version, hardware string) string {
		return fmt.Sprintf(`<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="W Watch" sourceVersion="%s" `+
			`device="&lt;&lt;HKDevice: 0x%d&gt;, model:Watch, hardware:%s, software:%[1]s&gt;" startDate="2031-01-%02[2]d 00:10:00 +0100" `+
			`endDate="2031-01-%02[2]d 07:00:00 +0100" value="HKCategoryValueSleepAnalysisAsleep"/>`, version, day, hardware)
	}
	c, _ := importertest.Read(t, Export, "e.xml", xmlOf(night(3, "10.1", "Watch6,2"), night(4, "10.2", "Watch6,2"),
		night(5, "11.0", "Watch6,2"), night(6, "11.0", "Watch7,4")))
	var got []string
	for _, b := range c.Breaks {
		got = append(got, fmt.Sprintf("%s %s %s %s", b.Night, b.Source, b.Reason, b.Detail))
	}
	slices.Sort(got)
	want := []string{"2031-01-05 apple/Apple Watch firmware watchOS 10 -> watchOS 11",
		"2031-01-06 apple/Apple Watch device Watch6,2 -> Watch7,4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Converters write sleep and HRV to files of their own; the order of the files
// does not matter.
func TestTablesTogether(t *testing.T) {
	const header = "sourceName,sourceVersion,device,type,unit,creationDate,startDate,endDate,value\n"
	tree := fixture.Files{
		"HeartRateVariabilitySDNN.csv": header + "\"W Watch\",\"9\",,\"HeartRateVariabilitySDNN\",\"ms\",2031-01-06 01:00:00 +0100," +
			"2031-01-06 01:00:00 +0100,2031-01-06 01:01:00 +0100,42.5\n",
		"SleepAnalysis.csv": header + "\"W Watch\",\"9\",,\"SleepAnalysis\",,2031-01-06 07:00:00 +0100,2031-01-05 23:00:00 +0100," +
			"2031-01-06 07:00:00 +0100,HKCategoryValueSleepAnalysisAsleep\n",
		"HeartRate.csv": header + "\"W Watch\",\"9\",,\"HeartRate\",\"count/min\",2031-01-06 07:00:00 +0100," +
			"2031-01-05 23:00:00 +0100,2031-01-06 07:00:00 +0100,60\n",
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats(), Zone: time.FixedZone("", 3600)})
	if err != nil {
		t.Fatal(err)
	}
	if got := valuesOf(&importers.Collector{Records: res.Records}, "hrv_sdnn", "tst"); len(got) != 2 {
		t.Errorf("%v, want HRV and sleep of one night", got)
	}
	for _, in := range res.Inputs {
		if unused := in.Path == "HeartRate.csv"; (in.Reason != "") != unused || unused && !strings.Contains(in.Reason, "HeartRate") {
			t.Errorf("%s: reason %q", in.Path, in.Reason)
		}
	}
}
