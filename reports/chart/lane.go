package chart

import "math"

// Lane is an additional series below a timeline, on the same time axis. Value has one
// element per calendar night. NaN means not recorded and draws nothing. A value of 0
// or less draws only a thin line.
type Lane struct {
	Label string // fixed words only
	Value []float64
}

// LaneRoom is the height in points that one lane with its label adds to a timeline.
const LaneRoom = 37

// laneBars is the height of the highest bar in points.
const laneBars = 18

// lanes draws every lane as bars on a base line. Each lane is scaled to its own
// highest value.
func (in TimelineIn) lanes(p *plot) {
	top := p.box.Bottom + (laneGap+laneHeight)*fine
	for i, l := range in.Lanes {
		base := top + (i+1)*LaneRoom*fine
		p.text("lane-name", p.box.Left, base-(laneBars+3)*fine, l.Label)
		l.bars(p, base)
	}
}

// bars draws the recorded nights: one path for values above 0, one for the base line.
func (l Lane) bars(p *plot, base int) {
	_, high, ok := bounds(l.Value)
	if !ok {
		return
	}
	p.begin("lane-zero")
	drawn := false
	for i, v := range l.Value {
		if finite(v) {
			p.r.MoveTo(p.px(float64(i)-0.5), base)
			p.r.LineTo(p.px(float64(i)+0.5), base)
			drawn = true
		}
	}
	p.close(drawn)
	p.begin("lane-bar")
	drawn = false
	for i, v := range l.Value {
		if finite(v) && v > 0 && high > 0 {
			height := int(math.Max(1, math.Round(v/high*laneBars*fine)))
			left, right := p.px(float64(i)-0.4), p.px(float64(i)+0.4)
			p.box4(left, base-height, max(right, left+1), base)
			drawn = true
		}
	}
	p.close(drawn)
}

// hatch marks the nights left out after a switch with slanted lines over the height
// of the plot.
func (in TimelineIn) hatch(p *plot) {
	const step = 5 * fine
	p.begin("hatch")
	drawn := false
	for from := 0; from < len(in.Left); from++ {
		if !in.Left[from] {
			continue
		}
		to := from
		for to+1 < len(in.Left) && in.Left[to+1] {
			to++
		}
		left, right := p.px(float64(from)-0.5), p.px(float64(to)+0.5)
		for y := p.box.Top; y < p.box.Bottom+right-left; y += step {
			// A line that rises to the right, cut off at the box.
			x0, y0, x1, y1 := left, y, right, y-(right-left)
			if y0 > p.box.Bottom {
				x0, y0 = x0+y0-p.box.Bottom, p.box.Bottom
			}
			if y1 < p.box.Top {
				x1, y1 = x1-(p.box.Top-y1), p.box.Top
			}
			if x1 > x0 {
				p.r.MoveTo(x0, y0)
				p.r.LineTo(x1, y1)
				drawn = true
			}
		}
		from = to
	}
	p.close(drawn)
}

// breaks draws a line before each night from which another device recorded.
func (in TimelineIn) breaks(p *plot) {
	for _, i := range in.Breaks {
		x := p.px(float64(i) - 0.5)
		p.segment("break", x, p.box.Top, x, p.box.Bottom)
	}
}

// changes draws a line before each night from which another product was taken.
func (in TimelineIn) changes(p *plot) {
	for _, i := range in.Changes {
		x := p.px(float64(i) - 0.5)
		p.segment("change", x, p.box.Top, x, p.box.Bottom)
	}
}
