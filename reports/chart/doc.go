// Package chart draws the figures of a report as SVG.
//
// Every figure has an input struct with its numbers, labels and size, and a function
// that returns the SVG. A timeline of three nights needs little more than the values
// and what each night counts as:
//
//	svg, err := chart.Timeline(chart.TimelineIn{
//		Width: 640, Height: 200, Radius: 2, // points
//		Value: []float64{41, 44, 52},       // one per calendar night, NaN if missing
//		Mark:  []chart.Mark{chart.Off, chart.Off, chart.On},
//		Dose:  []chart.Dose{chart.NotTaken, chart.NotTaken, chart.Taken},
//	})
//
// [Places] chooses round numbers for the ticks of an axis.
//
// Colours are not part of a figure. Every mark has a class name, and the style sheet of
// the page gives the class its colour in light, dark and print. There is no inline
// style, so a strict Content-Security-Policy holds. Titles, legends and descriptions
// belong to the page. The only text in a figure is short fixed labels and hover texts,
// which are escaped.
//
// The package is opinionated. It leaves out a value that is not finite and never draws
// it as zero. The caller always gives the range of both axes, or the values that
// determine it. The meaning of a night is shown by the shape of its mark first and by
// its colour second.
//
// Marks are drawn by go-chart through custom series. This is the only package that
// imports go-chart.
package chart
