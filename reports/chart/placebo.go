package chart

import "math"

// PlaceboIn is the real change among those that were made up: at made-up start
// dates, in standard deviations of their own estimates, or in other orders of the
// days, in the outcome's unit.
type PlaceboIn struct {
	Width, Height int
	Z             []float64
	Real          float64
	Least         float64 // half width of the axis at least
	Radius        int     // of the circles, points
}

// Placebo draws the made-up changes as open circles, stacked where they fall
// together and closer where a stack is too high, and the real one as a filled diamond. It returns ErrNoData
// where there is no finite fake start or the real one is not finite.
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

func (in PlaceboIn) real(p *plot) {
	p.segment("real-line", p.px(in.Real), p.box.Top, p.px(in.Real), p.box.Bottom)
	p.diamond("real", p.px(in.Real), p.box.Top+6*fine, 6*fine)
}
