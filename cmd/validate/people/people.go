package people

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Person is one made-up person: the files by name, as the person would have
// them in a folder, and the truth they were made from.
type Person struct {
	Files map[string][]byte
	Truth Truth
}

// Names returns the file names, sorted.
func (p Person) Names() []string {
	var names []string
	for name := range p.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Truth is what a report on the person cannot know for sure.
type Truth struct {
	Scenario  string
	EffectLn  float64 // what the supplement does to ln RMSSD of a taken night; 0 nothing
	AlcoholLn float64 // what alcohol does to ln RMSSD of the same night; 0 not drinking
	AlcoholHR float64 // and to resting heart rate, in bpm
	Nights    int     // nights with a sleep in the export
	Doses     int     // doses of magnesium in the log
	FirstDose string  // day of the first dose, YYYY-MM-DD, "" where none
	Design    string  // what the log shows: "AB", "ABAB", "as_needed", "none"
	Rho       float64 // lag-1 correlation of the deviations
	SD        float64 // their SD, ln scale
}

// Scenarios returns the names [Make] knows, in the order of the documentation:
//
//	null         the supplement does nothing
//	drift        nothing, but the level rises or falls all the time
//	slow         nothing, but the level wanders over weeks
//	rtm          nothing, but the start follows a bad week
//	device       nothing, but a new device with another level begins at the start
//	effect       +0.15 to +0.30 on ln RMSSD from the first taken night on
//	abab         nothing, four phases of equal length
//	abab_effect  four phases, +0.10 to +0.20 on ln RMSSD on the taken nights
//	costart      nothing, a second supplement starts within two days of the first
//	asneeded     nothing, taken on some evenings by mood
//	alcohol      no supplement; a journal, and alcohol moves the same night
func Scenarios() []string {
	var names []string
	for _, s := range scenarios {
		names = append(names, s.name)
	}
	return names
}

// Circumstances returns the names of people to whom something else happens, and
// of their twins, to whom the same happens on both sides of the start or not at
// all. The supplement does nothing to any of them but where the name says so;
// the twins' names end in "_alike".
func Circumstances() []string {
	var names []string
	for _, s := range slices.Concat(circumstances, events, courses) {
		names = append(names, s.name)
	}
	return names
}

// Make returns the person of a seed and a scenario or circumstance. The error
// names an unknown one.
func Make(seed uint64, scenario string) (Person, error) {
	for _, s := range slices.Concat(scenarios, circumstances, events, courses) {
		if s.name != scenario {
			continue
		}
		rng := random(seed, scenario)
		p := draw(rng)
		s.shape(rng, &p)
		return p.person(rng, scenario), nil
	}
	return Person{}, fmt.Errorf("unknown scenario %q: want one of %s", scenario, strings.Join(Scenarios(), ", "))
}

// Demo returns the built-in sample person, Sam: seven months of nights before
// a first bottle of magnesium bisglycinate and three months with it. The
// magnesium does nothing; Sam's level wanders over weeks, and Sam started
// after a bad week. A usual test announces a change, an honest one cannot.
func Demo() Person {
	const seed = 105 // of the first 160, the one whose reasons for doubt are plainest
	rng := random(seed, "demo")
	p := draw(rng)
	p.begin = time.Date(2023, time.September, 4, 0, 0, 0, 0, time.UTC)
	p.level, p.rho, p.sd = 55, .35, .18
	p.beforeAfter(212, 90)
	p.slowSD = .45 * p.sd
	p.badWeek = 1.3 * p.sd
	return p.person(rng, "demo")
}

// random returns the stream of a seed and a scenario.
func random(seed uint64, scenario string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(scenario))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
