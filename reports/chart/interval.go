package chart

import "math"

// IntervalIn is the input of [Interval]: one row of the plot of all outcomes. All
// rows of a plot have the same Width and Limit, so that they share one scale. All
// numbers are in one common unit.
type IntervalIn struct {
	Width, Height       int     // points
	Limit               float64 // the axis runs from -Limit to Limit; 0 if every number is 0
	Margin              float64 // half width of the band "too small to matter"; NaN for no band
	Estimate, Low, High float64 // if Low and High are both NaN, only a dot is drawn
	Strong              bool    // whether the interval excludes zero: a filled dot
}

// Interval draws an estimate with its interval and the margin. An end of the interval
// beyond the axis becomes an arrow. Interval returns ErrNoData if the estimate is not
// finite, or if only one end of the interval is.
func Interval(in IntervalIn) ([]byte, error) {
	if in.Limit == 0 {
		in.Limit = 1 // any axis has 0 in the middle
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

// clip returns x, limited to the axis.
func (in IntervalIn) clip(x float64) float64 { return math.Max(-in.Limit, math.Min(in.Limit, x)) }

// margin draws the band of changes that are too small to matter.
func (in IntervalIn) margin(p *plot) {
	if finite(in.Margin) && in.Margin > 0 {
		p.rect("margin", p.px(in.clip(-in.Margin)), p.box.Top+6*fine, p.px(in.clip(in.Margin)), p.box.Bottom-6*fine)
	}
}

// zero draws the line of no change.
func (in IntervalIn) zero(p *plot) {
	p.segment("zero", p.px(0), p.box.Top, p.px(0), p.box.Bottom)
}

// whisker draws the interval.
func (in IntervalIn) whisker(p *plot) {
	y, class := (p.box.Top+p.box.Bottom)/2, in.class()
	left, right := p.px(in.clip(in.Low)), p.px(in.clip(in.High))
	p.segment(class, left, y, right, y)
	p.end(class, left, y, in.Low < -in.Limit, -1)
	p.end(class, right, y, in.High > in.Limit, 1)
}

// class returns the class name of the interval.
func (in IntervalIn) class() string {
	if in.Strong {
		return "interval strong"
	}
	return "interval"
}

// dot draws the estimate if it is on the axis.
func (in IntervalIn) dot(p *plot) {
	if math.Abs(in.Estimate) <= in.Limit {
		p.circle("dot-"+in.class(), p.px(in.Estimate), (p.box.Top+p.box.Bottom)/2, 5*fine)
	}
}

// end draws one end of a whisker: a bar, or an arrow if the interval continues beyond
// the axis. The side is -1 for the left end and 1 for the right end.
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

// AxisIn is the input of [Axis]. Width and Limit are those of the rows above it.
type AxisIn struct {
	Width, Height int     // points
	Limit         float64 // the axis runs from -Limit to Limit
	Ticks         []Tick
}

// Axis draws the common scale under rows of [Interval]. It returns an error if Limit
// is not above 0.
func Axis(in AxisIn) ([]byte, error) {
	return Scale(in.Width, in.Height, -in.Limit, in.Limit, in.Ticks)
}

// anchor returns the class name of label i of n. The classes of the first and the
// last label keep them inside the drawing.
func anchor(i, n int) string {
	switch {
	case i == 0 && n > 1:
		return "tick-first"
	case i == n-1 && n > 1:
		return "tick-last"
	}
	return "tick-x"
}
