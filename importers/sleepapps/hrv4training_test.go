package sleepapps

import (
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// Bare carriage returns, a header cell with a space before it, "-" and 0 for days
// without a reading, rows shorter than the header.
func TestHRV4TrainingMissing(t *testing.T) {
	c, counts := importertest.Read(t, HRV4Training, "hrv.csv",
		"date, HR,AVNN,SDNN,rMSSD,pNN50,HRV4T_Recovery_Points,test_duration, trainingTSS\r"+
			"2031-03-08,51,1170,61,55.4,30,8.0,60,40\r2031-03-09,-,-,-,-,-,-,0,30\r2031-03-10,0,0,0,0,0,0,60\r2031-03-11,60,1000,50,44,30,8.0,0,\r2031-03-12,50,1000,60,50.5\r")
	if got := fixture.NightsOf(c.Records, "hrv_rmssd"); len(got) != 2 || got[1] != "2031-03-12" ||
		counts != (record.Counts{Read: 5, Used: 2, Skipped: 3}) || len(c.Problems) != 0 {
		t.Errorf("hrv_rmssd on %v, %+v, %v", got, counts, c.Problems)
	}
	for _, r := range c.Records {
		if r.Source != "hrv4training" {
			t.Errorf("source %q: a morning reading is a source of its own", r.Source)
		}
	}
}

func TestHRV4TrainingSwappedDates(t *testing.T) {
	const header = "date,HR,AVNN,SDNN,rMSSD,pNN50,HRV4T_Recovery_Points\n"
	row := func(date string) string { return date + ",51,1170,61,55.4,30,8.0\n" }
	c, _ := importertest.Read(t, HRV4Training, "h.csv", header+row("2031-12-03")+row("2031-13-03"))
	if got := fixture.NightsOf(c.Records, "hrv_rmssd"); len(got) != 2 || got[0] != "2031-03-12" || got[1] != "2031-03-13" {
		t.Errorf("nights %v", got)
	}
	// Both orders in one file: the impossible date is a problem, not turned round.
	c, _ = importertest.Read(t, HRV4Training, "h.csv", header+row("2031-03-14")+row("2031-13-03"))
	if got := fixture.NightsOf(c.Records, "hrv_rmssd"); len(got) != 1 || len(c.Problems) != 1 {
		t.Errorf("nights %v, %v", got, c.Problems)
	}
}

// Without a zone only a reading that is of the morning in UTC has a sure date.
func TestHRV4TrainingZone(t *testing.T) {
	const text = "timestamp_measurement,HR,AVNN,SDNN,rMSSD,pNN50,HRV4T_Recovery_Points\n" +
		"2031-03-08 07:30:00 +0000,51,1170,61,55.4,30,8.0\n2031-03-08 20:30:00 +0000,51,1170,61,55.4,30,8.0\n2031-03-10 06:30:00 +1100,51,1170,61,55.4,30,8.0\n"
	c, _ := importertest.Read(t, HRV4Training, "h.csv", text)
	if got := fixture.NightsOf(c.Records, "hrv_rmssd"); len(got) != 2 || len(c.Problems) != 1 {
		t.Errorf("nights %v, %v", got, c.Problems)
	}
	var zoned importers.Collector
	src := importers.SourceFromBytes("h.csv", []byte(text))
	src.Zone = time.FixedZone("Sydney", 11*3600)
	if _, err := HRV4Training.Read(src, &zoned); err != nil {
		t.Fatal(err)
	}
	if got := fixture.NightsOf(zoned.Records, "hrv_rmssd"); len(got) != 3 || got[1] != "2031-03-09" {
		t.Errorf("nights %v, want the second on 2031-03-09 in Sydney", got)
	}
}

func TestHRV4TrainingAnswers(t *testing.T) {
	c, _ := importertest.Read(t, HRV4Training, "h.csv", "date,HR,AVNN,SDNN,rMSSD,pNN50,HRV4T_Recovery_Points,alcohol,sickness,travel\n"+
		"2031-03-08,51,1170,61,55.4,30,8.0,2,no,-\n2031-03-09,-,-,-,-,-,-,a little too much,,\n")
	if len(c.Entries) != 3 {
		t.Fatalf("%+v", c.Entries)
	}
	if a, s, x := c.Entries[0], c.Entries[1], c.Entries[2]; a.Item != "alcohol" || a.Value != 1 || s.Item != "illness" ||
		s.Value != 0 || !s.YesNo || x.HasValue || x.Note == "" {
		t.Errorf("%+v", c.Entries)
	}
}
