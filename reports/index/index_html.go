package index

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/reports"
	"nof1/reports/templates"
	"nof1/reports/words"
)

// PageRows is how many participants one page shows without being asked.
const PageRows = 250

// Page is one file of the index in HTML.
type Page struct {
	Name string // of the file
	HTML []byte // the whole file
}

// view is what the template of the index shows.
type view struct {
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

// groupView is a group of the triage with how many are in it, and the place of its
// first row.
type groupView struct{ ID, Name, N, Href string }

type pageLink struct {
	Href, Name string
	Current    bool
}

// WriteHTML renders the index as a triage page: data faults first, then what a
// clinician should see, clear changes, the undecided, and those without a change
// that matters. index.html, written to first, works without scripts; the further
// pages index-2.html and so on, each given to further as it is ready, hold the rows
// it has no room for. With scripts the first page filters, searches and sorts all of
// them. Nothing is loaded from anywhere.
func WriteHTML(x *Index, first io.Writer, further func(Page) error) error {
	l := &Indexer{Speaker: words.Speak(x.Language), x: x, order: x.triaged()}
	css, script, err := l.layOut()
	if err != nil {
		return fmt.Errorf("index.html: %w", err)
	}
	v := view{Lang: l.Code(), CSS: template.CSS(css), Groups: l.groups(), Title: l.Word("index.title"), Disclaimer: l.Word("disclaimer")}
	v.Lead = l.Say("index.lead", words.Values{"N": x.Len(), "Count": l.Count(x.Len())})
	err = l.first(v, css, script, first, func(from int, rows []template.HTML) error {
		v := v
		v.CSP, v.Pages, v.Rows = reports.Policy(css), l.pageLinks(from), rows
		var b bytes.Buffer
		if err := l.t.ExecuteTemplate(&b, "index.html", v); err != nil {
			return err
		}
		return further(Page{pageName(from / PageRows), words.Unturned(b.Bytes())})
	})
	if err = cmp.Or(err, l.Err); err != nil {
		return fmt.Errorf("index.html: %w", err)
	}
	return nil
}

// layOut readies the templates, and returns the style and the script exactly as they
// stand in the page.
func (l *Indexer) layOut() (css, script string, err error) {
	if l.t, css, err = reports.LaidOut(l.Speaker, "index.css"); err != nil {
		return "", "", err
	}
	js, err := templates.Files.ReadFile("index.js")
	return css, string(js), err
}

// dataHere marks the place of the script's data in the rendered first page. The data is
// written row by row, as it grows with the people.
const dataHere = "the rows belong here"

// first writes index.html, and gives away the rows of each further page, of which
// it holds the text for the script as well.
func (l *Indexer) first(v view, css, script string, to io.Writer, page func(from int, rows []template.HTML) error) error {
	v.Script, v.CSP = template.JS(script), reports.Policy(css)+"; script-src "+hashSource(script)
	v.Data, v.Pages = dataHere, l.pageLinks(0)
	v.Pooled, v.PooledNotes = l.pooled(l.x.Pooled)
	var keys, text bytes.Buffer
	for k := range min(l.x.Len(), PageRows) {
		cells, err := l.cells(k, &keys)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, cells)
	}
	if err := l.t.ExecuteTemplate(&text, "index.html", v); err != nil {
		return err
	}
	html := words.Unturned(text.Bytes())
	at := bytes.LastIndex(html, []byte(dataHere))
	if _, err := to.Write(html[:at]); err != nil {
		return err
	}
	if err := l.data(to, &keys, page); err != nil {
		return err
	}
	_, err := to.Write(html[at+len(dataHere):])
	return err
}

// cells renders row k of the order, and writes what it is sorted by.
func (l *Indexer) cells(k int, keys *bytes.Buffer) (template.HTML, error) {
	r, err := l.x.Row(l.order[k])
	if err != nil {
		return "", err
	}
	if k > 0 {
		keys.WriteByte(',')
	}
	l.script(keys, sortKeys(r))
	v := l.row(r)
	if k == 0 || l.groupAt(k) != l.groupAt(k-1) {
		v.ID = r.Triage
	}
	return l.rowHTML(v), nil
}

// groupAt is the group of row k of the order.
func (l *Indexer) groupAt(k int) int8 { return l.x.places[l.order[k]].triage }

