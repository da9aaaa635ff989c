package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// hovers returns an invisible column for every night with a hover text. Browsers
// show the text when the pointer is over the column, without a script. A column is
// as wide as its night and as high as the plot.
func (in TimelineIn) hovers(p *plot) []byte {
	var buf bytes.Buffer
	for i, words := range in.Hover {
		if words == "" {
			continue
		}
		left, right := p.px(float64(i)-0.5), p.px(float64(i)+0.5)
		fmt.Fprintf(&buf, `<path class="hit" d="M%d %dH%dV%dH%dZ"><title>`, left, p.box.Top, right, p.box.Bottom, left)
		_ = xml.EscapeText(&buf, []byte(words)) // writing to a bytes.Buffer does not fail
		buf.WriteString("</title></path>\n")
	}
	return buf.Bytes()
}

// above returns the drawing with elements on top of it.
func above(svg, elements []byte) []byte {
	end := bytes.LastIndex(svg, []byte("</svg>"))
	if len(elements) == 0 || end < 0 {
		return svg
	}
	return append(append(append([]byte{}, svg[:end]...), elements...), svg[end:]...)
}
