package chart

import "math"

// Mark is the role of a night in the estimates, which determines its shape.
type Mark int

// The marks.
const (
	Out Mark = iota // enters no estimate: a cross
	Off             // without the supplement: an open circle
	On              // with the supplement: a filled circle
)

// Dose is the dose of a night. Unknown is not "no".
type Dose int

// The doses.
const (
	Unknown  Dose = iota // no entry in the log: a dotted line
	NotTaken             // not taken: a thin line
	Taken                // taken: a filled bar
)

// Span is a series of consecutive nights under one condition.
type Span struct {
	From, To int    // indices of the first and the last night
	On       bool   // with the supplement: shaded
	Outside  bool   // outside every phase: neither shaded nor separated from its neighbours
	Label    string // fixed words only, drawn above the plot; "" for no label
}

// TimelineIn is the input of [Timeline]: one outcome on the calendar. Value, Mark, Dose
// and Line have one element per calendar night. NaN means missing and draws nothing.
// Value, Line and Usual are in the unit of the outcome.
type TimelineIn struct {
	Width, Height int         // points of the drawing, which the page may scale
	Radius        float64     // of the dots in points
	Value         []float64   // the nightly values
	Mark          []Mark      // role of each night in the estimates
	Dose          []Dose      // drawn in the dose lane below the plot
	Line          []float64   // mean over seven nights
	Usual         *[2]float64 // ends of the usual range; nil for no range
	Spans         []Span      // in time order
	Left          []bool      // nights left out after a switch: hatched; nil for none
	Unusual       []bool      // nights drawn as triangles; nil for none
	Breaks        []int       // nights from which another device recorded
	Changes       []int       // nights from which another product, form or dose was taken
	Lanes         []Lane      // below the dose lane, in this order
	XTicks        []Tick      // at night indices
	YTicks        []Tick      // in the unit of Value; the first and last widen the range
	Hover         []string    // text shown when the pointer is over a night; nil for none
}

const (
	laneGap    = 9  // points between the plot and the dose lane
	laneHeight = 8  // height of the dose lane in points
	textBelow  = 18 // points from the lane to the base of the date labels
)

// Timeline draws nightly values, their seven-night mean, the usual range, the phases,
// the dose lane and further lanes. It returns ErrNoData if no value is finite.
func Timeline(in TimelineIn) ([]byte, error) {
	c, err := in.canvas()
	if err != nil {
		return nil, err
	}
	var hovers []byte
	svg, err := c.draw(append(in.layers(), func(p *plot) { hovers = in.hovers(p) })...)
	if err != nil {
		return nil, err
	}
	return above(svg, hovers), nil
}

// layers returns the layers of a timeline, the lowest first.
func (in TimelineIn) layers() []layer {
	return []layer{in.spans, in.usual, in.hatch, in.axes, in.breaks, in.changes, in.outs, in.dots, in.average, in.doseLane, in.lanes}
}

// canvas returns the layout of a timeline. A night is one unit wide. The value axis
// covers all values and ticks. It returns ErrNoData if no value is finite.
func (in TimelineIn) canvas() (canvas, error) {
	low, high, ok := bounds(in.Value)
	if !ok {
		return canvas{}, ErrNoData
	}
	for _, t := range in.YTicks {
		low, high = math.Min(low, t.At), math.Max(high, t.At)
	}
	if low == high {
		low, high = low-1, high+1
	}
	pad := (high - low) / 40
	return canvas{
		width: in.Width, height: in.Height,
		top: 24, right: 8, bottom: laneGap + laneHeight + len(in.Lanes)*LaneRoom + textBelow + 8, left: 44,
		x: [2]float64{-0.5, float64(len(in.Value)) - 0.5}, y: [2]float64{low - pad, high + pad},
	}, nil
}

// bounds returns the smallest and the largest finite value and reports whether there
// is one.
func bounds(xs []float64) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, x := range xs {
		if finite(x) {
			low, high, ok = math.Min(low, x), math.Max(high, x), true
		}
	}
	return low, high, ok
}

