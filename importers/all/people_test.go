package all

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

func TestSeveralPeopleInOneFile(t *testing.T) {
	tree := fixture.Files{"study.csv": importertest.SleepDayHeader +
		"902,4/13/2031 12:00:00 AM,1,400,420\n" +
		"17,4/12/2031 12:00:00 AM,1,327,346\n" +
		"17,4/13/2031 12:00:00 AM,1,384,407\n",
		"log.csv": "date,supplement,amount\n2031-04-12,magnesium,400\n",
	}
	for _, asked := range []string{"", "anna"} {
		res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Participant: asked})
		var several *importers.MultiPersonError
		if !errors.As(err, &several) {
			t.Fatalf("participant %q: error %v, want a MultiPersonError", asked, err)
		}
		want := &importers.MultiPersonError{Path: "study.csv", IDs: []string{"17", "902"}, Asked: asked}
		if diff := cmp.Diff(want, several); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if !strings.Contains(err.Error(), "--participant ID: 17, 902") || !strings.Contains(err.Error(), asked) {
			t.Errorf("error %q does not say what to do", err)
		}
		if len(res.Records) != 0 {
			t.Errorf("%d records of whoever", len(res.Records))
		}
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Participant: "17"})
	if err != nil {
		t.Fatal(err)
	}
	in := importertest.Input(t, res, "fitabase.sleep_day")
	if in.Counts != (record.Counts{Read: 2, Used: 2}) || in.Nights != 2 || !slices.Equal(res.People, []string{"17", "902"}) {
		t.Errorf("%+v, %d nights, people %v, want the two rows of 17", in.Counts, in.Nights, res.People)
	}
	if len(res.Doses) != 1 {
		t.Errorf("%d doses, want the log, which names nobody", len(res.Doses))
	}
}

// A person may be spread over files, and two files of one person each are two
// people.
func TestPeopleOverFiles(t *testing.T) {
	tree := fixture.Files{
		"a/sleep.csv": importertest.SleepDayHeader + "17,4/12/2031,1,327,346\n",
		"b/sleep.csv": importertest.SleepDayHeader + "902,4/12/2031,1,400,420\n",
		"b/steps.csv": "Id,ActivityDay,StepTotal\n17,4/12/2031,9000\n902,4/12/2031,8000\n",
	}
	var several *importers.MultiPersonError
	if _, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()}); !errors.As(err, &several) ||
		several.Path != "b/sleep.csv" {
		t.Fatalf("error %v, want several people, the second in b/sleep.csv", err)
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Participant: "902"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range res.Records {
		got = append(got, r.Metric+" "+importers.FormatNumber(r.Value))
	}
	if diff := cmp.Diff([]string{"tst 400", "tib 420", "steps 8000"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A table that cannot be read to its end still has the people above that place:
// their nights must not be joined as one person's.
func TestPeopleOfCutTable(t *testing.T) {
	tree := fixture.Files{"study.csv": importertest.SleepDayHeader + "902,4/13/2031,1,400,420\n17,4/12/2031,1,327,346\n" +
		strings.Repeat("z", 2*importers.MaxRow) + "\n"}
	var several *importers.MultiPersonError
	if res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()}); !errors.As(err, &several) ||
		len(several.IDs) != 2 {
		t.Errorf("error %v and %d records, want two people told apart", err, len(res.Records))
	}
}

// One person's file needs no choice, whatever the person is called.
func TestOnePersonWithAnID(t *testing.T) {
	tree := fixture.Files{"sleep.csv": importertest.SleepDayHeader + "17,4/12/2031,1,327,346\n"}
	for _, name := range []string{"", "17", "anna"} {
		res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Participant: name})
		if err != nil || len(res.Records) != 2 {
			t.Errorf("participant %q: error %v, %d records, want 2", name, err, len(res.Records))
		}
	}
}

func TestPeople(t *testing.T) {
	tree := fixture.Files{
		"study.csv":  importertest.SleepDayHeader + "902,4/13/2031,1,400,420\n17,4/12/2031,1,327,346\n",
		"nights.csv": "date,tst\n2031-04-12,400\n",
	}
	ids, err := importers.People(t.Context(), tree.FS(), importers.Options{Formats: All()})
	if err != nil || !slices.Equal(ids, []string{"17", "902"}) {
		t.Errorf("%v, %v, want 17 and 902", ids, err)
	}
	ids, err = importers.People(t.Context(), fixture.Files{"nights.csv": "date,tst\n2031-04-12,400\n"}.FS(), importers.Options{Formats: All()})
	if err != nil || ids != nil {
		t.Errorf("%v, %v, want nobody told apart", ids, err)
	}
}

// A file the user forces an importer on is asked for its people too.
func TestPeopleOfForcedFile(t *testing.T) {
	tree := fixture.Files{"x.csv": "Id,When,TotalMinutesAsleep,TotalTimeInBed,SleepDay\n1,a,400,420,4/12/2031\n2,a,400,420,4/12/2031\n"}
	_, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(),
		Force: map[string]string{"x.csv": "fitabase.sleep_day"}})
	var several *importers.MultiPersonError
	if !errors.As(err, &several) {
		t.Errorf("error %v, want a MultiPersonError", err)
	}
}
