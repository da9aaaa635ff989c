package main

import "testing"

// slowUnderRace skips a test that starts the program many times, each a process of
// its own, under the race detector; the tests run such ones once more without.
func slowUnderRace(t *testing.T) {
	t.Helper()
	if raceEnabled {
		t.Skip("slow, one process after another: runs without the race detector")
	}
}
