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

// least is the shortest of a few runs.
func least(run func()) time.Duration {
	out := time.Hour
	for range 3 {
		began := time.Now()
		run()
		out = min(out, time.Since(began))
	}
	return out
}

// A timeline of a year takes a tenth at most of one that go-chart draws with its
// own axes: no text is measured. Both are the best of a few runs, so that a busy
// machine does not matter.
func TestTimelineAgainstStock(t *testing.T) {
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
