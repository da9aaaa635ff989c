package words

import (
	"errors"
	"html/template"

	"nof1/reports/chart"
)

// Picture returns a drawing as HTML. A figure with nothing to draw is "" and not an
// error; any other error is kept in s.Err.
func (s *Speaker) Picture(svg []byte, err error) template.HTML {
	if err != nil && !errors.Is(err, chart.ErrNoData) {
		s.Fail(err)
	}
	// The bytes come from package chart alone, which lets no user text in.
	return template.HTML(svg)
}
