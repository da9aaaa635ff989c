package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nof1/analysis/randomisation"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// planOf draws a valid plan whose first night is day0+from.
func planOf(t *testing.T, c schedule.Constraint, from int, seed uint64, onset, washout int) *schedule.Plan {
	t.Helper()
	start := day0 + record.Date(from) - NightAfterDay
	s, err := schedule.Draw(c, start, seed)
	if err != nil {
		t.Fatal(err)
	}
	p := &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "Magnesium", Primary: "hrv_rmssd", Analysis: schedule.SlowMix,
		Constraint: c, Seed: &seed,
		Schedule: schedule.Calendar{Start: schedule.Day{Date: start}, End: schedule.Day{Date: s.End()}, Days: s.Letters()},
		Onset:    onset, Washout: washout, Created: schedule.Day{Date: start}}
	p.SHA256 = p.Sum()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p
}

// following returns a study of that many nights that keeps to a plan.
func following(p *schedule.Plan, nights int, m made) Study {
	drawn := p.Drawn()
	m.nights = nights
	m.on = func(i int) bool { on, _ := drawn.At(day0 + record.Date(i) - NightAfterDay); return on }
	s := m.study()
	s.Settings.Plan, s.Settings.Seed = p, 1
	return s
}

var twelvePairs = schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 12}

func TestPlannedWeeklyPairs(t *testing.T) {
	p := planOf(t, twelvePairs, 30, 3, 0, 0)
	r := analysed(t, following(p, 130, made{seed: 4, effect: .25}))
	iv := r.Intervention
	if iv.Design != DesignRandomised || iv.Supplement != magnesium || !iv.Randomised || iv.DesignLevel != 3 {
		t.Fatalf("%+v", iv)
	}
	if first, last := iv.Phases[0].First, iv.Phases[len(iv.Phases)-1].Last; first != day0+30 || last != day0+30+83 {
		t.Errorf("phases from %s to %s", first, last)
	}
	o := outcomeOf(t, r, "hrv_rmssd")
	if o.NOff != 42 || o.NOn != 42 || o.Verdict.Code != CodeHigher || o.Verdict.Level != 4 {
		t.Errorf("%d + %d nights, %+v", o.NOff, o.NOn, o.Verdict)
	}
	x := o.Randomisation
	if x == nil || !x.Exact || x.Orders != 64 || x.Tried != 64 || x.P != 2./64 || x.SmallestP != 2./64 || x.CI95 == nil {
		t.Fatalf("%+v", x)
	}
	if truth := *o.MeanOff * math.Expm1(.25); x.CI95[0] > truth || x.CI95[1] < truth || x.CI95[0] <= 0 {
		t.Errorf("interval %v, truth %v", *x.CI95, truth)
	}
	big := 0
	for _, d := range x.Orderings {
		// on the analysis scale, where both directions weigh the same
		if math.Abs(math.Log1p(d / *o.MeanOff)) >= math.Log1p(x.Observed / *o.MeanOff)-1e-9 {
			big++
		}
	}
	if len(x.Orderings) != 64 || !slices.IsSorted(x.Orderings) || !slices.Contains(x.Orderings, x.Observed) || big != 2 || x.Observed <= 0 {
		t.Errorf("%d orders, %d as big as %v", len(x.Orderings), big, x.Observed)
	}
	if again := analysed(t, following(p, 130, made{seed: 4, effect: .25})); *outcomeOf(t, again, "hrv_rmssd").Randomisation.CI95 != *x.CI95 {
		t.Error("the same study gives another interval")
	}
}

// byHand computes the test independently: every night of the plan, an order's
// days after a change dropped one by one, and the outcome less the shift.
func byHand(t *testing.T, s Study, metric string, shift float64) float64 {
	t.Helper()
	p := s.Settings.Plan
	values := map[record.Date]float64{}
	for _, r := range s.Records {
		if r.Metric == metric {
			values[r.Night] = math.Log(r.Value)
		}
	}
	drawn := p.Drawn()
	var rows stats.Rows
	rows.Weekday0 = day0.Weekday()
	var ys []float64
	var day []int
	for d := range drawn.On {
		night := drawn.Start + record.Date(d) + 1
		if y, ok := values[night]; ok {
			rows.Day, ys, day = append(rows.Day, int(night-day0)), append(ys, y), append(day, d)
		}
	}
	weigh, err := stats.FitPrecision(rows, ys) // of the outcome as it was
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range day {
		if drawn.On[d] {
			ys[i] -= shift
		}
	}
	rest := weigh.Residuals(ys)
	statistic := func(on []bool) float64 {
		var a, b []float64
		side := make([]float64, len(day))
		for i, d := range day {
			since := 0
			for since < d && on[d-since-1] == on[d] {
				since++
			}
			started := since == d && !on[d] // no change: nothing was taken before either
			switch {
			case on[d] && since >= p.Onset:
				b, side[i] = append(b, rest[i]), 1
			case !on[d] && (started || since >= p.Washout):
				a, side[i] = append(a, rest[i]), -1
			}
		}
		if len(a) == 0 || len(b) == 0 {
			return 0
		}
		for i, s := range side {
			side[i] = s / float64(map[float64]int{1: len(b), -1: len(a), 0: 1}[s])
		}
		return math.Abs(stat.Mean(b, nil)-stat.Mean(a, nil)) / math.Sqrt(floats.Dot(side, weigh.Residuals(side)))
	}
	all, err := p.Constraint.Arrangements()
	if err != nil {
		t.Fatal(err)
	}
	asLarge, real := 0, statistic(drawn.On)
	for i := range int(all.Count) {
		if statistic(all.At(i)) >= real*(1-1e-9) {
			asLarge++
		}
	}
	return float64(asLarge) / all.Count
}

