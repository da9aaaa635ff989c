package chart

import (
	"bytes"
	"math"
	"testing"
	"time"

	gochart "github.com/wcharczuk/go-chart/v2"
)

// stock draws a year of nights the way go-chart does by itself: with its own
// axes, whose labels it measures one by one.
func stock(tb testing.TB) {
	in := year()
	var xs []time.Time
	var ys []float64
	for i, v := range in.Value {
		if !math.IsNaN(v) {
			xs, ys = append(xs, time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)), append(ys, v)
		}
	}
	g := gochart.Chart{Width: 720, Height: 262, Series: []gochart.Series{gochart.TimeSeries{XValues: xs, YValues: ys, Style: gochart.Style{DotWidth: 2}}}}
	var b bytes.Buffer
	if err := g.Render(gochart.SVG, &b); err != nil {
		tb.Fatal(err)
	}
}

// least is the shortest of some runs.
func least(run func()) time.Duration {
	out := time.Hour
	for range 20 {
		began := time.Now()
		run()
		out = min(out, time.Since(began))
	}
	return out
}

// A timeline of a year takes a tenth at most of one that go-chart draws with its
// own axes: no text is measured. Both are the best of some runs, so that a busy
// machine does not matter.
func TestTimelineAgainstStock(t *testing.T) {
	if raceEnabled {
		t.Skip("measures time: runs without the race detector")
	}
	ours := least(func() {
		if _, err := Timeline(year()); err != nil {
			t.Fatal(err)
		}
	})
	theirs := least(func() { stock(t) })
	t.Logf("ours %v, stock %v: 1/%.1f", ours, theirs, float64(theirs)/float64(ours))
	if ours*10 > theirs {
		t.Errorf("a timeline takes %v, go-chart's own %v: want a tenth", ours, theirs)
	}
}

// The font that is loaded once changes no byte: go-chart, left to load its own,
// draws the same. Marks are drawn by its renderer and by no other.
func TestTimelineIsStockBytes(t *testing.T) {
	in := fortnight()
	c, err := in.canvas()
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := c.chart(in.layers()).Render(gochart.SVG, &buf); err != nil {
		t.Fatal(err)
	}
	want, err := finish(buf.Bytes())
	must(t, want, err)
	got, err := Timeline(in)
	must(t, got, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes, go-chart by itself draws %d others", len(got), len(want))
	}
}
