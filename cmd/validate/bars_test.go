package main

import (
	"math"
	"strings"
	"testing"
)

// R: binom.test(k, n)$conf.int, in percent.
func TestShareOf(t *testing.T) {
	for _, c := range []struct {
		k, n            int
		rate, low, high float64
	}{
		{3, 20, 15, 3.207094, 37.89268},
		{0, 20, 0, 0, 16.84335},
		{20, 20, 100, 83.15665, 100},
		{28, 400, 7, 4.702797, 9.958826},
	} {
		s := shareOf(c.k, c.n)
		if math.Abs(s.rate-c.rate) > 1e-9 || math.Abs(s.low-c.low) > 2e-3 || math.Abs(s.high-c.high) > 2e-3 {
			t.Errorf("%d of %d: %.6f [%.6f, %.6f], want %g [%g, %g]", c.k, c.n, s.rate, s.low, s.high, c.rate, c.low, c.high)
		}
	}
	if s := shareOf(0, 0); !math.IsNaN(s.rate) || s.low != 0 || s.high != 100 {
		t.Errorf("0 of 0: %+v", s)
	}
}

// result is a cell in which so many of 400 people gave a false alarm, were
// covered, and were found at 0.5 SD.
func result(c cell, alarms, covered, found int) cellResult {
	return cellResult{c, tally{people: 400, answered: 400, claims: [3]int{alarms, found, 400}, covered: [3]int{0, covered, 0},
		intervals: [3]int{400, 400, 400}}}
}

// A bar is missed only where the whole 95 % interval lies beyond it.
func TestMissed(t *testing.T) {
	c := cell{name: "c", alarmBar: bar, power: [2]float64{20, 60}}
	exempt := cell{name: "c", why: "because"}
	for _, x := range []struct {
		what string
		r    cellResult
		want []string
	}{
		{"all well", result(c, 12, 384, 100), nil},
		{"above the bar by chance", result(c, 36, 376, 70), nil}, // 9.0 [6.4-12.2]
		{"false alarms", result(c, 44, 384, 100), []string{"false alarms 11.0 [8.1-14.5] %, bar 7 %"}},
		{"coverage", result(c, 12, 350, 100), []string{"coverage 87.5 [83.9-90.6] %, bar 93 %"}},
		{"power", result(c, 12, 384, 50), []string{"finds 12.5 [9.4-16.1] % at 0.5 SD, bar 20 %"}},
		{"no bar", result(exempt, 400, 0, 0), nil},
	} {
		if got := x.r.missed(); strings.Join(got, "; ") != strings.Join(x.want, "; ") {
			t.Errorf("%s: %q, want %q", x.what, got, x.want)
		}
	}
}

func TestMissedAverages(t *testing.T) {
	c, exempt := cell{alarmBar: bar}, cell{}
	good := []cellResult{result(c, 12, 384, 0), result(exempt, 400, 0, 0)}
	if got := missedAverages(good); got != nil {
		t.Errorf("%q: a cell without a bar counts", got)
	}
	if a := averageOf(good, cellResult.alarms); a.mean != 3 || math.Abs(a.margin-1.96*math.Sqrt(3*97/400.)) > 1e-9 {
		t.Errorf("average %+v", a)
	}
	var bad []cellResult
	for range 20 {
		bad = append(bad, result(c, 26, 366, 0)) // 6.5 %, 91.5 %: each for itself passes
	}
	if got := missedAverages(bad); len(got) != 2 {
		t.Errorf("%q, want both averages missed", got)
	}
	if n := missedBars(bad); n != 2 {
		t.Errorf("%d bars missed, want 2", n)
	}
}

// A claim the wrong way round is not a find.
func TestFound(t *testing.T) {
	r := cellResult{tally: tally{people: 100, claims: [3]int{5, 40, 90}, opposite: [3]int{2, 3, 0}}}
	if r.found(1).rate != 37 || r.found(2).rate != 90 {
		t.Errorf("found %g and %g, want 37 and 90", r.found(1).rate, r.found(2).rate)
	}
}
