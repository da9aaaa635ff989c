package intraday

import (
	"errors"
	"fmt"
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

// sleepJSON is one main sleep in the form of sleep-*.json.
func sleepJSON(id int, date, from, to string) string {
	return fmt.Sprintf(`[{"logId":%d,"dateOfSleep":"%s","startTime":"%s","endTime":"%s","duration":27000000,"minutesToFallAsleep":0,
"minutesAsleep":440,"minutesAwake":10,"minutesAfterWakeup":0,"timeInBed":450,"efficiency":97,
"type":"classic","infoCode":0,"logType":"auto_detected","levels":{},"mainSleep":true}]`, id, date, from, to)
}

// rates writes a heart rate every five minutes, one higher each time than the
// time before, row being given the instant.
func rates(from string, n, first int, row func(at time.Time, rate int) string) string {
	at, err := time.Parse(time.RFC3339, from)
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(row(at.Add(time.Duration(i)*5*time.Minute), first+i) + "\n")
	}
	return b.String()
}

func rateRow(at time.Time, rate int) string {
	return at.UTC().Format(time.RFC3339) + "," + fmt.Sprint(rate) + ",Fitbit"
}

// The night of the 2nd is 23:00 to 06:30 in Berlin, 22:00 to 05:30 UTC, and its
// heart rates are in two files, one of them twice under two names: 90 rates
// from 40 to 129, mean 84.5. Those before and after, and those of another device,
// are not of it.
func TestHeartRatesAsleep(t *testing.T) {
	const header = "timestamp,beats per minute,data source\n"
	first := header + rates("2031-03-01T20:00:00Z", 24, 150, rateRow) + // awake
		rates("2031-03-01T22:00:00Z", 24, 40, rateRow)
	second := header + rates("2031-03-02T00:00:00Z", 66, 64, rateRow) + rates("2031-03-02T05:30:00Z", 5, 150, rateRow) +
		"2031-03-02T01:00:00Z,200,Ring Health Connect\n"
	tree := fixture.Files{
		"sleep-2031-03-01.json":           sleepJSON(1, "2031-03-02", "2031-03-01T23:00:00.000", "2031-03-02T06:30:00.000"),
		"heart_rate_2031-03-01.csv":       first,
		"heart_rate_2031-03-02.csv":       second,
		"heart_rate_2031-03-02 (1).csv":   second,
		"daily_resting_heart_rate_31.csv": header + "2031-03-02T00:00:00Z,51,Fitbit\n",
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats(), Zone: importertest.Berlin(t)})
	if err != nil {
		t.Fatal(err)
	}
	var got []record.Record
	for _, r := range res.Records {
		if r.Metric == "sleep_hr" {
			got = append(got, r)
		}
	}
	want := []record.Record{{Night: record.NewDate(2031, 3, 2), Metric: "sleep_hr", Value: 84.5, Raw: "mean of 90, 40 to 129",
		RawUnit: "bpm", Source: "fitbit", Pos: record.Pos{File: "heart_rate_2031-03-01.csv", Line: 26}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	counts := map[string]record.Counts{}
	for _, in := range res.Inputs {
		if in.Importer == "google.heart_rate" && in.Reason == "" {
			counts[in.Path] = in.Counts
		}
	}
	wantCounts := map[string]record.Counts{"heart_rate_2031-03-01.csv": {Read: 48, Used: 24, Skipped: 24},
		"heart_rate_2031-03-02 (1).csv": {Read: 72, Used: 66, Skipped: 6}}
	if diff := cmp.Diff(wantCounts, counts); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Each vendor's own way of writing the same heart rates.
func TestHeartRateForms(t *testing.T) {
	night := sleepJSON(1, "2031-03-02", "2031-03-01T23:00:00.000", "2031-03-02T06:30:00.000")
	const from = "2031-03-01T22:00:00Z"
	local := func(layout string) func(time.Time, int) string {
		return func(at time.Time, rate int) string {
			return fmt.Sprintf("%s,%d", at.In(importertest.Berlin(t)).Format(layout), rate)
		}
	}
	tests := []struct {
		name  string
		files fixture.Files
		zone  *time.Location
		want  string // Raw, "" for no heart rate asleep
	}{
		{"google", fixture.Files{"sleep-1.json": night, "heart_rate_1.csv": "timestamp,beats per minute,data source\n" +
			rates(from, 90, 40, rateRow)}, importertest.Berlin(t), "mean of 90, 40 to 129"},
		{"google with offsets", fixture.Files{"sleep-1.json": night, "heart_rate_1.csv": "timestamp,beats per minute,data source\n" +
			rates(from, 90, 40, func(at time.Time, rate int) string {
				return at.In(importertest.Berlin(t)).Format(time.RFC3339) + "," + fmt.Sprint(rate) + ".5,Fitbit"
			})}, nil, "mean of 90, 40.5 to 129.5"},
		{"google without a zone", fixture.Files{"sleep-1.json": night, "heart_rate_1.csv": "timestamp,beats per minute,data source\n" +
			rates(from, 90, 40, rateRow)}, nil, ""},
		{"fitabase, one of two people", fixture.Files{"sleep-1.json": night, "heartrate_seconds_merged.csv": "Id,Time,Value\n" +
			rates(from, 90, 40, func(at time.Time, rate int) string { return "17," + local("1/2/2006 3:04:05 PM")(at, rate) }) +
			rates(from, 90, 90, func(at time.Time, rate int) string { return "18," + local("1/2/2006 3:04:05 PM")(at, rate) })}, nil,
			"mean of 90, 40 to 129"},
		{"fitabase, sleeps by minutes", fixture.Files{"minuteSleep_merged.csv": "Id,date,value,logId\n" +
			minutesAsleep("17", importertest.Berlin(t)), "heartrate_seconds_merged.csv": "Id,Time,Value\n" +
			rates(from, 90, 40, func(at time.Time, rate int) string { return "17," + local("1/2/2006 3:04:05 PM")(at, rate) })}, nil,
			"mean of 90, 40 to 129"},
		{"zepp", fixture.Files{"SLEEP_1.csv": "date,deepSleepTime,shallowSleepTime,wakeTime,start,stop,REMTime,naps\n" +
			"2031-03-02,100,340,10,2031-03-01 22:00:00+0000,2031-03-02 05:30:00+0000,0,\n",
			"HEARTRATE_AUTO_1.csv": "date,time,heartRate\n" + rates(from, 90, 40, local("2006-01-02,15:04"))}, importertest.Berlin(t),
			"mean of 90, 40 to 129"},
		{"oura without its own mean", fixture.Files{"sleep.csv": "average_hrv;bedtime_end;bedtime_start;day;total_sleep_duration;type\n" +
			"50;2031-03-02T06:30:00+01:00;2031-03-01T23:00:00+01:00;2031-03-02;25200;long_sleep\n",
			"heartrate.csv": "timestamp;bpm;source\n" + rates(from, 90, 40, func(at time.Time, rate int) string {
				return at.UTC().Format("2006-01-02T15:04:05.000Z") + ";" + fmt.Sprint(rate) + ";rest"
			})}, importertest.Berlin(t), "mean of 90, 40 to 129"},
		{"too little of the night", fixture.Files{"sleep-1.json": night, "heart_rate_1.csv": "timestamp,beats per minute,data source\n" +
			rates(from, 40, 40, rateRow)}, importertest.Berlin(t), ""},
		{"artefacts", fixture.Files{"sleep-1.json": night, "heart_rate_1.csv": "timestamp,beats per minute,data source\n" +
			rates(from, 90, 200, rateRow)}, importertest.Berlin(t), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			res, err := importers.Read(t.Context(), test.files.FS(), importers.Options{Formats: AllFormats(), Zone: test.zone, Participant: ""})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range res.Records {
				if r.Metric == "sleep_hr" {
					got += r.Raw
				}
			}
			if got != test.want {
				t.Errorf("heart rate asleep %q, want %q: %+v", got, test.want, res.Inputs)
			}
		})
	}
}

func minutesAsleep(id string, zone *time.Location) string {
	var b strings.Builder
	at := time.Date(2031, 3, 1, 23, 0, 0, 0, zone)
	for i := range 450 {
		fmt.Fprintf(&b, "%s,%s,1,1\n", id, at.Add(time.Duration(i)*time.Minute).Format("1/2/2006 3:04:05 PM"))
	}
	return b.String()
}

// Heart rates alone, or beside the device's own means, are refused with advice.
func TestHeartRatesRefused(t *testing.T) {
	const stream = "timestamp;bpm;source\n2031-03-01T23:00:00.000Z;50;rest\n"
	const own = "average_heart_rate;average_hrv;bedtime_end;bedtime_start;day;total_sleep_duration;type\n" +
		"51;50;2031-03-02T06:30:00+01:00;2031-03-01T23:00:00+01:00;2031-03-02;25200;long_sleep\n"
	tests := []struct {
		files fixture.Files
		want  error
	}{
		{fixture.Files{"heartrate.csv": stream}, errNoSleeps},
		{fixture.Files{"heartrate.csv": stream,
			"sleep-1.json": sleepJSON(1, "2031-03-02", "2031-03-01T23:00:00.000", "2031-03-02T06:30:00.000")}, errNoSleeps},
		{fixture.Files{"heartrate.csv": stream, "sleep.csv": own}, errHaveRates},
	}
	for _, test := range tests {
		res, err := importers.Read(t.Context(), test.files.FS(), importers.Options{Formats: AllFormats(), Zone: importertest.Berlin(t)})
		if err != nil && !errors.Is(err, importers.ErrNothingUsable) {
			t.Fatal(err)
		}
		if got := importertest.Input(t, res, "oura.heart_rate").Reason; got != test.want.Error() {
			t.Errorf("reason %q, want %q", got, test.want)
		}
	}
}

// bothReaders reads a text plainly and with the full reader alone, and returns
// the file as the plain reader left it.
func bothReaders(t *testing.T, form *Form, text string, zone *time.Location, block int) *file {
	t.Helper()
	read := func(tableAlone bool) (*file, string) {
		run := &run{windows: testWindows}
		src := importers.SourceFromBytes("f", []byte(text))
		src.Zone = zone
		var c importers.Collector
		f := newFile(form, run, src, &c)
		f.onlyTableReading, f.block = tableAlone, block
		counts, err := f.read()
		return f, fmt.Sprintf("%+v %v\n%+v\n%+v\n%+v", counts, err, f.sums, c.Problems, *src.Damage)
	}
	plain, got := read(false)
	_, want := read(true)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q: the plain reader differs from the full one (-full +plain)\n%s", text, diff)
	}
	return plain
}

