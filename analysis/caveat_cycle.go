package analysis

import (
	"math"

	"nof1/analysis/stats"
)

const (
	cycleShortest = 18 // days between two starts that can be one cycle
	cycleLongest  = 45
	lutealDays    = 14 // before the next start: heart rate is up, its variability down (Jasinski 2024)
	lutealPoints  = 10 // percentage points worth naming
)

// cyclePhase compares the share of nights in the second half of the cycle and
// asks whether every period holds a whole cycle. It looks only where starts are
// logged: a cycle is never inferred.
func cyclePhase(r review) finding {
	starts := rows(r.tagged(nil, "cycle_start").yes)
	second, known := map[int]bool{}, map[int]bool{}
	var lengths []float64
	for k := 1; k < len(starts); k++ {
		days := starts[k] - starts[k-1]
		if days < cycleShortest || days > cycleLongest {
			continue
		}
		lengths = append(lengths, float64(days))
		for d := starts[k-1]; d < starts[k]; d++ {
			known[d] = true
			second[d] = starts[k]-d <= lutealDays
		}
	}
	if len(lengths) == 0 {
		return finding{}
	}
	length := stats.Median(lengths)
	t := tags{yes: map[int]bool{}, no: map[int]bool{}}
	for d := range known {
		if second[d] {
			t.yes[d] = true
		} else {
			t.no[d] = true
		}
	}
	s := r.shares(t)
	f := finding{known: true, measured: append([]Measure{{"cycle", length, "days"}, {"cycles", float64(len(lengths)), ""}}, s.measured()...)}
	if s.nOff == 0 || s.nOn == 0 {
		f.known = false
		return f
	}
	diff := 100 * (float64(s.on)/float64(s.nOn) - float64(s.off)/float64(s.nOff))
	f.measured = append(f.measured, Measure{"difference", diff, "points"})
	shortest := r.shortestPhase()
	if shortest > 0 && float64(shortest) < length {
		f.measured = append(f.measured, Measure{"shortest_period", float64(shortest), "days"})
		f.severity = Minor
	}
	if math.Abs(diff) > lutealPoints {
		f.severity = Moderate
	}
	return f
}

// shortestPhase is the length of the shortest phase of a phased design, 0 where
// there are none.
func (r review) shortestPhase() (days int) {
	if !r.model.arrange.phased() {
		return 0
	}
	for _, p := range r.model.arrange.phases {
		if days == 0 || p.Days < days {
			days = p.Days
		}
	}
	return days
}
