package cohort

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// put writes files below a folder, which is made.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestListKinds: folders, zips and tables are participants, an Id of a table of
// several people is one, and of all else it is said why it is none.
func TestListKinds(t *testing.T) {
	const people = "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n" +
		"1503960366,4/12/2016 12:00:00 AM,1,327,346\n1644430081,4/29/2016 12:00:00 AM,1,119,127\n"
	folder := t.TempDir()
	put(t, folder, map[string]string{
		"anna/nights.csv": "date,tst\n2024-01-01,400\n", "bea.zip": "PK", "Bea.CSV.GZ": "", "carl.csv": "date,tst\n2024-01-01,400\n",
		"carl.tsv": "date\ttst\n2024-01-01\t400\n", "sleepDay_merged.csv": people, "notes.txt": "", ".hidden/a.csv": "", "__MACOSX/a.csv": "",
		"nof1.yaml": "", "reports/carl/report.json": "{}",
	})
	links := os.Symlink(folder, filepath.Join(folder, "loop")) == nil && os.Symlink("gone", filepath.Join(folder, "dangling")) == nil
	c := cohortIn(t, folder, filepath.Join(folder, "reports"), nil)
	list, ignored, err := c.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range list {
		var names []string
		for _, path := range p.Paths {
			names = append(names, filepath.Base(path))
		}
		got[p.ID] = strings.Join(append(names, p.Person), " ")
	}
	want := map[string]string{"anna": "anna ", "bea": "bea.zip ", "Bea": "Bea.CSV.GZ ", "carl.csv": "carl.csv ", "carl.tsv": "carl.tsv ",
		"1503960366": "sleepDay_merged.csv 1503960366", "1644430081": "sleepDay_merged.csv 1644430081"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("participants (-want +got):\n%s", diff)
	}
	why := []string{".hidden: hidden", "__MACOSX: hidden"}
	if links {
		why = append(why, "dangling: a broken link", "loop: a link to a folder that holds it")
	}
	if diff := cmp.Diff(append(why, "notes.txt: not a folder, zip or table"), ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

// TestForget: one who left the folder keeps the report and loses the status, so
// that no index has it; those of another part, and what nof1 did not write, stay.
func TestForget(t *testing.T) {
	out := t.TempDir()
	put(t, out, map[string]string{
		"anna/status.json": `{"participant":"anna","status":"done"}`, "bea/status.json": `{"participant":"bea","status":"done"}`,
		"bea/report.json": "{}", "mine/holiday.jpg": "",
	})
	c := cohortIn(t, t.TempDir(), out, nil)
	gone, err := c.Forget([]Participant{{ID: "anna"}})
	if err != nil || cmp.Diff([]string{"bea"}, gone) != "" {
		t.Fatalf("gone %v, error %v: want bea", gone, err)
	}
	for name, stays := range map[string]bool{"anna/status.json": true, "bea/status.json": false, "bea/report.json": true,
		"mine/holiday.jpg": true} {
		if _, err := os.Stat(filepath.Join(out, name)); (err == nil) != stays {
			t.Errorf("%s stays: %v, want %v", name, err == nil, stays)
		}
	}
	for c.Shard = (Shard{0, 2}); c.Shard.Has("anna"); c.Shard.Index++ {
	}
	if gone, err = c.Forget(nil); err != nil || gone != nil {
		t.Errorf("gone %v, error %v: anna is of the other part", gone, err)
	}
}

// TestChanged: what --since and --watch go by is the latest change of any file.
func TestChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "anna")
	put(t, dir, map[string]string{"a.csv": "", "deep/b.csv": ""})
	early, late := time.Unix(1_700_000_000, 0), time.Unix(1_700_000_100, 0)
	for name, at := range map[string]time.Time{"a.csv": early, "deep/b.csv": late} {
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := Changed(Participant{ID: "anna", Paths: []string{dir}}); err != nil || !at.Equal(late) {
		t.Errorf("changed at %v, error %v: want %v", at, err, late)
	}
	if _, err := Changed(Participant{ID: "bea", Paths: []string{dir + "-gone"}}); err == nil {
		t.Error("no error for files that are not there")
	}
}
