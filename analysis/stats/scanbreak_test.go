package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// With independent errors and an intercept alone the F values are those of
// strucchange's Fstats.
func TestStepScanGolden(t *testing.T) {
	var golden struct {
		StrucChange struct {
			Nile struct{ Input, FStats []float64 }
		}
	}
	readGolden(t, "breakpoints.json", &golden)
	nile := golden.StrucChange.Nile.Input
	one := make([]float64, len(nile))
	floats.AddConst(1, one)
	// Their first F is for 15 values before the break, the last for 85.
	scan, err := newStepScan(count(0, len(nile)), [][]float64{one}, errorModel{noise: 1}, 15)
	if err != nil {
		t.Fatal(err)
	}
	f, row, shift := scan.largest(scan.whiten(nile))
	want := golden.StrucChange.Nile.FStats
	near(t, "largest F", f, floats.Max(want), 1e-10)
	if row != 15+floats.MaxIdx(want) || row != 28 {
		t.Errorf("break after %d values", row)
	}
	near(t, "shift", shift, stat.Mean(nile[28:], nil)-stat.Mean(nile[:28], nil), 1e-10)
	if scan.past-scan.first != len(want) {
		t.Errorf("%d days, want %d", scan.past-scan.first, len(want))
	}
}

// One step added to the dense generalised least-squares regression.
func TestStepScanAgainstDense(t *testing.T) {
	r, y := goldenRows(t, "ab120")
	cols, _ := r.treatmentDesign(r.On)
	scan, err := newStepScan(r.Day, cols, errorModel{noise: .3, fast: .7, fastPhi: .6}, breakSide)
	if err != nil {
		t.Fatal(err)
	}
	f, row, shift := scan.largest(scan.whiten(y))
	n := len(y)
	v := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			v.SetSym(i, j, .7*math.Pow(.6, float64(r.Day[i]-r.Day[j])))
		}
		v.SetSym(i, i, 1)
	}
	var chol mat.Cholesky
	chol.Factorize(v)
	var l mat.TriDense
	chol.LTo(&l)
	white := func(x []float64) []float64 {
		var out mat.VecDense
		if err := out.SolveVec(&l, mat.NewVecDense(n, x)); err != nil {
			t.Fatal(err)
		}
		return out.RawVector().Data
	}
	var design [][]float64
	for _, c := range cols {
		design = append(design, white(c))
	}
	without, _ := fitOLS(design, white(y))
	best, bestRow, bestShift := 0., 0, 0.
	for c := breakSide; c <= n-breakSide; c++ {
		step := make([]float64, n)
		for i := c; i < n; i++ {
			step[i] = 1
		}
		with, ok := fitOLS(append(design[:len(design):len(design)], white(step)), white(y))
		if !ok || slices.Equal(step, r.On) {
			continue
		}
		rss := floats.Dot(with.resid, with.resid)
		if value := (floats.Dot(without.resid, without.resid) - rss) / (rss / float64(with.df)); value > best {
			best, bestRow, bestShift = value, c, with.coef[len(cols)]
		}
	}
	near(t, "F", f, best, 1e-8)
	near(t, "shift", shift, bestShift, 1e-8)
	if row != bestRow {
		t.Errorf("row %d, want %d", row, bestRow)
	}
}

// P must be uniform without a shift, and small with one.
func TestScanBreakCalibration(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 4))
	rejected, found := 0, 0
	const rounds = 200
	for round := range rounds {
		var r Rows
		var y, shifted []float64
		state := rng.NormFloat64()
		for d := range 120 {
			state = .5*state + math.Sqrt(.75)*rng.NormFloat64()
			if rng.Float64() < .1 {
				continue
			}
			r.Day, r.On = append(r.Day, d), append(r.On, float64(d/30%2))
			y = append(y, state)
			shifted = append(shifted, state+3*float64(d/75))
		}
		scan, err := ScanBreak(r, y, .5, 0, uint64(round))
		if err != nil {
			t.Fatal(err)
		}
		if scan.P < .1 {
			rejected++
		}
		if scan, _ = ScanBreak(r, shifted, .5, 0, uint64(round)); scan.P < .01 && math.Abs(float64(scan.Day-75)) < 8 {
			found++
		}
	}
	if rejected < rounds/20 || rejected > rounds*16/100 {
		t.Errorf("%d of %d without a shift have p < 0.1", rejected, rounds)
	}
	if found < rounds*6/10 {
		t.Errorf("%d of %d shifts of 3 SD found", found, rounds)
	}
}

func TestScanBreakEdges(t *testing.T) {
	r, y := goldenRows(t, "ab400_device")
	first, err := ScanBreak(r, y, .3, .2, 7)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := ScanBreak(r, y, .3, .2, 7); first != again {
		t.Errorf("same seed: %+v, then %+v", first, again)
	}
	constant := make([]float64, len(y))
	if flat, err := ScanBreak(r, constant, .3, 0, 7); err != nil || flat.P != 1 || flat.F != 0 {
		t.Errorf("constant: %+v, %v", flat, err)
	}
	short := Rows{Day: count(0, 20), On: []float64{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}}
	if _, err := ScanBreak(short, y[:20], .3, 0, 7); err != ErrTooFewRows {
		t.Errorf("20 nights: %v", err)
	}
}

func BenchmarkScanBreak(b *testing.B) {
	for _, n := range []int{365, 1500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, y := gappyYear(rand.New(rand.NewPCG(1, 2)), n)
			for b.Loop() {
				if _, err := ScanBreak(r, y, .4, .3, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
