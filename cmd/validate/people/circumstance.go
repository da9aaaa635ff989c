package people

import (
	"math"
	"math/rand/v2"
	"time"
)

// circumstances are people to whom something happens beside the supplement, each
// followed by a twin with as much of it on both sides of the start, or none; see
// [Circumstances]. Sizes are round numbers a check can be held to.
var circumstances = []scenario{
	{"quiet", eightAndSeven(func(*rand.Rand, *plan) {})},

	{"alcohol_more", eightAndSeven(func(_ *rand.Rand, p *plan) { p.drinksOn(.15, .5) })},
	{"alcohol_alike", eightAndSeven(func(_ *rand.Rand, p *plan) { p.drinksOn(.3, .3) })},
	{"illness_spell", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = from(20, 4, ill) })},
	{"abroad", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = from(14, 9, func(n *night) { n.zone = "UTC-05:00" }) })},
	{"odd_hours", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = from(14, 5, func(n *night) { n.sleepLater(150) }) })},
	{"training_week", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = from(0, 7, func(n *night) { n.strain *= 1.9 }) })},
	{"training_more", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = since(func(n *night) { n.strain *= 1.3 }) })},
	{"cycle_uneven", eightAndSeven(func(_ *rand.Rand, p *plan) { p.cycle(0, 28) })},
	{"cycle_whole", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.beforeAfter(56, 63)
		p.cycle(7, 28)
	}},
	{"seasons_apart", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.beforeAfter(130, 90)
		p.befalls = func(_, _ int, n *night) { n.rate += int(math.Round(winter(n.wake))) }
	}},
	{"heat", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.befalls = since(func(n *night) { n.skin, n.hrv = n.skin+.8, scaled(n.hrv, -.08) })
	})},
	{"caffeine_later", eightAndSeven(func(_ *rand.Rand, p *plan) { p.writes = coffee(func(day, start int) bool { return day >= start }) })},
	{"caffeine_alike", eightAndSeven(func(_ *rand.Rand, p *plan) { p.writes = coffee(func(day, _ int) bool { return day%3 == 0 }) })},
	{"weight_falls", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.writes = weekly("weight", "kg", func(day int) float64 { return 80 - .05*float64(day) })
	})},
	{"weight_alike", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.writes = weekly("weight", "kg", func(day int) float64 { return 80 + .3*float64(day/7%2) })
	})},
	{"worn_less", eightAndSeven(func(rng *rand.Rand, p *plan) {
		p.befalls = since(func(n *night) { n.present = n.present && (float64(n.hrv) > p.level || rng.Float64() < .3) })
	})},
	{"unworn_after_bad", eightAndSeven(func(rng *rand.Rand, p *plan) {
		missed := 0. // the chance that the night is missing
		p.befalls = func(_, _ int, n *night) {
			n.present = n.present && rng.Float64() >= missed
			missed = 0
			if n.present { // odds some four times as high for each spread that the night was lower
				missed = 1 / (1 + math.Exp(1.6+1.4*(float64(n.hrv)/p.level-1)/.18))
			}
		}
	})},
	{"brand_change", eightAndSeven(func(_ *rand.Rand, p *plan) { p.doses = brands(25) })},
	{"brand_alike", eightAndSeven(func(_ *rand.Rand, p *plan) { p.doses = brands(math.MaxInt32) })},
	{"dose_doubled", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.doses = func(day, start int, d dose) dose {
			if day >= start+25 {
				d.mg *= 2
			}
			return d
		}
	})},
	{"with_b6", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.doses = func(_, _ int, d dose) dose {
			d.product = "Magnesium with vitamin B6"
			return d
		}
	})},
	{"skips", eightAndSeven(func(_ *rand.Rand, p *plan) { p.taking = .64 })},
	{"companion_later", eightAndSeven(func(_ *rand.Rand, p *plan) { p.hasCompany, p.companion = true, 30 })},
}

// calm is an ordinary person in spring: a Monday in April, no clock change, few
// nights without a row.
func (p *plan) calm() {
	p.begin = time.Date(2024, time.April, 8, 0, 0, 0, 0, time.UTC)
	p.level, p.rho, p.sd = 55, .3, .15
	p.weekend, p.missing, p.taking = .03, .04, .98
}

// eightAndSeven is a calm person with eight weeks before the start and seven with the
// supplement, plus the changes of a shape.
func eightAndSeven(more func(*rand.Rand, *plan)) func(*rand.Rand, *plan) {
	return func(rng *rand.Rand, p *plan) {
		p.calm()
		p.beforeAfter(56, 49)
		more(rng, p)
	}
}

// from befalls some nights in a row, counted from the first night with a dose.
func from(first, nights int, what func(*night)) func(day, start int, n *night) {
	return func(day, start int, n *night) {
		if d := day - start; d >= first && d < first+nights {
			what(n)
		}
	}
}

// since befalls every night from the first with a dose on.
func since(what func(*night)) func(day, start int, n *night) { return from(0, math.MaxInt32, what) }

// ill is a night of an infection: temperature, breathing and heart rate up,
// heart rate variability down.
func ill(n *night) {
	n.skin, n.breaths, n.rate, n.hrv = n.skin+1.5, n.breaths+3.5, n.rate+10, scaled(n.hrv, -.4)
}

// scaled moves a heart rate variability by a step of its logarithm.
func scaled(ms int, step float64) int { return int(math.Round(float64(ms) * math.Exp(step))) }

// winter is how much higher than its mean a resting heart rate is: one beat in
// January, one below in July.
func winter(day time.Time) float64 {
	return math.Cos(2 * math.Pi * float64(day.YearDay()-15) / 365.25)
}

// sleepLater moves a whole night.
func (n *night) sleepLater(minutes int) {
	by := time.Duration(minutes) * time.Minute
	n.onset, n.awakening = n.onset.Add(by), n.awakening.Add(by)
}

// drinksOn keeps a journal of alcohol, with the probabilities of a night before
// and from the start on.
func (p *plan) drinksOn(before, after float64) {
	p.alcohol = true
	p.drinks = func(day, start int) float64 {
		if day >= start {
			return after
		}
		return before
	}
}

// cycle writes the first day of every cycle down. In its second half ln RMSSD is
// .06 lower and heart rate 2 bpm higher.
func (p *plan) cycle(first, length int) {
	p.writes = func(day, _ int) []note {
		if day < first || (day-first)%length != 0 {
			return nil
		}
		return []note{{"", "cycle_start", 1, ""}}
	}
	p.befalls = func(day, _ int, n *night) {
		if ((day-first)%length+length)%length >= length/2 {
			n.hrv, n.rate = scaled(n.hrv, -.06), n.rate+2
		}
	}
}

// coffee is 150 mg of caffeine a day, at four on the days late says and at nine
// in the morning on the others.
func coffee(late func(day, start int) bool) func(day, start int) []note {
	return func(day, start int) []note {
		if late(day, start) {
			return []note{{"16:00", "caffeine", 150, "mg"}}
		}
		return []note{{"09:00", "caffeine", 150, "mg"}}
	}
}

// weekly writes a value down every seventh day.
func weekly(item, unit string, value func(day int) float64) func(day, start int) []note {
	return func(day, _ int) []note {
		if day%7 != 0 {
			return nil
		}
		return []note{{"", item, value(day), unit}}
	}
}

// brands names a product in the log, and another from some days after the start
// on.
func brands(days int) func(day, start int, d dose) dose {
	return func(day, start int, d dose) dose {
		d.product = "Brightlab Magnesium"
		if day-start >= days {
			d.product = "Plainwell Magnesium"
		}
		return d
	}
}
