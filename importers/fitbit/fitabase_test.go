package fitbit

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

func TestFitabaseDates(t *testing.T) {
	tests := map[string]string{
		"4/12/2016 12:00:00 AM": "2016-04-12",
		"04/12/2016":            "2016-04-12",
		"4/12/16 0:00":          "2016-04-12",
		"4/2/2016 00:00":        "2016-04-02",
		"2016-04-12":            "2016-04-12",
		"13/4/2016":             "",
		"12.4.2016":             "",
		"4/31/2016":             "",
	}
	for text, want := range tests {
		at, err := fitabaseTime(text)
		if got := record.DateOf(at); err != nil && want != "" || err == nil && got.String() != want {
			t.Errorf("%q: %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestFitabaseRepeatedRow(t *testing.T) {
	c, counts := importertest.Read(t, FitabaseSleep, "sleepDay_merged.csv", importertest.SleepDayHeader+
		"17,4/12/2031,1,327,346\n17,4/12/2031,1,327,346\n17,4/12/2031,1,300,346\n")
	if counts != (record.Counts{Read: 3, Used: 2, Skipped: 1}) || len(c.Records) != 4 || len(c.Problems) != 0 {
		t.Errorf("%+v, %d records, want the repeated row skipped: %v", counts, len(c.Records), c.Problems)
	}
}

// Steps of a day belong to the night after it.
func TestFitabaseSteps(t *testing.T) {
	c, _ := importertest.Read(t, FitabaseDays, "dailySteps_merged.csv", "Id,ActivityDay,StepTotal\n17,4/12/2031,9000\n17,4/13/2031,0\n")
	if len(c.Records) != 1 || c.Records[0].Night.String() != "2031-04-13" {
		t.Errorf("%+v, want one record on 2031-04-13: no steps at all is a day without the device", c.Records)
	}
}

func TestRealFitabase(t *testing.T) {
	dir := filepath.Join(importertest.SharedData, "cohort-fitabase")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: no real exports to read in %s", dir)
	}
	merged, err := os.ReadFile(filepath.Join(dir, "sleepDay_merged.csv"))
	if err != nil {
		t.Fatal(err)
	}
	tree := fixture.Files{"sleepDay_merged.csv": string(merged)}.FS()
	ids, err := importers.People(t.Context(), tree, importers.Options{Formats: AllFormats()})
	if err != nil || len(ids) != 24 {
		t.Fatalf("%d people, %v, want 24", len(ids), err)
	}
	var several *importers.MultiPersonError
	if _, err := importers.Read(t.Context(), tree, importers.Options{Formats: AllFormats(), Named: true}); !errors.As(err,
		&several) || len(several.IDs) != 24 {
		t.Fatalf("error %v, want 24 people to choose from", err)
	}
	rows := 0
	for _, id := range ids {
		res, err := importers.Read(t.Context(), tree, importers.Options{Formats: AllFormats(), Participant: id})
		if err != nil {
			t.Fatal(err)
		}
		all := importertest.Input(t, res, "fitabase.sleep_day")
		alone := importertest.Input(t, onePerson(t, filepath.Join(dir, "persons", id+".csv")), "fitabase.sleep_day")
		if all.Counts != alone.Counts || all.Nights != alone.Nights || len(all.Problems) != 0 {
			t.Errorf("%s: %+v, %d nights of all, %+v, %d nights alone: %v", id, all.Counts, all.Nights, alone.Counts, alone.Nights, all.Problems)
		}
		if all.Nights < 1 || all.Nights > 32 {
			t.Errorf("%s: %d nights, want 1 to 32", id, all.Nights)
		}
		rows += all.Counts.Read
	}
	if rows != 413 {
		t.Errorf("%d rows, want 413", rows)
	}
}

func onePerson(t *testing.T, file string) importers.Result {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	res, err := importers.Read(t.Context(), fixture.Files{filepath.Base(file): string(text)}.FS(),
		importers.Options{Formats: AllFormats(), Named: true})
	if err != nil {
		t.Fatal(err)
	}
	return res
}
