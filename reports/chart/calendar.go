package chart

// Seen is the amount of data that a device recorded in a night.
type Seen int

// The amounts of recorded data.
const (
	NoNight Seen = iota // a day outside the record: drawn as nothing
	Nothing             // no data: a cross
	Part                // data, but not the value of this figure: an open square
	Full                // the value of this figure: a filled square
)

// CalendarRow is one row of nights, a month or several weeks. Seen and Dose have one
// element per column.
type CalendarRow struct {
	Label string // fixed words and numbers only
	Seen  []Seen
	Dose  []Dose // nil for no doses
}

// CalendarIn is the input of [Calendar]: the nights of a record in rows.
type CalendarIn struct {
	Width   int // points
	Columns int // columns of the longest row
	Rows    []CalendarRow
	XTicks  []Tick // at column indices
}

const (
	calendarRow  = 19 // height of a row in points
	calendarTop  = 20 // space for the tick labels in points
	calendarLeft = 62 // space for the row labels in points
)

// Calendar draws the recorded data of each night and, in a strip below it, the dose.
// It returns ErrNoData if there are no rows.
func Calendar(in CalendarIn) ([]byte, error) {
	if len(in.Rows) == 0 || in.Columns < 1 {
		return nil, ErrNoData
	}
	c := canvas{width: in.Width, height: calendarTop + calendarRow*len(in.Rows) + 4,
		top: calendarTop, left: calendarLeft, right: 2, bottom: 4,
		x: [2]float64{-0.5, float64(in.Columns) - 0.5}, y: [2]float64{0, float64(len(in.Rows))}}
	return c.draw(in.axes, in.nights(Full, "seen-full"), in.nights(Part, "seen-part"), in.nights(Nothing, "seen-nothing"),
		in.doses(Taken, "dose-yes"), in.doses(NotTaken, "dose-no"), in.doses(Unknown, "dose-unknown"))
}

// axes draws the labels of the columns and rows.
func (in CalendarIn) axes(p *plot) {
	for _, t := range in.XTicks {
		p.text("tick-x", p.px(t.At), p.box.Top-6*fine, t.Label)
	}
	for i, r := range in.Rows {
		p.text("tick-first", p.box.Left-(calendarLeft-2)*fine, in.top(p, i)+10*fine, r.Label)
	}
}

// top returns the upper edge of a row in drawing units.
func (in CalendarIn) top(p *plot, row int) int { return p.box.Top + row*calendarRow*fine }

// nights returns the layer that draws all nights of one kind as one path.
func (in CalendarIn) nights(kind Seen, class string) layer {
	const half = 4 * fine
	return func(p *plot) {
		drawn := false
		p.begin(class)
		for i, r := range in.Rows {
			y := in.top(p, i) + half + fine
			for k, s := range r.Seen {
				if s != kind {
					continue
				}
				drawn = true
				if kind == Nothing {
					p.cross(p.px(float64(k)), y, half*3/4)
					continue
				}
				p.square(p.px(float64(k)), y, half)
			}
		}
		p.close(drawn)
	}
}

// doses returns the layer that draws all doses of one kind as one path.
func (in CalendarIn) doses(kind Dose, class string) layer {
	return func(p *plot) {
		drawn := false
		p.begin(class)
		for i, r := range in.Rows {
			top := in.top(p, i) + 11*fine
			for k, d := range r.Dose {
				if d != kind || r.Seen[k] == NoNight {
					continue
				}
				drawn = true
				left, right := p.px(float64(k)-0.4), p.px(float64(k)+0.4)
				if kind == Taken {
					p.box4(left, top, right, top+3*fine)
					continue
				}
				p.r.MoveTo(left, top+3*fine/2)
				p.r.LineTo(right, top+3*fine/2)
			}
		}
		p.close(drawn)
	}
}
