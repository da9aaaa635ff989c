package importertest

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// Update is set to rewrite the .want files.
var Update = flag.Bool("update", false, "rewrite the .want files")

// Run is the suite that every wing runs on its own testdata with its own formats:
// each fixture reads as its .want says, each format has a good and a damaged fixture,
// and every format withstands every fixture of the wing.
func Run(t *testing.T, formats ...importers.Importer) {
	opts := importers.Options{Formats: formats, Named: true, Zone: Berlin(t)}
	const folder = "testdata"
	good, damaged := Golden(t, opts, folder)
	for _, imp := range formats {
		if !good[imp.Name()] && !NeverGood(imp) {
			t.Errorf("%s has no good fixture in %s", imp.Name(), folder)
		}
		if !damaged[imp.Name()] {
			t.Errorf("%s has no damaged fixture in %s", imp.Name(), folder)
		}
	}
	for _, file := range Fixtures(t, folder) {
		for _, imp := range formats {
			CheckImporter(t, imp, "f", Fixture(t, file))
		}
	}
}

// NeverGood reports whether a format cannot have a good fixture of its own: it
// only ever refuses, or needs the sleeps of other files.
func NeverGood(imp importers.Importer) bool {
	_, refuses := imp.(interface{ Refuses() })
	return refuses || importers.IsStreamed(imp)
}

// Golden reads every fixture of a glob of folders that has a .want beside it. One
// format claims it, rows read = used + skipped, and the dump of all that comes out
// equals the .want. A fixture without a .want must be claimed by nobody. Golden
// returns which formats read a good and which a damaged fixture.
func Golden(t *testing.T, opts importers.Options, folders string) (good, damaged map[string]bool) {
	good, damaged = map[string]bool{}, map[string]bool{}
	for _, file := range Fixtures(t, folders) {
		t.Run(filepath.ToSlash(file), func(t *testing.T) {
			want, err := os.ReadFile(file + ".want")
			if errors.Is(err, fs.ErrNotExist) && !(*Update && wanted(t, opts, file)) {
				mustBeUnclaimed(t, opts, file)
				return
			}
			got, in := readFixture(t, opts, file)
			if len(in.Problems) > 0 || in.Reason != "" {
				damaged[in.Importer] = true
			} else {
				good[in.Importer] = true
			}
			if *Update {
				if err := os.WriteFile(file+".want", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got, go test -update rewrites it:\n%s", diff)
			}
		})
	}
	return good, damaged
}

// wanted tells, when updating, whether a new fixture gets a .want: somebody
// claims it.
func wanted(t *testing.T, opts importers.Options, file string) bool {
	_, in := readFixture(t, opts, file)
	return in.Importer != ""
}

// Fixtures lists the files below the folders that a glob names, without the .want
// and fuzz files.
func Fixtures(t testing.TB, glob string) []string {
	t.Helper()
	folders, err := filepath.Glob(glob)
	if err != nil || len(folders) == 0 {
		t.Fatalf("no folders %s: %v", glob, err)
	}
	var found []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, ".want") || strings.Contains(filepath.ToSlash(name), "/fuzz/") {
				return err
			}
			found = append(found, name)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// oneFile is a file system with one fixture, under its own name.
func oneFile(t testing.TB, file string) fs.FS {
	t.Helper()
	return fixture.Files{filepath.Base(file): string(Fixture(t, file))}.FS()
}

func mustBeUnclaimed(t *testing.T, opts importers.Options, file string) {
	t.Helper()
	res, err := importers.Read(t.Context(), oneFile(t, file), opts)
	if !errors.Is(err, importers.ErrNothingUsable) {
		t.Fatalf("error %v, want %v", err, importers.ErrNothingUsable)
	}
	for _, in := range res.Inputs {
		if in.Importer != "" {
			t.Errorf("claimed by %s, but it has no .want", in.Importer)
		}
	}
}

// readFixture returns the dump of a fixture and its input row.
func readFixture(t *testing.T, opts importers.Options, file string) (string, record.Input) {
	t.Helper()
	res, err := importers.Read(t.Context(), oneFile(t, file), opts)
	if err != nil && !errors.Is(err, importers.ErrNothingUsable) {
		t.Fatal(err)
	}
	if len(res.Inputs) != 1 {
		t.Fatalf("%d inputs, want 1", len(res.Inputs))
	}
	in := res.Inputs[0]
	if c := in.Counts; c.Read != c.Used+c.Skipped {
		t.Errorf("rows read %d, used %d + skipped %d", c.Read, c.Used, c.Skipped)
	}
	return Dump(res), in
}

// Dump prints everything a reading gave, one line each.
func Dump(res importers.Result) string {
	var b strings.Builder
	for _, r := range res.Records {
		fmt.Fprintf(&b, "record %s %s %s raw %q %s source %s device %q at %s\n",
			r.Night, r.Metric, importers.FormatNumber(r.Value), r.Raw, r.RawUnit, r.Source, r.Device, at(r.Pos))
	}
	for _, s := range res.Sessions {
		fmt.Fprintf(&b, "session %s from %s to %s source %s device %q at %s\n", s.Night, s.Onset, s.Wake, s.Source, s.Device, at(s.Pos))
	}
	for _, d := range res.Doses {
		amount, until := "-", ""
		if d.HasAmount {
			amount = importers.FormatNumber(d.Amount)
		}
		if r := d.Regimen; r != nil && r.Open {
			until = " until now"
		} else if r != nil {
			until = " until " + r.End.String()
		}
		fmt.Fprintf(&b, "dose %s%s %q form %q amount %s %q basis %s taken %s note %q source %s at %s\n",
			d.When, until, d.Supplement, d.Form, amount, d.Unit, d.Basis, d.Taken, d.Note, d.Source, at(d.Pos))
	}
	for _, e := range res.Entries {
		value, night := "-", ""
		if e.HasValue {
			value = importers.FormatNumber(e.Value)
		}
		if e.YesNo {
			value += " yes/no"
		}
		if e.HasNight {
			night = " night " + e.Night.String()
		}
		fmt.Fprintf(&b, "entry %s%s %q value %s %q note %q source %s at %s\n", e.When, night, e.Item, value, e.Unit, e.Note, e.Source, at(e.Pos))
	}
	for _, k := range res.Breaks {
		fmt.Fprintf(&b, "break %s %s %s %q %v\n", k.Night, k.Source, k.Reason, k.Detail, k.Metrics)
	}
	for _, in := range res.Inputs {
		for _, p := range in.Problems {
			fmt.Fprintf(&b, "problem %s\n", p)
		}
		fmt.Fprintf(&b, "input %s importer %s device %q reason %q", in.Path, in.Importer, in.Device, in.Reason)
		if in.Nights > 0 {
			fmt.Fprintf(&b, " nights %d from %s to %s", in.Nights, in.First, in.Last)
		}
		fmt.Fprintf(&b, "\nrows read %d used %d skipped %d\n", in.Counts.Read, in.Counts.Used, in.Counts.Skipped)
	}
	return b.String()
}

func at(p record.Pos) string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }
