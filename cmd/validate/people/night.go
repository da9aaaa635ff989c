package people

import (
	"math"
	"math/rand/v2"
	"time"
)

// night is one drawn night; the fields are those of the export.
type night struct {
	wake       time.Time // wake date
	present    bool      // has a row in the export
	taken      bool      // magnesium the evening before
	takenAt    int       // minutes after midnight
	drank      bool
	hrv        int // ms
	rate       int // bpm
	onset      time.Time
	awakening  time.Time
	asleep     int // minutes
	light      int
	deep       int
	rem        int
	awake      int
	newDevice  bool
	skin, spo2 float64
	strain     float64
	breaths    float64
	recovery   int
	energy     int
	maxHR      int
	meanHR     int
	perform    int
	consistent int
	zone       string // offset of the clock, as the export writes it
	dose       dose   // what is taken on a taken night
	notes      []note // of the evening before
}

// home is the offset of the clock at home.
const home = "UTC+01:00"

// Alcohol's part in a made-up drinker's night: about 12 % less RMSSD and 4 bpm
// more (the size of Pietila et al. 2018 at a moderate dose).
var (
	alcoholLn = math.Log(.88)
	alcoholHR = 4.
)

// nights draws every night of the plan in order.
func (p *plan) nights(rng *rand.Rand) []night {
	out := make([]night, p.days)
	deviation := p.sd * rng.NormFloat64()
	wander := p.slowSD * rng.NormFloat64()
	start := p.firstEvening() + 1
	for i := range out {
		n := &out[i]
		n.wake = p.begin.AddDate(0, 0, i)
		n.present = rng.Float64() >= p.missing || i == 0 || i == p.days-1
		n.taken = i > 0 && p.assigned[i-1] && (rng.Float64() < p.taking || i == start)
		n.takenAt = 21*60 + rng.IntN(60)
		n.drank = p.alcohol && rng.Float64() < p.drinking(i, start, n.wake)
		x := deviation + wander + p.shift(i, start, n)
		p.body(rng, n, x)
		sleep(rng, n)
		day(rng, n)
		n.newDevice = !p.hasDevice || i >= p.device
		n.zone, n.dose = home, usualDose
		if p.befalls != nil {
			p.befalls(i, start, n)
		}
		if p.doses != nil {
			n.dose = p.doses(i, start, n.dose)
		}
		if p.writes != nil {
			n.notes = p.writes(i, start)
		}
		deviation = p.rho*deviation + math.Sqrt(1-p.rho*p.rho)*p.sd*rng.NormFloat64()
		wander = slowPhi*wander + math.Sqrt(1-slowPhi*slowPhi)*p.slowSD*rng.NormFloat64()
	}
	return out
}

// slowPhi is the day-to-day correlation of the wandering: half of it is gone
// after 23 days.
const slowPhi = .97

// shift returns what is not chance in the ln RMSSD of day i.
func (p *plan) shift(i, start int, n *night) float64 {
	x := p.trend * float64(i-p.days/2)
	if wd := n.wake.Weekday(); wd == time.Saturday || wd == time.Sunday {
		x -= p.weekend
	}
	if n.taken {
		x += p.effect
	}
	if p.badWeek > 0 && i >= start-7 && i < start {
		x -= p.badWeek
	}
	if p.hasDevice && i >= p.device {
		x += p.deviceStep
	}
	return x
}

// body draws heart and breath of a night whose ln RMSSD is x above the level.
func (p *plan) body(rng *rand.Rand, n *night, x float64) {
	rate := p.rate - 12*x + 1.5*rng.NormFloat64()
	if n.taken {
		rate += 12 * p.effect // the effect is on RMSSD alone
	}
	if n.drank {
		x += alcoholLn
		rate += alcoholHR
	}
	n.hrv = max(int(math.Round(p.level*math.Exp(x))), 5)
	n.rate = max(int(math.Round(rate)), 35)
	n.breaths = 15 + .4*rng.NormFloat64()
	n.skin = 34 + .3*rng.NormFloat64()
	n.spo2 = math.Min(95.5+.6*rng.NormFloat64(), 100)
	n.recovery = min(max(int(math.Round(52+80*x+12*rng.NormFloat64())), 1), 99)
}

// sleep draws the minutes and the clock times of a night.
func sleep(rng *rand.Rand, n *night) {
	n.asleep = max(int(math.Round(420+37*rng.NormFloat64())), 240)
	n.deep = int(math.Round(float64(n.asleep) * between(rng, .185, .195)))
	n.rem = int(math.Round(float64(n.asleep) * between(rng, .225, .235)))
	n.light = n.asleep - n.deep - n.rem
	n.awake = 10 + rng.IntN(45)
	n.onset = n.wake.Add(time.Duration(rng.IntN(80)-60) * time.Minute)
	n.awakening = n.onset.Add(time.Duration(n.asleep+n.awake) * time.Minute)
	n.perform = 60 + rng.IntN(40)
	n.consistent = 50 + rng.IntN(45)
}

// day draws what the export says of the day.
func day(rng *rand.Rand, n *night) {
	n.strain = math.Max(10.5+2.8*rng.NormFloat64(), .5)
	n.energy = 1800 + rng.IntN(1100)
	n.maxHR = 120 + rng.IntN(60)
	n.meanHR = 60 + rng.IntN(20)
}

// drinking returns the probability of alcohol on the evening before a wake
// date.
func (p *plan) drinking(day, start int, wake time.Time) float64 {
	if p.drinks != nil {
		return p.drinks(day, start)
	}
	if wd := wake.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return .5
	}
	return .18
}
