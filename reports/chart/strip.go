package chart

import "math"

// StripIn is the input of [Strip]: the nights of one phase. All numbers are in the unit
// of the outcome. All rows of a plot have the same Width, Low and High.
type StripIn struct {
	Width, Height int       // points
	Low, High     float64   // ends of the scale
	Value         []float64 // one per night; values that are not finite are left out
	Middle        float64   // median
	From, To      float64   // ends of the range below the dots
	On            bool      // a phase with the supplement: filled dots
}

// stripRadius is the radius of a dot in points.
const stripRadius = 2

// Strip draws every night as a dot above the median and a range. Dots at the same place
// are stacked. Strip returns ErrNoData if no value is finite, or if the median or the
// range is not.
func Strip(in StripIn) ([]byte, error) {
	if _, _, ok := bounds(in.Value); !ok || !finite(in.Middle, in.From, in.To) {
		return nil, ErrNoData
	}
	c := canvas{width: in.Width, height: in.Height, left: 8, right: 8, x: [2]float64{in.Low, in.High}, y: [2]float64{0, 1}}
	return c.draw(in.dots, in.summary)
}

// dots draws the nights, stacked.
func (in StripIn) dots(p *plot) {
	const size = 2*stripRadius*fine + 1
	class := "night-off"
	if in.On {
		class = "night-on"
	}
	count, highest := map[int]int{}, 0
	bin := func(v float64) int { return int(math.Floor(float64(p.px(v)) / size)) }
	for _, v := range in.Value {
		if finite(v) {
			count[bin(v)]++
			highest = max(highest, count[bin(v)])
		}
	}
	base := p.box.Bottom - 12*fine
	step := min(size, (base-p.box.Top-size)/max(highest, 1))
	stack := map[int]int{}
	for _, v := range in.Value {
		if !finite(v) {
			continue
		}
		b := bin(v)
		p.circle(class, p.px(v), base-size/2-stack[b]*step, stripRadius*fine)
		stack[b]++
	}
}

// summary draws the range as a line and the median as a bar across it.
func (in StripIn) summary(p *plot) {
	y := p.box.Bottom - 6*fine
	p.segment("interval", p.px(in.From), y, p.px(in.To), y)
	p.segment("interval", p.px(in.Middle), y-5*fine, p.px(in.Middle), y+5*fine)
}

// Scale draws the axis from low to high under rows of [Strip]. Width and height are in
// points. It returns an error if high is not above low.
func Scale(width, height int, low, high float64, ticks []Tick) ([]byte, error) {
	c := canvas{width: width, height: height, left: 8, right: 8, x: [2]float64{low, high}, y: [2]float64{0, 1}}
	return c.draw(func(p *plot) { p.scale(ticks) })
}

// scale draws an axis line with its labelled ticks along the top of the plot.
func (p *plot) scale(ticks []Tick) {
	p.segment("tick", p.box.Left, p.box.Top+fine, p.box.Right, p.box.Top+fine)
	for i, t := range ticks {
		x := p.px(t.At)
		p.segment("tick", x, p.box.Top+fine, x, p.box.Top+6*fine)
		p.text(anchor(i, len(ticks)), x, p.box.Top+19*fine, t.Label)
	}
}
