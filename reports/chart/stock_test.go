package chart

import (
	"bytes"
	"math"
	"runtime"
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
	g := gochart.Chart{Width: 720, Height: 262,
		Series: []gochart.Series{gochart.TimeSeries{XValues: xs, YValues: ys, Style: gochart.Style{DotWidth: 2}}}}
	var b bytes.Buffer
	if err := g.Render(gochart.SVG, &b); err != nil {
		tb.Fatal(err)
	}
}

// allocated is how many bytes a run asks for: unlike its time, the same on every
// machine, however busy.
func allocated(run func()) uint64 {
	const runs = 10
	run() // what is made once and kept
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		run()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / runs
}

// A timeline of a year costs a twentieth at most of one that go-chart draws with
// its own axes, whose labels it measures: here no text is measured. The times are
// those of BenchmarkTimeline and BenchmarkStockTimeline.
func TestTimelineAgainstStock(t *testing.T) {
	ours := allocated(func() {
		if _, err := Timeline(year()); err != nil {
			t.Fatal(err)
		}
	})
	theirs := allocated(func() { stock(t) })
	t.Logf("ours %d KB, stock %d KB: 1/%.0f", ours>>10, theirs>>10, float64(theirs)/float64(ours))
	if ours*20 > theirs {
		t.Errorf("a timeline allocates %d bytes, go-chart's own %d: want a twentieth", ours, theirs)
	}
}

func BenchmarkStockTimeline(b *testing.B) {
	for b.Loop() {
		stock(b)
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
