package chart

import "math"

// PlaceboIn is the fake-start check: the change at each made-up start date and
// at the real one, in standard deviations of its own estimate.
type PlaceboIn struct {
	Width, Height int
	Z             []float64
	Real          float64
}

// Placebo draws the changes of the fake starts as open circles, stacked where
// they fall together, and the real one as a filled diamond. It returns ErrNoData
// where there is no finite fake start or the real one is not finite.
func Placebo(in PlaceboIn) ([]byte, error) {
	low, high, ok := bounds(in.Z)
	if !ok || !finite(in.Real) {
		return nil, ErrNoData
	}
	limit := math.Max(2.5, math.Max(math.Abs(in.Real), math.Max(math.Abs(low), math.Abs(high)))*1.1)
	c := canvas{width: in.Width, height: in.Height, top: 4, bottom: 4, left: 14, right: 14,
		x: [2]float64{-limit, limit}, y: [2]float64{0, 1}}
	return c.draw(func(p *plot) {
		base := p.box.Bottom - 6*fine
		p.segment("tick", p.box.Left-10*fine, base+6*fine, p.box.Right+10*fine, base+6*fine)
		p.segment("zero", p.px(0), p.box.Top, p.px(0), base+6*fine)
		stack := map[int]int{}
		const size = 9 * fine
		for _, z := range in.Z {
			if !finite(z) {
				continue
			}
			x := p.px(z)
			bin := int(math.Floor(float64(x) / size))
			p.circle("fake", x, base-stack[bin]*(size-fine), 4*fine)
			stack[bin]++
		}
		p.segment("real-line", p.px(in.Real), p.box.Top, p.px(in.Real), base+6*fine)
		p.diamond("real", p.px(in.Real), p.box.Top+6*fine, 6*fine)
	})
}
