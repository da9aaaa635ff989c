package people

import (
	"math/rand/v2"
	"time"
)

// events are things a person writes down. The twins wrote down that nothing
// happened, or the same on both sides.
var events = []scenario{
	{"medicine_near", eightAndSeven(writing("medication_start", near(-5)))},
	{"medicine_far", eightAndSeven(writing("medication_start", near(-40)))},
	{"vaccine", eightAndSeven(writing("vaccination", near(20)))},
	{"vaccine_onset", eightAndSeven(writing("vaccination", near(2)))}, // back to usual before the first night used
	{"hard_time", eightAndSeven(writing("stress_event", near(-6, -5, -4)))},
	{"hard_time_alike", eightAndSeven(asking("stress_event", every(9, 4)))},
	{"home_change", eightAndSeven(writing("home_change", near(15)))},
	{"home_alike", eightAndSeven(asking("home_change", near()))},
	{"cpap_later", eightAndSeven(asking("cpap", onward(12)))},
	{"cpap_alike", eightAndSeven(asking("cpap", every(2, 0)))},
	{"nicotine_more", eightAndSeven(asking("nicotine", onward(12)))},
	{"nicotine_alike", eightAndSeven(asking("nicotine", every(3, 0)))},
	{"late_meals_before", eightAndSeven(asking("late_meal", near(-40, -38, -36, -34, -32, -30, -28, -26, -24, -22, -20, -18)))},
	{"late_meals_alike", eightAndSeven(asking("late_meal", every(4, 0)))},
}

// courses are people whose nights or doses run another way.
var courses = []scenario{
	{"mountains", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = from(20, 4, func(n *night) { n.spo2 -= 5 }) })},
	{"sleeps_longer", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = since(func(n *night) { n.asleep += 35; n.light += 35 }) })},
	{"later_bed", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = since(func(n *night) { n.sleepLater(60) }) })},
	{"oxygen_falls", eightAndSeven(func(_ *rand.Rand, p *plan) { p.befalls = since(func(n *night) { n.spo2-- }) })},
	{"jump", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.beforeAfter(80, 60)
		p.befalls = from(-40, 1000, func(n *night) { n.hrv = scaled(n.hrv, -.45) })
	}},
	{"wild_nights", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.effect = .2
		p.befalls = func(day, start int, n *night) {
			if d := day - start; d == 12 || d == 23 || d == 34 || d == 44 {
				n.hrv = scaled(n.hrv, -1.6)
			}
		}
	})},
	{"rises_before", eightAndSeven(func(_ *rand.Rand, p *plan) { p.trend, p.effect = .004, .5 })},
	{"steady_before", eightAndSeven(func(_ *rand.Rand, p *plan) { p.effect = .5 })},
	{"first_start_only", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.fourPhases(35)
		p.befalls = func(day, _ int, n *night) {
			if day >= 35 && day < 70 {
				n.hrv = scaled(n.hrv, .6)
			} else if day >= 105 {
				n.hrv = scaled(n.hrv, -.3)
			}
		}
	}},
	{"every_start", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.fourPhases(35)
		p.effect = .3
	}},
	{"long_record", func(_ *rand.Rand, p *plan) {
		p.calm()
		p.fourPhases(105)
	}},
	{"clocks", eightAndSeven(func(_ *rand.Rand, p *plan) { p.begin = time.Date(2024, time.February, 5, 0, 0, 0, 0, time.UTC) })},
	{"weekend_doses", eightAndSeven(func(_ *rand.Rand, p *plan) {
		p.design = "as_needed"
		for i := range p.assigned {
			day := p.begin.AddDate(0, 0, i).Weekday()
			p.assigned[i] = i > 14 && i < p.days-1 && (day == time.Friday || day == time.Saturday || i%9 == 0)
		}
	})},
}

// writing writes an item down on the days chosen, and nothing on others.
func writing(item string, on func(day, start int) bool) func(*rand.Rand, *plan) {
	return func(_ *rand.Rand, p *plan) {
		p.writes = func(day, start int) []note {
			if !on(day, start) {
				return nil
			}
			return []note{{"", item, 1, ""}}
		}
	}
}

// asking answers every evening: 1 on the days chosen, 0 on others.
func asking(item string, on func(day, start int) bool) func(*rand.Rand, *plan) {
	return func(_ *rand.Rand, p *plan) {
		p.writes = func(day, start int) []note {
			if on(day, start) {
				return []note{{"", item, 1, ""}}
			}
			return []note{{"", item, 0, ""}}
		}
	}
}

// near are some days counted from the first night with a dose.
func near(days ...int) func(day, start int) bool {
	return func(day, start int) bool {
		for _, d := range days {
			if day-start == d {
				return true
			}
		}
		return false
	}
}

// every is every nth day, the same on both sides of a start.
func every(n, at int) func(day, start int) bool {
	return func(day, _ int) bool { return day%n == at }
}

// onward is every day from some days after the start on.
func onward(days int) func(day, start int) bool {
	return func(day, start int) bool { return day >= start+days }
}
