package protocol

const (
	ceilingSlack = 1.02 // rounding of labels
	oxidePct     = 60.30
	glycinatePct = 14.10
)

// Ceiling is what a label's two weights say together: magnesium and compound.
type Ceiling struct {
	Pct        float64 // magnesium by weight as stated
	MaxPct     float64 // what the pure, water-free form can hold; 0 where the form is a mixture
	Above      bool    // more than the form can hold: an entry error or a blend
	OxideShare float64 // of bisglycinate above its ceiling: share of the magnesium that comes from oxide, else 0
}

// CheckCeiling compares a label's magnesium with the weight of its compound, in
// the same unit. Glycinate above what pure bisglycinate can hold is buffered
// with oxide: with L the stated share, the weight share of oxide is
// w = (L - 0.1410)/(0.6030 - 0.1410) and the share of the magnesium that comes
// from it 0.6030 w/L (two parts and their sum). Not ok without both weights or
// for a form nothing is known of.
func CheckCeiling(form string, elemental, compound float64) (Ceiling, bool) {
	f, known := FormByName(form)
	if !known || !(elemental > 0) || !(compound > 0) {
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
