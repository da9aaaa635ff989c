package people

import (
	"math"
	"math/rand/v2"
	"time"
)

// plan is one person before the nights are drawn. Day 0 is the wake date of
// the first night; the dose of an evening meets the night of the next day.
type plan struct {
	begin   time.Time
	days    int
	level   float64 // median RMSSD, ms
	rho, sd float64 // AR(1) deviation of ln RMSSD
	weekend float64 // how much lower ln RMSSD is after Friday and Saturday evenings
	rate    float64 // mean resting heart rate, bpm
	missing float64 // probability of a night without a row

	assigned []bool  // evening of day i: meant to take it
	taking   float64 // probability of taking it when assigned
	design   string

	effect     float64 // ln RMSSD on taken nights
	trend      float64 // ln RMSSD per day
	slowSD     float64 // SD of a wandering of weeks, ln RMSSD
	badWeek    float64 // how far the week before the start is below the level
	deviceStep float64 // ln RMSSD from the new device on
	device     int     // first day of the new device, when hasDevice
	hasDevice  bool
	companion  int // days the second supplement starts after the first, when hasCompany
	hasCompany bool
	alcohol    bool
	drinks     func(day, start int) float64 // probability of alcohol, nil: more on weekends

	befalls func(day, start int, n *night)    // what else happens to a night, nil nothing; start is the first night with a dose
	writes  func(day, start int) []note       // what the person writes down of the evening before it, nil nothing
	doses   func(day, start int, d dose) dose // what is taken on a taken night, nil the usual
}

// scenario is a named shape of a plan.
type scenario struct {
	name  string
	shape func(*rand.Rand, *plan)
}

// scenarios lists the shapes a plan can take; see [Make].
var scenarios = []scenario{
	{"null", func(rng *rand.Rand, p *plan) { p.drawBeforeAfter(rng) }},
	{"drift", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.trend = sign(rng) * between(rng, .5, 1) * p.sd / 120
	}},
	{"slow", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.slowSD = between(rng, .3, .5) * p.sd
	}},
	{"rtm", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.badWeek = between(rng, 1, 1.6) * p.sd
	}},
	{"device", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.hasDevice = true
		p.device = p.firstEvening() + 1 + rng.IntN(7) - 3
		p.deviceStep = sign(rng) * between(rng, .15, .3)
	}},
	{"effect", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.effect = between(rng, .15, .3)
	}},
	{"abab", func(rng *rand.Rand, p *plan) { p.fourPhases(28 + 7*rng.IntN(2)) }},
	{"abab_effect", func(rng *rand.Rand, p *plan) {
		p.fourPhases(28 + 7*rng.IntN(2))
		p.effect = between(rng, .1, .2)
	}},
	{"costart", func(rng *rand.Rand, p *plan) {
		p.drawBeforeAfter(rng)
		p.hasCompany = true
		p.companion = rng.IntN(3)
	}},
	{"asneeded", func(rng *rand.Rand, p *plan) { p.byMood(rng) }},
	{"alcohol", func(rng *rand.Rand, p *plan) {
		p.days = 100 + rng.IntN(60)
		p.assigned = make([]bool, p.days)
		p.design = "none"
		p.alcohol = true
	}},
	{"demo", func(_ *rand.Rand, p *plan) {
		p.begin = time.Date(2023, time.September, 4, 0, 0, 0, 0, time.UTC)
		p.level, p.rho, p.sd = 55, .35, .18
		p.beforeAfter(212, 90)
		p.slowSD = .45 * p.sd
		p.badWeek = 1.3 * p.sd
	}},
}

// draw returns an ordinary person without a design.
func draw(rng *rand.Rand) plan {
	begin := time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC)
	return plan{
		begin:   begin.AddDate(0, 0, rng.IntN(730)),
		level:   math.Exp(between(rng, math.Log(28), math.Log(90))),
		rho:     between(rng, .14, .6),
		sd:      between(rng, .13, .22),
		weekend: between(rng, 0, .12),
		rate:    between(rng, 56, 61),
		missing: between(rng, .06, .13),
		taking:  between(rng, .94, .99),
	}
}

// drawBeforeAfter draws a baseline of 40 to 90 days and an on-phase of 50 to 85.
func (p *plan) drawBeforeAfter(rng *rand.Rand) {
	p.beforeAfter(40+rng.IntN(51), 50+rng.IntN(36))
}

// beforeAfter takes nothing for the first nights and something on every
// evening thereafter.
func (p *plan) beforeAfter(before, after int) {
	p.days = before + after
	p.assigned = make([]bool, p.days)
	for i := before - 1; i < p.days-1; i++ {
		p.assigned[i] = true
	}
	p.design = "AB"
}

// fourPhases alternates four phases of the same number of nights, the first
// without.
func (p *plan) fourPhases(length int) {
	p.days = 4 * length
	p.assigned = make([]bool, p.days)
	for i := range p.days - 1 {
		p.assigned[i] = (i+1)/length%2 == 1
	}
	p.design = "ABAB"
}

// byMood takes it on about one evening in three after two or three weeks.
func (p *plan) byMood(rng *rand.Rand) {
	p.days = 110 + rng.IntN(15)
	p.assigned = make([]bool, p.days)
	for i := 14 + rng.IntN(7); i < p.days-1; i++ {
		p.assigned[i] = rng.Float64() < .38
	}
	p.taking = 1
	p.design = "as_needed"
}

// firstEvening returns the first evening with a dose, or the number of days without
// one.
func (p *plan) firstEvening() int {
	for i, a := range p.assigned {
		if a {
			return i
		}
	}
	return p.days
}

// between draws uniformly from low to high.
func between(rng *rand.Rand, low, high float64) float64 {
	return low + (high-low)*rng.Float64()
}

// sign draws -1 or 1.
func sign(rng *rand.Rand) float64 { return float64(2*rng.IntN(2) - 1) }
