package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"nof1/analysis"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// sample is what a rival sees: the nights the verdict rests on, in order.
type sample struct {
	y   []float64
	day []int  // calendar nights
	on  []bool // by calendar night, of the whole record
}

// rival is a rule another kind of program uses; p is two-sided and 1 where it
// has no answer.
type rival struct {
	name, what string
	p          func(s sample, seed uint64) float64
}

// rivals in the order of the table.
var rivals = []rival{
	{"Welch", "Welch's t-test", func(s sample, _ uint64) float64 { return s.welch() }},
	{"correlation", "Pearson's correlation with the dose of the same night", func(s sample, _ uint64) float64 { return s.correlation(0) }},
	{"best lag", "the smallest p of the correlations with the dose of the same night, the night before and two nights before", func(s sample,
		_ uint64) float64 {
		return s.bestLag()
	}},
	{"Mann-Whitney", "the rank test, with ties, normal approximation", func(s sample, _ uint64) float64 { return s.mannWhitney() }},
	{"shuffle", "the difference of means against 199 shuffles of the nights", sample.shuffle},
	{"Newey-West 3", "regression on the dose with Newey-West errors of lag 3, nights taken as consecutive", func(s sample,
		_ uint64) float64 {
		return s.neweyWest(3)
	}},
}

// sampleOf takes the nights a verdict rests on, in the metric's own unit.
func sampleOf(res analysis.Result, o analysis.Outcome) sample {
	var s sample
	for _, e := range res.Exposure {
		s.on = append(s.on, e.Taken == record.TakenYes)
	}
	for i, y := range res.Nights.Calendar(o.Metric, o.Source) {
		if o.UsedNights[i] {
			s.y, s.day = append(s.y, y), append(s.day, i)
		}
	}
	return s
}

func (s sample) sides() (off, on []float64) {
	for i, d := range s.day {
		if s.on[d] {
			on = append(on, s.y[i])
		} else {
			off = append(off, s.y[i])
		}
	}
	return off, on
}

func (s sample) welch() float64 {
	off, on := s.sides()
	if _, p, ok := stats.Welch(off, on); ok {
		return p
	}
	return 1
}

// correlation is with the dose lag nights earlier.
func (s sample) correlation(lag int) float64 {
	var x, y []float64
	for i, d := range s.day {
		if d < lag {
			continue
		}
		dose := 0.0
		if s.on[d-lag] {
			dose = 1
		}
		x, y = append(x, dose), append(y, s.y[i])
	}
	df := float64(len(x) - 2)
	if df < 1 {
		return 1
	}
	r := stat.Correlation(x, y, nil)
	if math.IsNaN(r) {
		return 1
	}
	return 2 * stats.TCDF(-math.Abs(r)*math.Sqrt(df/(1-r*r)), df)
}

func (s sample) bestLag() float64 {
	return min(s.correlation(0), s.correlation(1), s.correlation(2))
}

// mannWhitney is the rank-sum test with the tie correction of the variance,
// without continuity correction (Mann and Whitney 1947).
func (s sample) mannWhitney() float64 {
	off, on := s.sides()
	if len(off) == 0 || len(on) == 0 {
		return 1
	}
	all := slices.Concat(off, on)
	slices.Sort(all)
	n := float64(len(all))
	rank := map[float64]float64{}
	ties := 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		k := float64(j - i)
		rank[all[i]] = float64(i+j+1) / 2
		ties += k*k*k - k
		i = j
	}
	sum := 0.0
	for _, v := range on {
		sum += rank[v]
	}
	a, b := float64(len(on)), float64(len(off))
	v := a * b / 12 * (n + 1 - ties/(n*(n-1)))
	if !(v > 0) {
		return 1
	}
	z := (sum - a*(n+1)/2) / math.Sqrt(v)
	return 2 * distuv.UnitNormal.CDF(-math.Abs(z))
}

// shuffles of the nights; the smallest p is 1/(shuffles+1).
const shuffles = 199

// shuffle compares the difference of means with that of shuffled nights, as if the
// nights could come in any order.
func (s sample) shuffle(seed uint64) float64 {
	off, on := s.sides()
	if len(off) == 0 || len(on) == 0 {
		return 1
	}
	all, k := slices.Concat(on, off), len(on)
	total := floats.Sum(all)
	size := func() float64 {
		sum := floats.Sum(all[:k])
		return math.Abs(sum/float64(k) - (total-sum)/float64(len(all)-k))
	}
	observed := size() * (1 - 1e-12)
	r := rand.New(rand.NewPCG(seed, 3))
	asLarge := 0
	for range shuffles {
		for i := range k {
			j := i + r.IntN(len(all)-i)
			all[i], all[j] = all[j], all[i]
		}
		if size() >= observed {
			asLarge++
		}
	}
	return float64(1+asLarge) / float64(1+shuffles)
}

// neweyWest regresses on the dose alone with Bartlett weights up to a lag,
// consecutive rows taken for consecutive nights, covariance times n/(n-2)
// (Newey and West 1987).
func (s sample) neweyWest(lag int) float64 {
	off, on := s.sides()
	n := len(s.y)
	if len(off) < 2 || len(on) < 2 {
		return 1
	}
	meanOff, meanOn := stat.Mean(off, nil), stat.Mean(on, nil)
	influence := make([]float64, n)
	for i, d := range s.day {
		if s.on[d] {
			influence[i] = (s.y[i] - meanOn) / float64(len(on))
		} else {
			influence[i] = -(s.y[i] - meanOff) / float64(len(off))
		}
	}
	v := floats.Dot(influence, influence)
	for l := 1; l <= min(lag, n-1); l++ {
		v += 2 * (1 - float64(l)/float64(lag+1)) * floats.Dot(influence[l:], influence[:n-l])
	}
	v *= float64(n) / float64(n-2)
	if !(v > 0) {
		return 1
	}
	return 2 * stats.TCDF(-math.Abs(meanOn-meanOff)/math.Sqrt(v), float64(n-2))
}
