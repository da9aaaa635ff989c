package analysis

import "math"

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
// usual for two nights or more. The detector raises a doubt; it never says that
// someone was ill. Tagged illness counts too.
func illnessPattern(r review) finding {
	t := r.tagged(nil, "illness")
	signals, onlyHeart := r.illSignals()
	f := finding{known: t.any() || signals >= illSignals}
	least := illNights
	if onlyHeart {
		least = illHeartNights
	}
	pattern := inARow(r.unusual(), least)
	ill := map[int]bool{}
	for _, set := range []map[int]bool{pattern, t.yes} {
		for i := range set {
			ill[i] = true
		}
	}
	s := r.shares(tags{yes: ill})
	f.nights = r.inSpan(ill)
	f.measured = append([]Measure{{"nights", float64(len(f.nights)), "nights"}, {"spells", float64(runsIn(ill)), ""}}, s.measured()...)
	f.drop = after(ill, illAfter)
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

// illSignals counts the signals the record has and tells whether they are heart
// rate and its variability alone.
func (r review) illSignals() (n int, onlyHeart bool) {
	onlyHeart = true
	for _, group := range r.illGroups() {
		if group.ys == nil {
			continue
		}
		n++
		onlyHeart = onlyHeart && group.heart
	}
	return n, onlyHeart
}

// illGroup is one signal: its departures from the usual, the sign and the size
// that count.
type illGroup struct {
	ys    []float64
	sign  float64
	limit float64
	heart bool
}

func (r review) illGroups() []illGroup {
	var out []illGroup
	for _, g := range []struct {
		metrics []string
		sign    float64
		limit   float64 // 0: in SDs
	}{
		{[]string{"skin_temp_deviation", "skin_temp"}, 1, illTemperature},
		{[]string{"respiratory_rate"}, 1, illBreathing},
		{[]string{"resting_hr", "sleep_hr"}, 1, 0},
		{[]string{"hrv_rmssd", "hrv_sdnn", "hrv_unknown"}, -1, 0},
	} {
		x := illGroup{sign: g.sign, limit: g.limit, heart: g.limit == 0}
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
			var sd float64
			if x.ys, sd = departures(ys); g.limit == 0 {
				x.limit = illSD * sd
			}
			break
		}
		out = append(out, x)
	}
	return out
}

// unusual are the nights on which at least two signals are off.
func (r review) unusual() map[int]bool {
	count := map[int]int{}
	for _, g := range r.illGroups() {
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
