package all

import (
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/apple"
	"nof1/importers/devices"
	"nof1/importers/fitbit"
	"nof1/importers/internal/fixture"
	"nof1/importers/journals"
	"nof1/importers/oura"
	"nof1/importers/own"
	"nof1/importers/record"
	"nof1/importers/zepp"

	"github.com/google/go-cmp/cmp"
)

// Rows that are damaged in ways the fixtures are not: what is good in them is
// kept, what is bad is said with its place.
func TestDamagedRows(t *testing.T) {
	const (
		bearableHeader = "date,weekday,time of day,category,rating/amount,detail,notes\n"
		ringconnHeader = "Start Time,End Time,Falling Asleep Time,Wake-up time,Sleep Time Ratio(%),Time Asleep(min),Sleep Stages - Deep Sleep(min)\n"
		withingsHeader = "from,to,light (s),deep (s),rem (s),awake (s),wake up,Duration to sleep (s),Duration to wake up (s),Snoring (s),Snoring episodes,Average heart rate,Heart rate (min),Heart rate (max)\n"
		comHeader      = "Start Time,End Time,Minutes Asleep,Minutes Awake,Number of Awakenings,Time in Bed,Minutes REM Sleep,Minutes Light Sleep,Minutes Deep Sleep\n"
	)
	for name, tt := range map[string]struct {
		imp      importers.Importer
		file     string
		text     string
		counts   record.Counts
		values   []string // of the records
		said     []string // doses and entries
		problems []string
	}{
		"a regimen without one of its ends": {
			imp: own.SupplementLog, text: "start,end,supplement\n,2031-03-09,magnesium\nspring,2031-03-09,magnesium\n2031-03-01,later,magnesium\n2031-03-01,2031-03-09,magnesium\n",
			counts: record.Counts{Read: 4, Used: 1, Skipped: 3}, said: []string{"magnesium yes"},
			problems: []string{
				`f:2:2: "end": an end without a start: say both, the row was left out`,
				`f:3:1: "start": "spring" is not a date: want YYYY-MM-DD or YYYY-MM-DD HH:MM`,
				`f:4:12: "end": "later" is not a date: want YYYY-MM-DD or YYYY-MM-DD HH:MM`,
			},
		},
		"answers in other languages": {
			imp: own.SupplementLog, text: "date,supplement,taken\n2031-03-01,magnesium,nein\n2031-03-02,magnesium,✗\n2031-03-03,magnesium,perhaps\n",
			counts: record.Counts{Read: 3, Used: 3}, said: []string{"magnesium no", "magnesium no", "magnesium unknown"},
			problems: []string{`f:4:22: "taken": "perhaps" is not an answer: want yes, no or nothing, the dose counts as unknown`},
		},
		"Bearable": {
			imp: journals.Bearable, text: bearableHeader +
				`"3rd Mar 2031","Monday","am","Symptom","2","Headache","left side"` + "\n" +
				`"3rd Mar 2031","Monday","pm","Factors","","Wine |  | Nap",""` + "\n" +
				`"3rd Mar 2031","Monday","","Mood","","",""` + "\n",
			counts: record.Counts{Read: 3, Used: 2, Skipped: 1}, said: []string{"Headache 2", "alcohol 1", "Nap 1"},
		},
		"RingConn": {
			imp: devices.RingconnSleep, text: ringconnHeader +
				"2031-03-07 25:02,2031-03-08 06:10,2031-03-07 23:07,2031-03-08 06:07,95.00%,405,115\n" +
				",2031-03-09 06:10,2031-03-08 23:07,2031-03-09 06:07,94.00%,400,110\n" +
				"2031-03-09 23:02,2031-03-10 06:10,2031-03-09 23:07,2031-03-10 06:07,,60,\n" +
				",,2031-03-10 23:07,2031-03-11 06:07,,soon,--\n",
			counts: record.Counts{Read: 4, Used: 3, Skipped: 1},
			values: []string{"2031-03-08 tst 405", "2031-03-08 deep 115", "2031-03-08 sleep_efficiency 95", "2031-03-08 bedtime 667",
				"2031-03-08 waketime 1087",
				"2031-03-09 tst 400", "2031-03-09 deep 110", "2031-03-09 sleep_efficiency 94", "2031-03-09 bedtime 667", "2031-03-09 waketime 1087",
				"2031-03-10 tst 60", "2031-03-10 tib 428", "2031-03-10 bedtime 667", "2031-03-10 waketime 1087", "2031-03-10 sol 5"},
			problems: []string{
				`f:2:1: "Start Time": "2031-03-07 25:02" is not a time: want YYYY-MM-DD HH:MM:SS`,
				`f:4:18: "End Time": 14.02 is outside 20 to 100 %`,
				`f:5:38: "Time Asleep(min)": "soon" is not a number: want minutes`,
			},
		},
		"Withings": {
			imp: devices.WithingsSleep, text: withingsHeader +
				"2031-03-10T23:26:00+01:00,2031-03-11T07:46:00+01:00,15660,8000,5000,1120,2,30000,300,0,0,58,49,81\n",
			counts: record.Counts{Read: 1, Used: 1},
			values: []string{"2031-03-11 tst 477.6666666666667", "2031-03-11 tib 500", "2031-03-11 light 261",
				"2031-03-11 deep 133.33333333333334", "2031-03-11 rem 83.33333333333333",
				"2031-03-11 sleep_hr 58", "2031-03-11 awakenings 2", "2031-03-11 bedtime 686", "2031-03-11 waketime 1186"},
			problems: []string{`f:2:76: "Duration to sleep (s)": 500 is outside 0 to 300 min`},
		},
		"fitbit.com": {
			imp: fitbit.Com, text: "Sleep\n" + comHeader +
				`"2031-03-08 11:43 PM","2031-03-09 7:13AM","388","62","10","450","86","227","75"` + "\n" + comHeader +
				`"2031-03-09 11:43 PM","2031-03-10 7:13AM","4OO","N/A","N/A","N/A","N/A","N/A","N/A"` + "\n",
			counts: record.Counts{Read: 2, Used: 1, Skipped: 1},
			values: []string{"2031-03-09 tst 388", "2031-03-09 tib 450", "2031-03-09 waso 62", "2031-03-09 awakenings 10",
				"2031-03-09 rem 86", "2031-03-09 light 227", "2031-03-09 deep 75",
				"2031-03-09 bedtime 703", "2031-03-09 waketime 1153"},
			problems: []string{`f:5:43: "Minutes Asleep": "4OO" is not a number: want minutes`},
		},
		"Fitbit's minutes": {
			imp: fitbit.StepList, file: "steps-2031-03-01.json",
			text:   `[{"dateTime":"03/01/31 08:00:00","value":"30"},7,{"dateTime":"2031-03-01","value":"1"},{"dateTime":"03/01/31 08:02:00","value":"-4"}]`,
			counts: record.Counts{Read: 4, Used: 1, Skipped: 3}, values: []string{"2031-03-02 steps 30"},
			problems: []string{
				`steps-2031-03-01.json:1: not an object: want {...}`,
				`steps-2031-03-01.json:1:51: "dateTime": "2031-03-01" is not a time: want MM/DD/YY HH:MM:SS`,
				`steps-2031-03-01.json:1:120: "value": "-4" is not a number: want a count`,
			},
		},
		"Google's sleeps": {
			imp: fitbit.GoogleSleeps, text: "sleep_id,sleep_start,sleep_end,end_utc_offset,start_utc_offset,minutes_asleep,minutes_awake,minutes_to_fall_asleep\n" +
				"1,2031-03-08T22:00:00Z,2031-03-09T06:00:00Z,+01:00,+01:00,4OO,20,5\n" +
				"2,2031-03-09T22:00:00Z,2031-03-10T06:00:00Z,+01:00,+01:00,400,some,-1\n" +
				"3,2031-03-10T22:00:00Z,2031-03-11T06:00:00Z,,+01:00,400,20,5\n",
			counts: record.Counts{Read: 3, Used: 1, Skipped: 2},
			values: []string{"2031-03-10 tst 400", "2031-03-10 bedtime 660", "2031-03-10 waketime 1140"},
			problems: []string{
				`f:2:59: "minutes_asleep": "4OO" is not a number: want minutes`,
				`f:3:68: "minutes_to_fall_asleep": -1 is outside 0 to 300 min`,
				`f:3:63: "minutes_awake": "some" is not a number: want minutes`,
				`f:4:45: "end_utc_offset": "" is not an offset from UTC: want +HH:MM`,
			},
		},
		"Oura's trends": {
			imp: oura.Trends, text: "date,Total Sleep Duration,Awake Time,Sleep Latency,Average HRV,Bedtime Start,Bedtime End\n" +
				"2031-03-09,25200,long,600,48,2031-03-08T23:00:00+01:00,\n" +
				"2031-03-10,25200,1800,--,48,,\n" +
				"2031-03-11,25200,1800,600,48,2031-03-10T23:00:00+01:00,morning\n",
			counts: record.Counts{Read: 3, Used: 3},
			values: []string{"2031-03-09 tst 420", "2031-03-09 sol 10", "2031-03-09 hrv_rmssd 48", "2031-03-10 tst 420", "2031-03-10 hrv_rmssd 48",
				"2031-03-11 tst 420", "2031-03-11 sol 10", "2031-03-11 hrv_rmssd 48", "2031-03-11 waso 20"},
			problems: []string{
				`f:2:18: "Awake Time": "long" is not a number: want seconds`,
				`f:4:56: "Bedtime End": "morning" is not a time: want YYYY-MM-DDTHH:MM:SS and an offset`,
			},
		},
		"Mi Fitness": {
			imp: zepp.MiFitness, text: miFitnessTable(
				`steps|1930694400|{"steps":`, `steps|noon|{"steps":8}`, `steps|1930694400|{"steps":0}`,
				`sleep|1930694400|{"sleep_deep_duration":70,"sleep_light_duration":3000,"segment_details":[]}`,
				`sleep|1930780800|{"sleep_deep_duration":0,"sleep_light_duration":0}`),
			counts: record.Counts{Read: 5, Skipped: 5},
			problems: []string{
				`f:2:41: "Value": not the JSON of a day's steps`,
				`f:3:30: "Time": "noon" is not a time: want seconds since 1970`,
				`f:5:41: "Value": 3070 is outside 0 to 960 min`,
			},
		},
		"QS Access": {
			imp: apple.QSAccess, text: "In bed start,In bed Finish,Minutes in bed,Minutes asleep,Time to fall sleep,Number of sleep periods,Sleep 1 start,Sleep 1 finish\n" +
				"21-Jan-2031 23:29,22-Jan-2031 06:30,420,soundly,0.0,0\n" +
				"22-Jan-2031 23:29,23-Jan-2031 06:30,420,390,0.0,1,22-Jan-2031 23:00,23-Jan-2031 06:00\n" +
				"23-Jan-2031 23:29,24-Jan-2031 06:30,--,--,0.0,0\n",
			counts: record.Counts{Read: 3, Used: 1, Skipped: 2},
			values: []string{"2031-01-23 tib 420", "2031-01-23 tst 390", "2031-01-23 bedtime 660", "2031-01-23 waketime 1080"},
			problems: []string{
				`f:2:41: "Minutes asleep": "soundly" is not a number: want minutes`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := tt.file
			if file == "" {
				file = "f"
			}
			src := importers.SourceFromBytes(file, []byte(tt.text))
			src.Zone = time.UTC
			var c importers.Collector
			counts, err := tt.imp.Read(src, &c)
			if err != nil {
				t.Fatal(err)
			}
			if counts != tt.counts {
				t.Errorf("%+v, want %+v", counts, tt.counts)
			}
			if diff := cmp.Diff(tt.values, fixture.Values(c.Records)); diff != "" {
				t.Errorf("values -want +got:\n%s", diff)
			}
			var said []string
			for _, d := range c.Doses {
				said = append(said, d.Supplement+" "+d.Taken.String())
			}
			for _, e := range c.Entries {
				said = append(said, strings.TrimSpace(e.Item+" "+importers.FormatNumber(e.Value)))
			}
			if diff := cmp.Diff(tt.said, said); diff != "" {
				t.Errorf("doses and entries -want +got:\n%s", diff)
			}
			var problems []string
			for _, p := range c.Problems {
				problems = append(problems, p.String())
			}
			if diff := cmp.Diff(tt.problems, problems); diff != "" {
				t.Errorf("problems -want +got:\n%s", diff)
			}
		})
	}
}