// testWindows are sleeps on and around 2031-03-01, one of them by day.
var testWindows = func() (w []sleepWindow) {
	day := int64(record.NewDate(2031, 3, 1)) * record.SecondsPerDay
	for _, hours := range [][2]int64{{-25, -17}, {-2, 6}, {11, 15}, {22, 30}} {
		w = append(w, sleepWindow{from: day + hours[0]*3600, to: day + hours[1]*3600})
	}
	return w
}()

// heartRateForms returns the formats of every vendor's heart rates.
func heartRateForms() (forms []*HeartRates) {
	for _, imp := range AllFormats() {
		if h, ok := imp.(*HeartRates); ok {
			forms = append(forms, h)
		}
	}
	return forms
}

// The rows are read plainly or not, and either way as the full reader does.
func TestHeartRateReaders(t *testing.T) {
	const header = "timestamp,beats per minute,data source\n"
	tests := []struct {
		rows string
		used int
		slow int // rows that were not plain
	}{
		{"2031-03-01T01:00:00Z,61,Fitbit\n2031-03-01 01:00:00+0000,61.25,Fitbit\r\n2031-03-01T01:00:00.123+00:00,61,\n" +
			"2031-03-01T01:00:00Z,61\n", 4, 0},
		{"2031-03-01T01:00:00+01:00,61,Fitbit\n2031-03-01T12:00:00Z,61,Fitbit", 2, 1},
		{"\"2031-03-01T01:00:00Z\",61,Fitbit\n2031-03-01T01:00:00Z,61,\"a\nb\"\n2031-03-01T01:00:00Z,61,Fitbit\n", 3, 2},
		{"2031-03-01T01:00:00Z,61,Fitb\u00eft\n2031-03-01T01:00:00Z,61,X Health Connect\n", 1, 1},
		{"2031-03-01T01:00:00Z,61", 0, 1},                                            // cut
		{"2031-03-01T01:00:00Z,61,Fitbit\r2031-03-01T01:00:00Z,61,Fitbit\r\n", 2, 1}, // bare carriage return
		{"2031-02-29T01:00:00Z,61,a\n2031-03-01T24:00:00Z,61,a\n2031-03-01T01:00:60Z,61,a\n1969-03-01T01:00:00Z,61,a\n", 0, 4},
		{"2031-03-01T01:00:00Z,0,a\n2031-03-01T01:00:00Z,255,a\n2031-03-01T01:00:00Z,1000,a\n2031-03-01T01:00:00Z,61.,a\n" +
			"2031-03-01T01:00:00Z,61.2345,a\n", 2, 3},
		{"\n ,,\n2031-03-01T01:00:00Z,61,a,b\n2031-03-01T01:00:00Z, 61,a\n2031-03-01T01:00:00Z,,a\n", 1, 4},
	}
	for _, test := range tests {
		f := bothReaders(t, heartRateForms()[0].form, header+test.rows, importertest.Berlin(t), blockSize)
		if f.counts.Used != test.used || f.slowRows != test.slow {
			t.Errorf("%q: %+v, %d rows not plain, want %d used and %d", test.rows, f.counts, f.slowRows, test.used, test.slow)
		}
	}
}

