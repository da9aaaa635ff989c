package importers

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

func TestMappingValidate(t *testing.T) {
	for _, m := range testMappings {
		if err := m.Validate(); err != nil {
			t.Error(err)
		}
	}
	sound := func() Mapping {
		return Mapping{Name: "m", Match: []string{"D", "Z"}, Kind: "nights", Date: MappedDate{Column: "D"},
			Columns: []MappedColumn{{From: "Z", Metric: "tst", Unit: "h"}}}
	}
	tests := []struct {
		break_ func(*Mapping)
		want   string
	}{
		{func(m *Mapping) { m.Match = nil }, "match is empty"},
		{func(m *Mapping) { m.Columns = nil }, "columns is empty"},
		{func(m *Mapping) { m.Kind = "night" }, `kind is "night": want nights, log or diary`},
		{func(m *Mapping) { m.Zero = "0" }, `zero is "0"`},
		{func(m *Mapping) { m.Date.Convention = "morning" }, `convention is "morning": want wake or evening`},
		{func(m *Mapping) { m.Of = "week" }, `of is "week": want day or night`},
		{func(m *Mapping) { m.Columns[0].Of = "week" }, `column Z: of is "week": want day or night`},
		{func(m *Mapping) { m.Columns[0].Of = "day"; m.Kind = "diary" }, "column Z: of is for kind nights, this one is diary"},
		{func(m *Mapping) { m.Columns[0].Rated = "1-4" }, "column Z: rated and best are for ratings from 0 to 10"},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", Metric: "stress", Rated: "1-4", Unit: "0-10"} }, "want one of rated and unit"},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", Metric: "stress", Rated: "4"} },
			`column Z: rated is "4": want the lowest and the highest value, such as 1-4`},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", Metric: "stress", Rated: "4-1"} }, `rated is "4-1"`},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", Metric: "stress", Best: "low"} }, `rated is ""`},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", Metric: "stress", Rated: "1-4", Best: "4"} }, `best is "4": want low or high`},
		{func(m *Mapping) { m.Date.Format = "tomorrow" }, "does not give a date"},
		{func(m *Mapping) { m.Date.Column = "" }, "no column dates the rows"},
		{func(m *Mapping) { m.Columns[0].From = "" }, "has no from"},
		{func(m *Mapping) { m.Columns[0].To = "value" }, "want one of to and metric"},
		{func(m *Mapping) { m.Columns[0].Metric = "sleep" }, `"sleep" is not a metric id`},
		{func(m *Mapping) { m.Columns[0].Unit = "bpm" }, `"bpm" cannot become minutes`},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", To: "dose"}; m.Kind = "log" }, `to is "dose"`},
		{func(m *Mapping) { m.Kind = "log" }, "a log has no metrics"},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", To: "amount"}; m.Kind = "log" }, "no column becomes supplement"},
		{func(m *Mapping) { m.Columns[0] = MappedColumn{From: "Z", To: "item"}; m.Kind = "diary" }, "item and value"},
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
		date    MappedDate
		columns []MappedColumn
	}{
		{"testdata/ultrahuman/daily.csv", MappedDate{Column: "Date"}, []MappedColumn{
			{From: "Total Sleep", Metric: "tst"}, {From: "Total Steps", Metric: "steps"}, {From: "Total Calories", Metric: "active_energy"}}},
		{"testdata/fitabase/dailyActivity_merged.csv", MappedDate{Column: "ActivityDate", Format: "M/D/YYYY", Convention: "evening"},
			[]MappedColumn{{From: "TotalSteps", Metric: "steps"}}},
		{"testdata/whoop/cycles-25-columns.csv", MappedDate{Column: "Wake onset"}, []MappedColumn{
			{From: "Heart rate variability (ms)", Metric: "hrv_rmssd"}, {From: "Day Strain", Metric: "strain"}}},
	} {
		own := Mapping{Match: []string{tt.date.Column}, Kind: "nights", Date: tt.date, Columns: tt.columns}
		values := func(mappings ...Mapping) (out []string) {
			in := files{path.Base(tt.file): string(fixture(t, tt.file))}
			res, err := Read(t.Context(), in.fs(), Options{Formats: All(), Mapped: mapped(mappings)})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range res.Records {
				if slices.ContainsFunc(tt.columns, func(c MappedColumn) bool { return c.Metric == r.Metric }) {
					out = append(out, fmt.Sprint(r.Night, r.Metric, r.Value))
				}
			}
			slices.Sort(out)
			return out
		}
		known := values()
		if diff := cmp.Diff(known, values(own)); diff != "" || len(known) < len(tt.columns) {
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
		m := Mapping{Match: []string{"D"}, Kind: "nights", Date: MappedDate{Column: "D", Convention: tt.convention}, Of: tt.whole,
			Columns: []MappedColumn{{From: "S", Metric: "steps", Of: tt.column}}}
		res, err := Read(t.Context(), files{"a.csv": "D,S\n2024-03-02,8000\n"}.fs(), Options{Mapped: mapped([]Mapping{m})})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{tt.want}, values(res.Records)); diff != "" {
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
			m := Mapping{Match: []string{"D"}, Kind: kind, Date: MappedDate{Column: "D"}, Zero: tt.zero,
				Columns: []MappedColumn{{From: "Q", Metric: tt.metric, Rated: tt.rated, Best: tt.best}}}
			res, err := Read(t.Context(), files{"a.csv": "D,Q\n2024-03-02," + tt.cell + "\n"}.fs(), Options{Mapped: mapped([]Mapping{m})})
			if err != nil && tt.want != "" && !strings.Contains(tt.want, ":") {
				t.Fatal(err)
			}
			var got string
			for _, r := range res.Records {
				got += number(r.Value)
			}
			for _, e := range res.Entries {
				got += number(e.Value)
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
	c, _ := read(t, diary, "d.csv", text)
	var got []string
	for _, e := range c.entries {
		got = append(got, fmt.Sprint(e.Item, " ", e.Value, " ", e.Unit))
	}
	for _, p := range c.problems {
		got = append(got, p.String())
	}
	want := []string{"stress 5 0-10", "stress 7 ", "gad7 12 0-21", `d.csv:3:19: "value": 7 is outside 1 to 5`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestMappedDate(t *testing.T) {
	tests := []struct{ format, cell, want string }{
		{"", "2024-03-01 21:30", "2024-03-01 21:30"},
		{"DD.MM.YYYY", "01.03.2024", "2024-03-01"},
		{"D.M.YYYY HH:mm", "1.3.2024 21:30", "2024-03-01 21:30"},
		{"MM/DD/YYYY", "03/01/2024", "2024-03-01"},
		{"M/D/YY h:mm A", "3/1/24 9:30 PM", "2024-03-01 21:30"},
		{"D MMM YYYY", "1 Mar 2024", "2024-03-01"},
		{"YYYYMMDD", "20240301", "2024-03-01"},
		{"DD.MM.YYYY", "31.02.2024", ""},
		{"DD.MM.YYYY", "2024-03-01", ""},
	}
	for _, tt := range tests {
		m, err := MappedDate{Format: tt.format}.moment(tt.cell)
		if got := m.String(); (err == nil) != (tt.want != "") || err == nil && got != tt.want {
			t.Errorf("%q as %q: %s, %v, want %s", tt.cell, tt.format, got, err, tt.want)
		}
	}
}

// A mapping wins over the built-in format of the same table, and says so when a
// column it names is not there.
func TestMappedGoesFirst(t *testing.T) {
	m := Mapping{Name: "Mine", Match: []string{"hrv_rmssd"}, Kind: "nights", Date: MappedDate{Column: "date", Convention: "evening"},
		Columns: []MappedColumn{{From: "hrv_rmssd", Metric: "hrv_sdnn"}}}
	res, err := Read(t.Context(), files{"a.csv": twoNights}.fs(), Options{Formats: All(), Mapped: mapped([]Mapping{m})})
	if err != nil || res.Inputs[0].Importer != "mapped.Mine" {
		t.Fatal(err, res.Inputs)
	}
	r := res.Records[0]
	if r.Metric != "hrv_sdnn" || r.Source != "mine" || r.Night != record.NewDate(2024, 1, 3) {
		t.Errorf("%+v", r)
	}
	m.Columns = append(m.Columns, MappedColumn{From: "Other", Metric: "tst"})
	res, _ = Read(t.Context(), files{"a.csv": twoNights}.fs(), Options{Formats: All(), Mapped: mapped([]Mapping{m})})
	if got := res.Inputs[0].Reason; !strings.Contains(got, "not there: Other") {
		t.Errorf("reason %q", got)
	}
}

func TestMappedNames(t *testing.T) {
	m := Mapping{Match: []string{"hrv_rmssd"}, Kind: "nights", Date: MappedDate{Column: "date"}, Columns: []MappedColumn{{From: "hrv_rmssd", Metric: "hrv_rmssd"}}}
	two := m
	two.Name = "two"
	imps, err := Mapped([]Mapping{m, m, two})
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]bool{}
	for i, want := range []string{"mapped", "mapped.2", "mapped.two"} {
		if imps[i].Name() != want {
			t.Errorf("importer %s, want %s", imps[i].Name(), want)
		}
		sources[imps[i].(mappedImporter).sourceName()] = true
	}
	if len(sources) != 3 {
		t.Errorf("sources %v are not three", sources)
	}
	if _, err := Mapped([]Mapping{two, two}); err == nil {
		t.Error("two mappings of one name pass")
	}
}
