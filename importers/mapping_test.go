package importers

import (
	"strings"
	"testing"

	"nof1/importers/record"
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
	m := twoMappings()[0]
	m.Name = ""
	imps, err := Mapped([]Mapping{m, m, twoMappings()[1]})
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
	if _, err := Mapped(append(twoMappings(), twoMappings()...)); err == nil {
		t.Error("two mappings of one name pass")
	}
}
