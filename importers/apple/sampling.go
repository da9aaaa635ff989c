package apple

import (
	"fmt"
	"math"

	"nof1/importers/record"
)

// nightCount is the number of samples of a night.
type nightCount struct {
	night record.Date
	n     int
}

// The rate of sampling has changed if the mean number of samples a night, over up to a
// fortnight, becomes at least twice as large and larger by two, or the reverse.
const (
	samplingWindow = 14
	samplingFewest = 7
	samplingRatio  = 2.0
	samplingStep   = 2.0
)

// samplingBreaks returns the nights from which a watch samples HRV at another rate, as
// it does when its history of atrial fibrillation is turned on: the medians of forty
// samples and of two are not comparable. counts must be in order.
func samplingBreaks(counts []nightCount) []record.Break {
	var out []record.Break
	from := 0 // first night since the last break
	for i := samplingFewest; i+samplingFewest <= len(counts); i++ {
		if i-from < samplingFewest || samplingJump(counts, from, i) == 0 {
			continue
		}
		best := i
		for j := i + 1; j < i+samplingWindow && j+samplingFewest <= len(counts); j++ {
			if samplingJump(counts, from, j) > samplingJump(counts, from, best) {
				best = j
			}
		}
		before, after := samplingMeans(counts, from, best)
		out = append(out, record.Break{Night: counts[best].night, Reason: "sampling",
			Detail: fmt.Sprintf("%.1f -> %.1f samples a night", before, after), Metrics: []string{"hrv_sdnn"}})
		from, i = best, best
	}
	return out
}

// samplingMeans returns the mean counts before and after a split.
func samplingMeans(counts []nightCount, from, split int) (before, after float64) {
	return meanCount(counts[max(from, split-samplingWindow):split]), meanCount(counts[split:min(len(counts), split+samplingWindow)])
}

func meanCount(counts []nightCount) float64 {
	sum := 0
	for _, c := range counts {
		sum += c.n
	}
	return float64(sum) / float64(len(counts))
}

// samplingJump returns how much a split changes the rate, on a log scale, or 0 if that
// is too little to count.
func samplingJump(counts []nightCount, from, split int) float64 {
	before, after := samplingMeans(counts, from, split)
	if math.Abs(after-before) < samplingStep || max(before, after) < samplingRatio*min(before, after) {
		return 0
	}
	return math.Abs(math.Log(after / before))
}
