package importers_test

import (
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// lullaby reads the table of an invented ring: a row a night, named by the morning.
var lullaby = importers.NightTable{
	Format:  importers.Format{ID: "lullaby.nights", Columns: importers.Names("Morning", "Asleep")},
	Source:  "lullaby",
	Date:    "Morning",
	Layouts: []string{"02.01.2006"},
	Columns: []importers.Column{
		{Names: []string{"Asleep"}, Metric: "tst", Parse: importers.ClockDuration},
		{Names: []string{"RMSSD"}, Metric: "hrv_rmssd"},
	},
}

// Most formats are one row a night, and a NightTable says all of it.
func Example() {
	tree := fstest.MapFS{"nights.csv": {Data: []byte("Morning;Asleep;RMSSD\n03.05.2031;7:32;48,5\n04.05.2031;6:58;4O\n")}}
	res, err := importers.Read(context.Background(), tree, importers.Options{Formats: []importers.Importer{lullaby}})
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range res.Records {
		fmt.Println(r.Night, r.Metric, r.Value)
	}
	for _, p := range res.Inputs[0].Problems {
		fmt.Println(p)
	}
	// Output:
	// 2031-05-03 tst 452
	// 2031-05-03 hrv_rmssd 48.5
	// 2031-05-04 tst 418
	// nights.csv:3:17: "RMSSD": "4O" is not a number: want milliseconds
}

// Rows with clock times of their own are read one by one.
func ExampleRows() {
	const layout = "2006-01-02 15:04"
	nights := importers.Rows{
		Format: importers.Format{ID: "cradle.sleeps", Columns: importers.Names("Down", "Up")},
		Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
			down, up := t.Index("Down"), t.Index("Up")
			return func() bool {
				from, ok := t.Time(down, sink, layout)
				to, both := t.Time(up, sink, layout)
				if !ok || !both {
					return false
				}
				t.Sleep(record.Session{Night: record.DateOf(to), Onset: record.MomentOf(from), Wake: record.MomentOf(to),
					Source: "cradle"}, down, up, sink)
				return true
			}
		},
	}
	tree := fstest.MapFS{"sleeps.csv": {Data: []byte("Down,Up\n2031-05-02 23:10,2031-05-03 06:40\n")}}
	res, err := importers.Read(context.Background(), tree, importers.Options{Formats: []importers.Importer{nights}})
	if err != nil {
		fmt.Println(err)
	}
	for _, s := range res.Sessions {
		fmt.Println(s.Night, s.Onset, s.Wake, time.Duration(s.Wake.Clock()-s.Onset.Clock())*time.Minute)
	}
	// Output:
	// 2031-05-03 2031-05-02 23:10 2031-05-03 06:40 7h30m0s
}
