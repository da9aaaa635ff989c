package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"
)

func pattern(on []bool) string {
	b := make([]byte, len(on))
	for i := range on {
		b[i] = '.'
		if on[i] {
			b[i] = 'x'
		}
	}
	return string(b)
}

func TestPlans(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		name string
		p    plan
		want string
	}{
		{"before/after", beforeAfter(3, 4), "...xxxx"},
		{"ABAB", abab(2), "..xx..xx"},
	} {
		if got := pattern(c.p.draw(r, make([]float64, c.p.nights))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Each pair of weeks has one week of each; either may come first.
func TestWeeklyPairs(t *testing.T) {
	first := 0
	for seed := range uint64(50) {
		p := weeklyPairs(32)
		on := pattern(p.draw(rand.New(rand.NewPCG(seed, 1)), make([]float64, p.nights)))
		for pair := 0; pair+14 <= 28; pair += 14 {
			switch on[pair : pair+14] {
			case "xxxxxxx.......":
				first++
			case ".......xxxxxxx":
			default:
				t.Fatalf("pair %q", on[pair:pair+14])
			}
		}
		if tail := on[28:]; tail != "xxxx" && tail != "...." {
			t.Errorf("last week %q", tail)
		}
	}
	if first < 30 || first > 70 {
		t.Errorf("%d of 100 pairs begin with the supplement, want about half", first)
	}
}

func TestAsNeeded(t *testing.T) {
	const n = 20_000
	y := autoregressive(.3)(rand.New(rand.NewPCG(3, 3)), n)
	for _, c := range []struct {
		name     string
		reason   int
		share    float64 // of nights with a dose
		tonight  bool    // the night itself is worse
		lastWeak bool    // the night before was
	}{
		{"no reason", noReason, 1 / (1 + math.Exp(.8)), false, false},
		{"bad night before", badNightBefore, .34, true, true}, // the night itself by its correlation
		{"tonight", tonight, .34, true, false},
	} {
		on := asNeeded(n, c.reason).draw(rand.New(rand.NewPCG(4, 4)), y)
		var dosed, before []float64
		for i := 1; i < n; i++ {
			if on[i] {
				dosed, before = append(dosed, y[i]), append(before, y[i-1])
			}
		}
		if share := float64(len(dosed)) / n; math.Abs(share-c.share) > .02 {
			t.Errorf("%s: dosed on %.3f of the nights, want %.3f", c.name, share, c.share)
		}
		if bad := stat.Mean(dosed, nil) < -.05; bad != c.tonight {
			t.Errorf("%s: nights with a dose average %.2f", c.name, stat.Mean(dosed, nil))
		}
		if bad := stat.Mean(before, nil) < -.05; bad != c.lastWeak {
			t.Errorf("%s: nights before a dose average %.2f", c.name, stat.Mean(before, nil))
		}
	}
}

// Everybody who starts before the last possible day starts after a bad week.
func TestBadWeek(t *testing.T) {
	early := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := badWeek(90, 180)
		y := autoregressive(.3)(r, p.nights)
		on := p.draw(r, y)
		start := 0
		for !on[start] {
			start++
		}
		if start < 90 || start > 180 || len(on) != start+42 {
			t.Fatalf("starts on day %d of %d", start, len(on))
		}
		if start == 180 {
			continue
		}
		early++
		if m := stat.Mean(y[start-7:start], nil); m > -.2 {
			t.Errorf("seed %d: the week before averages %.2f", seed, m)
		}
	}
	if early < 190 {
		t.Errorf("%d of 200 found a bad week in 90 days", early)
	}
}
