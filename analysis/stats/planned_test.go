package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// ar1 draws n values with correlation phi and the given SD about 50.
func ar1(rng *rand.Rand, n int, phi, sd float64) []float64 {
	y, dev := make([]float64, n), rng.NormFloat64()
	for i := range y {
		dev = phi*dev + math.Sqrt(1-phi*phi)*rng.NormFloat64()
		y[i] = 50 + sd*dev
	}
	return y
}

func days(n int) (d []int) {
	for i := range n {
		d = append(d, i)
	}
	return d
}

// Planned nights that are the nights fitted, with their treatment, give back the
// scales of the fit's own mixture.
func TestPlanNightsIsTheFit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	r := Rows{Day: days(90), On: make([]float64, 90), Weekday0: 2}
	for i := range r.On {
		r.On[i] = float64(i / 30 % 2)
	}
	y := ar1(rng, 90, .4, 7)
	mixes, err := FitSlowMix(r, [][]float64{y})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := PlanNights(r)
	if err != nil {
		t.Fatal(err)
	}
	if plan.DF != mixes[0].DF {
		t.Errorf("%v degrees of freedom, the fit has %v", plan.DF, mixes[0].DF)
	}
	// The residual SD of the fit under each model, reached by the two best models.
	e := NightErrors{weight: mixes[0].Weight, sd: make([]float64, len(plan.se))}
	want := 0.
	for g, scale := range mixes[0].Scale {
		e.sd[g] = scale / plan.se[g]
		want += mixes[0].Weight[g] * scale * scale
		if e.sd[g] < 3 || e.sd[g] > 30 {
			t.Fatalf("model %d: SD %v of 7", g, e.sd[g])
		}
	}
	near(t, "effect SD", e.EffectSD(plan), math.Sqrt(want), 1e-12)
}

// The SD a report will have is the one foretold from other nights of the same
// person, on average.
func TestEffectSDForetells(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	plan := Rows{Day: days(84), On: make([]float64, 84), Weekday0: 4}
	for i := range plan.On {
		plan.On[i] = float64((i/7 + i/14) % 2) // weekly pairs, AB BA AB ...
	}
	nights, err := PlanNights(plan)
	if err != nil {
		t.Fatal(err)
	}
	var foretold, came, sd, lag1 float64
	const people = 60
	for range people {
		y := ar1(rng, 260, .5, 12)
		e, err := FitNightErrors(Rows{Day: days(170)}, y[:170])
		if err != nil {
			t.Fatal(err)
		}
		mixes, err := FitSlowMix(plan, [][]float64{y[176:]})
		if err != nil {
			t.Fatal(err)
		}
		foretold, came = foretold+e.EffectSD(nights)/people, came+mixes[0].SD()/people
		sd, lag1 = sd+e.SD()/people, lag1+e.Correlation(1)/people
	}
	t.Logf("SD of the effect: foretold %.2f, came %.2f; SD of a night %.1f, correlation %.2f", foretold, came, sd, lag1)
	if math.Abs(foretold/came-1) > .1 || math.Abs(sd/12-1) > .15 || math.Abs(lag1-.5) > .1 {
		t.Error("too far off")
	}
}

// Without a trend there is no prior of it, nor its degree of freedom.
func TestPlanNightsWithoutTrend(t *testing.T) {
	r := Rows{Day: days(40), On: make([]float64, 40), NoTrend: true}
	for i := range r.On {
		r.On[i] = float64(i / 5 % 2)
	}
	plan, err := PlanNights(r)
	if err != nil || plan.DF != 38 {
		t.Fatalf("%v degrees of freedom (%v), want 38", plan.DF, err)
	}
	// A treatment alone, in independent nights of SD 1: sqrt(1/20 + 1/20).
	i := slices.IndexFunc(slowMixGrid, func(e errorModel) bool { return e.slow == 0 && e.fast < .16 && e.fastPhi == .2 })
	near(t, "standard error", plan.se[i], math.Sqrt(.1), .06)
}

func TestNightErrorsRefused(t *testing.T) {
	if _, err := FitNightErrors(Rows{}, nil); !errors.Is(err, ErrTooFewRows) {
		t.Error(err)
	}
	if _, err := PlanNights(Rows{Day: days(30), On: make([]float64, 30)}); !errors.Is(err, ErrNotEstimable) {
		t.Error(err)
	}
	e, err := FitNightErrors(Rows{Day: days(30)}, make([]float64, 30))
	if err != nil || e.SD() != 0 {
		t.Errorf("a constant series has SD %v (%v)", e.SD(), err)
	}
}
