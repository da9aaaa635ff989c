package process

import (
	"context"
	"testing"
	"testing/fstest"

	"nof1/analysis"
	"nof1/cmd/validate/people"
)

// How often the final verdict on heart rate variability is wrong, or right, for
// made-up people of whom everything is known. The bounds are the product's
// promise; the figures are printed.

func madeUp(t *testing.T, seed uint64, scenario string) (people.Truth, analysis.Outcome) {
	t.Helper()
	p, err := people.Make(seed, scenario)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range p.Names() {
		files[name] = &fstest.MapFile{Data: p.Files[name]}
	}
	r, err := Run(context.Background(), files, "made-up", Defaults())
	if err != nil {
		t.Fatalf("%s %d: %v", scenario, seed, err)
	}
	return p.Truth, primary(t, r)
}

func claimed(o analysis.Outcome) bool { return o.Verdict.Code.Changed() }

func TestSimFalseAlarms(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const each = 40
	wrong, all, naive := 0, 0, 0
	for _, scenario := range []string{"null", "drift", "slow", "rtm", "abab", "asneeded"} {
		w := 0
		for seed := range uint64(each) {
			_, o := madeUp(t, 1000+seed, scenario)
			if claimed(o) {
				w++
			}
			if o.Naive != nil && o.Naive.P < 0.05 {
				naive++
			}
		}
		t.Logf("%-9s %2d of %d claim a change that is not there", scenario, w, each)
		wrong, all = wrong+w, all+each
	}
	t.Logf("all       %d of %d (%.1f %%); the usual test %d (%.1f %%)", wrong, all, 100*float64(wrong)/float64(all), naive,
		100*float64(naive)/float64(all))
	if all < 200 || float64(wrong) > 0.05*float64(all) {
		t.Errorf("%d of %d people without an effect get a claim: want at most 5 %%", wrong, all)
	}
	if naive <= 2*wrong {
		t.Errorf("the usual test is wrong %d times and ours %d: the people are too easy to tell them apart", naive, wrong)
	}
}

func TestSimPower(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const n = 100
	found, down, inside := 0, 0, 0
	for seed := range uint64(n) {
		truth, o := madeUp(t, 5000+seed, "effect")
		switch o.Verdict.Code {
		case "higher":
			found++
		case "lower":
			down++
		}
		if o.CI95Pct != nil && o.CI95Pct[0] <= percentOf(truth.EffectLn) && percentOf(truth.EffectLn) <= o.CI95Pct[1] {
			inside++
		}
	}
	t.Logf("an effect of 0.15 to 0.30 ln: found in %d of %d, the wrong way in %d; the 95 %% interval holds the truth in %d", found, n, down,
		inside)
	if found < n/2 {
		t.Errorf("found in %d of %d: want at least half", found, n)
	}
	if down > 0 {
		t.Errorf("%d people get the opposite of the truth", down)
	}
	if inside < 90 {
		t.Errorf("the 95 %% interval holds the truth in %d of %d", inside, n)
	}
}
