package all

import (
	"errors"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/internal/fixture"
	"nof1/importers/own"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

const (
	twoDoses = "date,supplement,taken\n2024-01-01,magnesium,yes\n2024-01-02,magnesium,no\n"
)

func TestRead(t *testing.T) {
	tree := fixture.Files{
		"nights.csv":  fixture.TwoNights,
		"b/again.csv": fixture.TwoNights,
		"export.zip":  fixture.Zipped(t, "log.csv", twoDoses, "readme.txt", "hello"),
		"c.csv.gz":    fixture.Gzipped(t, "date,item,value\n2024-01-01,anxiety,4\n"),
		"nof1.yaml":   "supplement: {id: magnesium}\n",
		"bank.csv":    "date,payee,sum\n2024-01-01,grocer,12\n",
		"half.csv":    "Sleep onset,Wake onset,Nap\n1,2,3\n",
		"table.ods":   "PK\x03\x04\x00\x00",
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()})
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		path, importer, reason, nearest string
		missing                         []string
		counts                          record.Counts
		nights                          int
	}
	var got []row
	for _, in := range res.Inputs {
		if len(in.SHA256) != 64 {
			t.Errorf("%s: SHA-256 %q", in.Path, in.SHA256)
		}
		got = append(got, row{in.Path, in.Importer, in.Reason, in.Nearest, in.Missing, in.Counts, in.Nights})
	}
	want := []row{
		{"b/again.csv", "nof1.nights", "", "", nil, record.Counts{Read: 2, Used: 2}, 2},
		{"bank.csv", "", "no importer knows it", "nof1.nights", []string{"a metric id such as hrv_rmssd or tst"}, record.Counts{}, 0},
		{"c.csv.gz", "nof1.diary", "", "", nil, record.Counts{Read: 1, Used: 1}, 0},
		{"export.zip!/log.csv", "nof1.log", "", "", nil, record.Counts{Read: 2, Used: 2}, 0},
		{"export.zip!/readme.txt", "", "no importer knows it", "", nil, record.Counts{}, 0},
		{"half.csv", "", "no importer knows it", "whoop.sleeps", nil, record.Counts{}, 0},
		{"nights.csv", "", "same content as b/again.csv", "", nil, record.Counts{}, 0},
		{"nof1.yaml", "", "configuration", "", nil, record.Counts{}, 0},
		{"table.ods", "", "a spreadsheet of a kind not read: save it as .xlsx or CSV", "", nil, record.Counts{}, 0},
	}
	for i := range got {
		if got[i].path == "half.csv" {
			if len(got[i].missing) == 0 {
				t.Error("half.csv: nothing is said to be missing")
			}
			got[i].missing = nil
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("inputs -want +got:\n%s", diff)
	}
	if len(res.Records) != 2 || len(res.Doses) != 2 || len(res.Entries) != 1 {
		t.Errorf("%d records, %d doses, %d entries", len(res.Records), len(res.Doses), len(res.Entries))
	}
	again, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()})
	if diff := cmp.Diff(res, again); diff != "" || err != nil {
		t.Errorf("a second reading differs: %v\n%s", err, diff)
	}
}

func TestReadNothingUsable(t *testing.T) {
	for name, tree := range map[string]fixture.Files{
		"no files": {}, "unknown": {"a.txt": "x"}, "header alone": {"a.csv": "date,hrv_rmssd\n"},
		"bad rows alone": {"a.csv": "date,hrv_rmssd\nx,1\n"},
	} {
		res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()})
		if !errors.Is(err, importers.ErrNothingUsable) || len(res.Inputs) != len(tree) {
			t.Errorf("%s: error %v, %d inputs", name, err, len(res.Inputs))
		}
	}
}

// Two of the user's mappings claim the same table.
func twoMappings() []own.Mapping {
	m := own.Mapping{Name: "one", Match: []string{"hrv_rmssd"}, Kind: "nights", Date: own.MappedDate{Column: "date"},
		Columns: []own.MappedColumn{{From: "hrv_rmssd", Metric: "hrv_rmssd"}}}
	n := m
	n.Name, n.Match = "two", []string{"date"}
	return []own.Mapping{m, n}
}

func TestReadAmbiguous(t *testing.T) {
	tree := fixture.Files{"a.csv": fixture.TwoNights, "log.csv": strings.Replace(twoDoses, "date", "time", 1)}
	opts := importers.Options{Formats: All(), Mapped: mapped(twoMappings())}
	res, err := importers.Read(t.Context(), tree.FS(), opts)
	if err != nil {
		t.Fatal(err)
	}
	const reason = "claimed by mapped.one and mapped.two: choose with --as mapped.one=a.csv"
	in := res.Inputs[0]
	if in.Reason != reason || in.Importer != "" || len(in.Problems) != 1 || in.Problems[0].String() != "a.csv: "+reason {
		t.Errorf("in a folder: %+v", in)
	}
	if len(res.Doses) != 2 {
		t.Error("the rest of the folder is not used")
	}

	opts.Named = true
	var ambiguous *importers.AmbiguousError
	_, err = importers.Read(t.Context(), fixture.Files{"a.csv": fixture.TwoNights}.FS(), opts)
	if !errors.As(err, &ambiguous) || ambiguous.Error() != "a.csv is claimed by mapped.one and mapped.two" {
		t.Errorf("named: error %v", err)
	}

	opts.Force = map[string]string{"a.csv": "mapped.two"}
	res, err = importers.Read(t.Context(), fixture.Files{"a.csv": fixture.TwoNights}.FS(), opts)
	if err != nil || res.Inputs[0].Importer != "mapped.two" {
		t.Errorf("forced: %v, %+v", err, res.Inputs)
	}
}

