package apple

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// The times in bed of a sleep are those that overlap it, however many others there
// are.
func TestBeds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var bed []interval
		for at := uint32(0); at < 400_000; at += 1 + random.Uint32N(30_000) {
			bed = append(bed, interval{start: at, end: at + 1 + random.Uint32N(20_000), stage: stageInBed})
		}
		beds := sessions(bed)
		onset := random.Uint32N(380_000)
		session := []interval{{start: onset, end: onset + 1 + random.Uint32N(40_000), stage: stageAsleep}}
		got, _ := newEpisode(session, beds)
		all := slices.Clone(session)
		for _, b := range beds {
			if b[0].start < session[0].end && latest(b) > onset {
				all = append(all, b...)
			}
		}
		slices.SortStableFunc(all, func(a, b interval) int { return cmp.Compare(a.start, b.start) })
		if want := union(all, func(interval) bool { return true }); got.inBed != want {
			t.Fatalf("%d seconds in bed, want %d: %+v in %+v", got.inBed, want, session, beds)
		}
	}
}
