package analysis

import (
	"math"

	"nof1/analysis/scales"
	"nof1/analysis/stats"

	"gonum.org/v1/gonum/stat"
)

// What the body went through beside the supplement: illness, journeys, heat,
// altitude, the cycle.

const vaccineNights = 4 // nights after the first until heart rate variability is back (Presby)

const (
	illTemperature = 0.5 // degC above usual
	illBreathing   = 2   // breaths a minute above usual
	illSD          = 2   // SDs of heart rate up or ln HRV down
	illNights      = 2   // in a row
	illHeartNights = 3   // in a row where only heart rate and HRV are known: they are largely one signal
	illAfter       = 7   // nights after it that are left out to size it
	illSeries      = 28  // nights a signal needs
	illSignals     = 2   // signals at once
)

// illnessPattern looks for nights that look like an infection: at least two of
// skin temperature, breathing, heart rate and heart rate variability off their
// usual for two nights or more. It raises a doubt and never claims that someone was
// ill. Tagged illness counts too.
func illnessPattern(r review) finding {
	t := r.tagged(nil, "illness")
	signals := r.illSignals()
	least := illNights
	if onlyHeart(signals) {
		least = illHeartNights
	}
	ill := union(inARow(unusual(signals), least), t.yes)
	s := r.shares(tags{yes: ill})
	f := finding{known: t.any() || len(signals) >= illSignals, nights: r.inSpan(ill), drop: after(ill, illAfter)}
	f.measured = append([]Measure{{"nights", float64(len(f.nights)), "nights"}, {"spells", float64(runsIn(ill)), ""}}, s.measured()...)
	if len(f.nights) == 0 || s.off+s.on == 0 {
		return f // none of them among nights that are compared
	}
	f.words = map[string]string{"date": r.table.Night(f.nights[0]).String()}
	f.severity = Minor
	if s.unequal() == Moderate {
		f.severity = Moderate
	}
	return f
}

// illSignal holds the departures of one signal from the usual, with the sign and the
// size that count.
type illSignal struct {
	ys    []float64
	sign  float64
	limit float64
	heart bool // heart rate or its variability
}

// illSignals returns the signals that the record has.
func (r review) illSignals() []illSignal {
	var out []illSignal
	for _, g := range []struct {
		metrics []string
		sign    float64
		limit   float64 // 0: in SDs
	}{
		{skinTemperatures, 1, illTemperature},
		{[]string{"respiratory_rate"}, 1, illBreathing},
		{[]string{"resting_hr", "sleep_hr"}, 1, 0},
		{[]string{"hrv_rmssd", "hrv_sdnn", "hrv_unknown"}, -1, 0},
	} {
		for _, m := range g.metrics {
			ys, ok := r.primarySeries(m, illSeries)
			if !ok {
				continue
			}
			if g.sign < 0 {
				for i, y := range ys {
					ys[i] = math.Log(y)
				}
			}
			x := illSignal{sign: g.sign, limit: g.limit, heart: g.limit == 0}
			var sd float64
			if x.ys, sd = departures(ys); x.heart {
				x.limit = illSD * sd
			}
			out = append(out, x)
			break
		}
	}
	return out
}

// onlyHeart reports whether all signals are of the heart.
func onlyHeart(signals []illSignal) bool {
	for _, s := range signals {
		if !s.heart {
			return false
		}
	}
	return true
}

// unusual returns the nights on which at least two signals are off.
func unusual(signals []illSignal) map[int]bool {
	count := map[int]int{}
	for _, g := range signals {
		for i, y := range g.ys {
			if g.limit > 0 && g.sign*y >= g.limit {
				count[i]++
			}
		}
	}
	out := map[int]bool{}
	for i, n := range count {
		if n >= illSignals {
			out[i] = true
		}
	}
	return out
}

const (
	altitudeFall   = 2 // points of blood oxygen below usual
	altitudeNights = 2 // in a row
)

// altitude looks for nights in a row with less blood oxygen than usual, as at
// altitude, where heart rate rises and its variability falls. It never judges
// the value.
func altitude(r review) finding {
	ys, ok := r.primarySeries("spo2", illSeries)
	if !ok {
		return finding{}
	}
	away, _ := departures(ys)
	low := nightsWhere(away, func(y float64) bool { return y <= -altitudeFall })
	f := r.events(tags{yes: inARow(low, altitudeNights)}, 0)
	f.known = true
	return f
}

const (
	warmDrift = 0.3 // degC between the means of nights with and without
	warmSMD   = 0.5
)

var skinTemperatures = []string{"skin_temp_deviation", "skin_temp"}

// warmNights fires where the skin was warmer or cooler on nights with the
// supplement by 0.3 degC and half a spread: rooms and seasons do that, and warm
// nights lower heart rate variability.
func warmNights(r review) finding {
	for _, m := range skinTemperatures {
		c, ok := r.compare(m, illSeries)
		if !ok {
			continue
		}
		diff := c.meanOn - c.meanOff
		f := finding{known: true, measured: []Measure{{"difference", diff, "degC"},
			{"nights_off", float64(len(c.off)), "nights"}, {"nights_on", float64(len(c.on)), "nights"}}}
		spread := math.Sqrt((stat.Variance(c.off, nil) + stat.Variance(c.on, nil)) / 2)
		if math.Abs(diff) >= warmDrift && math.Abs(diff) >= warmSMD*spread {
			f.severity = Minor
			f.words = map[string]string{"metric": m}
		}
		return f
	}
	return finding{}
}

