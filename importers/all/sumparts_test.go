package all

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/apple"
	"nof1/importers/devices"
	"nof1/importers/fitbit"
	"nof1/importers/oura"
	"nof1/importers/record"
	"nof1/importers/sleepapps"
	"nof1/importers/whoop"
	"nof1/importers/zepp"

	"github.com/google/go-cmp/cmp"
)

// A value that is worked out of several cells is given only where all of them can
// be read: what is left of the sum would be a wrong value. The cell is told once, and
// nothing else of the night changes.
func TestSumsOfUnreadableParts(t *testing.T) {
	const (
		withings = "from,to,light (s),deep (s),rem (s),awake (s),wake up,Duration to sleep (s),Duration to wake up (s),Snoring (s),Snoring episodes,Average heart rate,Heart rate (min),Heart rate (max)\n" +
			"2031-03-09T23:26:00+01:00,2031-03-10T07:46:00+01:00,15600,8400,4801,1200,2,422,303,0,0,58,49,81\n"
		z      = "date,deepSleepTime,shallowSleepTime,wakeTime,start,stop,REMTime,naps\n2031-03-09,100,300,10,2031-03-08 22:00:00+0000,2031-03-09 05:50:00+0000,61,\n"
		google = "sleep_id,sleep_start,start_utc_offset,sleep_end,end_utc_offset,minutes_asleep,minutes_in_sleep_period,minutes_awake,minutes_to_fall_asleep,minutes_after_wake_up\n" +
			"1,2031-03-09T22:10:00Z,+01:00,2031-03-10T06:10:00Z,+01:00,440,480,40,11,7\n"
		f     = `[{"logId":1,"dateOfSleep":"2031-03-10","startTime":"2031-03-09T23:10:00.000","endTime":"2031-03-10T07:10:00.000","minutesAsleep":440,"timeInBed":480,"minutesAwake":40,"minutesToFallAsleep":11,"minutesAfterWakeup":7,"mainSleep":true}]`
		hae   = `{"data":{"metrics":[{"name":"sleep_analysis","units":"hr","data":[{"date":"2031-03-10 00:00:00 +0100","sleepStart":"2031-03-09 23:10:00 +0100","sleepEnd":"2031-03-10 07:10:00 +0100","totalSleep":7,"asleep":0,"core":4.25,"deep":1,"rem":1.75,"awake":0.5,"source":"W"}]}]}}`
		table = "Date/Time,Sleep Analysis [Core] (hr),Sleep Analysis [Deep] (hr),Sleep Analysis [Awake] (hr),Step Count (count)\n2031-03-10 00:00:00,5.25,1,0.5,900\n"
		auto  = "ISO8601,fromDate,toDate,bedtime,waketime,inBed,awake,fellAsleepIn,asleep\n,,,2031-03-09 23:00:00,2031-03-10 07:00:00,08:00:00,00:30:00,00:11:00,07:30:00\n"
		droid = "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep,LenAdjust,Geo\n" +
			"\"1931037000000\",\"Europe/Berlin\",\"10. 03. 2031 23:10\",\"11. 03. 2031 7:10\",\"\",\"8.0\",\"4.0\",\"\",\"1\",\"-1\",\"0.1\",\"-1\",\"0.25\",\"-30\",\"\"\n"
		w = "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),In bed duration (min),Nap\n" +
			"2031-03-09 23:10:00,,UTC+01:00,2031-03-09 23:10:00,2031-03-10 07:00:00,440,470,false\n"
		o = "date,Total Sleep Duration,Awake Time,Sleep Latency,Average HRV\n2031-03-10,25200,2400,660,41\n"
	)
	for name, tt := range map[string]struct {
		imp       importers.Importer
		text      string
		good, bad string
		lost      []string // metrics, nil: all
		moved     []string // to what the file says of the night without it
	}{
		"Withings: REM":              {devices.WithingsSleep, withings, "4801", "x", nil, nil},
		"Withings: falling asleep":   {devices.WithingsSleep, withings, "422", "x", []string{"sol", "waso"}, []string{"bedtime"}},
		"Withings: getting up":       {devices.WithingsSleep, withings, "303", "x", []string{"waso"}, []string{"waketime"}},
		"Zepp: REM":                  {zepp.Sleep, z, "61,", "x,", []string{"rem", "light", "tst"}, nil},
		"Zepp: awake":                {zepp.Sleep, z, "300,10,", "300,x,", []string{"waso", "light", "tst"}, nil},
		"Google: falling asleep":     {fitbit.GoogleSleeps, google, "11,7", "x,7", []string{"sol", "waso"}, nil},
		"Google: getting up":         {fitbit.GoogleSleeps, google, "11,7", "11,x", []string{"waso"}, nil},
		"Fitbit: falling asleep":     {fitbit.Sleep, f, `Asleep":11`, `Asleep":"x"`, []string{"sol", "waso"}, nil},
		"Fitbit: too long to fall":   {fitbit.Sleep, f, `Asleep":11`, `Asleep":9000`, []string{"sol", "waso"}, nil},
		"Fitbit: getting up":         {fitbit.Sleep, f, `Wakeup":7`, `Wakeup":"x"`, []string{"waso"}, nil},
		"Health Auto Export: core":   {apple.HAEJSON, hae, "4.25", `"x"`, []string{"light"}, nil},
		"Health Auto Export: no sum": {apple.HAEJSON, strings.Replace(hae, `"totalSleep":7,`, "", 1), "4.25", `"x"`, nil, nil},
		"Health Auto Export: awake":  {apple.HAEJSON, hae, `"awake":0.5`, `"awake":"x"`, []string{"waso", "tib"}, nil},
		"Health Auto Export: table":  {apple.HAETable, table, "5.25", "x", []string{"light", "tst", "tib", "deep", "waso"}, nil},
		"AutoSleep: falling asleep":  {sleepapps.AutoSleep, auto, "00:11:00", "x", []string{"sol", "waso"}, nil},
		"AutoSleep: in bed":          {sleepapps.AutoSleep, auto, "08:00:00", "x", []string{"tib", "waso"}, nil},
		"Sleep as Android: less":     {sleepapps.SleepAsAndroid, droid, "-30", "x", []string{"tst", "deep"}, nil},
		"Oura: too long to fall":     {oura.Trends, o, "660", "66000", []string{"sol", "waso"}, nil},
		"Fitbit: too long in bed":    {fitbit.Sleep, f, `InBed":480`, `InBed":1200`, []string{"tib", "sleep_efficiency"}, nil},
		"WHOOP: too long in bed":     {whoop.Sleeps, w, "470", "1200", []string{"tib", "sleep_efficiency"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(tt.text, tt.good) != 1 {
				t.Fatalf("%q stands %d times in the text", tt.good, strings.Count(tt.text, tt.good))
			}
			want, _ := sumsIn(t, tt.imp, tt.text, nil)
			for _, metric := range append(slices.Clone(tt.lost), tt.moved...) {
				if !slices.ContainsFunc(want, func(v string) bool { return strings.HasPrefix(v, metric+" ") }) {
					t.Errorf("the sound night has no %s: %v", metric, want)
				}
			}
			leave := append(slices.Clone(tt.lost), tt.moved...)
			want = slices.DeleteFunc(want, func(v string) bool {
				metric, _, _ := strings.Cut(v, " ")
				return tt.lost == nil || slices.Contains(leave, metric)
			})
			got, problems := sumsIn(t, tt.imp, strings.Replace(tt.text, tt.good, tt.bad, 1), tt.moved)
			if diff := cmp.Diff(want, got, cmp.Transformer("nil", func(x []string) []string { return slices.Concat([]string{}, x) })); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(problems) != 1 {
				t.Errorf("problems %v, want the cell told once", problems)
			}
		})
	}
}

// sumsIn returns the values read from a text in UTC+1, but for some metrics.
func sumsIn(t *testing.T, imp importers.Importer, text string, but []string) (out []string, problems []record.Problem) {
	t.Helper()
	src := importers.SourceFromBytes("f", []byte(text))
	src.Zone = time.FixedZone("", 3600)
	var c importers.Collector
	if _, err := imp.Read(src, &c); err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Records {
		if !slices.Contains(but, r.Metric) {
			out = append(out, r.Metric+" "+importers.FormatNumber(r.Value))
		}
	}
	slices.Sort(out)
	return out, c.Problems
}