// P, and at the limits of the interval the rejection, are those of the test done
// by hand, with windows and missing nights.
func TestRandomisationByHand(t *testing.T) {
	for i, c := range []struct {
		constraint     schedule.Constraint
		onset, washout int
	}{
		{twelvePairs, 0, 0}, {twelvePairs, 2, 3},
		{schedule.Constraint{Kind: schedule.ABAB, Weeks: 12, MinPhase: 16}, 7, 7},
		{schedule.Constraint{Kind: schedule.Blocks, Weeks: 12, BlockDays: 6}, 3, 0},
	} {
		t.Run(fmt.Sprint(c.constraint.Kind, i), func(t *testing.T) {
			p := planOf(t, c.constraint, 10, uint64(i), c.onset, c.washout)
			s := following(p, 100, made{seed: uint64(i), effect: .1, missing: func(i int) bool { return i%11 == 5 }})
			o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
			x := o.Randomisation
			if want := byHand(t, s, "hrv_rmssd", 0); math.Abs(x.P-want) > 1e-12 {
				t.Errorf("p %v, by hand %v", x.P, want)
			}
			if x.CI95 == nil {
				// So few orders, or so much left out after a change, that even a huge
				// effect looks like many other orders.
				if byHand(t, s, "hrv_rmssd", 50) <= .05 && byHand(t, s, "hrv_rmssd", -50) <= .05 {
					t.Error("no interval")
				}
				return
			}
			for k, limit := range x.CI95 {
				b := math.Log1p(limit / *o.MeanOff)
				out := .002 * float64(2*k-1)
				if inside, outside := byHand(t, s, "hrv_rmssd", b-out), byHand(t, s, "hrv_rmssd", b+out); inside <= .05 || outside > .05 {
					t.Errorf("limit %d: p %v just inside, %v just outside", k, inside, outside)
				}
			}
		})
	}
}

// Under the null the test is right, drift, autocorrelation and all: with 32
// orders and their mirror images, p is at most 1/16 in one person of 16.
func TestRandomisationHoldsItsLevel(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const people = 1600
	c := schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 10}
	all, err := c.Arrangements()
	if err != nil {
		t.Fatal(err)
	}
	all = randomisation.Cached(all)
	hits := 0
	for seed := range uint64(people) {
		drawn, err := schedule.Draw(c, day0, seed)
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(seed, 3))
		y, dev := make([]float64, 70), 0.
		for i := range y {
			dev = .6*dev + rng.NormFloat64()
			y[i] = dev + .05*float64(i)
		}
		r := randomisation.Orders{Observed: drawn.On, All: all, Seed: seed}
		if r.Test(y, func(b float64) float64 { return b }).P <= 1./16 {
			hits++
		}
	}
	t.Logf("%d of %d", hits, people)
	if hits < 65 || hits > 140 { // 100 expected, SD 9.7
		t.Errorf("%d of %d people without an effect have p <= 1/16", hits, people)
	}
}

// Drawn orders come near all orders.
func TestRandomisationByDrawing(t *testing.T) {
	c := schedule.Constraint{Kind: schedule.Nightly, Weeks: 3, MaxRun: 2, Balanced: true}
	p := planOf(t, c, 0, 5, 0, 0)
	s := following(p, 21, made{seed: 3, effect: .1})
	var y []float64
	for _, r := range s.Records {
		if r.Metric == "hrv_rmssd" {
			y = append(y, math.Log(r.Value))
		}
	}
	all, err := c.Arrangements()
	if err != nil {
		t.Fatal(err)
	}
	r := randomisation.Orders{Observed: p.Drawn().On, All: randomisation.Cached(all), Seed: 1}
	x := r.Test(y, func(b float64) float64 { return b })
	if x.Exact || x.Tried != 9999 || x.Orders != 24336 || x.SmallestP != 1e-4 {
		t.Fatalf("%+v", x)
	}
	want := byHand(t, s, "hrv_rmssd", 0)
	t.Logf("p %v by drawing, %v of all orders", x.P, want)
	if se := math.Sqrt(want * (1 - want) / 9999); math.Abs(x.P-want) > 4*se {
		t.Errorf("p %v by drawing, %v of all orders", x.P, want)
	}
}

