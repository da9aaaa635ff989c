package people

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// The header lines of the files.
const (
	cyclesHeader = "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm)," +
		"Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal)," +
		"Max HR (bpm),Average HR (bpm),Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm)," +
		"Asleep duration (min),In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min)," +
		"REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %," +
		"Sleep consistency %\n"
	journalHeader = "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes\n"
	logHeader     = "time,supplement,form,amount,unit,basis,taken,note\n"
	diaryHeader   = "time,item,value,unit,note\n"
)

// questions of the journal with the probability of a yes; alcohol, the last,
// is the only one that does anything.
var questions = []struct {
	text string
	yes  float64
}{
	{"Eat any food close to bedtime?", .3},
	{"Share your bed?", .5},
	{"Read (non-screened device) while in bed?", .4},
	{"Take creatine?", .5},
	{"Have any caffeine? ", .6},
}

const alcoholQuestion = "Have any alcoholic drinks?"

// person draws the nights and writes the files.
func (p *plan) person(rng *rand.Rand, scenario string) Person {
	nights := p.nights(rng)
	truth := Truth{
		Scenario: scenario, EffectLn: p.effect, Design: p.design, Rho: p.rho, SD: p.sd,
	}
	for _, n := range nights {
		if n.present {
			truth.Nights++
		}
		if n.taken {
			truth.Doses++
			if truth.FirstDose == "" {
				truth.FirstDose = n.evening().Format(time.DateOnly)
			}
		}
	}
	files := map[string][]byte{"physiological_cycles.csv": cycles(nights)}
	if truth.Doses > 0 {
		files["supplements.csv"] = p.log(nights)
	}
	if text := diary(nights); text != nil {
		files["diary.csv"] = text
	}
	if p.alcohol {
		truth.AlcoholLn, truth.AlcoholHR = alcoholLn, alcoholHR
		files["journal_entries.csv"] = journal(rng, nights)
	}
	return Person{Files: files, Truth: truth}
}

// evening returns the day before the wake date.
func (n night) evening() time.Time { return n.wake.AddDate(0, 0, -1) }

// cycles writes physiological_cycles.csv, newest first as the export has it.
func cycles(nights []night) []byte {
	var b strings.Builder
	b.WriteString(cyclesHeader)
	for i := len(nights) - 1; i >= 0; i-- {
		n := nights[i]
		if !n.present {
			continue
		}
		skin, spo2 := "", ""
		if n.newDevice {
			skin, spo2 = fmt.Sprintf("%.2f", n.skin), fmt.Sprintf("%.2f", n.spo2)
		}
		onset := n.onset.Format(time.DateTime)
		inBed := n.asleep + n.awake
		fmt.Fprintf(&b, "%s,,%s,%d,%d,%d,%s,%s,%.1f,%d,%d,%d,%s,%s,%d,%.1f,%d,%d,%d,%d,%d,%d,500,40,%d,%d\n",
			onset, n.zone, n.recovery, n.rate, n.hrv, skin, spo2, n.strain, n.energy, n.maxHR, n.meanHR,
			onset, n.awakening.Format(time.DateTime), n.perform, n.breaths, n.asleep, inBed,
			n.light, n.deep, n.rem, n.awake, 100*n.asleep/inBed, n.consistent)
	}
	return []byte(b.String())
}

// dose is what one row of the log says was taken.
type dose struct {
	product, form string
	mg            int
	basis         string
}

// usualDose is 1418 mg of magnesium bisglycinate, which hold 200 mg of magnesium.
var usualDose = dose{"magnesium", "bisglycinate", 1418, "compound"}

// log writes supplements.csv, oldest first, a little after nine in the evening.
func (p *plan) log(nights []night) []byte {
	var b strings.Builder
	b.WriteString(logHeader)
	start := p.firstEvening() + 1
	for i, n := range nights {
		day := n.evening().Format(time.DateOnly)
		if n.taken {
			fmt.Fprintf(&b, "%s %02d:%02d,%s,%s,%d,mg,%s,yes,\n", day, n.takenAt/60, n.takenAt%60, n.dose.product, n.dose.form, n.dose.mg,
				n.dose.basis)
		}
		if p.hasCompany && i >= start+p.companion {
			fmt.Fprintf(&b, "%s 21:30,l-theanine,,200,mg,compound,yes,\n", day)
		}
	}
	return []byte(b.String())
}

// journal writes journal_entries.csv, newest first, every question answered
// every night.
func journal(rng *rand.Rand, nights []night) []byte {
	var b strings.Builder
	b.WriteString(journalHeader)
	for i := len(nights) - 1; i >= 0; i-- {
		n := nights[i]
		at := n.onset.Format(time.DateTime)
		for _, q := range questions {
			fmt.Fprintf(&b, "%s,,UTC+01:00,%s,%t,\n", at, q.text, rng.Float64() < q.yes)
		}
		fmt.Fprintf(&b, "%s,,UTC+01:00,%s,%t,\n", at, alcoholQuestion, n.drank)
	}
	return []byte(b.String())
}

// note is one line of a diary: the clock time of the evening, "" for none, what,
// how much of it, and its unit.
type note struct {
	at, item string
	value    float64
	unit     string
}

// diary writes diary.csv, oldest first; nil where nothing was written down.
func diary(nights []night) []byte {
	var b strings.Builder
	for _, n := range nights {
		for _, x := range n.notes {
			day := n.evening().Format(time.DateOnly)
			fmt.Fprintf(&b, "%s,%s,%s,%s,\n", strings.TrimSpace(day+" "+x.at), x.item, strconv.FormatFloat(x.value, 'g', -1, 64), x.unit)
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return []byte(diaryHeader + b.String())
}
