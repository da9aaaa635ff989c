package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"sync"

	"nof1/reports/templates"
	"nof1/reports/words"
)

// style returns the page's style sheet, byte for byte as in the page: its hash
// is what the Content-Security-Policy lets through.
var style = sync.OnceValues(func() (string, error) {
	b, err := templates.Files.ReadFile("report.css")
	return string(b), err
})

// Policy returns the Content-Security-Policy that forbids everything but this style sheet and inline images.
func Policy(css string) string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

var layout = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report.html").
		Funcs(template.FuncMap{"t": func(string) (string, error) { return "", nil }}).
		ParseFS(templates.Files, "*.html")
})

// LaidOut returns the templates in the words of a speaker, and the style sheet that
// a page of theirs carries: that of the report, and the page's own, by file name; "" for no own one.
func LaidOut(s *words.Speaker, own string) (t *template.Template, css string, err error) {
	if css, err = style(); err != nil {
		return nil, "", err
	}
	if own != "" {
		more, err := templates.Files.ReadFile(own)
		if err != nil {
			return nil, "", err
		}
		css += string(more)
	}
	base, err := layout()
	if err != nil {
		return nil, "", err
	}
	if t, err = base.Clone(); err != nil {
		return nil, "", err
	}
	return t.Funcs(template.FuncMap{"t": s.Word}), css, nil
}

// WriteHTML writes the report as one page that loads nothing from anywhere and
// runs nothing. Everything that comes from files is escaped. Errors are those of w and
// of a missing sentence.
func WriteHTML(w io.Writer, r Report) error {
	p := &pager{Speaker: words.Speak(r.Language), report: r}
	t, css, err := LaidOut(p.Speaker, "")
	if err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	view := p.page()
	view.CSS, view.CSP = template.CSS(css), Policy(css)
	var b bytes.Buffer
	if err := errors.Join(t.Execute(&b, view), p.Err); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	_, err = w.Write(words.Unturned(b.Bytes()))
	return err
}
