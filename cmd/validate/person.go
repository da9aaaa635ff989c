package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"nof1/analysis"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// person is one made-up person: everything but the effect.
type person struct {
	y       []float64 // SD, NaN where the night has no value
	on      []bool    // a dose was taken for the night
	sd      float64   // of the observed nights
	sign    float64   // direction of the effect, if there is one
	first   record.Date
	cell    cell
	shuffle uint64 // seed of the rivals' shuffle
}

// person draws person i of a cell. Each person has a random generator of their
// own, so that who works on whom changes nothing.
func (c cell) person(seed uint64, i int) person {
	h := fnv.New64a()
	h.Write([]byte(c.name))
	r := rand.New(rand.NewPCG(seed^h.Sum64(), uint64(i)))
	p := person{cell: c, sign: 1, first: record.NewDate(2024, 1, 1) + record.Date(r.IntN(7)), shuffle: r.Uint64()}
	if r.IntN(2) == 0 {
		p.sign = -1
	}
	full := c.noise(r, c.plan.nights)
	p.on = c.plan.draw(r, full)
	p.y = full[:len(p.on)]
	missing := gaps(r, len(p.y))
	if c.every {
		clear(missing)
	}
	var seen []float64
	for t := range p.y {
		p.y[t] += weekdays[(p.first + record.Date(t)).Weekday()]
		if missing[t] {
			p.y[t] = math.NaN()
			continue
		}
		seen = append(seen, p.y[t])
	}
	p.sd = stat.StdDev(seen, nil)
	return p
}

// The outcomes people have: mean and spread of a night, in ms (on the ln scale)
// and minutes.
const (
	rmssd, rmssdSpread = 60., .25
	sleep, sleepSpread = 420., 45.
)

func (c cell) metric() string {
	if c.hrv {
		return "hrv_rmssd"
	}
	return "tst"
}

// delta is an effect given in SD of the person's whole series, in the person's
// own direction, on the analysis scale.
func (p person) delta(effect float64) float64 {
	spread := sleepSpread
	if p.cell.hrv {
		spread = rmssdSpread
	}
	return p.sign * effect * p.sd * spread
}

// study is the person's nights and log, with an effect on every night with a
// dose.
func (p person) study(effect float64) analysis.Study {
	s := analysis.Study{Settings: analysis.Settings{VerdictOnly: true, Supplement: "magnesium", Primary: p.cell.metric(),
		Randomised: p.cell.plan.randomised,
		HasOnset:   p.cell.atOnce, HasWashout: p.cell.atOnce}} // both 0
	delta := p.delta(effect)
	for t, y := range p.y {
		night := p.first + record.Date(t)
		if p.on[t] || p.cell.plan.explicit {
			taken := record.NotTaken
			if p.on[t] {
				taken = record.TakenYes
			}
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: night - 1}, Supplement: "magnesium", Taken: taken, Source: "nof1.log"})
		}
		if math.IsNaN(y) {
			continue
		}
		b := 0.0
		if p.on[t] {
			b = delta
		}
		v := sleep + sleepSpread*y + b
		if p.cell.hrv {
			v = math.Exp(math.Log(rmssd) + rmssdSpread*y + b)
		}
		s.Records = append(s.Records, record.Record{Night: night, Metric: p.cell.metric(), Value: v, Source: "csv"})
	}
	return s
}

// covers reports whether the 95 % interval of an answer contains the truth.
func (p person) covers(o analysis.Outcome, effect float64) bool {
	truth := p.delta(effect)
	if !p.cell.hrv {
		return o.CI95[0] <= truth && truth <= o.CI95[1]
	}
	percent := 100 * math.Expm1(truth)
	return o.CI95Pct[0] <= percent && percent <= o.CI95Pct[1]
}
