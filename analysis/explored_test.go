package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

func exploredOf(t *testing.T, s Study) (Outcome, *Explored) {
	t.Helper()
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	if o.Explored == nil {
		t.Fatalf("nothing explored: %+v", o.Verdict)
	}
	return o, o.Explored
}

// onDays logs a "no" on every day without a dose, so that nothing is assumed.
func onDays(s Study, nights int, on func(int) bool) Study {
	for i := range nights {
		if !on(i) {
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: day0 + record.Date(i) - 1}, Supplement: "magnesium",
				Taken: record.NotTaken, Source: "nof1.log"})
		}
	}
	return s
}

// A nightly coin, an effect on the same night only: lag 0 shows, no other does,
// and the coin leaves no trace of choice.
func TestLagsOfANightlyCoin(t *testing.T) {
	coin := planOf(t, schedule.Constraint{Kind: schedule.Nightly, Weeks: 12, MaxRun: 3, Balanced: true}, 30, 5, 0, 0)
	o, x := exploredOf(t, following(coin, 120, made{seed: 21, effect: .3}))
	if len(x.Lags) != lagNights+1 || x.Chosen != nil || x.CarryOver != nil || x.Doses != nil {
		t.Fatalf("%+v", x)
	}
	for k, e := range x.Lags {
		if e.Lag != k || (e.PAdjusted < significant) != (k == 0) || e.PAdjusted < e.P || e.CI95[0] > e.Estimate || e.CI95[1] < e.Estimate {
			t.Errorf("lag %d: %+v", k, e)
		}
	}
	if math.Abs(x.Lags[0].Estimate / *o.Estimate - 1) > .2 {
		t.Errorf("lag 0 %v, declared %v", x.Lags[0].Estimate, *o.Estimate)
	}
	weekly := planOf(t, twelvePairs, 30, 3, 0, 0)
	if _, x := exploredOf(t, following(weekly, 130, made{seed: 4})); x.Lags != nil {
		t.Errorf("lags within whole weeks: %+v", x.Lags)
	}
}

// Doses after bad nights: the checks of irregular dosing see how they came
// about.
func TestChosenNightsAreSeen(t *testing.T) {
	const nights = 240
	rng := rand.New(rand.NewPCG(2, 2))
	run := func(bad float64) *Chosen {
		s := made{nights: nights, seed: 22, rho: .3, sd: .2}.study()
		last := map[int]float64{}
		for _, r := range s.Records {
			if r.Metric == "hrv_rmssd" {
				last[int(r.Night-day0)] = math.Log(r.Value / 60)
			}
		}
		took := map[int]bool{}
		for i := 1; i < nights; i++ {
			p := .3
			if last[i-1] < -.1 {
				p = bad
			}
			if took[i] = rng.Float64() < p; took[i] {
				s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: day0 + record.Date(i) - 1}, Supplement: "magnesium",
					Taken: record.TakenYes, Source: "nof1.log"})
			}
		}
		o, x := exploredOf(t, onDays(s, nights, func(i int) bool { return took[i] }))
		if o.Method != "lagged" || x.Chosen == nil || len(x.Lags) != lagNights+1 {
			t.Fatalf("%s: %+v", o.Method, x)
		}
		if c := x.Chosen.CaseCrossover; c == nil || len(c.Each)+c.Unmatched == 0 || c.Each[0] > c.Each[len(c.Each)-1] {
			t.Errorf("case-crossover %+v", c)
		}
		return x.Chosen
	}
	if c := run(.9); c.OddsPerSD == nil || *c.OddsPerSD >= 1 || *c.OddsP > .001 || c.LeadP == nil || *c.LeadP > .01 || *c.Lead >= 0 {
		t.Errorf("doses after bad nights: %+v", c)
	}
	if c := run(.3); c.OddsPerSD == nil || *c.OddsP < .001 || *c.LeadP < .001 {
		t.Errorf("doses by a coin: odds p %v, lead p %v", *c.OddsP, *c.LeadP)
	}
}

// Two amounts, of which only the larger acts.
func TestDoseLevels(t *testing.T) {
	block := func(i int) int { return i / 14 }
	amount := func(i int) float64 { return []float64{0, 100, 0, 400}[block(i)%4] }
	on := func(i int) bool { return amount(i) > 0 }
	for name, scattered := range map[string]bool{"phases": false, "as needed": true} {
		t.Run(name, func(t *testing.T) {
			amount, on := amount, on
			if scattered {
				rng := rand.New(rand.NewPCG(3, 3))
				drawn := make([]float64, 224)
				for i := range drawn {
					drawn[i] = []float64{0, 100, 0, 0, 400}[rng.IntN(5)]
				}
				amount = func(i int) float64 { return drawn[i] }
				on = func(i int) bool { return amount(i) > 0 }
			}
			m := made{nights: 224, on: on, seed: 23, rho: .2, sd: .12, adjust: func(i int) float64 {
				if amount(i) == 400 {
					return .3
				}
				return 0
			}}
			s := m.study()
			for k := range s.Doses {
				s.Doses[k].Amount = amount(int(s.Doses[k].When.Day - day0 + 1))
			}
			_, x := exploredOf(t, onDays(s, 224, on))
			d := x.Doses
			if d == nil || len(d.Levels) != 2 || d.Unit != "mg" || d.Step != 300 || d.Monotone != nil {
				t.Fatalf("%+v", d)
			}
			low, high := d.Levels[0], d.Levels[1]
			if low.Amount != 100 || high.Amount != 400 || decides(low.CI95) != 0 || decides(high.CI95) != 1 || high.PAdjusted > .001 {
				t.Errorf("levels %+v", d.Levels)
			}
			if d.Slope == nil || decides(d.Slope.CI95) != 1 || math.Abs(d.Slope.Estimate-21) > 10 { // 60 (e^.3 - 1)
				t.Errorf("slope %+v", d.Slope)
			}
		})
	}
	if _, x := exploredOf(t, made{nights: 112, on: func(i int) bool { return i/28%2 == 1 }, seed: 3}.study()); x.Doses != nil {
		t.Errorf("one amount: %+v", x.Doses)
	}
}