// inScript keeps JSON from ending its script element, or from beginning another
// one inside it (HTML standard, restrictions for contents of script elements). All
// three can only stand inside a JSON string.
var inScript = strings.NewReplacer("</", `<\/`, "<!--", `\u003c!--`, "<s", `\u003cs`, "<S", `\u003cS`)

// script writes a value as JSON that may stand in a script element.
func (l *Indexer) script(b *bytes.Buffer, v any) {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		l.Fail(err)
	}
	b.WriteString(inScript.Replace(strings.TrimSuffix(text.String(), "\n")))
}

// data writes what the script knows: how many rows a page has, the groups in their
// order, the rows of the further pages, of every row its group and what to sort by,
// and the words "shown" and "more", with {} for numbers. The keys of the first page's
// rows are there.
func (l *Indexer) data(to io.Writer, keys *bytes.Buffer, page func(from int, rows []template.HTML) error) error {
	first := min(l.x.Len(), PageRows)
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"step":%d,"groups":`, PageRows)
	l.script(&b, triageOrder)
	b.WriteString(`,"rows":[`)
	var rows []template.HTML
	for k := first; k < l.x.Len(); k++ {
		cells, err := l.cells(k, keys)
		if err != nil {
			return err
		}
		if k > first {
			b.WriteByte(',')
		}
		l.script(&b, string(cells))
		if _, err := b.WriteTo(to); err != nil {
			return err
		}
		rows = append(rows, cells)
		if len(rows) == PageRows || k+1 == l.x.Len() {
			if err := page(k+1-len(rows), rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	b.WriteString(`],"keys":[`)
	b.Write(keys.Bytes())
	b.WriteString(`],"words":`)
	l.script(&b, []string{l.Word("index.shown"), l.Word("index.more")})
	b.WriteString("}\n")
	_, err := b.WriteTo(to)
	return err
}

// triaged returns the rows by group, inside it by how bad a fault or how sure a
// change is, then by participant.
func (x *Index) triaged() []int {
	order := make([]int, x.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := x.places[a], x.places[b]
		return cmp.Or(cmp.Compare(p.triage, q.triage), cmp.Compare(p.urgency, q.urgency))
	})
	return order
}

// urgency orders rows of one group: failures, folders without files and answers
// that are blocked come before logs that are missing; changes of a higher level come first.
func urgency(r Row) int8 {
	switch {
	case r.Status == "failed":
		return -10
	case r.Status == "skipped":
		return -9
	case *r.Code == analysis.CodeNotComparable:
		return -8
	}
	return int8(-*r.Level)
}

func pageName(n int) string {
	if n == 0 {
		return "index.html"
	}
	return "index-" + strconv.Itoa(n+1) + ".html"
}

func (l *Indexer) pageLinks(from int) []pageLink {
	var out []pageLink
	rows := l.x.Len()
	for at := 0; at < rows && rows > PageRows; at += PageRows {
		out = append(out, pageLink{pageName(at / PageRows), strconv.Itoa(at/PageRows + 1), at == from})
	}
	return out
}

// indexer writes the rows of the index.
type Indexer struct {
	*words.Speaker
	t     *template.Template
	x     *Index
	order []int // of the rows on the page
}

// groups are those that hold somebody, each with the page and row it begins at.
func (l *Indexer) groups() []groupView {
	var out []groupView
	for from := 0; from < len(l.order); {
		to := from + 1
		for to < len(l.order) && l.groupAt(to) == l.groupAt(from) {
			to++
		}
		id := triageOrder[l.groupAt(from)]
		out = append(out, groupView{id, l.Word("index.group." + id), l.Count(to - from), pageName(from/PageRows) + "#" + id})
		from = to
	}
	return out
}

// sortKeys are the group of a row and what its columns sort by, numbers as text.
func sortKeys(r Row) []string {
	last, level, adherence := "", "", reports.Number(r.Adherence)
	if r.LastNight != nil {
		last = r.LastNight.String()
	}
	if r.Level != nil {
		level = strconv.Itoa(*r.Level)
	}
	severity := ""
	if r.TopCaveat != nil {
		severity = strconv.Itoa(len(analysis.Severities) - slices.Index(analysis.Severities, r.TopCaveat.Severity))
	}
	return []string{strconv.Itoa(slices.Index(triageOrder, r.Triage)), strings.ToLower(words.Plain(r.Participant)), level, severity,
		strconv.Itoa(r.Nights), adherence, last}
}

// link is a path as a reference: every part escaped.
func link(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "./" + strings.Join(parts, "/")
}
