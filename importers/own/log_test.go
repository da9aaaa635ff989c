package own

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/record"
)

func TestIdentifyOwnTables(t *testing.T) {
	for header, want := range map[string]string{
		"date,supplement,form,amount,unit,basis,taken,note": "nof1.log",
		"TIME;Name;Amount":                   "nof1.log",
		"start,end,item,amount":              "nof1.log",
		"date,item,note":                     "nof1.log",
		"date,item,value":                    "nof1.diary",
		"time,item,value,unit,note":          "nof1.diary",
		"date,supplement":                    "nof1.log",
		"date,anxiety,note":                  "nof1.diary",
		"date,alcohol,caffeine":              "nof1.diary",
		"date,Late meal":                     "nof1.diary",
		"date,hrv_rmssd":                     "nof1.nights",
		"date,anxiety,sleep_score":           "nof1.nights",
		"date,HRV_RMSSD,device":              "nof1.nights",
		"night,hrv_rmssd":                    "",
		"date,value":                         "",
		"date,hrv":                           "",
		"datetime,substance,amount":          "nof1.log",
		"Day,Medication,Dose,Status":         "nof1.log",
		"name,dose,frequency,start_date,url": "nof1.log",
		"Date,Medication":                    "nof1.log",
		"Name,Start,End,Duration,Notes":      "",
		"date,name":                          "",
		"Date,Magnesium,Zinc (mg)":           "nof1.diary",
		"date,magnesium,weather,work":        "nof1.diary",
		"date,tst,magnesium":                 "nof1.nights",
		"Date,Meal,Calories,Fat,Protein,Carbohydrates,Vitamin A,Calcium": "",
	} {
		head := importers.SourceFromBytes("f.csv", []byte(header+"\n")).Head
		got := ""
		for _, imp := range importers.Claimants(head, nil, AllFormats()) {
			got += imp.Name()
		}
		if got != want {
			t.Errorf("%s: claimed by %q, want %q", header, got, want)
		}
	}
}

func TestTaken(t *testing.T) {
	tests := []struct {
		amount, taken string
		want          record.Taken
		problems      int
	}{
		{"", "", record.TakenYes, 0}, {"200", "", record.TakenYes, 0}, {"0", "", record.NotTaken, 0}, {"0.00", "", record.NotTaken, 0},
		{"", "yes", record.TakenYes, 0}, {"", "No", record.NotTaken, 0}, {"200", "no", record.NotTaken, 0},
		{"", "TRUE", record.TakenYes, 0}, {"", "0", record.NotTaken, 0},
		{"", "unknown", record.TakenUnknown, 0}, {"", "n/a", record.TakenUnknown, 0}, {"", "perhaps", record.TakenUnknown, 1},
		{"0", "yes", record.TakenUnknown, 1},
		{"0", "no", record.NotTaken, 0},
	}
	for _, tt := range tests {
		c, counts := importertest.Read(t, SupplementLog, "log.csv",
			"date,supplement,amount,unit,taken\n2024-01-01,magnesium,"+tt.amount+",mg,"+tt.taken+"\n")
		if len(c.Doses) != 1 || c.Doses[0].Taken != tt.want || len(c.Problems) != tt.problems || counts != (record.Counts{Read: 1, Used: 1}) {
			t.Errorf("amount %q taken %q: %+v, problems %v", tt.amount, tt.taken, c.Doses, c.Problems)
		}
	}
}

func TestSplitAmount(t *testing.T) {
	for cell, want := range map[string][2]string{
		"0.372mg": {"0.372", "mg"}, "25μg": {"25", "ug"}, "25 µg": {"25", "ug"}, "1 g": {"1", "g"}, "400": {"400", ""},
		"some mg": {"some mg", ""}, "": {"", ""}, "2 Capsules": {"2", "capsules"}, "1,5 g": {"1,5", "g"},
	} {
		if amount, unit := importers.SplitAmount(cell); [2]string{amount, unit} != want {
			t.Errorf("%q: %q %q, want %q", cell, amount, unit, want)
		}
	}
}

