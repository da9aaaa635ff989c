package analysis

import "testing"

// MadeStudy and PairsOutcome are for tests of packages that import this one.

// MadeStudy returns a study of that many nights, with the supplement from night start
// on.
func MadeStudy(nights, start int, effect float64, seed uint64) Study {
	return made{nights: nights, on: from(start), effect: effect, seed: seed}.study()
}

// PairsOutcome returns the primary outcome of a study that keeps to twelve weeks in
// random pairs.
func PairsOutcome(t *testing.T, seed uint64) Outcome {
	plan := planOf(t, twelvePairs, 0, seed, 0, 0)
	return outcomeOf(t, analysed(t, following(plan, 84, made{seed: 100 + seed})), "hrv_rmssd")
}
