package main

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/google/go-cmp/cmp"
)

// program is nof1, built for the comparison.
var program string

func TestMain(m *testing.M) {
	flag.Parse()
	beam.Init()
	os.Exit(withProgram(m))
}

func withProgram(m *testing.M) int {
	dir, err := os.MkdirTemp("", "nof1-beam-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "nof1")
	build := exec.Command("go", "build", "-o", program, "./cmd/nof1")
	build.Dir = filepath.Join("..", "..")
	if said, err := build.CombinedOutput(); err != nil {
		panic(string(said))
	}
	return m.Run()
}

// made are the made-up people of the repository, in WHOOP's format.
const made = "../internal/process/testdata/whoop-format"

// real are real people's tables, where present.
const real = "../../../shared/data/cohort-pmdata/persons"

// unreadable is a name that a store of files lists and cannot open: it writes line
// feeds otherwise. In a folder it is a name like any other.
const unreadable = "Zoë\n😀"

// poison are participants that no report can be made of.
var poison = map[string]string{
	"broken.zip":     "PK\x03\x04",
	"one.csv":        "x",
	"own/nof1.yaml":  "dose: 3\n",
	"own/nights.csv": "date,tst\n2024-01-01,400\n",
	"team.csv": "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n101,4/12/2016 12:00:00 " +
		"AM,1,327,346\n202,4/12/2016 12:00:00 AM,1,412,442\n",
	unreadable + "/nights.csv": "date,tst\n2024-01-01,400\n2024-01-02,410\n",
	"README.txt":               "nobody",
}

// people writes a cohort of some of the made-up people and the poison.
func people(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cohort")
	for _, n := range names {
		if err := os.CopyFS(filepath.Join(dir, filepath.Base(n)), os.DirFS(n)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range poison {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// batch makes the same with nof1 batch.
func batch(t *testing.T, folder string, flags ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "batch")
	cmd := exec.Command(program, append([]string{"batch", folder, "--out", out, "--quiet"}, flags...)...)
	if said, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 0 && cmd.ProcessState.ExitCode() != exitSomeFailed {
		t.Fatalf("%v\n%s", err, said)
	}
	return out
}

// onPrism runs a job in this process and returns what it says.
func onPrism(t *testing.T, j job) (said string, failed int) {
	t.Helper()
	if err := j.check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := beamx.Run(t.Context(), j.pipeline()); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	failed, err := j.summarise(t.Context(), &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), failed
}

// tree reads a folder but for the batch's own notes.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".jsonl") || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, want, got string) {
	t.Helper()
	a, b := tree(t, want), tree(t, got)
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s differs: %d bytes, %d bytes", name, len(a[name]), len(b[name]))
		}
	}
	var extra []string
	for name := range b {
		if _, ok := a[name]; !ok {
			extra = append(extra, name)
		}
	}
	if len(a) < 10 || len(extra) > 0 {
		t.Errorf("%d files, and these only here: %q", len(a), extra)
	}
}

// The made-up people and the poison come out of the engine as they come out of
// nof1 batch, to the byte, and poison is nobody else's failure.
func TestPrismIsBatch(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	names, err := filepath.Glob(made + "/*")
	if err != nil || len(names) != 22 {
		t.Fatalf("%d made-up people (%v), want 22", len(names), err)
	}
	folder := people(t, names...)
	if err := os.Mkdir(filepath.Join(folder, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "beam")
	said, failed := onPrism(t, job{Folder: folder, Out: out, Formats: []string{"html", "json"}})
	if failed != 3 || !strings.HasPrefix(said, "29 participants: 25 done, 1 skipped, 3 failed\n") {
		t.Errorf("%d failed; said %s", failed, said)
	}
	same(t, batch(t, folder), out)
	// Again: all is left as it is.
	before, err := os.Stat(filepath.Join(out, "effect-000", "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	onPrism(t, job{Folder: folder, Out: out, Formats: []string{"html", "json"}})
	after, err := os.Stat(filepath.Join(out, "effect-000", "report.json"))
	if err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("a finished report was written again (%v)", err)
	}
}

// Sixteen real people, read through a mapping.
func TestPrismIsBatchOnRealTables(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	if _, err := os.Stat(real); err != nil {
		t.Skipf("not compared on real people's tables: %v", err)
	}
	mapping := filepath.Join(t.TempDir(), "config.yaml")
	text, err := os.ReadFile(filepath.Join("testdata", "pmdata.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mapping, text, 0o644); err != nil {
		t.Fatal(err)
	}
	*configFile = mapping
	defer func() { *configFile = "" }()
	j, err := newJob(t.Context(), real)
	if err != nil {
		t.Fatal(err)
	}
	j.Out = filepath.Join(t.TempDir(), "beam")
	said, _ := onPrism(t, j)
	if !strings.HasPrefix(said, "16 participants: 16 done") {
		t.Error(said)
	}
	same(t, batch(t, real, "--config", mapping), j.Out)
}

// Buckets hold the same as folders, before and after a participant changes,
// fails and leaves; what is done is not done again.
func TestBucketsAreFolders(t *testing.T) {
	folder := people(t, made+"/effect-000", made+"/abab-001")
	if err := os.RemoveAll(filepath.Join(folder, unreadable)); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "bucket")
	seed := uint64(7)
	j := job{Folder: "file://" + folder, Out: "file://" + out, Formats: []string{"html", "json"}, Seed: &seed,
		Flags: map[string]string{"primary": "tst"}}
	onPrism(t, j)
	same(t, batch(t, folder, "--seed", "7", "--primary", "tst"), out)
	first, err := os.Stat(filepath.Join(out, "effect-000", "report.html"))
	if err != nil {
		t.Fatal(err)
	}

	write(t, filepath.Join(folder, "abab-001", "nof1.yaml"), "dose: 3\n") // now it fails
	write(t, filepath.Join(folder, "one.csv"), "date,tst\n2024-01-01,400\n")
	if err := os.RemoveAll(filepath.Join(folder, "broken.zip")); err != nil {
		t.Fatal(err)
	}
	onPrism(t, j)
	same(t, batch(t, folder, "--seed", "7", "--primary", "tst"), without(t, out, "broken"))
	again, err := os.Stat(filepath.Join(out, "effect-000", "report.html"))
	if err != nil || !again.ModTime().Equal(first.ModTime()) {
		t.Errorf("a finished report was written again (%v)", err)
	}
	if _, err := os.Stat(filepath.Join(out, "broken", "status.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("who left is still in the index: %v", err)
	}
}

// An object that the store lists and does not give is its participant's failure.
func TestUnreadableObject(t *testing.T) {
	folder := people(t, made+"/effect-000")
	out := filepath.Join(t.TempDir(), "bucket")
	said, failed := onPrism(t, job{Folder: "file://" + folder, Out: "file://" + out, Formats: []string{"json"}})
	if failed != 4 || !strings.HasPrefix(said, "7 participants: 3 done, 0 skipped, 4 failed\n") {
		t.Errorf("%d failed; said %s", failed, said)
	}
	text, err := os.ReadFile(filepath.Join(out, "index.csv"))
	if err != nil || !strings.Contains(string(text), "the store refuses it (NotFound)") {
		t.Errorf("no reason in the index (%v):\n%s", err, text)
	}
}

// without is a copy of an output without the folder of one who left.
func without(t *testing.T, out, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, os.DirFS(out)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// What is wrong for everybody is said before a worker starts.
func TestRefused(t *testing.T) {
	folder := people(t)
	empty := t.TempDir()
	for name, c := range map[string]struct {
		j    job
		want string
	}{
		"into itself":        {job{Folder: folder, Out: folder}, "would be written to"},
		"into its bucket":    {job{Folder: "file://" + folder, Out: "file://" + folder + "/"}, "would be written to"},
		"no such folder":     {job{Folder: folder + "/gone", Out: "x"}, "gone"},
		"a file":             {job{Folder: filepath.Join(folder, "one.csv"), Out: "x"}, "is not a folder"},
		"nobody":             {job{Folder: empty, Out: "x"}, "holds no participants"},
		"unknown format":     {job{Folder: folder, Out: "x", Formats: []string{"doc"}}, `--format "doc" is unknown`},
		"no metric":          {job{Folder: folder, Out: "x", Flags: map[string]string{"primary": "nonsense"}}, `primary "nonsense"`},
		"no store":           {job{Folder: "ftp://there/cohort", Out: "x"}, "ftp"},
		"leads out of a dir": {job{Folder: "s3://", Out: "x"}, "s3"},
	} {
		if err := c.j.check(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestJoin(t *testing.T) {
	for place, want := range map[string]string{
		"s3://b/c/?region=eu-west-1": "s3://b/c/index.html?region=eu-west-1",
		"gs://b":                     "gs://b/index.html",
		"reports":                    filepath.Join("reports", "index.html"),
	} {
		if got := join(place, "index.html"); got != want {
			t.Errorf("%s: %s, want %s", place, got, want)
		}
	}
}

// A job survives the way to a worker.
func TestJobTravels(t *testing.T) {
	folder := people(t)
	write(t, filepath.Join(folder, "nof1.yaml"), "seed: 3\n")
	j, err := newJob(t.Context(), "file://"+folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(j.Files) != 1 || string(j.Files[0].Text) != "seed: 3\n" {
		t.Errorf("the folder's own configuration: %+v", j.Files)
	}
	k, err := newJob(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(j.Files[0].Text, k.Files[0].Text); diff != "" {
		t.Error(diff)
	}
}