// Blocks end within rows, rows are longer than blocks, and files hold nothing but
// rows that are not plain.
func TestHeartRateBlocks(t *testing.T) {
	const header = "timestamp,beats per minute,data source\n"
	var many strings.Builder
	for i := range 3 * blockSize / 40 {
		fmt.Fprintf(&many, "2031-03-%02dT%02d:%02d:%02dZ,%d,Fitbit\n", 1+i%2, i%24, i%60, i%59, 50+i%40)
	}
	var stream strings.Builder // rows that repeat the one before, and some that do not
	at := time.Date(2031, 2, 28, 22, 0, 0, 0, time.UTC)
	for i := range 3 * blockSize / 30 {
		origin := map[int]string{0: "Fitbit\r", 1: "X Health Connect", 2: "\"Fitbit\"", 3: "Fitbit,", 4: ""}[i%997]
		if i%997 > 4 {
			origin = "Fitbit"
		}
		fmt.Fprintf(&stream, "%s,%d%s,%s\n", at.Add(time.Duration(i)*5*time.Second).Format(time.RFC3339), 40+i%90,
			map[bool]string{true: ".5"}[i%89 == 0], origin)
	}
	long := "2031-03-01T01:00:00Z,61," + strings.Repeat("x", blockSize+7) + "\n"
	quoted := strings.Repeat("\"2031-03-01T01:00:00Z\",61,Fitbit\n", 2*mostSlowRows)
	bad := strings.Repeat("yesterday,61,Fitbit\n", 2*mostSlowRows)
	for _, text := range []string{many.String(), stream.String(), many.String() + long + many.String(), long, quoted + many.String(),
		bad + many.String()} {
		bothReaders(t, heartRateForms()[0].form, "\ufeff"+header+text, importertest.Berlin(t), blockSize)
		f := bothReaders(t, heartRateForms()[0].form, header+text, importertest.Berlin(t), blockSize)
		if f.counts.Used == 0 {
			t.Errorf("nothing used of %.60q", text)
		}
		if f.bad > badRowsShown && len(f.sink.(*importers.Collector).Problems) != badRowsShown+1 {
			t.Errorf("%d problems named, want %d and their number", len(f.sink.(*importers.Collector).Problems), badRowsShown)
		}
	}
}

