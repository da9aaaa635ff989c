package all

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/own"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

func TestMappingValidate(t *testing.T) {
	for _, m := range testMappings {
		if err := m.Validate(); err != nil {
			t.Error(err)
		}
	}
	sound := func() own.Mapping {
		return own.Mapping{Name: "m", Match: []string{"D", "Z"}, Kind: "nights", Date: own.MappedDate{Column: "D"},
			Columns: []own.MappedColumn{{From: "Z", Metric: "tst", Unit: "h"}}}
	}
	tests := []struct {
		break_ func(*own.Mapping)
		want   string
	}{
		{func(m *own.Mapping) { m.Match = nil }, "match is empty"},
		{func(m *own.Mapping) { m.Columns = nil }, "columns is empty"},
		{func(m *own.Mapping) { m.Kind = "night" }, `kind is "night": want nights, log or diary`},
		{func(m *own.Mapping) { m.Zero = "0" }, `zero is "0"`},
		{func(m *own.Mapping) { m.Date.Convention = "morning" }, `convention is "morning": want wake or evening`},
		{func(m *own.Mapping) { m.Of = "week" }, `of is "week": want day or night`},
		{func(m *own.Mapping) { m.Columns[0].Of = "week" }, `column Z: of is "week": want day or night`},
		{func(m *own.Mapping) { m.Columns[0].Of = "day"; m.Kind = "diary" }, "column Z: of is for kind nights, this one is diary"},
		{func(m *own.Mapping) { m.Columns[0].Rated = "1-4" }, "column Z: rated and best are for ratings from 0 to 10"},
		{func(m *own.Mapping) {
			m.Columns[0] = own.MappedColumn{From: "Z", Metric: "stress", Rated: "1-4", Unit: "0-10"}
		}, "want one of rated and unit"},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", Metric: "stress", Rated: "4"} },
			`column Z: rated is "4": want the lowest and the highest value, such as 1-4`},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", Metric: "stress", Rated: "4-1"} }, `rated is "4-1"`},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", Metric: "stress", Best: "low"} }, `rated is ""`},
		{func(m *own.Mapping) {
			m.Columns[0] = own.MappedColumn{From: "Z", Metric: "stress", Rated: "1-4", Best: "4"}
		}, `best is "4": want low or high`},
		{func(m *own.Mapping) { m.Date.Format = "tomorrow" }, "does not give a date"},
		{func(m *own.Mapping) { m.Date.Column = "" }, "no column dates the rows"},
		{func(m *own.Mapping) { m.Columns[0].From = "" }, "has no from"},
		{func(m *own.Mapping) { m.Columns[0].To = "value" }, "want one of to and metric"},
		{func(m *own.Mapping) { m.Columns[0].Metric = "sleep" }, `"sleep" is not a metric id`},
		{func(m *own.Mapping) { m.Columns[0].Unit = "bpm" }, `"bpm" cannot become minutes`},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", To: "dose"}; m.Kind = "log" }, `to is "dose"`},
		{func(m *own.Mapping) { m.Kind = "log" }, "a log has no metrics"},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", To: "amount"}; m.Kind = "log" }, "no column becomes supplement"},
		{func(m *own.Mapping) { m.Columns[0] = own.MappedColumn{From: "Z", To: "item"}; m.Kind = "diary" }, "item and value"},
	}
	for _, tt := range tests {
		m := sound()
		tt.break_(&m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "mapping m: ") {
			t.Errorf("error %v, want one about %s", err, tt.want)
		}
	}
}

// A mapped table gives each night the same numbers as the importer that knows it,
// those of the day before the night too.
func TestMappedDayValues(t *testing.T) {
	for _, tt := range []struct {
		file    string
		date    own.MappedDate
		columns []own.MappedColumn
	}{
		{"../devices/testdata/ultrahuman/daily.csv", own.MappedDate{Column: "Date"}, []own.MappedColumn{
			{From: "Total Sleep", Metric: "tst"}, {From: "Total Steps", Metric: "steps"}, {From: "Total Calories", Metric: "active_energy"}}},
		{"../fitbit/testdata/fitabase/dailyActivity_merged.csv",
			own.MappedDate{Column: "ActivityDate", Format: "M/D/YYYY", Convention: "evening"},
			[]own.MappedColumn{{From: "TotalSteps", Metric: "steps"}}},
		{"../whoop/testdata/cycles-25-columns.csv", own.MappedDate{Column: "Wake onset"}, []own.MappedColumn{
			{From: "Heart rate variability (ms)", Metric: "hrv_rmssd"}, {From: "Day Strain", Metric: "strain"}}},
	} {
		o := own.Mapping{Match: []string{tt.date.Column}, Kind: "nights", Date: tt.date, Columns: tt.columns}
		values := func(mappings ...own.Mapping) (out []string) {
			in := fixture.Files{path.Base(tt.file): string(importertest.Fixture(t, tt.file))}
			res, err := importers.Read(t.Context(), in.FS(), importers.Options{Formats: All(), Mapped: mapped(mappings)})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range res.Records {
				if slices.ContainsFunc(tt.columns, func(c own.MappedColumn) bool { return c.Metric == r.Metric }) {
					out = append(out, fmt.Sprint(r.Night, r.Metric, r.Value))
				}
			}
			slices.Sort(out)
			return out
		}
		known := values()
		if diff := cmp.Diff(known, values(o)); diff != "" || len(known) < len(tt.columns) {
			t.Errorf("%s: -importer +mapped:\n%s", tt.file, diff)
		}
	}
}

