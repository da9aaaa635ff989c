package main

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"nof1/analysis/stats"
)

// golden reads a file of reference values made with R (its origin stands in it).
func golden(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("../../analysis/stats/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func close(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s %.12g, want %.12g", what, got, want)
	}
}

// twoSides is a sample of off nights, then on nights.
func twoSides(off, on []float64) sample {
	var s sample
	for i, ys := range [][]float64{off, on} {
		for _, y := range ys {
			s.day = append(s.day, len(s.y))
			s.y, s.on = append(s.y, y), append(s.on, i == 1)
		}
	}
	return s
}

// R: wilcox.test(treat, base, exact=FALSE, correct=FALSE).
func TestMannWhitney(t *testing.T) {
	var g struct {
		Cases []struct {
			ID     string
			Input  struct{ Treat, Base []float64 }
			Output struct{ P float64 }
		}
	}
	golden(t, "hodges_lehmann.json", &g)
	tried := 0
	for _, c := range g.Cases {
		if c.ID == "ab120 FALSE FALSE" {
			close(t, c.ID, twoSides(c.Input.Base, c.Input.Treat).mannWhitney(), c.Output.P, 1e-9)
			tried++
		}
	}
	if tried != 1 {
		t.Errorf("%d cases, want 1", tried)
	}
	// By hand: ranks 5.5, 5.5, 8.5 and 10 sum to 29.5 where 22 is expected; ties of
	// 3, 4 and 2 leave a variance of 24/12 (11 - 90/90) = 20; z = 7.5/sqrt(20).
	close(t, "ties", twoSides([]float64{1, 2, 2, 3, 1, 1}, []float64{2, 2, 3, 5}).mannWhitney(), math.Erfc(7.5/math.Sqrt(40)), 1e-9)
	if p := twoSides([]float64{1, 1}, []float64{1, 1, 1}).mannWhitney(); p != 1 {
		t.Errorf("no variation: p %g, want 1", p)
	}
}

// R: cor.test and sandwich::NeweyWest(lm(y ~ on), lag=3, prewhite=FALSE,
// adjust=TRUE) on the same nights.
func TestCorrelationAndNeweyWest(t *testing.T) {
	var tests struct {
		Cases []struct {
			ID     string
			Output struct {
				Pearson struct{ P float64 } `json:"pearson_on_y"`
			}
		}
	}
	golden(t, "ttests.json", &tests)
	pearson := map[string]float64{}
	for _, c := range tests.Cases {
		pearson[c.ID+"/level"] = c.Output.Pearson.P
	}
	var g struct {
		Cases []struct {
			ID    string
			Input struct {
				T []int
				Y []float64
				X [][]float64
			}
			Output struct {
				Coef []float64
				DF   float64
				NW   []struct {
					Lag    int
					Adjust bool
					SE     []float64
				}
			}
		}
	}
	golden(t, "ols_neweywest.json", &g)
	tried := 0
	for _, c := range g.Cases {
		if len(c.Output.Coef) != 2 {
			continue
		}
		s := sample{y: c.Input.Y, day: c.Input.T, on: make([]bool, c.Input.T[len(c.Input.T)-1]+1)}
		for i, d := range s.day {
			s.on[d] = c.Input.X[i][1] == 1
		}
		if p, ok := pearson[c.ID]; ok {
			close(t, c.ID+" correlation", s.correlation(0), p, 1e-9)
		}
		for _, nw := range c.Output.NW {
			if !nw.Adjust {
				continue
			}
			want := 2 * stats.TCDF(-math.Abs(c.Output.Coef[1])/nw.SE[1], c.Output.DF)
			close(t, c.ID+" Newey-West", s.neweyWest(nw.Lag), want, 1e-9)
			tried++
		}
	}
	if tried < 8 {
		t.Errorf("%d Newey-West cases, want at least 8", tried)
	}
}

// The dose of an earlier night is looked up by calendar night, not by row.
func TestBestLag(t *testing.T) {
	s := sample{on: make([]bool, 40)}
	r := rand.New(rand.NewPCG(1, 1))
	for d := range s.on {
		s.on[d] = r.IntN(2) == 0
		if d < 2 || d%9 == 0 {
			continue
		}
		y := .3 * r.NormFloat64()
		if s.on[d-2] {
			y++
		}
		s.y, s.day = append(s.y, y), append(s.day, d)
	}
	if p := s.correlation(2); p > 1e-6 || p != s.bestLag() {
		t.Errorf("lag 2: p %g, best %g", p, s.bestLag())
	}
	if p := s.correlation(0); p < .01 {
		t.Errorf("lag 0: p %g of a dose that acts two nights later", p)
	}
}

func TestShuffle(t *testing.T) {
	far := twoSides([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9}, []float64{21, 22, 23, 24, 25, 26, 27, 28, 29})
	if p := far.shuffle(1); p != 1./(shuffles+1) {
		t.Errorf("two sides far apart: p %g, want the smallest", p)
	}
	same := twoSides([]float64{1, 2, 3, 4}, []float64{4, 3, 2, 1})
	if p := same.shuffle(1); p != 1 {
		t.Errorf("two sides alike: p %g, want 1", p)
	}
	// 2 of the 6 arrangements of {1,2} against {3,4} are as far apart: p near 1/3.
	if p := twoSides([]float64{1, 2}, []float64{3, 4}).shuffle(7); p < .2 || p > .47 {
		t.Errorf("p %g, want about 1/3", p)
	}
	if far.y[0] != 1 {
		t.Error("the sample itself was shuffled")
	}
}

// With independent nights every rival keeps its promise of one in twenty; else
// the comparison would be with straw men.
func TestRivalsOnIndependentNights(t *testing.T) {
	const people = 1500
	wrong := make([]int, len(rivals))
	for i := range people {
		r := rand.New(rand.NewPCG(uint64(i), 11))
		var off, on []float64
		for range 60 {
			off, on = append(off, r.NormFloat64()), append(on, r.NormFloat64())
		}
		s := twoSides(off, on)
		for k, rule := range rivals {
			if rule.p(s, uint64(i)) < significant {
				wrong[k]++
			}
		}
	}
	for k, rule := range rivals {
		if s := shareOf(wrong[k], people); s.low > 6 || s.high < 4 {
			t.Errorf("%s: %s %% wrong", rule.name, s)
		}
	}
}
