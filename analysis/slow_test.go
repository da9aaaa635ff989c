package analysis

import "testing"

// slowUnderRace skips a test that fits hundreds of models one after another, in
// one goroutine, under the race detector; the tests run such ones once more without.
func slowUnderRace(t *testing.T) {
	t.Helper()
	if raceEnabled {
		t.Skip("slow and of one goroutine: runs without the race detector")
	}
}
