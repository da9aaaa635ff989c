package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"nof1/cmd/internal/outputs"
)

// The table of drawn plans is between these lines of the page.
const (
	drawnBegin = "<!-- begin: drawn plans, written by make validate -->\n"
	drawnEnd   = "<!-- end: drawn plans, written by make validate -->\n"
	figureName = "planned.svg" // beside the page
)

// drawnTable is the generated part of the page about drawn plans.
func drawnTable(results []drawnResult, seed uint64, people int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d made-up people for each kind of nights, seed %d, each analysed under every design, without an effect and with "+
		"one of 0.5 SD.\n\n", people, seed)
	b.WriteString("| nights | design | false alarms | level 4: false alarms | exact test: false alarms | interval alone: false alarms | " +
		"finds 0.5 SD | interval alone finds | Welch: false alarms |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		t := r.tally
		finding, exact := "-", "-"
		if r.design.planned() {
			finding = shareOf(t.findings[0], t.people).String()
			exact = shareOf(t.exact[0], t.people).String()
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %.0f | %.0f | %.0f |\n", r.noise.name, r.design.name, shareOf(t.claims[0], t.people),
			finding, exact,
			shareOf(t.interval[0], t.people), shareOf(t.claims[1], t.people).rate, shareOf(t.interval[1], t.people).rate, shareOf(t.welch[0],
				t.people).rate)
	}
	planned, unplanned := powerOf(results, true), powerOf(results, false)
	fmt.Fprintf(&b, "\nOver all kinds of nights a plan finds the effect %.0f times in 100, the unplanned before and after %.0f times.\n",
		planned, unplanned)
	if err := missedDrawn(results); err != nil {
		fmt.Fprintf(&b, "\nMISSED: %v\n", err)
	}
	b.WriteString("\n")
	return b.String()
}

// powerOf is the mean share of people whose effect of 0.5 SD is found.
func powerOf(results []drawnResult, planned bool) float64 {
	sum, n := 0., 0.
	for _, r := range results {
		if r.design.planned() == planned {
			sum += shareOf(r.tally.claims[1], r.tally.people).rate
			n++
		}
	}
	return sum / n
}

// The figure: a group of bars for each kind of nights, one bar a design.
const (
	figureWidth = 760
	barLeft     = 285
	barWidth    = 400 // of 100 %
	barStep     = 17
	barThick    = 12
	groupGap    = 16
	groupsTop   = 66
)

var barColours = []string{"#9aa3ab", "#0072b2", "#56b4e9", "#004d7a", "#7fb2d6"}

// writeFigure writes the figure beside the page.
func writeFigure(page string, results []drawnResult) error {
	return outputs.WriteFile(filepath.Join(filepath.Dir(page), figureName), []byte(drawnFigure(results)))
}

// drawnFigure shows how often each design finds half an SD, with its false alarms as a
// mark. All text in the figure is constant, so nothing needs escaping.
func drawnFigure(results []drawnResult) string {
	groups := len(results) / len(drawnDesigns)
	height := groupsTop + groups*(len(drawnDesigns)*barStep+groupGap) + 34
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t `+
		`d" font-family="system-ui,sans-serif" font-size="12">`+"\n",
		figureWidth, height, figureWidth, height)
	b.WriteString(`<title id="t">How often a change of half a standard deviation is found in 16 weeks</title>` + "\n")
	fmt.Fprintf(&b, `<desc id="d">A drawn plan finds it %.0f times in 100, an unplanned before and after %.0f times. Each bar is one `+
		`design on one kind of nights; the black mark is its share of false alarms.</desc>`+"\n",
		powerOf(results, true), powerOf(results, false))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", figureWidth, height)
	b.WriteString(`<text x="12" y="22" font-size="15" font-weight="600">A change of half a standard deviation, 16 weeks: how often it ` +
		`is found</text>` + "\n")
	b.WriteString(`<text x="12" y="42" fill="#56606b">Bar: found, in 100 people. Black mark: claimed where there is nothing. Line: the ` +
		`nominal 5.</text>` + "\n")
	y := groupsTop
	for i, r := range results {
		d := i % len(drawnDesigns)
		if d == 0 {
			fmt.Fprintf(&b, `<text x="12" y="%d" font-weight="600">%s</text>`+"\n", y+barThick-2, r.noise.name)
		}
		found, alarms := shareOf(r.tally.claims[1], r.tally.people).rate, shareOf(r.tally.claims[0], r.tally.people).rate
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end" fill="#56606b" font-size="11">%s</text>`, barLeft-6, y+barThick-2, r.design.name)
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, barLeft, y, found*barWidth/100, barThick, barColours[d])
		fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="2.5" height="%d" fill="#000"/>`, barLeft+alarms*barWidth/100-1.25, y-1, barThick+2)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" font-size="11">%.0f</text>`+"\n", barLeft+max(found, alarms)*barWidth/100+6, y+barThick-2, found)
		y += barStep
		if d == len(drawnDesigns)-1 {
			y += groupGap
		}
	}
	nominal := barLeft + 5*barWidth/100
	fmt.Fprintf(&b, `<line x1="%d" x2="%d" y1="%d" y2="%d" stroke="#000" stroke-width="1" stroke-dasharray="2 3"/>`+"\n", nominal, nominal,
		groupsTop-6, y-groupGap+4)
	for at := 0; at <= 100; at += 25 {
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle" fill="#56606b" font-size="11">%d</text>`+"\n", barLeft+at*barWidth/100, y+8, at)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
