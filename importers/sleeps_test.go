package importers

import (
	"strings"
	"testing"

	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

func TestEmitSession(t *testing.T) {
	night := record.NewDate(2031, 3, 10)
	at := func(day record.Date, minute int) record.Moment {
		return record.Moment{Day: day, Minute: minute, Timed: true}
	}
	for _, tt := range []struct {
		name        string
		onset, wake record.Moment
		bed, up     float64 // minutes after noon of the day before; 0: not emitted
		problem     string  // part of it, "" for none, and then there is a session
	}{
		{"before midnight", at(night-1, 23*60), at(night, 7*60), 660, 1140, ""},
		{"after midnight", at(night, 30), at(night, 8*60), 750, 1200, ""},
		{"by day", at(night, 9*60), at(night, 17*60), 1260, 1740, ""},
		{"backwards", at(night, 8*60), at(night, 7*60), 0, 0, "not after"},
		{"no time at all", at(night, 420), at(night, 420), 0, 0, "not after"},
		{"two days before", at(night-3, 600), at(night, 420), 0, 1140, "too far"},
		{"a day before", at(night-1, 30), at(night, 420), 0, 0, "more than a day"},
		{"a day to the minute", at(night-1, 420), at(night, 420), -300, 1140, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c Collector
			EmitSession(record.Session{Night: night, Onset: tt.onset, Wake: tt.wake, Source: "x"}, ClockCell{Text: "a"}, ClockCell{Text: "b"}, &c)
			if (tt.problem == "") != (len(c.Problems) == 0) || len(c.Problems) > 1 || len(c.Problems) == 1 &&
				!strings.Contains(c.Problems[0].Message, tt.problem) {
				t.Errorf("problems %v, want %q", c.Problems, tt.problem)
			}
			if (len(c.Sessions) == 1) != (tt.problem == "") {
				t.Errorf("sessions %v beside %q", c.Sessions, tt.problem)
			}
			for metric, want := range map[string]float64{"bedtime": tt.bed, "waketime": tt.up} {
				if got := fixture.NightsOf(c.Records, metric); want == 0 && got != nil {
					t.Errorf("%s on %v, want none", metric, got)
				} else if want != 0 && fixture.Value(t, c.Records, night.String(), metric) != want {
					t.Errorf("%s %v, want %v", metric, fixture.Value(t, c.Records, night.String(), metric), want)
				}
			}
		})
	}
}

func TestParseWall(t *testing.T) {
	for _, tt := range []struct{ text, layout, want string }{
		{"2031-03-10 06:05:59", "2006-01-02 15:04:05", "2031-03-10 06:05"},
		{"2031-03-10T06:05:59.000", "2006-01-02T15:04:05", "2031-03-10 06:05"},
		{"03/10/2031 23:05", "01/02/2006 15:04", "2031-03-10 23:05"},
		{"2031-02-30 06:05:59", "2006-01-02 15:04:05", ""},
		{"0031-02-03 06:05:59", "2006-01-02 15:04:05", ""},
		{"2031-03-10T06:05:59Z", "2006-01-02T15:04:05", ""},
		{"", "2006-01-02 15:04", ""},
	} {
		got, err := ParseWall(tt.text, tt.layout)
		if (err == nil) != (tt.want != "") || err == nil && record.MomentOf(got).String() != tt.want {
			t.Errorf("%q: %v %v, want %q", tt.text, got, err, tt.want)
		}
	}
	if _, err := ParseWall("x", "2006-01-02T15:04:05"); err.Error() != `"x" is not a time: want YYYY-MM-DDTHH:MM:SS` {
		t.Error(err)
	}
}
