package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func variantOf(t *testing.T, r Rows, v Variant, y []float64) Stretched {
	t.Helper()
	fits, err := FitSlowMixVariant(r, v, [][]float64{y})
	if err != nil {
		t.Fatal(err)
	}
	return fits[0].Stretch(1)
}

func TestNoVariantIsTheDeclaredFit(t *testing.T) {
	r, y := goldenRows(t, "abab84")
	want, err := FitSlowMix(r, [][]float64{y})
	if err != nil {
		t.Fatal(err)
	}
	if got := variantOf(t, r, Variant{}, y); got != want[0].Stretch(1) {
		t.Errorf("got %+v, want %+v", got, want[0].Stretch(1))
	}
}

// What is adjusted for can be added to the outcome or to the treatment without
// a trace; what is not, cannot.
func TestVariantAdjustsForWhatIsGiven(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 8))
	r, y := gappyRows(rng, 120)
	other := make([]float64, len(y))
	for i := range other {
		other[i] = rng.NormFloat64()
	}
	plus := func(x []float64, k float64, c []float64) []float64 {
		out := append([]float64(nil), x...)
		floats.AddScaled(out, k, c)
		return out
	}
	given := Variant{Given: [][]float64{other}}
	want := variantOf(t, r, given, y)
	near(t, "outcome moved by the given column", variantOf(t, r, given, plus(y, 40, other)).Median, want.Median, 1e-7)
	moved := r
	moved.On = plus(r.On, 3, other)
	near(t, "treatment moved by the given column", variantOf(t, moved, given, y).Median, want.Median, 1e-7)
	near(t, "one column less to learn from", want.DF, variantOf(t, r, Variant{}, y).DF-1, 0)
	if got := variantOf(t, r, Variant{}, plus(y, 40, other)).Median; math.Abs(got/want.Median-1) < 1e-3 {
		t.Errorf("not given, the other column leaves %v at %v", want.Median, got)
	}

	saturdays := make([]float64, len(y))
	for i, d := range r.Day {
		if weekday(r.Weekday0, d) == 5 {
			saturdays[i] = 1
		}
	}
	swing := plus(y, 300, saturdays)
	near(t, "weekdays are adjusted for", variantOf(t, r, Variant{}, swing).Median, variantOf(t, r, Variant{}, y).Median, 1e-6)
	plain := r
	plain.NoWeekday = true
	bare := variantOf(t, plain, Variant{}, swing)
	near(t, "and then are not", bare.DF, variantOf(t, r, Variant{}, y).DF+6, 0)
	if math.Abs(bare.Median/variantOf(t, plain, Variant{}, y).Median-1) < 1e-3 {
		t.Error("without weekday columns a weekday swing changes nothing")
	}

	slope := make([]float64, len(y))
	for i, d := range r.Day {
		slope[i] = float64(d)
	}
	steep := plus(y, 5, slope)
	near(t, "a free trend takes up any slope", variantOf(t, r, Variant{FreeTrend: true}, steep).Median,
		variantOf(t, r, Variant{FreeTrend: true}, y).Median, 1e-6)
	near(t, "its degrees of freedom", variantOf(t, r, Variant{FreeTrend: true}, y).DF, want.DF, 0)
}

func TestVariantRefusals(t *testing.T) {
	r, y := goldenRows(t, "rb112")
	if _, err := FitSlowMixVariant(r, Variant{Given: [][]float64{r.On}}, [][]float64{y}); err != ErrNotEstimable {
		t.Errorf("the treatment given: %v", err)
	}
	if _, err := FitSlowMixVariant(r, Variant{Given: [][]float64{y[1:]}}, [][]float64{y}); err == nil {
		t.Error("a short column: no error")
	}
}