// heartRateSeeds are rows at the edges of what the plain reader takes.
var heartRateSeeds = []string{
	"2031-03-01T23:59:57Z,61,Fitbit\n2031-03-01T23:59:58Z,62,Fitbit\n2031-03-01T23:59:59Z,6,Fitbit\n2031-03-01T23:59:60Z,100,Fitbit\n" +
		"2031-03-01T23:59:59Z,61,Fitbot\n",
	"2031-03-01T23:59:59Z,61,Fitbit\n", "2031-03-01 23:59:59+0000,61.5,\"a\"\r\n", "17,3/1/2031 11:59:59 PM,61\n",
	"17,3/1/2031 1:59:59 AM,61\n18,x,61",
	"2031-03-01,01:02,61\n", "2031-03-01T01:02:03.000Z;61,5;rest\n", "2031-03-01T01:02:03.000-05:00;61;rest\n",
}

// checkHeartRates holds the plain reader of a form to the full reader.
func checkHeartRates(t *testing.T, h *HeartRates, text string, zone *time.Location) {
	delimiter := ","
	if h.form.Source == "oura" {
		delimiter = ";"
	}
	header := strings.Join(h.Wants(), delimiter)
	for _, last := range []string{"", delimiter + "source"} {
		bothReaders(t, h.form, header+last+"\n"+text, zone, 2*importers.SniffSize)
	}
	bothReaders(t, h.form, text, zone, 2*importers.SniffSize)
}

// Every form reads the rows at the edges and the fixtures as the full reader.
func TestHeartRateReadersAgree(t *testing.T) {
	zone := importertest.Berlin(t)
	texts := slices.Clone(heartRateSeeds)
	for _, file := range importertest.Fixtures(t, "../*/testdata") {
		texts = append(texts, string(importertest.Fixture(t, file)))
	}
	for _, h := range heartRateForms() {
		for _, text := range texts {
			checkHeartRates(t, h, text, zone)
		}
	}
}

// FuzzHeartRates holds the plain reader to the full one. The first byte chooses the form.
func FuzzHeartRates(f *testing.F) {
	for i, row := range heartRateSeeds {
		f.Add(append([]byte{byte(i)}, row...))
	}
	zone := importertest.Berlin(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 {
			forms := heartRateForms()
			checkHeartRates(t, forms[int(b[0])%len(forms)], string(b[1:]), zone)
		}
	})
}

func BenchmarkHeartRates(b *testing.B) {
	var text strings.Builder
	text.WriteString("timestamp,beats per minute,data source\n")
	at := time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC)
	for i := range 500_000 {
		text.WriteString(rateRow(at.Add(time.Duration(i)*5*time.Second), 50+i%40) + "\n")
	}
	src := importers.SourceFromBytes("heart_rate_1.csv", []byte(text.String()))
	src.Zone = time.UTC
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		f := newFile(heartRateForms()[0].form, &run{windows: testWindows}, src, &importers.Collector{})
		if c, err := f.read(); err != nil || c.Read != 500_000 {
			b.Fatal(c, err)
		}
	}
}
