// Package people makes up people: nightly exports in the exact format of a
// WHOOP data export, and a supplement log, of which everything true is known.
// The demo shows one of them; simulations ask how often a report of thousands
// of them is wrong.
//
// A night's ln RMSSD is a level, a weekday pattern and an AR(1) deviation
// (lag-1 correlation .14 to .60, SD .13 to .22 on the ln scale: what real
// nights of real people look like), and whatever the scenario adds. Resting
// heart rate follows the deviation with the opposite sign, sleep minutes vary
// on their own. One night in ten is missing.
//
// Everything is drawn from one PCG stream of (seed, scenario) in a fixed
// order, so the same seed makes the same bytes on every machine. None of these
// people exists.
package people
