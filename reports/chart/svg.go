package chart

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"sync"

	gochart "github.com/wcharczuk/go-chart/v2"
)

// ErrNoData is returned where there is nothing finite to draw.
var ErrNoData = errors.New("nothing to draw: no finite value")

// fine is the number of drawing units in a point. go-chart places marks on whole
// units, so a finer grid is what keeps a year of nights evenly spaced. Style
// sheets give stroke widths and text sizes in these units.
const fine = 4

// canvas is one figure, in points: its size, the space around the plot and
// the ranges of the two axes. Both ranges are fixed, because go-chart guesses
// badly for flat data and fails for a single point.
type canvas struct {
	width, height            int
	top, right, bottom, left int
	x, y                     [2]float64
}

// layer draws one kind of mark on a plot.
type layer func(p *plot)

// font loads go-chart's own font once: its loader races when several charts
// start at the same time. No text is measured with it.
var font = sync.OnceValues(gochart.GetDefaultFont)

// draw renders the layers in order, the first at the bottom, and returns the
// SVG.
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

// chart is the figure as go-chart is given it. Its axes are hidden: they measure
// every label, which takes longer than all else, and are drawn by layers.
func (c canvas) chart(layers []layer) gochart.Chart {
	blank := gochart.Style{ClassName: "ground"}
	g := gochart.Chart{
		Width: c.width * fine, Height: c.height * fine, DPI: 72,
		Background:     gochart.Style{ClassName: "ground", Padding: gochart.Box{Top: c.top * fine, Left: c.left * fine, Right: c.right * fine, Bottom: c.bottom * fine, IsSet: true}},
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

// finish replaces the root's attributes by those of a decorative figure (its
// description stands beside it in the page) and refuses what a strict page would
// not show. The rest is XML by construction: go-chart writes fixed elements with
// numbers, and labels are escaped; tests parse every kind of figure.
func finish(svg []byte) ([]byte, error) {
	const xlink = ` xmlns:xlink="http://www.w3.org/1999/xlink"`
	svg = bytes.Replace(svg, []byte(xlink), []byte(` class="chart" aria-hidden="true" focusable="false"`), 1)
	svg = bytes.ReplaceAll(svg, []byte("<path  "), []byte("<path "))
	if bytes.Contains(svg, []byte(" style=")) {
		return nil, errors.New("chart: an inline style was drawn")
	}
	return svg, nil
}

func finite(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
