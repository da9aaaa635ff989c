package main

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Everybody has the same nights under every design, and a schedule of their own.
func TestDrawnPeople(t *testing.T) {
	n := drawnNoises[0]
	a, b := newDrawnPerson(n, 1, 0), newDrawnPerson(n, 1, 1)
	if a.y[3] == b.y[3] || a.draw == b.draw {
		t.Error("two people are the same")
	}
	for _, d := range drawnDesigns[1:] {
		p, err := a.plan(d.constraint)
		if err != nil {
			t.Fatalf("%s: %v", d.name, err)
		}
		if days := len(p.Drawn().On); days != len(a.y) || p.Schedule.Start.Date != a.first-1 {
			t.Errorf("%s: %d days for %d nights", d.name, days, len(a.y))
		}
		q, err := b.plan(d.constraint)
		if err != nil || q.Schedule.Days == p.Schedule.Days {
			t.Errorf("%s: two people drew the same (%v)", d.name, err)
		}
	}
	if all, err := drawnDesigns[3].constraint.Arrangements(); err != nil || all.Count < 100 {
		t.Errorf("%v orders: an exact test has no room", all.Count)
	}
}

// A drawn plan seldom cries wolf and finds what the same nights hide from an
// unplanned before and after.
func TestSimDrawnPlans(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const people = 24
	tallies, err := tallyDrawn(context.Background(), drawnNoise{"AR(1) .7", autoregressive(.7)}, 3, people, 2)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for i, d := range drawnDesigns {
		x := tallies[i]
		t.Logf("%-32s %+v", d.name, x)
		if x.people != people {
			t.Errorf("%s: %d people", d.name, x.people)
		}
		if s := shareOf(x.exact[0], people); d.planned() && s.low > 5 {
			t.Errorf("%s: the exact test has %s %% false alarms", d.name, s)
		}
		if d.planned() && (x.claims[0] > x.exact[0] || x.claims[0] > x.interval[0] || x.findings[0] > x.claims[0]) {
			t.Errorf("%s: %+v: a claim is what the interval and the exact test both find", d.name, x)
		}
		if d.planned() {
			found += x.claims[1]
		}
	}
	if found <= 3*tallies[0].claims[1] {
		t.Errorf("three plans find %d, the before and after %d: chance buys nothing", found, tallies[0].claims[1])
	}
}

// The figure is a picture any reader can parse, with the words of the table.
func TestDrawnFigure(t *testing.T) {
	var results []drawnResult
	for i, n := range drawnNoises {
		for j, d := range drawnDesigns {
			results = append(results, drawnResult{n, d, drawnTally{people: 100, claims: [2]int{i, 20 * j}, findings: [2]int{0, 10 * j}}})
		}
	}
	page := filepath.Join(t.TempDir(), "page.md")
	if err := writeFigure(page, results); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(page), figureName))
	if err != nil {
		t.Fatal(err)
	}
	bars := 0
	for dec := xml.NewDecoder(strings.NewReader(string(text))); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "rect" {
			bars++
		}
	}
	if want := 1 + 2*len(results); bars != want {
		t.Errorf("%d rectangles, want %d", bars, want)
	}
	for _, want := range []string{"AR(1) .7", "coin, pairs of weeks",
		"A drawn plan finds it 50 times in 100, an unplanned before and after 0 times"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the figure does not say %q", want)
		}
	}
	table := drawnTable(results, 1, 100)
	if strings.Count(table, "\n| ") != 1+len(results) || strings.Contains(table, "MISSED") {
		t.Errorf("the table is\n%s", table)
	}
	results[1].tally.claims[0] = 30
	if err := missedDrawn(results); err == nil || !strings.Contains(drawnTable(results, 1, 100), "MISSED") {
		t.Error("30 false alarms in 100 are no fault")
	}
}
