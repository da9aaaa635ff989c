package journals

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// readText reads a text with the one importer that must claim it.
func readText(t *testing.T, imp importers.Importer, text string) (*importers.Collector, record.Counts) {
	t.Helper()
	claims := importers.Claimants(importers.SourceFromBytes("f.csv", []byte(text)).Head, nil, AllFormats())
	if len(claims) != 1 || claims[0].Name() != imp.Name() {
		t.Fatalf("claimed by %v, want %s", claims, imp.Name())
	}
	return importertest.Read(t, imp, "f.csv", text)
}

func TestCronometerAmount(t *testing.T) {
	for cell, want := range map[string]struct {
		v    float64
		unit string
	}{
		"600.00 mg": {600, "mg"}, "0.00 mg": {0, "mg"}, "2.00 softgel": {2, "softgel"}, "3.00 x 1000.0 IU": {3000, "iu"},
		"1.00 1000mcg tablet": {1000, "mcg"}, "2.00 500 mg capsule": {1000, "mg"}, "2.00 x 2.0 gummy vitamins": {4, "gummy vitamins"},
		"1.00 Serving": {1, "serving"}, "1.00 shake (11 fl oz)": {1, "shake (11 fl oz)"}, "0.50 µg": {0.5, "ug"}, "12": {12, ""},
	} {
		if v, unit, err := cronometerAmount(cell); err != nil || v != want.v || unit != want.unit {
			t.Errorf("%q: %v %q %v, want %+v", cell, v, unit, err, want)
		}
	}
	for _, cell := range []string{"", "some", "-3 mg", "x 2"} {
		if v, unit, err := cronometerAmount(cell); err == nil {
			t.Errorf("%q: %v %q, want an error", cell, v, unit)
		}
	}
}

// A food of another category is no dose, whatever vitamins are added to it.
func TestCronometerFoods(t *testing.T) {
	c, counts := readText(t, CronometerServings, "Day,Time,Group,Food Name,Amount,Category\n"+
		"2031-03-02,,Breakfast,\"Milk, with Added Vitamin D\",200.00 g,Dairy and Egg Products\n"+
		"2031-03-02,,Notes,Magnesium,1.00 1,\n")
	if len(c.Doses) != 0 || counts != (record.Counts{Read: 2, Skipped: 2}) {
		t.Errorf("%+v %+v", c.Doses, counts)
	}
}

// A dose after midnight keeps its own date and time: the night is found by the
// hour of falling asleep.
func TestBearableAfterMidnight(t *testing.T) {
	c, _ := readText(t, Bearable, "date,weekday,time of day,category,rating/amount,detail,notes\n"+
		`"22nd Sep 2030","Sunday","0:44","Meds/Supplements","50","Vitamin D3 (mcg)",""`+"\n")
	want := record.Moment{Day: record.NewDate(2030, time.September, 22), Minute: 44, Timed: true}
	if len(c.Doses) != 1 || c.Doses[0].When != want {
		t.Errorf("%+v, want %s", c.Doses, want)
	}
}

// The app's own mark for a day without the habit is no dose, nor is a skip.
func TestLoopCodes(t *testing.T) {
	for code, want := range map[string]record.Taken{
		"2": record.TakenYes, "YES_MANUAL": record.TakenYes, "0": record.NotTaken, "NO": record.NotTaken, "3": record.NotTaken,
		"SKIP": record.NotTaken,
		"1":    record.TakenUnknown, "YES_AUTO": record.TakenUnknown, "-1": record.TakenUnknown, "UNKNOWN": record.TakenUnknown,
	} {
		c, _ := readText(t, LoopCheckmarks, "Date,Magnesium,Walk,\n2031-03-05,"+code+",2,\n")
		if len(c.Doses) == 0 && want == record.TakenUnknown {
			continue
		}
		if len(c.Doses) != 1 || c.Doses[0].Taken != want || c.Doses[0].HasAmount || c.Doses[0].When.Timed {
			t.Errorf("%s: %+v, want %s", code, c.Doses, want)
		}
	}
}

