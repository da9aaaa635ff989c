package analysis

import (
	"maps"
	"nof1/analysis/nightly"
	"nof1/analysis/stats"
	"nof1/importers/record"
	"slices"
)

const minTimed = 5 // timed doses before a night with a known onset

// DoseTiming is how long before falling asleep the supplement was taken.
type DoseTiming struct {
	Nights int     // nights with a timed dose and a sleep onset
	Median float64 // hours from the last dose of the night to its onset; below 0 after it
	Low    float64 // 10 % quantile
	High   float64 // 90 % quantile
}

// doseTiming measures the hours from the last timed dose of a night to its sleep
// onset. It returns nil with fewer than five such nights.
func doseTiming(test []intake, clock nightClock, t *nightly.Table) *DoseTiming {
	latest := map[record.Date]int{}
	for _, x := range test {
		if x.taken != record.TakenYes || !x.when.Timed {
			continue
		}
		night := clock.nightOf(x.when)
		if at, ok := latest[night]; !ok || x.when.Clock() > at {
			latest[night] = x.when.Clock()
		}
	}
	var hours []float64
	for _, night := range slices.Sorted(maps.Keys(latest)) {
		onset, ok := t.Onset(t.Index(night))
		minutes := onset.Clock() - latest[night]
		if ok && minutes >= -onsetGrace && minutes <= doseReach {
			hours = append(hours, float64(minutes)/60)
		}
	}
	if len(hours) < minTimed {
		return nil
	}
	return &DoseTiming{len(hours), stats.Median(hours), stats.Quantile7(hours, .1), stats.Quantile7(hours, .9)}
}

func (d DoseTiming) note() Note {
	return Note{ID: "timing", Measured: []Measure{{"hours", d.Median, "h"}, {"low", d.Low, "h"}, {"high", d.High, "h"},
		{"nights", float64(d.Nights), "nights"}}}
}
