package stats

import "math"

// The constants of the before/after rule, in days and nights.
const (
	baselineDays = 180 // the baseline reaches back at most this far
	onDays       = 90  // and the on-phase forward at most this far, onset included
	minOff       = 28  // fewer nights than these: description only
	minOn        = 21
	historyDays  = 365 // how far back made-up starts are tried
	placeboStep  = 7   // days between made-up starts
	placeboMin   = 60  // days of made-up starts needed before they count
	placeboTau   = 45. // days of made-up starts worth one degree of freedom
	lambdaPrior  = 5.  // degrees of freedom of the prior factor L0
)

// BeforeAfterInput is one person's record around a single start. All days are
// indices into the calendar of Y. A night that must not be used (expressly not
// taken in the on-phase, first nights of a new device) is NaN like a missing one.
type BeforeAfterInput struct {
	Y        [][]float64 // per outcome one value per calendar day, analysis scale, NaN missing; all the same length
	Weekday0 int         // weekday of day 0, Monday = 0
	Start    int         // first night after the first dose
	End      int         // one past the last night of the on-phase
	Gap      int         // onset nights after Start that are not used
	L0       []float64   // per outcome, prior variance factor of the stretch (1.3 or 1)
}

// BeforeAfterFit is one outcome's answer. Without Enough only the counts and
// the rows are set.
type BeforeAfterFit struct {
	NOff, NOn       int
	Enough          bool // at least 28 nights off and 21 on
	OffRows, OnRows []int
	Mixture         Mixture   // the model's posterior, not stretched
	Used            Stretched // what counts: stretched by the personal factor

	Z float64 // posterior mean over SD, not stretched; 0 for an outcome that never changes

	// The same fit at made-up starts in the person's own past, latest first.
	PlaceboStart           []int
	PlaceboMean, PlaceboSD []float64 // posterior mean and SD, not stretched
	PlaceboZ               []float64 // as Z
	PlaceboDays            int       // 7 days a made-up start
	Z2                     float64   // mean of PlaceboZ^2; NaN without any
	AsBig                  int       // made-up starts at least as many SDs from 0 as the real one
	Share                  float64   // of all made-up starts; NaN without any
	Personal               bool      // PlaceboDays is at least 60: the stretch is the person's own
}

// BeforeAfter compares the nights after a single start with the up to 180 days
// before it, for several outcomes of one person, and stretches each posterior
// by how far made-up starts in the person's own past stray:
// lambda^2 = max(1, (5 L0 + nu Z2)/(5 + nu)), nu = PlaceboDays/45, or L0 where
// there are fewer than 60 days of them. The on-phase counts for at most 90 days.
// Results come in the order of in.Y; outcomes with the same missing nights
// share the work.
func BeforeAfter(in BeforeAfterInput) []BeforeAfterFit {
	fits := make([]BeforeAfterFit, len(in.Y))
	if len(in.Y) == 0 {
		return fits
	}
	end := min(in.End, in.Start+onDays, len(in.Y[0]))
	f := new(gridFit)
	for _, group := range in.fitWindow(f, in.Start, end) {
		for i, j := range group.outcomes {
			fit := &fits[j]
			fit.Z2, fit.Share = math.NaN(), math.NaN()
			fit.NOff, fit.NOn = len(group.off), len(group.on)
			fit.OffRows, fit.OnRows = group.off, group.on
			if group.mixtures != nil {
				fit.Enough, fit.Mixture = true, group.mixtures[i]
			}
		}
	}
	in.tryPlacebos(f, fits, end-in.Start)
	for j := range fits {
		if fits[j].Enough {
			fits[j].finish(in.L0[j])
		}
	}
	return fits
}

// finish sums up the made-up starts and stretches the posterior.
func (fit *BeforeAfterFit) finish(l0 float64) {
	count := len(fit.PlaceboStart)
	fit.PlaceboDays = placeboStep * count
	fit.Personal = fit.PlaceboDays >= placeboMin
	fit.Z = standardScore(fit.Mixture.Mean(), fit.Mixture.SD())
	var squares float64
	for i, mean := range fit.PlaceboMean {
		z := standardScore(mean, fit.PlaceboSD[i])
		fit.PlaceboZ = append(fit.PlaceboZ, z)
		squares += z * z
		if math.Abs(z) >= math.Abs(fit.Z) {
			fit.AsBig++
		}
	}
	if count > 0 {
		fit.Z2 = squares / float64(count)
		fit.Share = float64(fit.AsBig) / float64(count)
	}
	factor := l0
	if fit.Personal {
		nu := float64(fit.PlaceboDays) / placeboTau
		factor = (lambdaPrior*l0 + nu*fit.Z2) / (lambdaPrior + nu)
	}
	fit.Used = fit.Mixture.Stretch(math.Sqrt(math.Max(1, factor)))
}

// standardScore is mean/sd, 0 for an outcome that never changes.
func standardScore(mean, sd float64) float64 {
	if sd == 0 {
		return 0
	}
	return mean / sd
}
