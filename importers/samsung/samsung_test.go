package samsung

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"golang.org/x/text/encoding/unicode"
)

const (
	sleepHead = "com.samsung.shealth.sleep,6305105,10\nefficiency,sleep_score,original_efficiency,com.samsung.health.sleep.start_time,com.samsung.health.sleep.time_offset,com.samsung.health.sleep.end_time,com.samsung.health.sleep.datauuid\n"
	stageHead = "com.samsung.health.sleep_stage,6305105,4\nstart_time,sleep_id,stage,time_offset,end_time,datauuid\n"
	hrvHead   = "com.samsung.health.hrv,6305105,4\nstart_time,end_time,time_offset,binning_data,datauuid\n"
)

// windows is a side file of windows ten minutes apart.
func windows(from time.Time, rmssd ...float64) string {
	var list []string
	for i, v := range rmssd {
		at := from.Add(time.Duration(i) * 10 * time.Minute).UnixMilli()
		list = append(list, fmt.Sprintf(`{"start_time":%d,"end_time":%d,"sdnn":%v,"rmssd":%v}`, at, at+300000, v+20, v))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// tree is an export of one night from 23:10 to 06:40 local time in Seoul. The times
// in the tables are UTC plus shift.
func tree(shift time.Duration) fixture.Files {
	start := time.Date(2031, 3, 9, 14, 10, 0, 0, time.UTC)
	at := func(minutes int) string {
		return start.Add(shift + time.Duration(minutes)*time.Minute).Format("2006-01-02 15:04:05.000")
	}
	stage := func(from, to int, code string) string {
		return at(from) + ",u1," + code + ",UTC+0900," + at(to) + ",s,\n"
	}
	return fixture.Files{
		"samsunghealth_me_1/com.samsung.shealth.sleep.1.csv": sleepHead +
			"0.0,82,91.0," + at(0) + ",UTC+0900," + at(450) + ",u1,\n" +
			"0.0,30,-1," + at(-600) + ",UTC+0900," + at(-540) + ",nap,\n",
		"samsunghealth_me_1/com.samsung.health.sleep_stage.1.csv": stageHead +
			stage(0, 180, "40002") + stage(180, 240, "40003") + stage(240, 250, "40001") + stage(250, 440, "40004") + stage(440, 450, "40001"),
		"samsunghealth_me_1/com.samsung.health.hrv.1.csv": hrvHead + at(30) + "," + at(60) +
			",UTC+0900,h1.binning_data.json,h1,\n",
		"samsunghealth_me_1/jsons/com.samsung.health.hrv/h/h1.binning_data.json":           windows(start.Add(30*time.Minute), 40, 50, -1),
		"samsunghealth_me_1/jsons/com.samsung.health.hrv/d/day.binning_data.json":          windows(start.Add(-5*time.Hour), 99),
		"samsunghealth_me_1/jsons/com.samsung.shealth.exercise/e/e1.live_data.json":        `[{"start_time":1,"heart_rate":99}]`,
		"samsunghealth_me_1/com.samsung.shealth.tracker.pedometer_step_count.20310101.csv": "com.samsung.shealth.tracker.pedometer_step_count,6305105,4\ncount,start_time\n1,2\n",
	}
}

// A night is put together from four files. Its times are UTC, or local, with a
// problem, if the side files show it.
func TestExport(t *testing.T) {
	for shift, told := range map[time.Duration]bool{0: false, 9 * time.Hour: true} {
		res, err := importers.Read(t.Context(), tree(shift).FS(), importers.Options{Formats: AllFormats()})
		if err != nil {
			t.Fatal(err)
		}
		c := importers.Collector{Records: res.Records, Sessions: res.Sessions}
		for metric, want := range map[string]float64{
			"tst": 430, "tib": 450, "light": 180, "deep": 60, "rem": 190, "waso": 10, "awakenings": 1,
			"sleep_score": 82, "hrv_rmssd": 45, "hrv_sdnn": (60 + 70 + 19) / 3., "bedtime": 670, "waketime": 1120,
		} {
			if got := fixture.Value(t, c.Records, "2031-03-10", metric); got != want {
				t.Errorf("shifted %v: %s %v, want %v", shift, metric, got, want)
			}
		}
		if n := fixture.NightsOf(c.Records, "sleep_efficiency"); n != nil {
			t.Errorf("sleep efficiency of %v beside TST and TIB", n)
		}
		if len(res.Sessions) != 1 || len(res.Records) != 12 {
			t.Errorf("%d sessions and %d records: naps and days give none", len(res.Sessions), len(res.Records))
		}
		problems := 0
		for _, in := range res.Inputs {
			problems += len(in.Problems)
		}
		if (problems == 1) != told {
			t.Errorf("shifted %v: %d problems", shift, problems)
		}
	}
}

// Without side files the hours of waking decide.
func TestLocalByWaking(t *testing.T) {
	for start, want := range map[string]string{
		"2031-03-09 14:10:00.000": "2031-03-10 06:40", // UTC
		"2031-03-09 23:10:00.000": "2031-03-10 06:40", // local
	} {
		at, err := importers.ParseWall(start, "2006-01-02 15:04:05")
		if err != nil {
			t.Fatal(err)
		}
		text := sleepHead + "90.0,82,," + start + ",UTC+0900," + at.Add(450*time.Minute).Format("2006-01-02 15:04:05.000") + ",u1,\n"
		c, _ := importertest.Read(t, Health, "s.csv", text)
		if got := c.Sessions[0].Wake.String(); got != want {
			t.Errorf("%s: woke at %s, want %s", start, got, want)
		}
		if got := fixture.Value(t, c.Records, "2031-03-10", "sleep_efficiency"); got != 90 {
			t.Errorf("sleep_efficiency %v, want the file's 90 where no stages are", got)
		}
	}
}

// The header may come later and the file be UTF-16; line numbers stay right.
func TestHeader(t *testing.T) {
	row := "0.0,820,,2031-03-09 22:10:00.000,UTC+0100,2031-03-10 05:40:00.000,u1,\n"
	head, columns, _ := strings.Cut(sleepHead, "\n")
	for lines, text := range map[int]string{3: sleepHead + row, 5: head + "\nv,2\n\n" + columns + row} {
		utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, coded := range []string{text, "\ufeff" + text, utf16} {
			if !Health.Identify(importers.SourceFromBytes("s.csv", []byte(coded)).Head) {
				t.Errorf("not identified: %q", coded)
			}
			c, counts := importertest.Read(t, Health, "s.csv", coded)
			if counts != (record.Counts{Read: 1, Used: 1}) || len(c.Problems) != 1 || c.Problems[0].Pos.Line != lines {
				t.Errorf("%+v %v, want the bad score on line %d", counts, c.Problems, lines)
			}
		}
	}
	if _, err := Health.Read(importers.SourceFromBytes("s.csv", []byte("com.samsung.shealth.sleep,1,2\na,b\n")),
		&importers.Collector{}); err == nil {
		t.Error("no error without a header")
	}
}

// Heart rate variability alone makes a night of a measurement that ends in the
// morning, and needs a clock.
func TestVariabilityAlone(t *testing.T) {
	text := windows(time.Date(2031, 3, 10, 2, 0, 0, 0, time.UTC), 40, 50)
	c, _ := importertest.Read(t, Health, "h1.binning_data.json", text)
	if len(c.Records) != 0 || len(c.Problems) != 1 {
		t.Errorf("without a clock: %v %v", c.Records, c.Problems)
	}
	src := importers.SourceFromBytes("h1.binning_data.json", []byte(text))
	src.Zone = time.FixedZone("", 2*60*60)
	var z importers.Collector
	if _, err := Health.Read(src, &z); err != nil || fixture.Value(t, z.Records, "2031-03-10", "hrv_rmssd") != 45 {
		t.Errorf("%v %v", z.Records, err)
	}
}
