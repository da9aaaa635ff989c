package devices

import (
	"testing"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

const zeoTestHeader = "Sleep Date,ZQ,Total Z,Time to Z,Time in Wake,Awakenings,Start of Night,End of Night,Notes,Firmware Version\n"

// Sleep Date is the evening's: also for a night begun after midnight and for one
// slept by day.
func TestZeoNight(t *testing.T) {
	for _, tt := range []struct {
		start, end        string
		bedtime, waketime float64
	}{
		{"03/07/2031 22:40", "03/08/2031 06:05", 640, 1085},
		{"03/08/2031 02:10", "03/08/2031 08:55", 850, 1255},
		{"03/07/2031 16:20", "03/07/2031 21:57", 260, 597},
		{"03/07/2031 11:25", "03/07/2031 20:30", -35, 510},
	} {
		c, _ := importertest.Read(t, Zeo, "zeodata.csv", zeoTestHeader+"03/07/2031,80,400,5,2,1,"+tt.start+","+tt.end+",,unknown\n")
		if bed, wake := fixture.Value(t, c.Records, "2031-03-08", "bedtime"),
			fixture.Value(t, c.Records, "2031-03-08", "waketime"); bed != tt.bedtime || wake != tt.waketime {
			t.Errorf("%s: bedtime %v, wake time %v, want %v and %v", tt.start, bed, wake, tt.bedtime, tt.waketime)
		}
	}
}

// A note is a diary entry of its evening, with or without a sleep, never a dose.
func TestZeoNotes(t *testing.T) {
	c, counts := importertest.Read(t, Zeo, "z.csv", zeoTestHeader+
		"03/07/2031,,,,,,,,Mg at nine,\n03/08/2031,,,,,,,,,\n03/09/2031,0,0,0,0,0,,,,unknown\n")
	if len(c.Entries) != 1 || len(c.Doses)+len(c.Records) != 0 || counts != (record.Counts{Read: 3, Used: 1, Skipped: 2}) {
		t.Fatalf("%+v %+v %+v", c.Entries, c.Records, counts)
	}
	if e := c.Entries[0]; e.When.String() != "2031-03-07" || e.Night.String() != "2031-03-08" || e.Item != "note" ||
		e.Note != "Mg at nine" || e.HasValue {
		t.Errorf("%+v", e)
	}
}

func TestZeoFirmware(t *testing.T) {
	row := func(date, firmware string) string { return date + ",80,400,5,2,1,,,," + firmware + "\n" }
	c, _ := importertest.Read(t, Zeo, "z.csv", zeoTestHeader+row("03/12/2031", "2.6.4R")+row("03/07/2031", "2.6.3R")+
		row("03/08/2031", "unknown")+
		row("03/09/2031", "")+row("03/10/2031", "2.6.3R")+row("03/11/2031", "2.6.4R"))
	if len(c.Breaks) != 1 || c.Breaks[0].Night != record.NewDate(2031, 3, 12) || c.Breaks[0].Reason != "firmware" {
		t.Errorf("%+v, want one firmware break on 2031-03-12", c.Breaks)
	}
}
