// Package chart draws the figures of a report as SVG: numbers in, SVG out.
//
// Marks are drawn by go-chart through custom series; it is the only package
// that imports it. Colours are never written into the file: every mark carries
// a class name, and the page's style sheet gives it its colour in light, dark
// and print. No inline style is emitted, so a strict Content-Security-Policy
// holds. The words of a figure (title, legend, what an axis is) stand in the
// page; the only text inside are short fixed tick and phase labels, and those
// are escaped.
//
// The package is opinionated: a value that is not finite is left out, never
// drawn as zero; both ranges are always given; a night's meaning is told by
// its shape first and by its colour second.
package chart