const (
	cycleShortest = 18 // days between two starts that can be one cycle
	cycleLongest  = 45
	lutealDays    = 14 // before the next start: heart rate is up, its variability down (Jasinski 2024)
	lutealPoints  = 10 // percentage points worth naming
)

// cyclePhase compares the share of nights in the second half of the cycle and tests
// whether every period holds a whole cycle. It needs logged starts: a
// cycle is never inferred.
func cyclePhase(r review) finding {
	starts := rows(r.tagged(nil, "cycle_start").yes)
	second := tags{map[int]bool{}, map[int]bool{}}
	var lengths []float64
	for k := 1; k < len(starts); k++ {
		days := starts[k] - starts[k-1]
		if days < cycleShortest || days > cycleLongest {
			continue
		}
		lengths = append(lengths, float64(days))
		for d := starts[k-1]; d < starts[k]; d++ {
			if starts[k]-d <= lutealDays {
				second.yes[d] = true
			} else {
				second.no[d] = true
			}
		}
	}
	if len(lengths) == 0 {
		return finding{}
	}
	length := stats.Median(lengths)
	s := r.shares(second)
	f := finding{known: true, measured: append([]Measure{{"cycle", length, "days"}, {"cycles", float64(len(lengths)), ""}}, s.measured()...)}
	if s.nOff == 0 || s.nOn == 0 {
		f.known = false
		return f
	}
	diff := 100 * (float64(s.on)/float64(s.nOn) - float64(s.off)/float64(s.nOff))
	f.measured = append(f.measured, Measure{"difference", diff, "points"})
	if shortest := r.shortestPhase(); shortest > 0 && float64(shortest) < length {
		f.measured = append(f.measured, Measure{"shortest_period", float64(shortest), "days"})
		f.severity = Minor
	}
	if math.Abs(diff) > lutealPoints {
		f.severity = Moderate
	}
	return f
}

// shortestPhase returns the length of the shortest phase of a phased design, 0
// without one.
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

const (
	travelShift  = 90 // minutes of bedtime from the usual
	travelNights = 3  // in a row: two are a weekend
	travelSeries = 28
	zoneShift    = 60 // minutes of the clock from the usual: no more is summer time
	zoneNights   = 2  // in a row: one may be a slip of the export
)

// travel fires where trips are tagged, where the clock showed another time zone
// for two nights or more, or where bedtime moved by more than 90 minutes for
// three nights or more, among the nights compared. Odd hours need not be a
// journey.
func travel(r review) finding {
	t := r.tagged(nil, "travel")
	abroad, zoned := r.abroad()
	hours, timed := r.oddHours()
	f := r.events(tags{yes: union(t.yes, abroad, hours)}, 0)
	f.known = t.any() || zoned || timed
	f.measured = append(f.measured, Measure{"nights_in_other_zone", float64(len(r.inSpan(abroad))), "nights"},
		Measure{"nights_logged", float64(len(r.inSpan(t.yes))), "nights"},
		Measure{"nights_at_odd_hours", float64(len(r.inSpan(hours))), "nights"})
	return f
}

// oddHours returns the runs of nights whose bedtime is far from the usual.
func (r review) oddHours() (nights map[int]bool, known bool) {
	ys, ok := r.primarySeries("bedtime", travelSeries)
	if !ok {
		return nil, false
	}
	if ys, ok = scales.Unwrapped(ys); !ok {
		return nil, false
	}
	shift, _ := departures(ys)
	return inARow(nightsWhere(shift, func(y float64) bool { return math.Abs(y) > travelShift }), travelNights), true
}

// abroad returns the runs of nights on another clock than that of most nights, by the
// UTC offset that the export gives for each sleep. A night without one goes
// with the night before it.
func (r review) abroad() (nights map[int]bool, known bool) {
	offset := map[int]int{}
	count := map[int]int{}
	for _, s := range r.sessions {
		i := r.table.Index(s.Night)
		if _, seen := offset[i]; s.HasOffset && i >= 0 && !seen {
			offset[i] = s.Offset
			count[s.Offset]++
		}
	}
	if len(offset) < travelSeries {
		return nil, false
	}
	usual := mostFrequent(count)
	away := map[int]bool{}
	far := false
	for i := range r.table.Len() {
		if o, ok := offset[i]; ok {
			far = abs(o-usual) > zoneShift
		}
		if far {
			away[i] = true
		}
	}
	return inARow(away, zoneNights), true
}

// mostFrequent returns the value counted most often, the smallest of equals.
func mostFrequent(count map[int]int) int {
	best, most := math.MaxInt, 0
	for v, n := range count {
		if n > most || n == most && v < best {
			best, most = v, n
		}
	}
	return best
}