func TestMappedOf(t *testing.T) {
	for _, tt := range []struct{ convention, whole, column, want string }{
		{"", "", "", "2024-03-03 steps 8000"},
		{"wake", "", "night", "2024-03-02 steps 8000"},
		{"wake", "night", "", "2024-03-02 steps 8000"},
		{"wake", "night", "day", "2024-03-03 steps 8000"},
		{"evening", "", "", "2024-03-03 steps 8000"},
		{"evening", "day", "night", "2024-03-03 steps 8000"},
	} {
		m := own.Mapping{Match: []string{"D"}, Kind: "nights", Date: own.MappedDate{Column: "D", Convention: tt.convention}, Of: tt.whole,
			Columns: []own.MappedColumn{{From: "S", Metric: "steps", Of: tt.column}}}
		res, err := importers.Read(t.Context(), fixture.Files{"a.csv": "D,S\n2024-03-02,8000\n"}.FS(),
			importers.Options{Mapped: mapped([]own.Mapping{m})})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{tt.want}, fixture.Values(res.Records)); diff != "" {
			t.Errorf("%+v: -want +got:\n%s", tt, diff)
		}
	}
}

// Ratings say their range and which end is best, in nights and diaries alike.
func TestMappedRatings(t *testing.T) {
	for _, tt := range []struct {
		metric, rated, best, cell, want string
		zero                            string
	}{
		{"anxiety", "", "", "3", "3", ""}, // from 0 to 10 where nothing is said
		{"anxiety", "1-4", "", "1", "0", ""},
		{"anxiety", "1-4", "low", "2.5", "5", ""},
		{"anxiety", "1-4", "high", "4", "0", ""},
		{"sleep_quality", "1-6", "low", "1", "10", ""},
		{"sleep_quality", "1-6", "low", "6", "0", "missing"}, // the worst is not missing
		{"sleep_quality", "1-6", "", "6", "10", ""},
		{"sleep_quality", "0 to 100", "high", "70", "7", ""},
		{"mood_rating", "-3-3", "", "-3", "0", ""},
		{"anxiety", "1-4", "", "0", "", "missing"},
		{"anxiety", "1-4", "", "5", `a.csv:2:12: "Q": 5 is outside 1 to 4`, ""},
		{"anxiety", "1-4", "", "0", `a.csv:2:12: "Q": 0 is outside 1 to 4`, ""},
		{"anxiety", "1-4", "", "much", `a.csv:2:12: "Q": "much" is not a number: want `, ""},
	} {
		for _, kind := range []string{"nights", "diary"} {
			m := own.Mapping{Match: []string{"D"}, Kind: kind, Date: own.MappedDate{Column: "D"}, Zero: tt.zero,
				Columns: []own.MappedColumn{{From: "Q", Metric: tt.metric, Rated: tt.rated, Best: tt.best}}}
			res, err := importers.Read(t.Context(), fixture.Files{"a.csv": "D,Q\n2024-03-02," + tt.cell + "\n"}.FS(),
				importers.Options{Mapped: mapped([]own.Mapping{m})})
			if err != nil && tt.want != "" && !strings.Contains(tt.want, ":") {
				t.Fatal(err)
			}
			var got string
			for _, r := range res.Records {
				got += importers.FormatNumber(r.Value)
			}
			for _, e := range res.Entries {
				got += importers.FormatNumber(e.Value)
			}
			for _, p := range res.Inputs[0].Problems {
				got += p.String()
			}
			if got != tt.want && !(strings.Contains(tt.want, "not a number") && strings.HasPrefix(got, tt.want)) {
				t.Errorf("%s %+v: %s", kind, tt, got)
			}
		}
	}
}

// The unit of a rating in our own diary can be its range too.
func TestDiaryRange(t *testing.T) {
	const text = "date,item,value,unit\n2024-03-01,stress,3,1-5\n2024-03-02,stress,7,1-5\n2024-03-03,stress,7,\n2024-03-04,gad7,12,0-21\n"
	c, _ := importertest.Read(t, own.Diary, "d.csv", text)
	var got []string
	for _, e := range c.Entries {
		got = append(got, fmt.Sprint(e.Item, " ", e.Value, " ", e.Unit))
	}
	for _, p := range c.Problems {
		got = append(got, p.String())
	}
	want := []string{"stress 5 0-10", "stress 7 ", "gad7 12 0-21", `d.csv:3:19: "value": 7 is outside 1 to 5`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A mapping wins over the built-in format of the same table, and says so when a
// column it names is not there.
func TestMappedGoesFirst(t *testing.T) {
	m := own.Mapping{Name: "Mine", Match: []string{"hrv_rmssd"}, Kind: "nights", Date: own.MappedDate{Column: "date", Convention: "evening"},
		Columns: []own.MappedColumn{{From: "hrv_rmssd", Metric: "hrv_sdnn"}}}
	res, err := importers.Read(t.Context(), fixture.Files{"a.csv": fixture.TwoNights}.FS(),
		importers.Options{Formats: All(), Mapped: mapped([]own.Mapping{m})})
	if err != nil || res.Inputs[0].Importer != "mapped.Mine" {
		t.Fatal(err, res.Inputs)
	}
	r := res.Records[0]
	if r.Metric != "hrv_sdnn" || r.Source != "mine" || r.Night != record.NewDate(2024, 1, 3) {
		t.Errorf("%+v", r)
	}
	m.Columns = append(m.Columns, own.MappedColumn{From: "Other", Metric: "tst"})
	res, _ = importers.Read(t.Context(), fixture.Files{"a.csv": fixture.TwoNights}.FS(),
		importers.Options{Formats: All(), Mapped: mapped([]own.Mapping{m})})
	if got := res.Inputs[0].Reason; !strings.Contains(got, "not there: Other") {
		t.Errorf("reason %q", got)
	}
}