func TestReadForce(t *testing.T) {
	tree := fixture.Files{"d/a.csv.gz": fixture.Gzipped(t, fixture.TwoNights)}
	for _, key := range []string{"d/a.csv.gz", "a.csv.gz", "a.csv"} {
		res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Force: map[string]string{key: "nof1.log"}})
		if !errors.Is(err, importers.ErrNothingUsable) || res.Inputs[0].Importer != "nof1.log" || res.Inputs[0].Reason == "" {
			t.Errorf("%s: %v, %+v", key, err, res.Inputs)
		}
	}
	for _, force := range []map[string]string{{"d/a.csv.gz": "nof1.nigths"}, {"b.csv": "nof1.nights"}} {
		if _, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All(), Force: force}); err == nil ||
			errors.Is(err, importers.ErrNothingUsable) {
			t.Errorf("%v: error %v", force, err)
		}
	}
}

// Where the importer gives up, nothing of the file counts but its problems.
func TestReadImporterError(t *testing.T) {
	header, _, _ := strings.Cut(fixture.TwoNights, "\n")
	tree := fixture.Files{"a.csv": fixture.TwoNights, "long.csv": header + "\nx,y\n" + strings.Repeat("z", 2*importers.MaxRow) + "\n"}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()})
	if err != nil {
		t.Fatal(err)
	}
	in := res.Inputs[1]
	if in.Importer != "nof1.nights" || !strings.Contains(in.Reason, "line 3 is longer") || in.Counts != (record.Counts{}) ||
		len(in.Problems) != 1 {
		t.Errorf("%+v", in)
	}
	if len(res.Records) != 2 || in.Nights != 0 {
		t.Errorf("%d records, want those of a.csv alone", len(res.Records))
	}
}

// Where a line ends the reading of a table, log or diary, what is above it
// stays, and the line is named.
func TestReadStopsMidway(t *testing.T) {
	long := strings.Repeat("z", 2*importers.MaxRow) + "\n"
	for name, text := range map[string]string{
		"nights.csv": "date,hrv_rmssd\n2024-01-02,48\n",
		"log.csv":    "date,supplement\n2024-01-02,magnesium\n",
		"diary.csv":  "date,item,value\n2024-01-02,stress,4\n",
	} {
		res, err := importers.Read(t.Context(), fixture.Files{name: text + long + "2024-01-03,never,5\n"}.FS(), importers.Options{Formats: All()})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := len(res.Records) + len(res.Doses) + len(res.Entries); got != 1 {
			t.Errorf("%s: %d values, want the one above the line", name, got)
		}
		want := name + ":2: reading stopped after this line: line 3 is longer than 1048576 bytes: not a table"
		if in := res.Inputs[0]; in.Reason != "" || len(in.Problems) != 1 || in.Problems[0].String() != want {
			t.Errorf("%s: reason %q, problems %v, want %q", name, in.Reason, in.Problems, want)
		}
	}
}

func TestReadBadMapping(t *testing.T) {
	if _, err := own.Mapped([]own.Mapping{{Name: "x"}}); err == nil {
		t.Errorf("error %v", err)
	}
}

// Two files a night: what the importer gathers comes out at the end, in a run of
// its own.
func TestReadGathers(t *testing.T) {
	for _, imp := range All() {
		g, ok := imp.(importers.Gatherer)
		if !ok {
			continue
		}
		if a, b := g.Start(), g.Start(); a == b {
			t.Errorf("%s: two runs share one importer", imp.Name())
		}
	}
}

func TestAllNamesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, imp := range All() {
		if seen[imp.Name()] || !strings.Contains(imp.Name(), ".") || len(imp.Wants()) == 0 {
			t.Errorf("importer %q: its name is taken or no vendor's, or it wants nothing", imp.Name())
		}
		seen[imp.Name()] = true
	}
}

// A file beside Apple's export says what it is.
func TestAppleBeside(t *testing.T) {
	tree := fixture.Files{
		"export_cda.xml":       `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><x/></ClinicalDocument>`,
		"workout-routes/1.gpx": `<?xml version="1.0"?><gpx version="1.1"></gpx>`,
		"ecg.csv":              "Name,\"J\"\nRecorded Date,2031-03-05\nClassification,Sinus Rhythm\nSample Rate,512 hertz\n\n-24.123\n",
		"other.csv":            "Name,\"J\"\nClassification,x\n",
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: All()})
	if !errors.Is(err, importers.ErrNothingUsable) {
		t.Fatal(err)
	}
	want := map[string]string{"export_cda.xml": "the clinical copy", "workout-routes/1.gpx": "the route of a workout",
		"ecg.csv": "an electrocardiogram", "other.csv": "no importer knows it"}
	for path, reason := range fixture.Reasons(res.Inputs) {
		if want[path] == "" || !strings.HasPrefix(reason, want[path]) {
			t.Errorf("%s: %q, want %q", path, reason, want[path])
		}
	}
}

// A word in common does not make a format near: what shares little with all of
// them is near to none.
func TestNearest(t *testing.T) {
	for text, want := range map[string]string{
		"Name,\"J\"\nRecorded Date,2031-03-05\n":                      "",
		`{"alarms":[{"time":"7:00","days":3}]}`:                       "",
		"Date,Sleep Score,Recovery Score\n2031-03-05,80,70\n":         "ultrahuman.daily",
		"start,stop,deepSleepTime\n1,2,3\n":                           "zepp.sleep",
		`{"night":"2031-03-05","meanNightlyRecoveryRMSSD":42,"x":[]}`: "",
	} {
		if got, missing := importers.Nearest(importers.SourceFromBytes("f", []byte(text)).Head, All()); got != want {
			t.Errorf("%q: nearest is %q without %q, want %q", text, got, missing, want)
		}
	}
}