func TestDeviations(t *testing.T) {
	p := planOf(t, twelvePairs, 0, 3, 0, 0)
	s := following(p, 84, made{seed: 9, effect: .2})
	drawn := p.Drawn()
	var on, off []record.Date
	for d, b := range drawn.On {
		if day := drawn.Start + record.Date(d); b {
			on = append(on, day)
		} else {
			off = append(off, day)
		}
	}
	row := func(day record.Date, taken record.Taken) record.Dose {
		return record.Dose{When: record.Moment{Day: day}, Supplement: "magnesium", Taken: taken, Source: "nof1.log"}
	}
	s.Doses = nil
	for i, day := range on {
		switch {
		case i < 3:
			s.Doses = append(s.Doses, row(day, record.NotTaken))
		case i < 5: // nothing written down
		default:
			s.Doses = append(s.Doses, row(day, record.TakenYes))
		}
	}
	for i, day := range off {
		taken := record.NotTaken
		if i < 2 {
			taken = record.TakenYes
		}
		s.Doses = append(s.Doses, row(day, taken))
	}
	r := analysed(t, s)
	if d := r.Intervention.Deviations; d == nil || *d != (Deviations{NotTaken: 3, Taken: 2, Unknown: 2, Nights: 84}) {
		t.Errorf("%+v", d)
	}
	o := outcomeOf(t, r, "hrv_rmssd")
	if o.NOn != 39 || o.NOff != 40 { // unknown nights count as assigned
		t.Errorf("%d off, %d on", o.NOff, o.NOn)
	}
	if want := byHand(t, s, "hrv_rmssd", 0); o.Randomisation.P != want {
		t.Errorf("the test does not keep every night as assigned: p %v, by hand %v", o.Randomisation.P, want)
	}
	if a := r.Intervention.Adherence; a == nil || math.Abs(*a-37./42) > 1e-12 {
		t.Errorf("adherence %v", a)
	}
	if c := caveatOf(r, "low_adherence"); c != nil {
		t.Error("88 % is not low adherence")
	}

	// A plan that was mostly not kept caps every verdict.
	for i := range s.Doses[:20] {
		s.Doses[i].Taken = record.NotTaken
	}
	if c := caveatOf(analysed(t, s), "low_adherence"); c == nil || c.value("adherence") > 60 {
		t.Errorf("%+v", c)
	}
}

// What a plan declared wins over the configuration, and what it did not wait for
// is said.
func TestPlanWins(t *testing.T) {
	p := planOf(t, twelvePairs, 10, 3, 2, 1)
	p.Primary, p.Margin, p.Blinded, p.SHA256 = "resting_hr", "3", true, ""
	p.Opened.Date = p.Schedule.End.Date + 1
	s := following(p, 60, made{seed: 9})
	s.Settings.Primary, s.Settings.Supplement, s.Settings.HasStart, s.Settings.Start = "hrv_rmssd", "zinc", true, day0+5
	r := analysed(t, s)
	iv := r.Intervention
	if iv.Supplement != magnesium || iv.Onset != 2 || iv.Washout != 1 || !iv.Blinded || iv.DesignLevel != 4 {
		t.Errorf("%+v", iv)
	}
	o := r.Outcomes[0]
	if o.Metric != "resting_hr" || o.Role != RolePrimary || o.Margin == nil || *o.Margin != 3 {
		t.Errorf("%+v", o)
	}
	var notes []string
	for _, n := range iv.Assumptions {
		notes = append(notes, n.ID)
	}
	if want := "[plan plan_kept plan_early plan_stayed_blind plan_no_guesses plan_no_sum"; !strings.HasPrefix(fmt.Sprint(notes), want) {
		t.Errorf("notes %v", notes)
	}
	for _, ph := range iv.Phases {
		want := 1
		if ph.Kind == "on" {
			want = 2
		}
		if ph.Label == "A1" && ph.First == iv.Phases[0].First {
			want = 0
		}
		if want = min(want, ph.Days); ph.ExcludedDays != want {
			t.Errorf("%s: %d nights left out, want %d", ph.Label, ph.ExcludedDays, want)
		}
	}
}

func TestNoPlanNoTest(t *testing.T) {
	s := following(planOf(t, twelvePairs, 0, 3, 0, 0), 84, made{seed: 9})
	s.Settings.Plan, s.Settings.Randomised = nil, true
	r := analysed(t, s)
	if o := outcomeOf(t, r, "hrv_rmssd"); o.Randomisation != nil || r.Intervention.Deviations != nil ||
		r.Intervention.Design != DesignRandomised {
		t.Errorf("%+v", o.Randomisation)
	}

	p := planOf(t, twelvePairs, 500, 3, 0, 0) // later than every night
	s.Settings.Plan = p
	if r := analysed(t, s); r.Intervention.Design != DesignNone || r.Outcomes[0].Randomisation != nil {
		t.Errorf("design %s", r.Intervention.Design)
	}
}
