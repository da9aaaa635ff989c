package chart

import (
	"bytes"
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the drawings in testdata")

// TestGolden compares every kind of figure, drawn from small made-up numbers,
// with its drawing in testdata, so that a changed mark shows in review.
func TestGolden(t *testing.T) {
	for name, draw := range map[string]func() ([]byte, error){
		"timeline": func() ([]byte, error) { return Timeline(fortnight()) },
		"interval": func() ([]byte, error) {
			return Interval(IntervalIn{Width: 360, Height: 46, Limit: 2, Margin: .5, Estimate: .6, Low: -.4, High: 1.7})
		},
		"axis": func() ([]byte, error) {
			return Axis(AxisIn{Width: 360, Height: 24, Limit: 1.2, Ticks: []Tick{{-1, "−1"}, {0, "0"}, {1, "+1"}}})
		},
		"strip": func() ([]byte, error) {
			return Strip(StripIn{Width: 360, Height: 60, Low: 40, High: 80, Value: []float64{50, 50.1, 50.2, 61, 62, 70},
				Middle: 55.6, From: 50, To: 66, On: true})
		},
		"placebo": func() ([]byte, error) {
			return Placebo(PlaceboIn{Width: 480, Height: 84, Z: []float64{-1, -.9, 0, .1, .1, 1}, Real: 1.4, Least: 2.5, Radius: 4})
		},
	} {
		svg, err := draw()
		must(t, svg, err)
		path := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, svg, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(svg, want) {
			t.Errorf("%s is drawn otherwise: look at it with -update", path)
		}
	}
}

// fortnight is two weeks with every mark a timeline has.
func fortnight() TimelineIn {
	in := TimelineIn{Width: 300, Height: 220, Radius: 3, Usual: &[2]float64{48, 60},
		Spans:  []Span{{From: 0, To: 6, Label: "before"}, {From: 7, To: 13, On: true, Label: "on it"}},
		XTicks: []Tick{{At: 7, Label: "May"}}, YTicks: []Tick{{40, "40"}, {70, "70"}}, Breaks: []int{10}, Changes: []int{12},
		Left: make([]bool, 14), Unusual: make([]bool, 14)}
	alcohol, training := make([]float64, 14), make([]float64, 14)
	for i := range 14 {
		v := 55 + 10*math.Sin(float64(i))
		if i == 3 {
			v = nan
		}
		mark, dose := Off, NotTaken
		if i >= 7 {
			mark, dose = On, Taken
		}
		in.Left[i] = i == 7 || i == 8
		if in.Left[i] {
			mark = Out
		}
		in.Unusual[i] = i == 5 || i == 12
		if i == 13 {
			dose = Unknown
		}
		alcohol[i], training[i] = 0, float64(i)
		if i%6 == 0 {
			alcohol[i] = 24
		}
		in.Value, in.Mark, in.Dose, in.Line = append(in.Value, v), append(in.Mark, mark), append(in.Dose, dose), append(in.Line, v)
	}
	training[4] = nan
	in.Lanes = []Lane{{"Training load", training}, {"Alcohol (g)", alcohol}, {"Empty", []float64{nan}}}
	return in
}

func TestTimelineBesideTheNights(t *testing.T) {
	in := fortnight()
	svg, err := Timeline(in)
	got := elements(t, must(t, svg, err))
	for class, n := range map[string]int{"path hatch": 1, "path break": 1, "path change": 1, "path lane-bar": 2,
		"path lane-zero": 2, "text lane-name": 3,
		// the triangles are paths, the others circles
		"path night-off": 1, "path night-on": 1, "circle night-off": 5, "circle night-on": 4} {
		if got[class] != n {
			t.Errorf("%d of %q, want %d", got[class], class, n)
		}
	}
	in.Left, in.Unusual, in.Breaks, in.Changes, in.Lanes = nil, nil, nil, nil, nil
	svg, err = Timeline(in)
	got = elements(t, must(t, svg, err))
	for _, class := range []string{"path hatch", "path break", "path change", "path lane-bar", "text lane-name"} {
		if got[class] != 0 {
			t.Errorf("%q is drawn of nothing", class)
		}
	}
}

// The slanted lines stay inside the nights they mark.
func TestHatchStaysInside(t *testing.T) {
	in := fortnight()
	from, to := 0, 0
	c := canvas{width: 300, height: 220, top: 24, right: 8, bottom: 40, left: 44, x: [2]float64{-0.5, 13.5}, y: [2]float64{0, 1}}
	var box [2]int
	svg, err := c.draw(func(p *plot) {
		from, to, box = p.px(6.5), p.px(8.5), [2]int{p.box.Top, p.box.Bottom}
		in.hatch(p)
	})
	ends := places(t, must(t, svg, err), "hatch")
	if len(ends) < 10 {
		t.Fatalf("%d ends of lines", len(ends))
	}
	for _, e := range ends {
		if e[0] < from || e[0] > to || e[1] < box[0] || e[1] > box[1] {
			t.Errorf("a line ends at %v, outside %d to %d, %v", e, from, to, box)
		}
	}
}

// A hundred orders fit below the diamond.
func TestPlaceboFits(t *testing.T) {
	in := PlaceboIn{Width: 480, Height: 100, Real: 1, Least: 2, Radius: 3, Z: make([]float64, 100)}
	svg, err := Placebo(in)
	for _, centre := range circles(t, must(t, svg, err), "fake") {
		if centre[1] < 10*fine {
			t.Errorf("a circle at %v is cut off", centre)
		}
	}
}

// places returns the ends of the lines of the path of one class.
func places(t *testing.T, svg []byte, class string) [][2]int {
	t.Helper()
	var out [][2]int
	for _, path := range regexp.MustCompile(`<path d="([^"]*)" class="`+class+`"`).FindAllSubmatch(svg, -1) {
		for _, m := range regexp.MustCompile(`[ML] (-?\d+) (-?\d+)`).FindAllSubmatch(path[1], -1) {
			out = append(out, pair(t, m[1], m[2]))
		}
	}
	return out
}

// circles returns the middles of the circles of one class.
func circles(t *testing.T, svg []byte, class string) [][2]int {
	t.Helper()
	var out [][2]int
	for _, m := range regexp.MustCompile(`<circle cx="(-?\d+)" cy="(-?\d+)" r="\d+" class="`+class+`"`).FindAllSubmatch(svg, -1) {
		out = append(out, pair(t, m[1], m[2]))
	}
	if len(out) == 0 {
		t.Fatalf("no circle of class %s", class)
	}
	return out
}

func pair(t *testing.T, x, y []byte) [2]int {
	t.Helper()
	a, err := strconv.Atoi(string(x))
	if err != nil {
		t.Fatal(err)
	}
	b, err := strconv.Atoi(string(y))
	if err != nil {
		t.Fatal(err)
	}
	return [2]int{a, b}
}
