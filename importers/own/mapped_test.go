package own

import "testing"

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
		m, err := MappedDate{Format: tt.format}.Moment(tt.cell)
		if got := m.String(); (err == nil) != (tt.want != "") || err == nil && got != tt.want {
			t.Errorf("%q as %q: %s, %v, want %s", tt.cell, tt.format, got, err, tt.want)
		}
	}
}

func TestMappedNames(t *testing.T) {
	m := Mapping{Match: []string{"hrv_rmssd"}, Kind: "nights", Date: MappedDate{Column: "date"},
		Columns: []MappedColumn{{From: "hrv_rmssd", Metric: "hrv_rmssd"}}}
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
		sources[imps[i].(mapped).sourceName()] = true
	}
	if len(sources) != 3 {
		t.Errorf("sources %v are not three", sources)
	}
	if _, err := Mapped([]Mapping{two, two}); err == nil {
		t.Error("two mappings of one name pass")
	}
}