// spans draws the phases: shading, the lines between them and their labels.
func (in TimelineIn) spans(p *plot) {
	for i, s := range in.Spans {
		left, right := p.px(float64(s.From)-0.5), p.px(float64(s.To)+0.5)
		if s.On {
			p.rect("phase-on", left, p.box.Top, right, p.box.Bottom)
		}
		if i > 0 && !s.Outside && !in.Spans[i-1].Outside {
			p.segment("switch", left, p.box.Top-16*fine, left, p.box.Bottom)
		}
		if s.Label != "" {
			p.text("phase-name", left+4*fine, p.box.Top-8*fine, s.Label)
		}
	}
}

// usual draws the band of the usual range.
func (in TimelineIn) usual(p *plot) {
	if in.Usual == nil || !finite(in.Usual[0], in.Usual[1]) {
		return
	}
	p.rect("usual", p.box.Left, p.py(in.Usual[1]), p.box.Right, p.py(in.Usual[0]))
}

// axes draws the grid and the labels of both axes.
func (in TimelineIn) axes(p *plot) {
	for _, t := range in.YTicks {
		y := p.py(t.At)
		p.segment("grid", p.box.Left, y, p.box.Right, y)
		p.text("tick-y", p.box.Left-7*fine, y+4*fine, t.Label)
	}
	base := p.box.Bottom + (laneGap+laneHeight+len(in.Lanes)*LaneRoom)*fine
	for _, t := range in.XTicks {
		x := p.px(t.At)
		p.segment("tick", x, base+3*fine, x, base+7*fine)
		p.text("tick-x", x, base+textBelow*fine, t.Label)
	}
}

// outs draws all nights that enter no estimate as one path of crosses.
func (in TimelineIn) outs(p *plot) {
	drawn := false
	p.begin("night-out")
	for i, v := range in.Value {
		if finite(v) && in.Mark[i] == Out {
			p.cross(p.px(float64(i)), p.py(v), int(in.Radius*fine*0.8))
			drawn = true
		}
	}
	if drawn {
		p.r.Stroke()
	}
}

// dots draws the nights that enter an estimate.
func (in TimelineIn) dots(p *plot) {
	for i, v := range in.Value {
		if !finite(v) || in.Mark[i] == Out {
			continue
		}
		class := "night-off"
		if in.Mark[i] == On {
			class = "night-on"
		}
		if i < len(in.Unusual) && in.Unusual[i] {
			p.triangle(class, p.px(float64(i)), p.py(v), int(1.5*in.Radius*fine))
			continue
		}
		p.circle(class, p.px(float64(i)), p.py(v), int(in.Radius*fine))
	}
}

// average draws the seven-night mean, interrupted between phases.
func (in TimelineIn) average(p *plot) {
	starts := map[int]bool{}
	for _, s := range in.Spans {
		starts[s.From] = true
	}
	p.line("average", in.Line, starts)
}

// doseLane draws consecutive equal doses as one bar, so that a year of daily doses is
// one bar. All bars of one kind are one path.
func (in TimelineIn) doseLane(p *plot) {
	for _, kind := range []struct {
		dose  Dose
		class string
	}{{Taken, "dose-yes"}, {NotTaken, "dose-no"}, {Unknown, "dose-unknown"}} {
		p.begin(kind.class)
		drawn := false
		for from := 0; from < len(in.Dose); {
			to := from
			for to+1 < len(in.Dose) && in.Dose[to+1] == in.Dose[from] {
				to++
			}
			if in.Dose[from] == kind.dose {
				drawn = true
				in.run(p, from, to)
			}
			from = to + 1
		}
		p.close(drawn)
	}
}

// run adds the bar of equal doses on the nights from to to to the path.
func (in TimelineIn) run(p *plot, from, to int) {
	top := p.box.Bottom + laneGap*fine
	left, right := p.px(float64(from)-0.5), p.px(float64(to)+0.5)
	if in.Dose[from] == Taken {
		p.box4(left, top, max(right, left+1), top+laneHeight*fine)
		return
	}
	p.r.MoveTo(left, top+laneHeight*fine/2)
	p.r.LineTo(right, top+laneHeight*fine/2)
}