func TestMonotone(t *testing.T) {
	at := func(xs ...float64) (out []DoseLevel) {
		for _, x := range xs {
			out = append(out, DoseLevel{Effect: Effect{Estimate: x}})
		}
		return out
	}
	if monotone(at(1, 2)) != nil || !*monotone(at(1, 2, 3)) || !*monotone(at(3, 2, -1)) || *monotone(at(1, 3, 2)) {
		t.Error("two levels have no order, three have")
	}
	if got := levelsOf([]float64{1, 1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 5, 9}); len(got) != 2 || got[0] != 1 || got[1] != 5 {
		t.Errorf("levels %v", got)
	}
}

// What stays for a week after a stop is seen in the nights left out; what stays
// for good in the later periods.
func TestCarryOver(t *testing.T) {
	on := func(i int) bool { return i/28%2 == 1 }
	run := func(adjust func(i int) float64) *CarryOver {
		s := made{nights: 140, on: on, seed: 24, rho: .2, sd: .1, effect: .3, adjust: adjust}.study()
		_, x := exploredOf(t, s)
		if x.CarryOver == nil || x.CarryOver.AfterStop == nil || x.CarryOver.LaterOff == nil {
			t.Fatalf("%+v", x.CarryOver)
		}
		return x.CarryOver
	}
	if c := run(nil); c.AfterStop.Nights != 14 || decides(c.AfterStop.CI95) != 0 || decides(c.LaterOff.CI95) != 0 {
		t.Errorf("nothing stays: %+v, %+v", c.AfterStop, c.LaterOff)
	}
	week := run(func(i int) float64 {
		if i >= 56 && !on(i) && i%56 < 7 {
			return .3
		}
		return 0
	})
	if !week.Suspected || decides(week.AfterStop.CI95) != 1 || decides(week.LaterOff.CI95) != 0 {
		t.Errorf("a week stays: %+v, %+v", week.AfterStop, week.LaterOff)
	}
}

// Resampled without a model, a shift of the nights comes back about where the
// engine has it.
func TestShiftInterval(t *testing.T) {
	s := made{nights: 112, on: func(i int) bool { return i/28%2 == 1 }, effect: .4, seed: 13}.study()
	o, x := exploredOf(t, s)
	ci := x.HodgesLehmannCI95
	if ci == nil || decides(*ci) != 1 || ci[0] > *o.Estimate || ci[1] < *o.Estimate || ci[1]-ci[0] > 2*(o.CI95[1]-o.CI95[0]) {
		t.Errorf("%v, the engine %v in %v", ci, *o.Estimate, *o.CI95)
	}
	s.Settings.Seed = 9
	if _, other := exploredOf(t, s); *other.HodgesLehmannCI95 == *ci || other.Seed != 9 {
		t.Error("another seed draws the same")
	}
	weekly := planOf(t, twelvePairs, 30, 3, 0, 0)
	if _, x := exploredOf(t, following(weekly, 130, made{seed: 4})); x.HodgesLehmannCI95 != nil {
		t.Error("blocks of a week within phases of a week")
	}
}

func TestStrength(t *testing.T) {
	s := made{nights: 260, on: from(180), seed: 25, effect: .5, missing: func(i int) bool { return i > 190 && i%9 == 0 }}.study()
	o, x := exploredOf(t, s)
	if decides(*o.CI95) != 1 {
		t.Fatalf("interval %v", *o.CI95)
	}
	g := x.Strength
	if g == nil || g.PartialR2 <= 0 || g.RobustnessAt5 <= 0 || g.Robustness <= g.RobustnessAt5 || g.EValue <= g.EValueLimit ||
		g.EValueLimit <= 1 {
		t.Fatalf("%+v", g)
	}
	// The nearer limit over the distance of the mean days, a month of it.
	if g.Drift == nil || *g.Drift <= 0 || *g.Drift > o.CI95[0] {
		t.Errorf("drift %v a month, limit %v", *g.Drift, o.CI95[0])
	}
	if g.MissingBy == nil || *g.MissingBy < 5*o.CI95[0] {
		t.Errorf("one night in nine missing: %v, limit %v", g.MissingBy, o.CI95[0])
	}
	if g.BaselineSlope == nil || *g.BaselineSlopeP < .001 {
		t.Errorf("no trend before: slope %v, p %v", g.BaselineSlope, g.BaselineSlopeP)
	}
	if _, x := exploredOf(t, made{nights: 260, on: from(180), seed: 11}.study()); *x.Strength.Drift != 0 || x.Strength.RobustnessAt5 != 0 {
		t.Errorf("nothing to undo: %+v", x.Strength)
	}
	gated := made{nights: 260, on: from(180), seed: 11, device: func(i int) string { return string(rune('A' + i/180)) }}.study()
	if o := outcomeOf(t, analysed(t, gated), "hrv_rmssd"); o.Explored != nil {
		t.Errorf("%s, and explored", o.Verdict.Code)
	}
}
