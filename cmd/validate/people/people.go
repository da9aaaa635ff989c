package people

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
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

// DemoSeed is the seed of Sam, the person of `nof1 demo`: of the first 160, the one
// whose reasons for doubt are plainest.
const DemoSeed = 105

// Make returns the person of a seed and a scenario:
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
//	demo         nothing, seven months of nights before the start and three with it;
//	             the level wanders and the start follows a bad week
//
// or of a circumstance: something else happens to the person, or, in the twins whose
// names end in "_alike", on both sides of the start or not at all. The error names
// the scenarios where the name is unknown.
func Make(seed uint64, scenario string) (Person, error) {
	for _, s := range everybody() {
		if s.name != scenario {
			continue
		}
		rng := random(seed, scenario)
		p := draw(rng)
		s.shape(rng, &p)
		return p.person(rng, scenario), nil
	}
	return Person{}, fmt.Errorf("unknown scenario %q: want one of %s", scenario, strings.Join(names(scenarios), ", "))
}

func everybody() []scenario { return slices.Concat(scenarios, circumstances, events, courses) }

func names(of []scenario) (out []string) {
	for _, s := range of {
		out = append(out, s.name)
	}
	return out
}

// random returns the stream of a seed and a scenario.
func random(seed uint64, scenario string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(scenario))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
