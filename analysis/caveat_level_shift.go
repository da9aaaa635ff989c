package analysis

import (
	"nof1/analysis/stats"
	"nof1/importers/record"
)

const shiftLevel = 0.01

// levelShift scans the residuals of the primary and the secondary outcomes for
// a step that the supplement's dates do not explain: the largest F over all
// days, against what the person's own night-to-night dependence gives by
// chance (seeded simulation).
func levelShift(r review) []Caveat {
	var out []Caveat
	for i, o := range r.outcomes {
		if !r.estimated(i) || o.Role == RoleExploratory || r.fits[i].method != "slowmix" {
			continue
		}
		f, c := r.fits[i], r.candidates[i]
		rows := r.model.rows(f.off, f.on)
		y := at(c.y, rows.Day)
		mix, err := stats.FitMargAvg(rows, [][]float64{y})
		if err != nil {
			continue
		}
		phi, noise, ok := stats.FittedErrors(mix[0])
		if !ok {
			continue
		}
		scan, err := stats.ScanBreak(rows, y, phi, noise, r.seed)
		if err != nil || scan.P >= shiftLevel {
			continue
		}
		night := r.model.first + record.Date(scan.Day)
		out = append(out, Caveat{ID: "level_shift", Severity: High, Outcomes: []string{o.Metric}, Nights: []record.Date{night},
			Words:    map[string]string{"metric": o.Metric, "date": night.String()},
			Measured: []Measure{{"shift", r.natural(i)(scan.Shift), o.Unit}, {"f", scan.F, ""}, {"p", scan.P, ""}}})
	}
	return out
}
