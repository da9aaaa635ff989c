package chart

import (
	"bytes"
	"encoding/xml"
	"math"

	gochart "github.com/wcharczuk/go-chart/v2"
)

// series is a layer as a go-chart series.
type series struct{ draw layer }

func (series) GetName() string             { return "" }
func (series) GetYAxis() gochart.YAxisType { return gochart.YAxisPrimary }
func (series) GetStyle() gochart.Style     { return gochart.Style{ClassName: "layer"} }
func (series) Validate() error             { return nil }

// Render draws the layer on the box that go-chart has laid out.
func (s series) Render(r gochart.Renderer, box gochart.Box, x, y gochart.Range, _ gochart.Style) {
	s.draw(&plot{r, box, x, y})
}

// plot draws marks inside a box. Its methods take positions in drawing units, from the
// upper left corner of the figure; px and py convert axis values to drawing units.
type plot struct {
	r   gochart.Renderer
	box gochart.Box
	x   gochart.Range
	y   gochart.Range
}

// px returns the horizontal position of a finite x value.
func (p *plot) px(x float64) int {
	return p.box.Left + int(math.Round((x-p.x.GetMin())/p.x.GetDelta()*float64(p.box.Width())))
}

// py returns the vertical position of a finite y value.
func (p *plot) py(y float64) int {
	return p.box.Bottom - int(math.Round((y-p.y.GetMin())/p.y.GetDelta()*float64(p.box.Height())))
}

// begin starts a mark of one class and clears the style of the mark before it.
func (p *plot) begin(class string) {
	p.r.ResetStyle()
	p.r.ClearTextRotation()
	p.r.SetClassName(class)
}

// rect fills a rectangle.
func (p *plot) rect(class string, left, top, right, bottom int) {
	p.begin(class)
	p.r.MoveTo(left, top)
	p.r.LineTo(right, top)
	p.r.LineTo(right, bottom)
	p.r.LineTo(left, bottom)
	p.r.Close()
	p.r.FillStroke()
}

// segment draws a straight line.
func (p *plot) segment(class string, x0, y0, x1, y1 int) {
	p.begin(class)
	p.r.MoveTo(x0, y0)
	p.r.LineTo(x1, y1)
	p.r.Stroke()
}

// line connects consecutive finite values. It leaves a gap at missing values and
// before the indices of restart.
func (p *plot) line(class string, ys []float64, restart map[int]bool) {
	p.begin(class)
	drawn := false
	for i, y := range ys {
		if !finite(y) {
			continue
		}
		if i > 0 && finite(ys[i-1]) && !restart[i] {
			p.r.LineTo(p.px(float64(i)), p.py(y))
			drawn = true
		} else {
			p.r.MoveTo(p.px(float64(i)), p.py(y))
		}
	}
	if drawn {
		p.r.Stroke()
		return
	}
	p.r.ResetStyle()
}

// text writes an escaped label. The class determines the anchor.
func (p *plot) text(class string, x, y int, label string) {
	p.begin(class)
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(label)) // writing to a bytes.Buffer does not fail
	p.r.Text(b.String(), x, y)
}

// circle draws a circle.
func (p *plot) circle(class string, x, y, r int) {
	p.begin(class)
	p.r.Circle(float64(r), x, y)
}

// cross adds an x to the path, the shape of a night that enters no estimate.
func (p *plot) cross(x, y, r int) {
	p.r.MoveTo(x-r, y-r)
	p.r.LineTo(x+r, y+r)
	p.r.MoveTo(x-r, y+r)
	p.r.LineTo(x+r, y-r)
}

// diamond draws a filled rhombus.
func (p *plot) diamond(class string, x, y, r int) {
	p.begin(class)
	p.r.MoveTo(x, y-r)
	p.r.LineTo(x+r, y)
	p.r.LineTo(x, y+r)
	p.r.LineTo(x-r, y)
	p.r.Close()
	p.r.FillStroke()
}

// triangle draws an upright triangle.
func (p *plot) triangle(class string, x, y, r int) {
	p.begin(class)
	p.r.MoveTo(x, y-r)
	p.r.LineTo(x+r, y+r*3/4)
	p.r.LineTo(x-r, y+r*3/4)
	p.r.Close()
	p.r.FillStroke()
}

// square adds a square with its centre at x, y to the path.
func (p *plot) square(x, y, half int) { p.box4(x-half, y-half, x+half, y+half) }

// box4 adds a rectangle to the path.
func (p *plot) box4(left, top, right, bottom int) {
	p.r.MoveTo(left, top)
	p.r.LineTo(right, top)
	p.r.LineTo(right, bottom)
	p.r.LineTo(left, bottom)
	p.r.Close()
}

// close draws the path if anything was added to it.
func (p *plot) close(drawn bool) {
	if drawn {
		p.r.FillStroke()
		return
	}
	p.r.ResetStyle()
}
