package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sync"
)

// style is the page's style sheet, exactly as it stands in the page: its hash
// is what the Content-Security-Policy lets through.
var style = sync.OnceValues(func() (string, error) {
	b, err := templates.ReadFile("templates/report.css")
	return string(b), err
})

// policy forbids everything but this style sheet and inline images.
func policy(css string) string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

var layout = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report.html").
		Funcs(template.FuncMap{"t": func(string) (string, error) { return "", nil }}).
		ParseFS(templates, "templates/*.html")
})

// WriteHTML writes the report as one page that loads nothing from anywhere and
// runs nothing. Everything that comes from files is escaped.
func WriteHTML(w io.Writer, r Report) error {
	css, err := style()
	if err != nil {
		return err
	}
	base, err := layout()
	if err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	p := &pager{speaker: speak(r.Language), report: r}
	view := p.page()
	view.CSS, view.CSP = template.CSS(css), policy(css)
	t, err := base.Clone()
	if err != nil {
		return err
	}
	t.Funcs(template.FuncMap{"t": p.word})
	var buf bytes.Buffer
	if err := t.Execute(&buf, view); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	if p.err != nil {
		return fmt.Errorf("report.html: %w", p.err)
	}
	_, err = w.Write(unturned(buf.Bytes()))
	return err
}
