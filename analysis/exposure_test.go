package analysis

import (
	"testing"

	"nof1/importers/record"
)

// rowOf returns a dose of a log's row.
func rowOf(file string, day record.Date, minute int, amount float64) record.Dose {
	return record.Dose{When: record.Moment{Day: day, Minute: minute, Timed: minute > 0}, Supplement: "magnesium", Form: "bisglycinate",
		Amount: amount, HasAmount: true, Unit: "mg", Basis: record.BasisElemental, Taken: record.TakenYes,
		Source: "nof1.log", Pos: record.Pos{File: file, Line: int(day)}}
}

// A log beside an older copy of it is one log; what one file says twice is two
// doses; and a dose that only the newer file has is there.
func TestDosesOfACopiedLog(t *testing.T) {
	day := record.NewDate(2024, 5, 1)
	old := []record.Dose{rowOf("a.csv", day, 1290, 200), rowOf("a.csv", day+1, 0, 100), rowOf("a.csv", day+1, 0, 100)}
	grown := append([]record.Dose{}, rowOf("b.csv", day, 1290, 200), rowOf("b.csv", day+1, 0, 100), rowOf("b.csv", day+1, 0, 100),
		rowOf("b.csv", day+2, 1290, 200), rowOf("b.csv", day, 480, 200))
	s := Study{Doses: append(old, grown...)}
	known := s.Settings.Catalogue
	all, merged := mergeSources(inOrder(resolve(known, s.Doses, false, nil, day+9)))
	byDay := map[record.Date]float64{}
	for _, x := range all {
		byDay[x.when.Day] += x.mg
	}
	for d, want := range map[record.Date]float64{day: 400, day + 1: 200, day + 2: 200} {
		if byDay[d] != want {
			t.Errorf("%s: %v mg, want %v", d, byDay[d], want)
		}
	}
	if merged != 2 {
		t.Errorf("%d days merged, want the two that both files have", merged)
	}
}

// Logs of two formats on one day: the one with more rows of the supplement counts.
func TestDosesOfTwoFormats(t *testing.T) {
	day := record.NewDate(2024, 5, 1)
	app := rowOf("app.csv", day, 1290, 400)
	app.Source = "bearable.export"
	doses := []record.Dose{app, rowOf("log.csv", day, 1290, 200), rowOf("log.csv", day+1, 1290, 200)}
	all, merged := mergeSources(inOrder(resolve(Study{}.Settings.Catalogue, doses, false, nil, day+9)))
	if len(all) != 2 || all[0].mg != 200 || merged != 1 {
		t.Errorf("%d doses, the first of %v mg, %d days merged: want the log's two", len(all), all[0].mg, merged)
	}
}
