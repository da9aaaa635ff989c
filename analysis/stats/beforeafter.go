package stats

import "math"

// The constants of the before/after rule, in days and nights.
const (
	baselineDays = 180 // longest baseline
	onDays       = 90  // longest on-phase, onset included
	minOff       = 28  // fewest nights without the treatment for an estimate
	minOn        = 21  // fewest nights with the treatment for an estimate
	historyDays  = 365 // how far back made-up starts are tried
	placeboStep  = 7   // days between made-up starts
	placeboMin   = 60  // fewest days of made-up starts for a personal factor
	placeboTau   = 45. // days of made-up starts per degree of freedom
	lambdaPrior  = 5.  // degrees of freedom of the prior factor L0
)

// BeforeAfterInput is one person's record around a single start. All days are indices
// into the calendar of Y. A night that must not be used is NaN, like a missing night: a
// night in the on-phase with an explicit "not taken", or one of the first nights of a
// new device.
type BeforeAfterInput struct {
	Y        [][]float64 // per outcome, one value per calendar day on the analysis scale; NaN if missing; equal lengths
	Weekday0 int         // weekday of day 0, Monday = 0
	Start    int         // first night after the first dose
	End      int         // one past the last night of the on-phase
	Gap      int         // onset nights after Start that are not used
	L0       []float64   // per outcome, prior variance factor of the stretch (1.3 or 1)
}

// BeforeAfterFit is the result for one outcome. Without Enough, only the counts and the
// rows are set.
type BeforeAfterFit struct {
	NOff, NOn       int       // nights without and with the treatment
	Enough          bool      // at least 28 nights off and 21 on
	OffRows, OnRows []int     // their days
	Mixture         Mixture   // posterior of the model, not stretched
	Used            Stretched // the reported posterior: stretched by the personal factor

	Z float64 // posterior mean over SD, not stretched; 0 for an outcome that never changes

	// The same fit at made-up starts in the person's own past, latest first.
	PlaceboStart           []int     // days of the made-up starts
	PlaceboMean, PlaceboSD []float64 // posterior mean and SD, not stretched
	PlaceboZ               []float64 // as Z
	PlaceboDays            int       // 7 days per made-up start
	Z2                     float64   // mean of PlaceboZ^2; NaN without any
	AsBig                  int       // made-up starts with |Z| at least that of the real start
	Share                  float64   // AsBig as a share of all made-up starts; NaN without any
	Personal               bool      // PlaceboDays is at least 60: the stretch uses the person's own past
}

// BeforeAfter compares the nights after a single start with up to 180 days before it,
// for several outcomes of one person. The on-phase counts for at most 90 days.
//
// Each posterior is stretched by how much the same fit varies at made-up starts in the
// person's own past:
//
//	lambda^2 = max(1, (5 L0 + nu Z2)/(5 + nu)),  nu = PlaceboDays/45
//
// With fewer than 60 days of made-up starts lambda^2 is max(1, L0). The results are in
// the order of in.Y. Outcomes with the same missing nights share the work.
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

// finish summarises the made-up starts and stretches the posterior.
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

// standardScore returns mean/sd, or 0 for an outcome that never changes.
func standardScore(mean, sd float64) float64 {
	if sd == 0 {
		return 0
	}
	return mean / sd
}
