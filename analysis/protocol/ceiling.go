package protocol

const (
	ceilingSlack = 1.02  // factor that allows for the rounding of labels
	oxidePct     = 60.30 // % magnesium by weight of magnesium oxide
	glycinatePct = 14.10 // % magnesium by weight of pure bisglycinate
)

// Ceiling compares the two weights on a label, magnesium and compound, with the
// chemistry of the form.
type Ceiling struct {
	Pct        float64 // % magnesium by weight according to the label
	MaxPct     float64 // % magnesium by weight of the pure, water-free form; 0 for a mixture
	Above      bool    // whether Pct is more than the form can contain: an entry error or a blend
	OxideShare float64 // share of the magnesium from oxide, 0 to 1, for bisglycinate above its ceiling; else 0
}

// CheckCeiling compares the magnesium on a label with the weight of its compound, both
// in the same unit. It returns false unless both weights are above 0 and the form is
// known.
//
// Glycinate with more magnesium than pure bisglycinate can contain is buffered with
// oxide. If L is the stated share of magnesium, the mixture equation gives the weight
// share of oxide
//
//	w = (L - 0.1410) / (0.6030 - 0.1410)
//
// and the share of the magnesium that comes from oxide, 0.6030 w/L.
func CheckCeiling(form string, elemental, compound float64) (Ceiling, bool) {
	f, found := FormByName(form)
	if !found || !(elemental > 0) || !(compound > 0) {
		return Ceiling{}, false
	}
	c := Ceiling{Pct: 100 * elemental / compound, MaxPct: f.TheoreticalPct}
	glycinate := f.ID == "bisglycinate" || f.ID == "bisglycinate_dihydrate" || f.ID == "bisglycinate_buffered"
	if glycinate {
		c.MaxPct = glycinatePct
	}
	if c.MaxPct == 0 {
		return c, true
	}
	c.Above = c.Pct > c.MaxPct*ceilingSlack
	if c.Above && glycinate && c.Pct <= oxidePct {
		w := (c.Pct - glycinatePct) / (oxidePct - glycinatePct)
		c.OxideShare = oxidePct * w / c.Pct
	}
	return c, true
}