// A habit named like an item of our diary leaves the file the app's, and the
// app's scores are not taken for grams of alcohol.
func TestLoopNotADiary(t *testing.T) {
	readText(t, LoopCheckmarks, "Date,alcohol,stress,\n2031-03-05,2,0,\n")
	src := importers.SourceFromBytes("f", []byte("Date,alcohol,stress,\n2031-03-05,0.5,0.25,\n"))
	claims := importers.Claimants(src.Head, nil, AllFormats())
	if len(claims) != 1 || claims[0].Name() != LoopCheckmarks.Name() {
		t.Fatalf("claimed by %v", claims)
	}
	if _, err := LoopCheckmarks.Read(src, new(importers.Collector)); err == nil || !strings.Contains(err.Error(), "Checkmarks.csv") {
		t.Errorf("error %v, want advice", err)
	}
	own := importers.Claimants(importers.SourceFromBytes("f", []byte("date,alcohol\n2031-03-05,2\n")).Head, nil, AllFormats())
	if len(own) != 1 || own[0].Name() != "nof1.diary" {
		t.Errorf("our own diary is claimed by %v", own)
	}
}

// A repeated tick on one day is one dose.
func TestDaylioOneDoseADay(t *testing.T) {
	c, _ := readText(t, Daylio, "full_date,date,weekday,time,mood,activities,note\n"+
		"2031-03-05,March 5,Wednesday,9:00 PM,rad,Magnesium | tea,\n2031-03-05,March 5,Wednesday,8:00 AM,meh,Magnesium,\n"+
		"2031-03-04,March 4,Tuesday,9:00 PM,rad,Magnesium,\n")
	if len(c.Doses) != 2 || c.Doses[0].When.Timed {
		t.Errorf("%+v, want one dose on each of two days, without a time", c.Doses)
	}
}

