package people

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"nof1/importers"
	"nof1/importers/all"
	"nof1/importers/record"
)

// person makes a person or fails the test.
func person(t testing.TB, seed uint64, scenario string) Person {
	t.Helper()
	p, err := Make(seed, scenario)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMakeIsDeterministic(t *testing.T) {
	for _, s := range names(scenarios) {
		a, b, c := person(t, 7, s), person(t, 7, s), person(t, 8, s)
		for _, name := range a.Names() {
			if !bytes.Equal(a.Files[name], b.Files[name]) {
				t.Errorf("%s: %s differs for the same seed", s, name)
			}
			if bytes.Equal(a.Files[name], c.Files[name]) {
				t.Errorf("%s: %s is the same for another seed", s, name)
			}
		}
		if a.Truth != b.Truth {
			t.Errorf("%s: truth differs for the same seed", s)
		}
	}
	if _, err := Make(1, "nothing"); err == nil || !strings.Contains(err.Error(), "abab_effect") {
		t.Errorf("error %v: want the scenarios named", err)
	}
}

// TestImported reads every person as a user would: each file by its own
// importer, no problem, and as many nights and doses as the truth says.
func TestImported(t *testing.T) {
	for _, name := range names(everybody()) {
		p := person(t, 3, name)
		fsys := fstest.MapFS{}
		for file, b := range p.Files {
			fsys[file] = &fstest.MapFile{Data: b}
		}
		res, err := importers.Read(context.Background(), fsys, importers.Options{Formats: all.All()})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := map[string]string{"physiological_cycles.csv": "whoop.cycles", "supplements.csv": "nof1.log",
			"journal_entries.csv": "whoop.journal", "diary.csv": "nof1.diary"}
		for _, in := range res.Inputs {
			if in.Importer != want[in.Path] || in.Reason != "" || len(in.Problems) > 0 || in.Counts.Skipped > 0 {
				t.Errorf("%s: %s read by %q, %q, %d skipped, problems %v", name, in.Path, in.Importer, in.Reason, in.Counts.Skipped, in.Problems)
			}
		}
		nights := map[record.Date]bool{}
		for _, r := range res.Records {
			if r.Metric == "hrv_rmssd" {
				nights[r.Night] = true
			}
		}
		doses := 0
		for _, d := range res.Doses {
			if strings.Contains(strings.ToLower(d.Supplement), "magnesium") && d.Taken == record.TakenYes {
				if doses++; doses == 1 && d.When.Day.String() != p.Truth.FirstDose {
					t.Errorf("%s: first dose %s: truth says %s", name, d.When.Day, p.Truth.FirstDose)
				}
			}
		}
		if len(nights) != p.Truth.Nights || doses != p.Truth.Doses {
			t.Errorf("%s: %d nights and %d doses: truth says %d and %d", name, len(nights), doses, p.Truth.Nights, p.Truth.Doses)
		}
		if (len(res.Breaks) > 0) != (name == "device") {
			t.Errorf("%s: %d breaks", name, len(res.Breaks))
		}
	}
}

// lnByTaken returns ln RMSSD of the nights without and with a dose the evening
// before, in the order of the nights.
func lnByTaken(t *testing.T, p Person) (off, on []float64) {
	t.Helper()
	taken := map[string]bool{}
	for _, row := range rows(t, p.Files["supplements.csv"]) {
		if row[1] == "magnesium" {
			taken[row[0][:10]] = true
		}
	}
	cycles := rows(t, p.Files["physiological_cycles.csv"])
	slices.Reverse(cycles)
	for _, row := range cycles {
		wake, err := time.Parse(time.DateOnly, row[13][:10])
		if err != nil {
			t.Fatal(err)
		}
		hrv, err := strconv.ParseFloat(row[5], 64)
		if err != nil {
			t.Fatal(err)
		}
		if taken[wake.AddDate(0, 0, -1).Format(time.DateOnly)] {
			on = append(on, math.Log(hrv))
		} else {
			off = append(off, math.Log(hrv))
		}
	}
	return off, on
}

func rows(t *testing.T, text []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[min(1, len(all)):]
}

func mean(xs []float64) (m float64) {
	for _, x := range xs {
		m += x / float64(len(xs))
	}
	return m
}

// TestEffects averages many people: the difference between taken and other
// nights is the effect of the truth, and nothing where there is none.
func TestEffects(t *testing.T) {
	for _, c := range []struct {
		scenario  string
		low, high float64 // mean over people of difference minus effect
	}{
		{"null", -.015, .015},
		{"drift", -.03, .03},
		{"slow", -.03, .03},
		{"effect", -.015, .015},
		{"abab", -.015, .015},
		{"abab_effect", -.015, .015},
		{"asneeded", -.015, .015},
		{"costart", -.015, .015},
		{"rtm", .01, .06}, // the bad week belongs to the baseline
	} {
		var extra []float64
		for seed := range uint64(200) {
			p := person(t, seed, c.scenario)
			off, on := lnByTaken(t, p)
			extra = append(extra, mean(on)-mean(off)-p.Truth.EffectLn)
		}
		if m := mean(extra); m < c.low || m > c.high {
			t.Errorf("%s: taken nights differ by %.4f beyond the effect: want %g to %g", c.scenario, m, c.low, c.high)
		}
	}
}

// TestDeviation checks SD and lag-1 correlation against the truth, averaged
// over people without an effect.
func TestDeviation(t *testing.T) {
	var sd, rho []float64
	for seed := range uint64(100) {
		p := person(t, seed, "null")
		off, on := lnByTaken(t, p)
		xs := append(off, on...)
		m := mean(xs)
		var ss, lag float64
		for i, x := range xs {
			ss += (x - m) * (x - m)
			if i > 0 {
				lag += (x - m) * (xs[i-1] - m)
			}
		}
		sd = append(sd, math.Sqrt(ss/float64(len(xs)-1))/p.Truth.SD)
		rho = append(rho, lag/ss-p.Truth.Rho)
	}
	if m := mean(sd); m < .95 || m > 1.1 {
		t.Errorf("SD is %.3f of the truth on average", m)
	}
	if m := mean(rho); m < -.12 || m > .02 { // missing nights shorten it
		t.Errorf("lag-1 correlation is %.3f off the truth on average", m)
	}
}

func TestAlcohol(t *testing.T) {
	var differences []float64
	for seed := range uint64(100) {
		p := person(t, seed, "alcohol")
		drank := map[string]bool{}
		for _, row := range rows(t, p.Files["journal_entries.csv"]) {
			if row[3] == alcoholQuestion {
				drank[row[0]] = row[4] == "true"
			}
		}
		var with, without []float64
		for _, row := range rows(t, p.Files["physiological_cycles.csv"]) {
			hrv, err := strconv.ParseFloat(row[5], 64)
			if err != nil {
				t.Fatal(err)
			}
			if drank[row[0]] {
				with = append(with, math.Log(hrv))
			} else {
				without = append(without, math.Log(hrv))
			}
		}
		differences = append(differences, mean(with)-mean(without))
	}
	// Weekends have more of it and are lower on their own, by .06 on average.
	if m := mean(differences); m < alcoholLn-.03 || m > alcoholLn+.01 {
		t.Errorf("alcohol nights differ by %.3f: want about %.3f", m, alcoholLn)
	}
}

// What befalls a person is in the files, on the nights it is meant for.
func TestCircumstances(t *testing.T) {
	cells := func(name string, column int) (before, after []string) {
		p := person(t, 1, name)
		for _, row := range rows(t, p.Files["physiological_cycles.csv"]) {
			if row[13][:10] > p.Truth.FirstDose {
				after = append(after, row[column])
			} else {
				before = append(before, row[column])
			}
		}
		return before, after
	}
	const zone, strain, skin = 2, 8, 6
	before, after := cells("abroad", zone)
	if slices.Contains(before, "UTC-05:00") || !slices.Contains(after, "UTC-05:00") || !slices.Contains(after, home) {
		t.Errorf("abroad: offsets before %v, after %v", before, after)
	}
	number := func(cells []string) (out []float64) {
		for _, c := range cells {
			v, err := strconv.ParseFloat(c, 64)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, v)
		}
		return out
	}
	for _, c := range []struct {
		name      string
		column    int
		low, high float64 // difference of the means, after minus before
	}{
		{"training_more", strain, 1.5, 5}, {"quiet", strain, -1.5, 1.5}, {"heat", skin, .65, .95}, {"quiet", skin, -.15, .15},
	} {
		before, after := cells(c.name, c.column)
		if d := mean(number(after)) - mean(number(before)); d < c.low || d > c.high {
			t.Errorf("%s: column %d differs by %.2f, want %g to %g", c.name, c.column, d, c.low, c.high)
		}
	}
	for name, want := range map[string]int{"weight_falls": 15, "caffeine_later": 105, "vaccine": 1, "quiet": 0} {
		n := 0
		if text := person(t, 1, name).Files["diary.csv"]; text != nil {
			n = len(rows(t, text))
		}
		if n != want {
			t.Errorf("%s: %d lines of diary, want %d", name, n, want)
		}
	}
}
