package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// Every night with words is a column of the plot that says them, as text and in
// the order of the nights; a night without words has none.
func TestHover(t *testing.T) {
	in := fortnight()
	plain, err := Timeline(in)
	must(t, plain, err)
	in.Hover = make([]string, 14)
	in.Hover[0], in.Hover[13] = "1 May: 55 ms", `14 May: </title><script> & "more"`
	svg, err := Timeline(in)
	must(t, svg, err)
	if bytes.Contains(plain, []byte(`class="hit"`)) {
		t.Error("columns without words")
	}
	var shown []string
	title := false
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			title = e.Name.Local == "title"
			if e.Name.Local == "script" {
				t.Error("words became an element")
			}
		case xml.CharData:
			if title {
				shown = append(shown, string(e))
			}
		case xml.EndElement:
			title = false
		}
	}
	if len(shown) != 2 || shown[0] != in.Hover[0] || shown[1] != in.Hover[13] {
		t.Errorf("the drawing shows %q", shown)
	}
	if n := strings.Count(string(svg), `<path class="hit"`); n != 2 {
		t.Errorf("%d columns, want 2", n)
	}
	from, to := bytes.Index(svg, []byte(`<path class="hit"`)), bytes.LastIndex(svg, []byte("</svg>"))
	if got := bytes.ReplaceAll(svg, svg[from:to], nil); !bytes.Equal(got, plain) {
		t.Error("the drawing below the columns is another one")
	}
}
