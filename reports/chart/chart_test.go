package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var nan = math.NaN()

func year() TimelineIn {
	in := TimelineIn{Width: 720, Height: 260, Radius: 2, Usual: &[2]float64{50, 70},
		Spans:  []Span{{From: 0, To: 199, Label: "before"}, {From: 200, To: 364, On: true, Label: "on it"}},
		XTicks: []Tick{{At: 31, Label: "Feb"}, {At: 300, Label: "Nov"}}, YTicks: []Tick{{At: 40, Label: "40"}, {At: 80, Label: "80"}}}
	for i := range 365 {
		v := 60 + 12*math.Sin(float64(i)/9)
		if i%37 == 0 {
			v = nan
		}
		mark, dose := Off, NotTaken
		switch {
		case i >= 200 && i < 207:
			mark, dose = Out, Taken
		case i >= 207:
			mark, dose = On, Taken
		case i < 20:
			dose = Unknown
		}
		in.Value, in.Line = append(in.Value, v), append(in.Line, v)
		in.Mark, in.Dose = append(in.Mark, mark), append(in.Dose, dose)
	}
	return in
}

// elements parses a drawing and counts its elements by class.
func elements(t testing.TB, svg []byte) map[string]int {
	t.Helper()
	out := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		if s, ok := tok.(xml.StartElement); ok {
			for _, a := range s.Attr {
				switch a.Name.Local {
				case "class":
					out[s.Name.Local+" "+a.Value]++
				case "style", "fill", "stroke":
					t.Errorf("<%s %s=%q>: colours belong to the style sheet", s.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
}

func must(t testing.TB, svg []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

func TestTimelineDrawsEveryNightOnce(t *testing.T) {
	in := year()
	svg, err := Timeline(in)
	got := elements(t, must(t, svg, err))
	off, on := 0, 0
	for i, v := range in.Value {
		if !math.IsNaN(v) && in.Mark[i] == Off {
			off++
		}
		if !math.IsNaN(v) && in.Mark[i] == On {
			on++
		}
	}
	for class, n := range map[string]int{
		"circle night-off": off, "circle night-on": on, "path night-out": 1, "path usual": 1, "path average": 1, "path phase-on": 1,
		"path switch": 1, "text phase-name": 2, "text tick-x": 2, "text tick-y": 2, "path dose-yes": 1, "path dose-no": 1,
		"path dose-unknown": 1, "svg chart": 1,
	} {
		if got[class] != n {
			t.Errorf("%d of %q, want %d", got[class], class, n)
		}
	}
}

// The position of a mark follows its numbers: the axis is linear to half a point.
func TestTimelinePlaces(t *testing.T) {
	in := TimelineIn{Width: 200, Height: 160, Radius: 2, Value: []float64{0, 10, 5, 10}, Mark: []Mark{Off, Off, Off, Off},
		YTicks: []Tick{{At: 0}, {At: 10}}}
	svg, err := Timeline(in)
	circles := regexp.MustCompile(`<circle cx="(\d+)" cy="(\d+)"`).FindAllStringSubmatch(string(must(t, svg, err)), -1)
	if len(circles) != 4 {
		t.Fatalf("%d dots", len(circles))
	}
	place := func(i int) (x, y float64) {
		x, _ = strconv.ParseFloat(circles[i][1], 64)
		y, _ = strconv.ParseFloat(circles[i][2], 64)
		return x, y
	}
	x0, low := place(0)
	x1, high := place(1)
	x2, mid := place(2)
	_, same := place(3)
	if math.Abs((x2-x1)-(x1-x0)) > fine/2 {
		t.Errorf("nights at %v, %v, %v are not evenly spaced", x0, x1, x2)
	}
	if !(low > mid && mid > high) || math.Abs(mid-(low+high)/2) > fine/2 || same != high {
		t.Errorf("values 0, 5, 10 drawn at %v, %v, %v", low, mid, high)
	}
}

func TestTimelineHardCases(t *testing.T) {
	short := func(values ...float64) TimelineIn {
		return TimelineIn{Width: 300, Height: 200, Radius: 2, Value: values, Mark: make([]Mark, len(values)),
			Dose: make([]Dose, len(values)), Line: values}
	}
	for name, in := range map[string]TimelineIn{
		"one night": short(50), "flat": short(50, 50, 50), "one value among missing": short(nan, 50, nan),
		"infinite":         short(50, math.Inf(1), 51),
		"no line, no dose": {Width: 300, Height: 200, Value: []float64{1, 2}, Mark: []Mark{On, Off}},
		"broken usual":     {Width: 300, Height: 200, Value: []float64{1, 2}, Mark: []Mark{On, Off}, Usual: &[2]float64{nan, 2}},
	} {
		svg, err := Timeline(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(svg) > 20_000 {
			t.Errorf("%s: %d bytes", name, len(svg))
		}
		if s := string(svg); strings.Contains(s, "NaN") || strings.Contains(s, "-9223372036854775808") {
			t.Errorf("%s: a number that is not finite: %s", name, s)
		}
		elements(t, svg)
	}
	for name, in := range map[string]TimelineIn{"nothing": {Width: 300, Height: 200}, "all missing": short(nan, nan)} {
		if _, err := Timeline(in); !errors.Is(err, ErrNoData) {
			t.Errorf("%s: %v, want ErrNoData", name, err)
		}
	}
}

func TestLineStopsAtGapsAndSwitches(t *testing.T) {
	in := TimelineIn{Width: 300, Height: 200, Value: []float64{1, 2, 3, 4, 5, 6}, Mark: make([]Mark, 6),
		Line: []float64{1, 2, nan, 4, 5, 6}, Spans: []Span{{From: 0, To: 4}, {From: 5, To: 5}}}
	svg, err := Timeline(in)
	path := regexp.MustCompile(`(?s)<path d="([^"]*)" class="average"`).FindSubmatch(must(t, svg, err))
	if path == nil {
		t.Fatal("no line")
	}
	if m, l := bytes.Count(path[1], []byte("M ")), bytes.Count(path[1], []byte("L ")); m != 3 || l != 2 {
		t.Errorf("%d starts and %d strokes, want 3 and 2: %s", m, l, path[1])
	}
}

func TestLabelsAreEscaped(t *testing.T) {
	in := year()
	in.Spans[0].Label, in.XTicks[0].Label = `<b>&"`, "</text><script>"
	svg, err := Timeline(in)
	elements(t, must(t, svg, err))
	if bytes.Contains(svg, []byte("<script>")) || bytes.Contains(svg, []byte("<b>")) {
		t.Error("a label became markup")
	}
}

func TestInterval(t *testing.T) {
	in := IntervalIn{Width: 360, Height: 40, Limit: 2, Margin: 0.5, Estimate: 0.3, Low: -0.2, High: 0.8}
	svg, err := Interval(in)
	got := elements(t, must(t, svg, err))
	if got["path margin"] != 1 || got["path zero"] != 1 || got["path interval"] != 3 || got["circle dot-interval"] != 1 {
		t.Errorf("marks %v", got)
	}
	in.Strong, in.Margin = true, nan
	svg, err = Interval(in)
	if got = elements(t, must(t, svg, err)); got["path margin"] != 0 || got["circle dot-interval strong"] != 1 {
		t.Errorf("marks %v", got)
	}
	in.Estimate, in.High = 9, 12
	svg, err = Interval(in)
	if got = elements(t, must(t, svg, err)); got["circle dot-interval strong"] != 0 || got["path interval strong"] != 3 {
		t.Errorf("beyond the axis: %v", got)
	}
	svg, err = Interval(IntervalIn{Width: 360, Height: 40, Limit: 2, Margin: 0.5, Estimate: 0.3, Low: nan, High: nan})
	if got = elements(t, must(t, svg, err)); got["circle dot-interval"] != 1 || got["path interval"] != 0 {
		t.Errorf("a dot alone: %v", got)
	}
	svg, err = Interval(IntervalIn{Width: 360, Height: 40, Margin: nan})
	if got = elements(t, must(t, svg, err)); got["circle dot-interval"] != 1 || got["path zero"] != 1 {
		t.Errorf("an outcome that never changes: %v", got)
	}
	for _, bad := range []IntervalIn{{Width: 9, Height: 9, Limit: 1, Low: nan, High: 1},
		{Width: 9, Height: 9, Limit: 1, Estimate: nan}, {Width: 9, Height: 9, Limit: 1, High: math.Inf(1)}} {
		if _, err := Interval(bad); !errors.Is(err, ErrNoData) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestAxis(t *testing.T) {
	svg, err := Axis(AxisIn{Width: 360, Height: 24, Limit: 1.2, Ticks: []Tick{{-1, "-1"}, {0, "0"}, {1, "+1"}}})
	if got := elements(t, must(t, svg, err)); got["text tick-first"] != 1 || got["text tick-x"] != 1 ||
		got["text tick-last"] != 1 || got["path tick"] != 4 {
		t.Errorf("marks %v", got)
	}
	if _, err := Axis(AxisIn{Width: 360, Height: 24}); err == nil {
		t.Error("an axis without length was drawn")
	}
}

func TestPlacebo(t *testing.T) {
	svg, err := Placebo(PlaceboIn{Width: 480, Height: 80, Z: []float64{0.1, 0.1, 0.12, -2, nan, 1}, Real: 1.4, Least: 2.5, Radius: 4})
	got := elements(t, must(t, svg, err))
	if got["circle fake"] != 5 || got["path real"] != 1 || got["path zero"] != 1 {
		t.Errorf("marks %v", got)
	}
	heights := map[string]bool{}
	for _, m := range regexp.MustCompile(`cy="(\d+)" r="\d+" class="fake"`).FindAllStringSubmatch(string(svg), -1) {
		heights[m[1]] = true
	}
	if len(heights) < 2 {
		t.Error("fake starts that fall together are not stacked")
	}
	for _, in := range []PlaceboIn{{Width: 9, Height: 9, Real: 1}, {Width: 9, Height: 9, Z: []float64{1}, Real: nan}} {
		if _, err := Placebo(in); !errors.Is(err, ErrNoData) {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		most      int
		steps     []float64
		want      []float64
	}{
		{41, 79, 5, nil, []float64{40, 50, 60, 70, 80}},
		{0.2, 0.9, 4, nil, []float64{0.2, 0.4, 0.6, 0.8, 1}},
		{600, 790, 5, []float64{15, 30, 60, 120}, []float64{600, 660, 720, 780, 840}},
		{5, 5, 4, nil, []float64{4, 4.5, 5, 5.5, 6}},
		{-3, 3, 3, nil, []float64{-4, -2, 0, 2, 4}},
	} {
		got := Places(c.low, c.high, c.most, c.steps)
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = math.Abs(got[i]-c.want[i]) < 1e-9
		}
		if !ok {
			t.Errorf("%v to %v: %v, want %v", c.low, c.high, got, c.want)
		}
	}
	if Places(nan, 1, 4, nil) != nil || Places(1, 2, 0, nil) != nil {
		t.Error("places without a range")
	}
}

func TestSameNumbersSameBytes(t *testing.T) {
	first, err := Timeline(year())
	must(t, first, err)
	for range 3 {
		again, err := Timeline(year())
		if !bytes.Equal(first, must(t, again, err)) {
			t.Fatal("two drawings of the same numbers differ")
		}
	}
}

// Many charts at once draw the same as one after the other.
func TestDrawingAtOnce(t *testing.T) {
	want, err := Timeline(year())
	must(t, want, err)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := Timeline(year()); err != nil || !bytes.Equal(got, want) {
				t.Errorf("drawn at once: %v", err)
			}
		})
	}
	all.Wait()
}

// TestTimelineOfAnything checks that random input gives XML or an error.
func TestTimelineOfAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	drawn := 0
	for range 400 {
		number := func() float64 {
			switch r.IntN(6) {
			case 0:
				return []float64{nan, math.Inf(1), math.Inf(-1), 0, 1e308, -1e308, 5e-324}[r.IntN(7)]
			case 1:
				return math.Float64frombits(r.Uint64())
			}
			return 50 + 10*r.NormFloat64()
		}
		in := TimelineIn{Width: 300, Height: 200, Radius: 2, Usual: &[2]float64{number(), number()}}
		for i := range r.IntN(64) {
			in.Value, in.Mark, in.Dose, in.Line = append(in.Value, number()), append(in.Mark, Mark(i%3)),
				append(in.Dose, Dose(i%3)), append(in.Line, number())
		}
		if svg, err := Timeline(in); err == nil {
			elements(t, svg)
			drawn++
		}
	}
	if drawn < 20 {
		t.Errorf("only %d drawings: the test shows little", drawn)
	}
}

func BenchmarkTimeline(b *testing.B) {
	in := year()
	for b.Loop() {
		if _, err := Timeline(in); err != nil {
			b.Fatal(err)
		}
	}
}
