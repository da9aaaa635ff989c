package chart

import "math"

// PlaceboIn is the input of [Placebo]: the real change and the changes under made-up
// conditions. With made-up start dates, all are in standard deviations of their own
// estimates. With other orders of the days, all are in the unit of the outcome.
type PlaceboIn struct {
	Width, Height int       // points
	Z             []float64 // made-up changes; values that are not finite are left out
	Real          float64   // the real change
	Least         float64   // smallest half width of the axis
	Radius        int       // of the circles in points
}

// Placebo draws the made-up changes as open circles and the real change as a filled
// diamond. Circles at the same place are stacked, and overlap if the stack would be
// too high. Placebo returns ErrNoData if no made-up change is finite, or if the real
// change is not.
func Placebo(in PlaceboIn) ([]byte, error) {
	low, high, ok := bounds(in.Z)
	if !ok || !finite(in.Real) {
		return nil, ErrNoData
	}
	limit := math.Max(in.Least, math.Max(math.Abs(in.Real), math.Max(math.Abs(low), math.Abs(high)))*1.1)
	c := canvas{width: in.Width, height: in.Height, top: 4, bottom: 4, left: 14, right: 14,
		x: [2]float64{-limit, limit}, y: [2]float64{0, 1}}
	return c.draw(in.made, in.real)
}

// made draws the axis and the stacked circles.
func (in PlaceboIn) made(p *plot) {
	base := p.box.Bottom - 6*fine
	p.segment("tick", p.box.Left-10*fine, base+6*fine, p.box.Right+10*fine, base+6*fine)
	p.segment("zero", p.px(0), p.box.Top, p.px(0), base+6*fine)
	size := (2*in.Radius + 1) * fine
	bin := func(z float64) int { return int(math.Floor(float64(p.px(z)) / float64(size))) }
	count, highest := map[int]int{}, 1
	for _, z := range in.Z {
		if finite(z) {
			count[bin(z)]++
			highest = max(highest, count[bin(z)])
		}
	}
	step := min(size-fine, (base-p.box.Top-16*fine)/highest) // below the diamond
	stack := map[int]int{}
	for _, z := range in.Z {
		if !finite(z) {
			continue
		}
		p.circle("fake", p.px(z), base-stack[bin(z)]*step, in.Radius*fine)
		stack[bin(z)]++
	}
}

// real draws the real change.
func (in PlaceboIn) real(p *plot) {
	p.segment("real-line", p.px(in.Real), p.box.Top, p.px(in.Real), p.box.Bottom)
	p.diamond("real", p.px(in.Real), p.box.Top+6*fine, 6*fine)
}
