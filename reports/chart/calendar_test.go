package chart

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
)

func TestCalendarDrawsEveryNight(t *testing.T) {
	in := CalendarIn{Width: 500, Columns: 5, XTicks: []Tick{{0, "1"}, {4, "5"}}, Rows: []CalendarRow{
		{Label: "Jan 2024", Seen: []Seen{NoNight, Full, Full, Part, Nothing}, Dose: []Dose{Taken, Taken, NotTaken, Unknown, Taken}},
		{Label: "Feb <2024>", Seen: []Seen{Full, NoNight, NoNight, NoNight, NoNight}}}}
	svg, err := Calendar(in)
	got := elements(t, must(t, svg, err))
	for class, n := range map[string]int{"path seen-full": 1, "path seen-part": 1, "path seen-nothing": 1, "path dose-yes": 1,
		"path dose-no": 1, "path dose-unknown": 1,
		"text tick-x": 2, "text tick-first": 2} {
		if got[class] != n {
			t.Errorf("%d of %q, want %d", got[class], class, n)
		}
	}
	starts := func(class string) int {
		m := regexp.MustCompile(`(?s)<path d="([^"]*)" class="` + class + `"`).FindSubmatch(svg)
		if m == nil {
			return 0
		}
		return bytes.Count(m[1], []byte("M "))
	}
	// A cross has two strokes. A dose outside the record is not drawn.
	for class, n := range map[string]int{"seen-full": 3, "seen-part": 1, "seen-nothing": 2,
		"dose-yes": 2, "dose-no": 1, "dose-unknown": 1} {
		if starts(class) != n {
			t.Errorf("%d strokes of %s, want %d", starts(class), class, n)
		}
	}
	if strings.Contains(string(svg), "<2024>") {
		t.Error("a label became markup")
	}
}

func TestCalendarGrows(t *testing.T) {
	height := func(rows int) string {
		in := CalendarIn{Width: 500, Columns: 31}
		for range rows {
			in.Rows = append(in.Rows, CalendarRow{Seen: []Seen{Full}})
		}
		svg, err := Calendar(in)
		return regexp.MustCompile(`viewBox="[^"]*"`).FindString(string(must(t, svg, err)))
	}
	if height(1) == height(12) {
		t.Error("a year is as high as a month")
	}
	if _, err := Calendar(CalendarIn{Width: 500, Columns: 31}); !errors.Is(err, ErrNoData) {
		t.Errorf("%v, want ErrNoData", err)
	}
}

func TestStrip(t *testing.T) {
	in := StripIn{Width: 360, Height: 46, Low: 0, High: 10, Value: []float64{2, 2, 2, 5, nan, 9}, Middle: 2, From: 2, To: 9}
	svg, err := Strip(in)
	got := elements(t, must(t, svg, err))
	if got["circle night-off"] != 5 || got["path interval"] != 2 {
		t.Errorf("marks %v", got)
	}
	dots := regexp.MustCompile(`<circle cx="(\d+)" cy="(\d+)"`).FindAllStringSubmatch(string(svg), -1)
	if dots[0][1] != dots[1][1] || dots[0][2] == dots[1][2] || dots[1][2] == dots[2][2] {
		t.Errorf("equal nights are not stacked: %v", dots[:3])
	}
	in.On = true
	svg, err = Strip(in)
	if got := elements(t, must(t, svg, err)); got["circle night-on"] != 5 {
		t.Errorf("marks %v", got)
	}
	for _, bad := range []StripIn{{Width: 9, Height: 40, High: 1, Value: []float64{nan}},
		{Width: 9, Height: 40, High: 1, Value: []float64{1}, Middle: nan}} {
		if _, err := Strip(bad); !errors.Is(err, ErrNoData) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// A tall stack is squeezed: no dot leaves the drawing.
func TestStripStaysInside(t *testing.T) {
	in := StripIn{Width: 360, Height: 46, Low: 0, High: 10, Middle: 5, From: 5, To: 5}
	for range 200 {
		in.Value = append(in.Value, 5)
	}
	svg, err := Strip(in)
	for _, m := range regexp.MustCompile(`cy="(-?\d+)"`).FindAllStringSubmatch(string(must(t, svg, err)), -1) {
		if strings.HasPrefix(m[1], "-") {
			t.Fatalf("a dot above the drawing: %s", m[1])
		}
	}
}
