package chart

import "math"

// IntervalIn is one row of the plot of all outcomes. Every row of one plot has
// the same Width and Limit, so that they share one scale. Numbers are in one
// common unit; NaN where there is none.
type IntervalIn struct {
	Width, Height       int
	Limit               float64 // the axis runs from -Limit to Limit; 0 where all there is to draw is 0
	Margin              float64 // half width of the band "too small to matter"; NaN draws none
	Estimate, Low, High float64 // Low and High both NaN: a dot alone
	Strong              bool    // the interval leaves out zero: a filled dot
}

// Interval draws an estimate with its interval against its margin. An end
// beyond the axis becomes an arrow. It returns ErrNoData where the estimate or
// an end is not finite.
func Interval(in IntervalIn) ([]byte, error) {
	if in.Limit == 0 {
		in.Limit = 1 // 0 is in the middle of any axis
	}
	layers := []layer{in.margin, in.zero, in.whisker, in.dot}
	if math.IsNaN(in.Low) && math.IsNaN(in.High) {
		layers = []layer{in.margin, in.zero, in.dot}
		in.Low, in.High = in.Estimate, in.Estimate
	}
	if !finite(in.Estimate, in.Low, in.High, in.Limit) {
		return nil, ErrNoData
	}
	c := canvas{width: in.Width, height: in.Height, left: 8, right: 8,
		x: [2]float64{-in.Limit, in.Limit}, y: [2]float64{0, 1}}
	return c.draw(layers...)
}

func (in IntervalIn) clip(x float64) float64 { return math.Max(-in.Limit, math.Min(in.Limit, x)) }

func (in IntervalIn) margin(p *plot) {
	if finite(in.Margin) && in.Margin > 0 {
		p.rect("margin", p.px(in.clip(-in.Margin)), p.box.Top+6*fine, p.px(in.clip(in.Margin)), p.box.Bottom-6*fine)
	}
}

func (in IntervalIn) zero(p *plot) {
	p.segment("zero", p.px(0), p.box.Top, p.px(0), p.box.Bottom)
}

func (in IntervalIn) whisker(p *plot) {
	y, class := (p.box.Top+p.box.Bottom)/2, in.class()
	left, right := p.px(in.clip(in.Low)), p.px(in.clip(in.High))
	p.segment(class, left, y, right, y)
	p.end(class, left, y, in.Low < -in.Limit, -1)
	p.end(class, right, y, in.High > in.Limit, 1)
}

func (in IntervalIn) class() string {
	if in.Strong {
		return "interval strong"
	}
	return "interval"
}

func (in IntervalIn) dot(p *plot) {
	if math.Abs(in.Estimate) <= in.Limit {
		p.circle("dot-"+in.class(), p.px(in.Estimate), (p.box.Top+p.box.Bottom)/2, 5*fine)
	}
}

// end draws the end of a whisker: a bar, or an arrow where it goes on.
func (p *plot) end(class string, x, y int, beyond bool, side int) {
	p.begin(class)
	if beyond {
		p.r.MoveTo(x-side*fine, y-5*fine)
		p.r.LineTo(x+side*6*fine, y)
		p.r.LineTo(x-side*fine, y+5*fine)
	} else {
		p.r.MoveTo(x, y-4*fine)
		p.r.LineTo(x, y+4*fine)
	}
	p.r.Stroke()
}

// AxisIn is the scale under the rows of [Interval].
type AxisIn struct {
	Width, Height int
	Limit         float64
	Ticks         []Tick
}

// Axis draws the common scale of the rows.
func Axis(in AxisIn) ([]byte, error) {
	return Scale(in.Width, in.Height, -in.Limit, in.Limit, in.Ticks)
}

// anchor keeps the first and the last label inside the drawing.
func anchor(i, n int) string {
	switch {
	case i == 0 && n > 1:
		return "tick-first"
	case i == n-1 && n > 1:
		return "tick-last"
	}
	return "tick-x"
}
