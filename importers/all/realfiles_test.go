package all

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/devices"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/own"
	"nof1/importers/record"
)

func TestRealZeo(t *testing.T) {
	res := importertest.Shared(t, "zeo-nml", All()...)
	in := importertest.Input(t, res, "zeo.nights")
	if in.Counts.Read != 167 || len(in.Problems) != 0 {
		t.Errorf("%+v, want 167 rows read and no problem: %v", in.Counts, in.Problems)
	}
	nights := importertest.WithMetric(res, "zeo", "tst")
	if len(nights) != 160 || nights[0].String() != "2012-07-02" || len(res.Sessions) != 160 {
		t.Errorf("%d nights from %s, %d sessions, want 160 from 2012-07-02", len(nights), nights[0], len(res.Sessions))
	}
	if n := len(importertest.WithMetric(res, "zeo", "bedtime")); n != 160 {
		t.Errorf("%d bedtimes, want 160: nights slept by day count", n)
	}
	for _, d := range res.Doses {
		if d.Source == devices.Zeo.Name() {
			t.Fatalf("a note became a dose: %+v", d)
		}
	}
}

func TestRealFitbit(t *testing.T) {
	res := importertest.Shared(t, "niplav", All()...)
	in := importertest.Input(t, res, "fitbit.sleep")
	if in.Counts != (record.Counts{Read: 526, Used: 497, Skipped: 29}) || in.Nights != 497 || len(in.Problems) != 1 ||
		!strings.HasPrefix(in.Problems[0].Message, "19 nights in two parts") {
		t.Errorf("%+v, %d nights, want 526 sleeps of which 497 main and 19 nights in two parts: %v", in.Counts, in.Nights, in.Problems)
	}
	for metric, want := range map[string]int{"tst": 497, "sleep_efficiency": 497, "bedtime": 497, "deep": 490, "awakenings": 490} {
		if n := len(importertest.WithMetric(res, "fitbit", metric)); n != want {
			t.Errorf("%s on %d nights, want %d", metric, n, want)
		}
	}
}

func TestRealRingconn(t *testing.T) {
	res := importertest.Shared(t, "ringconn", All()...)
	in := importertest.Input(t, res, "ringconn.sleep")
	if in.Counts != (record.Counts{Read: 103, Used: 103}) || in.Nights != 100 || len(in.Problems) != 0 {
		t.Errorf("%+v, %d nights, want 103 rows and 100 wake dates: %v", in.Counts, in.Nights, in.Problems)
	}
	if n := len(importertest.WithMetric(res, "ringconn", "sleep_efficiency")); n != 100 {
		t.Errorf("sleep_efficiency on %d nights, want 100", n)
	}
}

// The made-up people: every night is there, and only the two with another strap
// have a break.
func TestWhoopFormatPeople(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(importertest.SharedData, "whoop-format.truth.json"))
	if err != nil {
		t.Skipf("SKIPPED: no made-up people to read: %v", err)
	}
	truth := map[string]struct {
		Scenario string
		Nights   int
	}{}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	for _, person := range slices.Sorted(maps.Keys(truth)) {
		t.Run(person, func(t *testing.T) {
			want := truth[person]
			res := importertest.Shared(t, filepath.Join("whoop-format", person), All()...)
			in := importertest.Input(t, res, "whoop.cycles")
			if len(in.Problems) != 0 || in.Counts.Skipped != 0 {
				t.Errorf("%+v %v, want every row used and no problem", in.Counts, in.Problems)
			}
			if n := len(importertest.WithMetric(res, "whoop", "hrv_rmssd")); n != want.Nights || in.Nights != n {
				t.Errorf("%d nights with HRV of %d, want %d", n, in.Nights, want.Nights)
			}
			if got, want := len(res.Breaks), map[bool]int{true: 1}[want.Scenario == "device"]; got != want {
				t.Errorf("%d breaks, want %d: %+v", got, want, res.Breaks)
			}
			switch journal := want.Scenario == "alcohol"; {
			case journal && (len(res.Entries) == 0 || len(res.Doses) != 0):
				t.Errorf("%d entries and %d doses, want a journal without doses", len(res.Entries), len(res.Doses))
			case !journal && len(res.Doses) == 0:
				t.Error("no dose, want a log")
			}
		})
	}
}

// A mapping reads the published trial of melatonin: its days of melatonin.
func TestRealMelatoninMapping(t *testing.T) {
	mapping := own.Mapping{Name: "ema", Match: []string{"date", "study_day", "condition", "melatonin"}, Kind: "log",
		Date:    own.MappedDate{Column: "date"},
		Columns: []own.MappedColumn{{From: "condition", To: "supplement"}, {From: "melatonin", To: "taken"}}}
	res, err := importers.Read(t.Context(), importertest.SharedFile(t, "melatonin-ema", "miura_ema_70day_daily.csv").FS(),
		importers.Options{Formats: All(), Mapped: mapped([]own.Mapping{mapping})})
	fixture.Must(t, err)
	taken := 0
	for _, d := range res.Doses {
		if d.Supplement == "melatonin" && d.Taken == record.TakenYes {
			taken++
		} else if d.Supplement != "control" || d.Taken != record.NotTaken {
			t.Errorf("%+v", d)
		}
	}
	if taken != 35 || len(res.Doses) != 70 {
		t.Errorf("%d of %d days with melatonin, want 35 of 70", taken, len(res.Doses))
	}
}
