package importers

import (
	"testing"

	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// lullaby is a format that uses every field of a NightTable.
var lullaby = NightTable{
	Format: Format{ID: "lullaby.nights", Columns: Names("Asleep", "Calm"), File: "night"},
	Source: "lullaby",
	Date:   "Evening",
	Columns: []Column{
		{Names: []string{"Asleep"}, Metric: "tst", Parse: ClockDuration},
		{Names: []string{"Calm"}, Metric: "sleep_score"},
		{Names: []string{"Down"}, Metric: "bedtime"}, {Names: []string{"Up"}, Metric: "waketime"},
	},
	Evening: true,
	Skip:    func(t *Table) bool { return t.Cell(t.Index("Kind")) == "nap" },
	More: func(t *Table, sink Sink) func(record.Date) bool {
		i := t.Index("Mood")
		return func(night record.Date) bool {
			if t.Cell(i) == "" {
				return false
			}
			sink.Entry(record.Entry{When: record.Moment{Day: night}, Item: "mood", Note: t.Cell(i), Pos: t.Pos(i)})
			return true
		}
	},
}

func TestNightTable(t *testing.T) {
	c, counts := readKit(t, lullaby, "nights.csv", `Evening,Kind,Asleep,Calm,Down,Up,Mood
2024-05-02,night,7:31,80,23:40,07:20,
2024-05-03,nap,0:40,90,,,
2024-05-04,night,seven,180,23:50,07:00,fine
,night,7:00,70,,,
4 May,night,7:00,70,,,
2024-05-07,night,,,,,only a mood
2024-05-08,night,,,,,
`)
	if want := (record.Counts{Read: 7, Used: 3, Skipped: 4}); counts != want {
		t.Errorf("%+v, want %+v", counts, want)
	}
	wantValues := []string{
		"2024-05-03 tst 451", "2024-05-03 sleep_score 80", "2024-05-03 waketime 1160", "2024-05-03 bedtime 700",
		"2024-05-05 sleep_score 180", "2024-05-05 waketime 1140", "2024-05-05 bedtime 710",
	}
	if diff := cmp.Diff(wantValues, fixture.Values(c.Records)); diff != "" {
		t.Errorf("values -want +got:\n%s", diff)
	}
	if len(c.Sessions) != 2 || len(c.Entries) != 2 {
		t.Errorf("%d sleeps and %d entries, want 2 and 2", len(c.Sessions), len(c.Entries))
	}
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.String())
	}
	want := []string{
		`nights.csv:4:18: "Asleep": "seven" is not a duration: want HH:MM or HH:MM:SS`,
		"nights.csv:5: no date: want YYYY-MM-DD, the row was left out",
		`nights.csv:6:1: "Evening": "4 May" is not a date: want YYYY-MM-DD`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems -want +got:\n%s", diff)
	}
}

// Dates are read as the vendor writes them, and the message says how.
func TestNightTableLayouts(t *testing.T) {
	us := NightTable{Source: "us", Date: "Day", Layouts: []string{"1/2/2006", "Jan 2, 2006"},
		Columns: []Column{{Names: []string{"Asleep"}, Metric: "tst"}}}
	c, _ := readKit(t, us, "us.csv", "Day,Asleep\n5/3/2024,400\n\"May 4, 2024\",410\n13/5/2024,420\n,430\n")
	if diff := cmp.Diff([]string{"2024-05-03 tst 400", "2024-05-04 tst 410"}, fixture.Values(c.Records)); diff != "" {
		t.Errorf("values -want +got:\n%s", diff)
	}
	if len(c.Problems) != 2 || c.Problems[0].Message != `"13/5/2024" is not a date: want M/D/YYYY` ||
		c.Problems[1].Message != "no date: want M/D/YYYY, the row was left out" {
		t.Errorf("problems %v", c.Problems)
	}
}

// A table is known by its header, and by its name only where that is not enough.
func TestNightTableIdentify(t *testing.T) {
	for _, tt := range []struct {
		name, header string
		want         bool
	}{
		{"My Nights.csv", "Evening,Asleep,Calm", true},
		{"My Nights.csv", "evening,ASLEEP,calm,More", true},
		{"days.csv", "Evening,Asleep,Calm", false},
		{"nights.csv", "Morning,Asleep,Calm", false},
		{"nights.csv", "Evening,Asleep", false},
	} {
		if got := lullaby.Identify(NewHead(tt.name, []byte(tt.header+"\n"))); got != tt.want {
			t.Errorf("%s with %s: %t", tt.name, tt.header, got)
		}
	}
}
