package chart_test

import (
	"bytes"
	"fmt"
	"math"

	"nof1/reports/chart"
)

// The missing third night is left out: the figure has three circles.
func ExampleTimeline() {
	svg, err := chart.Timeline(chart.TimelineIn{
		Width: 640, Height: 200, Radius: 2,
		Value: []float64{41, 44, math.NaN(), 52},
		Mark:  []chart.Mark{chart.Off, chart.Off, chart.Out, chart.On},
		Dose:  []chart.Dose{chart.NotTaken, chart.NotTaken, chart.Unknown, chart.Taken},
		Spans: []chart.Span{{From: 0, To: 1, Label: "before"}, {From: 2, To: 3, On: true, Label: "with"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(bytes.Count(svg, []byte("<circle")), "circles")
	// Output:
	// 3 circles
}

func ExamplePlaces() {
	fmt.Println(chart.Places(37, 64, 5, nil))
	// Output:
	// [30 40 50 60 70]
}
