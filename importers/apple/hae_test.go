package apple

import (
	"fmt"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// A day's samples in two files are one night.
func TestHAEFilesOfOneNight(t *testing.T) {
	file := func(metrics string) string { return `{"data":{"metrics":[` + metrics + `]}}` }
	item := func(name, units, data string) string {
		return fmt.Sprintf(`{"name":"%s","units":"%s","data":[%s]}`, name, units, data)
	}
	const sample = `{"qty":%s,"date":"%s -0600","source":"W Watch"}`
	tree := fixture.Files{
		"1.json": file(item("sleep_analysis", "hr", `{"startDate":"2031-01-05 22:00:00 -0600","endDate":"2031-01-06 00:00:00 -0600","qty":2,`+
			`"value":"Core","source":"W Watch"}`) + "," +
			item("heart_rate_variability", "ms", fmt.Sprintf(sample, "30", "2031-01-05 23:10:00"))),
		"2.json": file(item("sleep_analysis", "hr", `{"startDate":"2031-01-06 00:00:00 -0600","endDate":"2031-01-06 06:00:00 -0600","qty":6,`+
			`"value":"Deep","source":"W Watch"}`) + "," +
			item("heart_rate_variability", "ms", fmt.Sprintf(sample, "50", "2031-01-06 03:10:00"))),
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"tst 2031-01-06 480 Apple Watch", "hrv_sdnn 2031-01-06 40 Apple Watch"}
	if diff := cmp.Diff(want, valuesOf(&importers.Collector{Records: res.Records}, "tst", "hrv_sdnn")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The zeros of a night whose stages were not told apart are no measurements, in the
// table as in the JSON; those of a staged night are.
func TestHAEUnstaged(t *testing.T) {
	const header = "Date/Time,Sleep Analysis [Total] (hr),Sleep Analysis [Asleep] (hr),Sleep Analysis [Core] (hr)," +
		"Sleep Analysis [Deep] (hr),Sleep Analysis [REM] (hr),Sleep Analysis [Awake] (hr)\n"
	const day = `{"data":{"metrics":[{"name":"sleep_analysis","units":"hr","data":[{"date":"2031-01-06 00:00:00 -0600","totalSleep":%s,` +
		`"asleep":%s,"core":%s,"deep":0,"rem":0,"awake":0,"source":"App"}]}]}}`
	for _, tt := range []struct {
		asleep, core string
		want         []string
	}{
		{"7", "0", []string{"tst 2031-01-06 420"}},
		{"0", "7", []string{"tst 2031-01-06 420", "deep 2031-01-06 0", "waso 2031-01-06 0", "tib 2031-01-06 420"}},
	} {
		table, _ := importertest.Read(t, HAETable, "h.csv", header+"2031-01-06 00:00:00,7,"+tt.asleep+","+tt.core+",0,0,0\n")
		json, _ := importertest.Read(t, HAEJSON, "h.json", fmt.Sprintf(day, "7", tt.asleep, tt.core))
		for form, c := range map[string]*importers.Collector{"table": table, "json": json} {
			for _, metric := range []string{"tst", "deep", "waso", "tib"} {
				got := valuesOf(c, metric)
				for i := range got {
					got[i] = strings.TrimSuffix(strings.TrimSpace(got[i]), " App")
				}
				var want []string
				for _, w := range tt.want {
					if strings.HasPrefix(w, metric+" ") {
						want = append(want, w)
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %s h asleep, %s h core: -want +got:\n%s", form, tt.asleep, tt.core, diff)
				}
			}
		}
	}
}

// Samples may come before the name of their metric, however many there are, and are
// told by their own line; those of metrics not read are passed over.
func TestHAEDataFirst(t *testing.T) {
	heart := strings.Repeat(`{"Avg":70,"date":"2031-01-06 07:00:00 -0600","note":"`+strings.Repeat("x", 2000)+`"},`+"\n",
		importers.MostElement/2000+1)
	text := `{"data":{"metrics":[
{"data":[` + heart + `{"Avg":1}],"name":"heart_rate","units":"bpm"},
 7,
{"data":[{"qty":0.97,"date":"2031-01-06 00:00:00 -0600","source":"W"},
	{"qty":"x","date":"2031-01-07 00:00:00 -0600","source":"W"}
],"units":"%","name":"blood_oxygen_saturation"}, {"units":"ms","data":[{"qty":41,"date":"2031-01-06 00:00:00 -0600","source":"W"}],
"name":"heart_rate_variability"}]}}`
	c, counts := importertest.Read(t, HAEJSON, "h.json", text)
	if counts != (record.Counts{Read: 3, Used: 2, Skipped: 1}) || fixture.Value(t, c.Records, "2031-01-06", "spo2") != 97 ||
		fixture.Value(t, c.Records, "2031-01-06", "hrv_sdnn") != 41 {
		t.Errorf("%+v %+v", counts, c.Records)
	}
	at := importers.MostElement/2000 + 5
	if len(c.Problems) != 1 || c.Problems[0].Pos.Line != at+1 || c.Records[0].Pos.Line != at {
		t.Errorf("record at %v, problems %v, want lines %d and %d", c.Records[0].Pos, c.Problems, at, at+1)
	}
}

// Where rows are hours, those before the sleep may say 0 of it: the first that has
// any counts.
func TestHAEHours(t *testing.T) {
	c, _ := importertest.Read(t, HAETable, "h.csv", "Date/Time,Sleep Analysis [Total] (hr),Sleep Analysis [Core] (hr),"+
		"Sleep Analysis [Deep] (hr),Sleep Analysis [Awake] (hr),Step Count (count)\n"+
		"2031-01-06 05:00:00,0,0,0,0,12\n2031-01-06 07:00:00,7,5.5,1.5,0.5,100\n2031-01-06 08:00:00,0,0,0,0,300\n")
	for metric, want := range map[string]float64{"tst": 420, "light": 330, "deep": 90, "waso": 30, "tib": 450} {
		if got := fixture.Value(t, c.Records, "2031-01-06", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
}

func TestHAEStatus(t *testing.T) {
	for status, want := range map[string]record.Taken{"Taken": record.TakenYes, "TAKEN": record.TakenYes, "Tomado": record.TakenYes,
		"Pris": record.TakenYes, "已服用": record.TakenYes, "Przyjęto": record.TakenYes,
		"Skipped": record.NotTaken, "Omitido": record.NotTaken, "Übersprungen": record.NotTaken, "Not Interacted": record.TakenUnknown,
		"Snoozed": record.TakenUnknown, "Not Logged": record.TakenUnknown} {
		if got, known := importers.HAEStatus(status); got != want || !known {
			t.Errorf("%q: %s, known %v, want %s", status, got, known, want)
		}
	}
	if got, known := importers.HAEStatus("Taken?"); got != record.TakenUnknown || known {
		t.Errorf("a word nobody knows: %s, known %v", got, known)
	}
}
