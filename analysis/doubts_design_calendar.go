package analysis

import (
	"math"
	"time"

	"nof1/importers/record"
)

const (
	weekendPoints  = 10 // percentage points of weekend nights
	clockDays      = 7  // days between a clock change and a switch
	seasonDays     = 91 // days between the middles of the compared nights in the year: a season
	daysPerYear    = 365.25
	longRecordDays = 366
)

// weekdayBalance compares the share of weekend nights, those of Friday and
// Saturday.
func weekdayBalance(r review) finding {
	off, on := r.conditions()
	if len(off) == 0 || len(on) == 0 {
		return finding{}
	}
	weekend := func(nights []int) float64 {
		n := 0
		for _, i := range nights {
			if r.table.Night(i).Weekday() >= 5 { // woke on Saturday or Sunday
				n++
			}
		}
		return 100 * float64(n) / float64(len(nights))
	}
	a, b := weekend(off), weekend(on)
	f := finding{known: true, measured: []Measure{{"weekend_off", a, "%"}, {"weekend_on", b, "%"}, {"difference", b - a, "points"},
		{"same_weekdays", 100 * r.shared(off, on, func(d record.Date) int { return int(d.Weekday()) }), "%"},
		{"nights_off", float64(len(off)), "nights"}, {"nights_on", float64(len(on)), "nights"}}}
	if math.Abs(b-a) > weekendPoints {
		f.severity = Minor
	}
	return f
}

// season fires where the nights without and with are a season apart in the year, by
// their circular mean dates: resting heart rate is about two beats higher in winter
// (Quer 2020). A smaller limit would fire for any before/after of two months.
func season(r review) finding {
	off, on := r.conditions()
	if len(off) == 0 || len(on) == 0 {
		return finding{}
	}
	a, b := r.timeOfYear(off), r.timeOfYear(on)
	apart := math.Abs(a - b)
	apart = math.Min(apart, daysPerYear-apart)
	first, last, _ := r.span()
	f := finding{known: true, measured: []Measure{{"apart", apart, "days"}, {"span", float64(last - first + 1), "days"},
		{"same_months", 100 * r.shared(off, on, func(d record.Date) int { return int(d.Time().Month()) }), "%"}},
		words: map[string]string{"month_off": monthOf(a), "month_on": monthOf(b)}}
	if apart > seasonDays {
		f.severity = Minor
	}
	return f
}

// shared returns the share of nights, 0 to 1, that two sets have in common by a kind
// of day: 1 if each weekday or month is equally often in both, 0 if they share none.
func (r review) shared(off, on []int, kind func(record.Date) int) (sum float64) {
	var parts [13][2]float64 // weekdays from 0, months to 12
	for side, nights := range [2][]int{off, on} {
		for _, i := range nights {
			parts[kind(r.table.Night(i))][side] += 1 / float64(len(nights))
		}
	}
	for _, p := range parts {
		sum += math.Min(p[0], p[1])
	}
	return sum
}

// timeOfYear returns the circular mean day of the year of nights, 0 to 365.25.
func (r review) timeOfYear(nights []int) float64 {
	var x, y float64
	for _, i := range nights {
		a := 2 * math.Pi * float64(r.table.Night(i).Time().YearDay()-1) / daysPerYear
		x, y = x+math.Cos(a), y+math.Sin(a)
	}
	day := math.Atan2(y, x) / (2 * math.Pi) * daysPerYear
	if day < 0 {
		day += daysPerYear
	}
	return day
}

func monthOf(dayOfYear float64) string {
	return record.NewDate(2023, 1, 1+int(dayOfYear)).Time().Month().String()
}

// longRecord fires where the compared nights span more than a year: heart rate
// variability falls with age (Natarajan 2020), and much else changes.
func longRecord(r review) finding {
	first, last, ok := r.span()
	if !ok {
		return finding{}
	}
	f := finding{known: true, measured: []Measure{{"span", float64(last - first + 1), "days"}}}
	if last-first+1 > longRecordDays {
		f.severity = Minor
	}
	return f
}

// clockChange fires where the clocks changed within a week of a switch: in the
// person's own zone if it is given, else in Europe or North America. Its effect
// is usually small.
func clockChange(r review) finding {
	f := finding{known: true}
	if r.model.arrange.design == DesignAsNeeded || r.model.arrange.design == DesignRandomised {
		f.words = map[string]string{"region": "alternating"}
		return f
	}
	for _, s := range r.model.arrange.switches() {
		for _, c := range r.clockChanges(s) {
			d := int(c.day - s)
			f.severity = Minor
			f.words = map[string]string{"date": c.day.String(), "region": c.region}
			f.measured = []Measure{{"distance", float64(d), "days"}}
			return f
		}
	}
	return f
}

// clockChangeDay is a day whose night had 23 or 25 hours.
type clockChangeDay struct {
	day    record.Date
	region string // "", "europe" or "north_america"
}

// clockChanges returns the clock changes within a week of a night.
func (r review) clockChanges(night record.Date) (out []clockChangeDay) {
	for d := night - clockDays; d <= night+clockDays; d++ {
		switch {
		case r.zone != nil && offsetAt(d, r.zone) != offsetAt(d-1, r.zone):
			out = append(out, clockChangeDay{d, ""})
		case r.zone != nil:
		case isSunday(d, time.March, -1), isSunday(d, time.October, -1):
			out = append(out, clockChangeDay{d, "europe"})
		case isSunday(d, time.March, 2), isSunday(d, time.November, 1):
			out = append(out, clockChangeDay{d, "north_america"})
		}
	}
	return out
}

// offsetAt returns the offset of a zone from UTC at noon of a day.
func offsetAt(d record.Date, zone *time.Location) int {
	y, m, day := d.Time().Date()
	_, offset := time.Date(y, m, day, 12, 0, 0, 0, zone).Zone()
	return offset
}

// isSunday reports whether a date is the nth Sunday of a month, the last for -1.
func isSunday(d record.Date, month time.Month, nth int) bool {
	t := d.Time()
	if t.Month() != month || t.Weekday() != time.Sunday {
		return false
	}
	if nth < 0 {
		return (d + 7).Time().Month() != month
	}
	return (t.Day()-1)/7+1 == nth
}
