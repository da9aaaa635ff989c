// Package people makes up people: nightly exports in the exact format of a WHOOP data
// export, and a supplement log, with the truth they were made from. The demo shows one
// of them. Simulations count how often the reports of thousands of them are wrong.
//
// Name a seed and one of [Scenarios] or [Circumstances], and write the files:
//
//	p, err := people.Make(1, "effect")
//	for _, name := range p.Names() {
//		err = os.WriteFile(name, p.Files[name], 0o600)
//	}
//
// A night's ln RMSSD is a level, a weekday pattern, an AR(1) deviation and the effects of
// the scenario. The lag-1 correlation is .14 to .60 and the SD .13 to .22 on the ln
// scale, as in nights of real people. Resting heart rate follows the deviation with the
// opposite sign; sleep minutes vary independently. One night in ten is missing.
//
// Everything is drawn in a fixed order from one PCG stream of (seed, scenario), so the
// same seed makes the same bytes on every machine. None of these people exists.
package people
