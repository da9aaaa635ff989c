package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// IndexPageRows is how many participants one page shows without being asked.
const IndexPageRows = 250

// Page is one file of the index in HTML.
type Page struct {
	Name string
	HTML []byte
}

// indexView is what the template of the index shows.
type indexView struct {
	Lang        string
	CSS         template.CSS
	Script      template.JS // "" on the pages after the first
	CSP         string
	Title       string
	Lead        string
	Groups      []groupView
	Rows        []template.HTML
	Data        template.JS // what the script filters and sorts
	Pages       []pageLink
	Pooled      []pooledView
	PooledNotes []string
	Disclaimer  string
}

type groupView struct {
	ID, Name string
	N        int
}

type pageLink struct {
	Href, Name string
	Current    bool
}

// indexData is what the script knows: the rows of the later pages as text, and
// of every row its group and what to sort by.
type indexData struct {
	First int        `json:"first"`
	Rows  []string   `json:"rows"`
	Keys  [][]string `json:"keys"`
	Words []string   `json:"words"` // "shown" and "more" with {} for numbers
}

// IndexHTML renders the index as a triage page: data faults first, then what a
// clinician should see, clear changes, the undecided, and those without a change
// that matters. index.html works without scripts, the further pages index-2.html
// and so on hold the rows it has no room for; with scripts it filters, searches
// and sorts all of them. Nothing is loaded from anywhere.
func IndexHTML(x Index) ([]Page, error) {
	t, css, script, err := indexLayout(x.Language)
	if err != nil {
		return nil, err
	}
	l := &indexer{speaker: speak(x.Language), t: t}
	rows := triaged(x.Participants)
	var cells []template.HTML
	for _, r := range rows {
		cells = append(cells, l.rowHTML(r))
	}
	base := indexView{Lang: l.language(), CSS: template.CSS(css), Groups: l.groups(rows), Title: l.word("index.title"), Disclaimer: l.word("disclaimer")}
	base.Lead = l.say("index.lead", values{"N": len(rows)})
	var pages []Page
	for from := 0; from == 0 || from < len(rows); from += IndexPageRows {
		v := base
		v.Rows = cells[from:min(from+IndexPageRows, len(rows))]
		v.Pages = pageLinks(len(rows), from)
		v.CSP = policy(css)
		if from == 0 {
			v.Script, v.CSP = template.JS(script), policy(css)+"; script-src "+hashSource(script)
			v.Data = l.data(rows, cells)
			v.Pooled, v.PooledNotes = l.pooled(x.Pooled)
		}
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, "index.html", v); err != nil {
			return nil, fmt.Errorf("index.html: %w", err)
		}
		pages = append(pages, Page{pageName(from / IndexPageRows), b.Bytes()})
	}
	if l.err != nil {
		return nil, fmt.Errorf("index.html: %w", l.err)
	}
	return pages, nil
}

// triaged sorts rows by group, inside it by how bad a fault or how sure a change
// is, then by participant.
func triaged(rows []IndexRow) []IndexRow {
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b IndexRow) int {
		if n := slices.Index(triageOrder, a.Triage) - slices.Index(triageOrder, b.Triage); n != 0 {
			return n
		}
		return urgency(a) - urgency(b)
	})
	return out
}

// urgency orders rows of one group: failures, folders without files and answers
// that are blocked come before logs that are missing; surer changes come first.
func urgency(r IndexRow) int {
	switch {
	case r.Status == "failed":
		return -10
	case r.Status == "skipped":
		return -9
	case *r.Code == "not_comparable":
		return -8
	}
	return -*r.Level
}

func pageName(n int) string {
	if n == 0 {
		return "index.html"
	}
	return "index-" + strconv.Itoa(n+1) + ".html"
}

func pageLinks(rows, from int) []pageLink {
	var out []pageLink
	for at := 0; at < rows && rows > IndexPageRows; at += IndexPageRows {
		out = append(out, pageLink{pageName(at / IndexPageRows), strconv.Itoa(at/IndexPageRows + 1), at == from})
	}
	return out
}

// indexer writes the rows of the index.
type indexer struct {
	*speaker
	t *template.Template
}

func (l *indexer) groups(rows []IndexRow) []groupView {
	var out []groupView
	for _, g := range triageOrder {
		n := 0
		for _, r := range rows {
			if r.Triage == g {
				n++
			}
		}
		if n > 0 {
			out = append(out, groupView{g, l.word("index.group." + g), n})
		}
	}
	return out
}

// inScript keeps JSON from ending its script element, or from beginning another
// one inside it (HTML standard, restrictions for contents of script elements). All
// three can only stand inside a JSON string.
var inScript = strings.NewReplacer("</", `<\/`, "<!--", `\u003c!--`, "<s", `\u003cs`, "<S", `\u003cS`)

// data is the script's data.
func (l *indexer) data(rows []IndexRow, cells []template.HTML) template.JS {
	d := indexData{First: min(len(rows), IndexPageRows), Rows: []string{}, Keys: [][]string{}, Words: []string{l.word("index.shown"), l.word("index.more")}}
	for _, c := range cells[d.First:] {
		d.Rows = append(d.Rows, string(c))
	}
	for _, r := range rows {
		d.Keys = append(d.Keys, sortKeys(r))
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d); err != nil {
		l.fail(err)
	}
	return template.JS(inScript.Replace(b.String()))
}

// sortKeys are the group of a row and what its columns sort by, numbers as text.
func sortKeys(r IndexRow) []string {
	last, level, adherence := "", "", number(r.Adherence)
	if r.LastNight != nil {
		last = r.LastNight.String()
	}
	if r.Level != nil {
		level = strconv.Itoa(*r.Level)
	}
	severity := ""
	if r.TopCaveat != nil {
		severity = strconv.Itoa(len(severities) - slices.Index(severities, r.TopCaveat.Severity))
	}
	return []string{strconv.Itoa(slices.Index(triageOrder, r.Triage)), strings.ToLower(r.Participant), level, severity, strconv.Itoa(r.Nights), adherence, last}
}

// link is a path as a reference: every part escaped.
func link(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "./" + strings.Join(parts, "/")
}
