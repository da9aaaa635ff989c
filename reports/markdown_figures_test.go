package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// Every drawing report.md names is there, stands alone and says what it shows.
func TestFigures(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		figures, err := Figures(r)
		if err != nil {
			t.Fatal(err)
		}
		var md bytes.Buffer
		if err := WriteMarkdown(&md, r); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(md.String(), "!["); n != len(figures) || n < 2 {
			t.Errorf("%s: %d drawings named, %d made, want at least 2", x.Name, n, len(figures))
		}
		for _, f := range figures {
			if !strings.Contains(md.String(), "]("+f.Name+")") {
				t.Errorf("%s: %s is not in the text", x.Name, f.Name)
			}
			s := string(f.SVG)
			for _, want := range []string{"<style>", "--accent:#0072b2", `role="img"`, `xmlns="http://www.w3.org/2000/svg"`} {
				if strings.Count(s, want) != 1 {
					t.Errorf("%s %s: %q stands %d times", x.Name, f.Name, want, strings.Count(s, want))
				}
			}
			// The drawing's own name comes first; nights have theirs inside.
			if _, inside, _ := strings.Cut(s, ">"); !strings.HasPrefix(inside, "<title>") {
				t.Errorf("%s %s: the drawing has no name of its own", x.Name, f.Name)
			}
			if strings.Contains(s, "url(") || strings.Contains(s, "@media") || strings.Contains(s, "aria-hidden") {
				t.Errorf("%s %s: not fit to stand alone", x.Name, f.Name)
			}
			d := xml.NewDecoder(strings.NewReader(s))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s %s: %v", x.Name, f.Name, err)
				}
			}
		}
	}
}

func TestStandaloneEscapes(t *testing.T) {
	got := string(standalone([]byte(`<svg aria-hidden="true" focusable="false"><path/></svg>`), "p{}", "a <b> & c"))
	if got != `<svg role="img"><title>a &lt;b&gt; &amp; c</title><style>p{}</style><path/></svg>` {
		t.Errorf("%s", got)
	}
}