// A form writes the month first, or the day: one date above the twelfth tells for
// all of them, and where none does no row is read by guess.
func TestLogSlashDates(t *testing.T) {
	for _, test := range []struct {
		header, rows string
		want         []string
	}{
		{"Timestamp,Medication", "11/2/2031 8:25:39,a\n11/14/2031 21:05:00,a\n", []string{"2031-11-02 08:25", "2031-11-14 21:05"}},
		{"date;supplement", "02.11.2031;a\n14.11.2031;a\n2031-11-15;a\n", []string{"2031-11-02", "2031-11-14", "2031-11-15"}},
		{"date,supplement", "2/11/31 9:30 pm,a\n14/11/31 12:05 AM,a\n", []string{"2031-11-02 21:30", "2031-11-14 00:05"}},
		{"date,supplement", "2/11/2031,a\n3/11/2031,a\n", nil},
		{"date,supplement", "14/15/2031,a\n15/14/2031,a\n", nil},
	} {
		c, counts := importertest.Read(t, SupplementLog, "log.csv", test.header+"\n"+test.rows)
		var got []string
		for _, d := range c.Doses {
			got = append(got, d.When.String())
		}
		if !slices.Equal(got, test.want) || counts.Skipped != len(c.Problems) {
			t.Errorf("%q: %v, want %v, problems %v", test.rows, got, test.want, c.Problems)
		}
	}
}

func TestAmount(t *testing.T) {
	for _, test := range []struct {
		delimiter, cell string
		want            float64
		unit            string
	}{
		{",", "1/2", 0.5, ""}, {",", "1/2 tablet", 0.5, "tablet"}, {",", "½ tablet", 0.5, "tablet"}, {",", "3/4", 0.75, ""},
		{",", "5,000 IU", 5000, "iu"}, {",", "1,234,567", 1234567, ""}, {",", "5,000.5 IU", 5000.5, "iu"},
		{",", "2,5 g", 2.5, "g"}, {",", "0,372 mg", 0.372, "mg"}, {";", "5,000 g", 5, "g"}, {";", "2,5", 2.5, ""},
		{",", "400mg", 400, "mg"}, {",", "2 caps", 2, "caps"},
	} {
		table, err := importers.SourceFromBytes("f.csv", []byte("a"+test.delimiter+"b\n")).Table()
		if err != nil {
			t.Fatal(err)
		}
		if v, unit, err := table.Amount(test.cell); err != nil || v != test.want || unit != test.unit {
			t.Errorf("%s in a table with %q: %v %q, error %v, want %v %q", test.cell, test.delimiter, v, unit, err, test.want, test.unit)
		}
	}
	table, err := importers.SourceFromBytes("f.csv", []byte("a,b\n")).Table()
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{"1/5", "1/2/2024", "50,00,00", "1,2,3", "some", "", "1234,567"} {
		if v, unit, err := table.Amount(cell); err == nil {
			t.Errorf("%q is %v %q, want an error", cell, v, unit)
		}
	}
}

// Real logs, read in place and never copied here.
func TestRealLogs(t *testing.T) {
	const dir = importertest.SharedData
	if _, err := os.Stat(dir); err != nil {
		t.Skip("REAL LOGS NOT CHECKED: no folder", dir)
	}
	for file, want := range map[string]int{
		"gwern-magnesium/supplements.csv": 0, "zeo-nml/supplements.csv": 0, "whoop-format/abab-000/supplements.csv": 0,
	} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Skip("REAL LOGS NOT CHECKED:", err)
		}
		src := importers.SourceFromBytes(file, b)
		if !SupplementLog.Identify(src.Head) {
			t.Errorf("%s is not taken for a log", file)
		}
		c, counts := importertest.Read(t, SupplementLog, file, string(b))
		if counts.Skipped != want || counts.Used == 0 || len(c.Problems) > 0 {
			t.Errorf("%s: %+v, problems %v", file, counts, c.Problems)
		}
		for _, d := range c.Doses {
			if d.Supplement != "magnesium" || d.Taken == record.TakenUnknown {
				t.Errorf("%s: %+v", file, d)
				break
			}
		}
	}
}

func TestDiaryItem(t *testing.T) {
	for name, want := range map[string]string{"Sleep quality": "sleep_quality", "alcohol": "alcohol", "illness": "illness",
		"magnesium": "", "hrv_rmssd": "", "date": ""} {
		if got, ok := DiaryItem(name); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", name, got, ok, want)
		}
	}
}
