package chart

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"sync"

	gochart "github.com/wcharczuk/go-chart/v2"
)

// ErrNoData is returned if the input has no finite value to draw.
var ErrNoData = errors.New("nothing to draw: no finite value")

// fine is the number of drawing units in a point. go-chart rounds positions to whole
// units, so fine units keep a year of nights evenly spaced. Style sheets give stroke
// widths and text sizes in drawing units.
const fine = 4

// canvas is the layout of one figure. The ranges of both axes are fixed, because
// go-chart chooses poor ranges for flat data and fails for a single point.
type canvas struct {
	width, height            int        // points
	top, right, bottom, left int        // space around the plot in points
	x, y                     [2]float64 // ranges of the axes
}

// layer draws one kind of mark on a plot.
type layer func(p *plot)

// font returns go-chart's own font. It is loaded once, because go-chart's loader has a
// data race. No text is measured with it.
var font = sync.OnceValues(gochart.GetDefaultFont)

// draw returns the SVG of the layers, the first at the bottom. It returns an error if a
// range is empty.
func (c canvas) draw(layers ...layer) ([]byte, error) {
	if !(c.x[1] > c.x[0]) || !(c.y[1] > c.y[0]) || !finite(c.x[0], c.x[1], c.y[0], c.y[1]) {
		return nil, fmt.Errorf("empty range x %v, y %v", c.x, c.y)
	}
	f, err := font()
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	g := c.chart(layers)
	g.Font = f
	var buf bytes.Buffer
	if err := g.Render(gochart.SVG, &buf); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return finish(buf.Bytes())
}

// chart returns the figure for go-chart. Its own axes are hidden, because they measure
// every label, which is slow. Layers draw the axes instead.
func (c canvas) chart(layers []layer) gochart.Chart {
	blank := gochart.Style{ClassName: "ground"}
	padding := gochart.Box{
		Top: c.top * fine, Left: c.left * fine, Right: c.right * fine, Bottom: c.bottom * fine, IsSet: true,
	}
	g := gochart.Chart{
		Width: c.width * fine, Height: c.height * fine, DPI: 72,
		Background:     gochart.Style{ClassName: "ground", Padding: padding},
		Canvas:         blank,
		XAxis:          gochart.XAxis{Style: gochart.Hidden(), Range: &gochart.ContinuousRange{Min: c.x[0], Max: c.x[1]}},
		YAxis:          gochart.YAxis{Style: gochart.Hidden(), Range: &gochart.ContinuousRange{Min: c.y[0], Max: c.y[1]}},
		YAxisSecondary: gochart.YAxis{Style: gochart.Hidden()},
	}
	for _, l := range layers {
		g.Series = append(g.Series, series{l})
	}
	return g
}

// finish replaces the attributes of the root by those of a decorative figure, which the
// page describes in words. It returns an error for an inline style, which a strict
// Content-Security-Policy would block. The rest is valid XML, because go-chart writes
// fixed elements with numbers and labels are escaped. Tests parse every kind of figure.
func finish(svg []byte) ([]byte, error) {
	const xlink = ` xmlns:xlink="http://www.w3.org/1999/xlink"`
	svg = bytes.Replace(svg, []byte(xlink), []byte(` class="chart" aria-hidden="true" focusable="false"`), 1)
	svg = bytes.ReplaceAll(svg, []byte("<path  "), []byte("<path "))
	if bytes.Contains(svg, []byte(" style=")) {
		return nil, errors.New("chart: an inline style was drawn")
	}
	return svg, nil
}

// finite reports whether no value is NaN or infinite.
func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