func TestDaylioBare(t *testing.T) {
	for line, want := range map[string]bool{
		"2031-03-05,5 de marzo,miércoles,18:43,mal,,":           true,
		"2031-03-05,March 5,Wednesday,9:01\u202fPM,rad,read,,x": true,
		"2031-03-05,March 6,Wednesday,9:01 PM,rad,read,":        false,
		"2031-03-05,5 de marzo,3,18:43,mal,,":                   false,
		"2031-03-05,magnesium,citrate,400,mg,yes,":              false,
		"full_date,date,weekday,time,mood,activities,note":      false,
		"2031-03-05,5,Wednesday,18:43,4,5,6":                    false,
	} {
		if got := daylioBare(strings.Split(line, ",")); got != want {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

func TestNearInstant(t *testing.T) {
	for _, test := range []struct{ text, at, want string }{
		{"5/3/31 2:02 AM", "2031-05-03T00:02:00Z", "2031-05-03 02:02"},
		{"3/5/31 10:02 PM", "2031-03-05T21:02:00Z", "2031-03-05 22:02"},
		{"05.03.31, 22:02", "2031-03-05T21:02:00Z", "2031-03-05 22:02"},
		{"3/6/31 12:31 AM", "2031-03-05T23:31:00Z", "2031-03-06 00:31"},
		{"3/4/31 3:30\u202fPM", "2031-03-05T01:30:00Z", "2031-03-04 15:30"}, // 10 hours west
		{"3/5/31 3:30 PM", "2031-03-05T01:30:00Z", "2031-03-05 15:30"},      // 14 hours east
		{"2031/03/05 7:02", "2031-03-05T21:02:00Z", ""},                     // no offset makes it so
		{"in the evening", "2031-03-05T21:02:00Z", ""},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		fixture.Must(t, err)
		got, ok := nearInstant(test.text, at)
		if ok != (test.want != "") || ok && got.Format("2006-01-02 15:04") != test.want {
			t.Errorf("%q of %s: %v %v, want %s", test.text, test.at, got, ok, test.want)
		}
	}
}

// Where neither the file nor the user says the zone, the row says what to do.
func TestMedtimerNoZone(t *testing.T) {
	const text = "Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);Taken (ISO 8601)\n" +
		"evening;Magnesium;400mg;evening;;;;2031-03-05T21:00:00Z;2031-03-05T23:30:00Z\n"
	c, _ := readText(t, MedTimer, text)
	if len(c.Doses) != 0 || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "--zone") {
		t.Errorf("%+v %+v", c.Doses, c.Problems)
	}
	src := importers.SourceFromBytes("f.csv", []byte(text))
	src.Zone = time.FixedZone("", 3600)
	c = new(importers.Collector)
	if _, err := MedTimer.Read(src, c); err != nil || len(c.Doses) != 1 || c.Doses[0].When.String() != "2031-03-06 00:30" {
		t.Errorf("%+v %v, want the time in the zone", c.Doses, err)
	}
}

func TestMidnightOffset(t *testing.T) {
	for clock, want := range map[string]string{
		"22:00": "2h0m0s", "23:00": "1h0m0s", "00:00": "0s", "18:30": "5h30m0s", "05:00": "-5h0m0s", "10:00": "-10h0m0s", "11:00": "13h0m0s",
	} {
		at, err := time.Parse("15:04", clock)
		fixture.Must(t, err)
		if got, ok := midnightOffset(at); !ok || got.String() != want {
			t.Errorf("%s: %s %v, want %s", clock, got, ok, want)
		}
	}
	if at, _ := time.Parse("15:04:05", "06:07:31"); true {
		if got, ok := midnightOffset(at); ok {
			t.Errorf("06:07:31 is no midnight, got %s", got)
		}
	}
}

// Six trials, ten people with at least two answers: their nights, the days of
// each treatment, and nobody's nights joined with another's.
func TestRealStudyu(t *testing.T) {
	tests := []struct {
		file, person          string
		rows, nights, yes, no int
	}{
		{"measurements_herbal.csv", "026ff51a-7a98-4999-88f1-baf3a9261a7b", 53, 26, 12, 14},
		{"measurements_milk.csv", "", 48, 24, 24, 24}, // two treatments, each the other's control
		{"measurements_noise.csv", "", 54, 27, 27, 27},
		{"measurements_plant_animal.csv", "", 14, 7, 7, 7},
	}
	for _, test := range tests {
		res, err := importers.Read(t.Context(), importertest.SharedFile(t, "studyu", test.file).FS(),
			importers.Options{Formats: AllFormats(), Participant: test.person})
		fixture.Must(t, err)
		in := res.Inputs[0]
		if in.Counts.Read != test.rows || in.Counts.Skipped != 0 || len(in.Problems) != 0 {
			t.Errorf("%s: %+v %v, want %d rows and no problem", test.file, in.Counts, in.Problems, test.rows)
		}
		nights := map[record.Date]bool{}
		for _, e := range res.Entries {
			if e.Item == "sleep_quality" {
				nights[e.Night] = true
			}
		}
		taken := map[record.Taken]int{}
		for _, d := range res.Doses {
			taken[d.Taken]++
		}
		if len(nights) != test.nights || taken[record.TakenYes] != test.yes || taken[record.NotTaken] != test.no {
			t.Errorf("%s: %d nights, %v, want %+v", test.file, len(nights), taken, test)
		}
	}
}

func TestRealStudyuPeople(t *testing.T) {
	for file, want := range map[string]int{"measurements_tea.csv": 3, "measurements_window.csv": 3, "measurements_herbal.csv": 2} {
		tree := importertest.SharedFile(t, "studyu", file)
		_, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats()})
		var people *importers.MultiPersonError
		if !errors.As(err, &people) || len(people.IDs) != want {
			t.Fatalf("%s: %v, want %d people to choose from", file, err, want)
		}
		rows := 0
		for _, id := range people.IDs {
			res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats(), Participant: id})
			fixture.Must(t, err)
			rows += res.Inputs[0].Counts.Read
		}
		if all := strings.Count(strings.TrimRight(tree[file], "\r\n"), "\n"); rows != all {
			t.Errorf("%s: %d rows over all people, the file has %d", file, rows, all)
		}
	}
}

func TestRealCronometer(t *testing.T) {
	res := importertest.Shared(t, "cronometer", AllFormats()...)
	want := map[string]record.Counts{"servings.csv": {Read: 98}, "servings-24h.csv": {Read: 116, Skipped: 116},
		"biometrics.csv": {Read: 127, Used: 127}}
	for _, in := range res.Inputs {
		w := want[in.Path]
		if in.Counts.Read != w.Read || len(in.Problems) != 0 || w.Used+w.Skipped > 0 && in.Counts != w {
			t.Errorf("%s: %s %+v %v, want %+v", in.Path, in.Importer, in.Counts, in.Problems, w)
		}
	}
	for _, d := range res.Doses {
		if !strings.HasPrefix(d.Supplement, "Premier Protein") || !d.When.Timed || d.Taken != record.TakenYes {
			t.Errorf("%+v, want the nine shakes, which are of the category Supplements", d)
		}
	}
	if len(res.Doses) != 9 {
		t.Errorf("%d doses, want 9", len(res.Doses))
	}
	if n := importertest.WithMetric(res, "cronometer", "tst"); len(n) != 3 || n[0].String() != "2022-11-03" {
		t.Errorf("nights %v, want 3", n)
	}
}
