package main

import (
	"fmt"
	"slices"
	"strings"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// seriesTally is one metric of one person over all fake starts that gave a
// verdict.
type seriesTally struct {
	metric string
	tally  tally
}

// seriesOf counts the answers of one person, metric by metric.
func seriesOf(starts []map[string][3]answer) []seriesTally {
	var out []seriesTally
	for _, m := range record.Metrics {
		s := seriesTally{metric: m.ID}
		for _, by := range starts {
			if a, ok := by[m.ID]; ok && a[0].answered {
				s.tally.add(a)
			}
		}
		if s.tally.people > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (s seriesTally) alarms() float64 { return shareOf(s.tally.claims[0], s.tally.people).rate }
func (s seriesTally) coverage() float64 {
	return shareOf(s.tally.covered[0], s.tally.intervals[0]).rate
}

func (s seriesTally) found(effect int) float64 {
	return shareOf(s.tally.claims[effect]-s.tally.opposite[effect], s.tally.people).rate
}

func (s seriesTally) rival(i, effect int) float64 {
	return shareOf(s.tally.rival[i][effect], s.tally.people).rate
}

// nightsTables are the two tables of the page, one row an outcome. Every series
// has one vote, however long it is.
func nightsTables(all []seriesTally) string {
	groups := map[string][]seriesTally{}
	for _, s := range all {
		groups[s.metric] = append(groups[s.metric], s)
	}
	var rows []string
	for _, m := range record.Metrics {
		if len(groups[m.ID]) > 0 {
			rows = append(rows, m.ID)
		}
	}
	rows, groups["all series"] = append(rows, "all series"), all

	var b strings.Builder
	b.WriteString("| outcome | series | fake starts | false alarms: median series | mean | worst | coverage | finds 0.5 SD | finds 1 SD " +
		"|\n|---|---|---|---|---|---|---|---|---|\n")
	for _, name := range rows {
		g := groups[name]
		starts := 0
		for _, s := range g {
			starts += s.tally.people
		}
		alarms := each(g, seriesTally.alarms)
		fmt.Fprintf(&b, "| %s | %d | %d | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f |\n", name, len(g), starts, stats.Median(alarms),
			stat.Mean(alarms, nil), slices.Max(alarms),
			mean(g, seriesTally.coverage), mean(g, func(s seriesTally) float64 { return s.found(1) }), mean(g,
				func(s seriesTally) float64 { return s.found(2) }))
	}
	b.WriteString("\nFalse alarms / finds 0.5 SD, means over the series, in percent:\n\n| outcome | nof1 |")
	for _, r := range rivals {
		fmt.Fprintf(&b, " %s |", r.name)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(rivals)) + "\n")
	for _, name := range rows {
		g := groups[name]
		fmt.Fprintf(&b, "| %s | **%.0f** / %.0f |", name, mean(g, seriesTally.alarms), mean(g, func(s seriesTally) float64 { return s.found(1) }))
		for i := range rivals {
			fmt.Fprintf(&b, " %.0f / %.0f |", mean(g, func(s seriesTally) float64 { return s.rival(i, 0) }), mean(g,
				func(s seriesTally) float64 { return s.rival(i, 1) }))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func each(g []seriesTally, of func(seriesTally) float64) []float64 {
	var out []float64
	for _, s := range g {
		out = append(out, of(s))
	}
	return out
}

func mean(g []seriesTally, of func(seriesTally) float64) float64 { return stat.Mean(each(g, of), nil) }
