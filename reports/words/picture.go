package words

import (
	"errors"
	"html/template"

	"nof1/reports/chart"
)

// Picture runs one drawing. A figure with nothing to draw is empty, not an
// error; any other failure is one.
func (s *Speaker) Picture(svg []byte, err error) template.HTML {
	if err != nil && !errors.Is(err, chart.ErrNoData) {
		s.Fail(err)
	}
	// The bytes come from package chart alone, which lets no user text in.
	return template.HTML(svg)
}
