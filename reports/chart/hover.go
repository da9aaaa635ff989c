package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// hovers returns a column over every night that has words: a browser shows them
// to whoever points at it, without a script. A night is as wide as it is drawn
// and as high as the plot, so that nobody has to hit a dot.
func (in TimelineIn) hovers(p *plot) []byte {
	var buf bytes.Buffer
	for i, words := range in.Hover {
		if words == "" {
			continue
		}
		left, right := p.px(float64(i)-0.5), p.px(float64(i)+0.5)
		fmt.Fprintf(&buf, `<path class="hit" d="M%d %dH%dV%dH%dZ"><title>`, left, p.box.Top, right, p.box.Bottom, left)
		// An error would be the buffer's, which has none.
		_ = xml.EscapeText(&buf, []byte(words))
		buf.WriteString("</title></path>\n")
	}
	return buf.Bytes()
}

// above puts elements on top of a finished drawing.
func above(svg, elements []byte) []byte {
	end := bytes.LastIndex(svg, []byte("</svg>"))
	if len(elements) == 0 || end < 0 {
		return svg
	}
	return append(append(append([]byte{}, svg[:end]...), elements...), svg[end:]...)
}
