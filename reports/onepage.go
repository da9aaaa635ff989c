package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strconv"

	"nof1/reports/words"
)

// onePageCaveats is how many caveats the page has room for.
const onePageCaveats = 3

// WriteOnePage writes the report in short, to be printed on one page: the answer,
// its nights, the three largest reasons to doubt it, and what would settle it. It
// loads nothing from anywhere and runs nothing. Errors are those of w and of a missing
// sentence.
func WriteOnePage(w io.Writer, r Report) error {
	p := &pager{Speaker: words.Speak(r.Language), report: r}
	t, css, err := LaidOut(p.Speaker, "onepage.css")
	if err != nil {
		return fmt.Errorf("onepage: %w", err)
	}
	view := p.page()
	view.CSS, view.CSP = template.CSS(css), Policy(css)
	view.Weeks = nil // the numbers of the figure are for the whole report
	n := min(onePageCaveats, len(view.AllCaveats))
	view.Caveats, view.MoreCaveats = view.AllCaveats[:n], ""
	if left := len(view.AllCaveats) - n; left > 0 {
		view.MoreCaveats = p.Say("page.onepage_more", strconv.Itoa(left))
	}
	var b bytes.Buffer
	if err := errors.Join(t.ExecuteTemplate(&b, "onepage", view), p.Err); err != nil {
		return fmt.Errorf("onepage: %w", err)
	}
	_, err = w.Write(words.Unturned(b.Bytes()))
	return err
}

// onePageScales are how small the print may become to fit: at the last, text is
// as small as a newspaper's.
var onePageScales = []float64{1, 0.94, 0.88, 0.82, 0.76, 0.7}

// pdfPage matches the beginning of a page in a browser's PDF.
var pdfPage = regexp.MustCompile(`/Type ?/Page\b`)

// WriteOnePagePDF prints what [WriteOnePage] writes on one page of A4, scaled
// down if it is long. Errors are those of [WritePDF], and one for a report that does
// not fit.
func WriteOnePagePDF(ctx context.Context, r Report, w io.Writer) error {
	var page bytes.Buffer
	if err := WriteOnePage(&page, r); err != nil {
		return err
	}
	return withTab(ctx, func(tab context.Context) error {
		for _, scale := range onePageScales {
			pdf, err := printPage(tab, page.String(), scale)
			if err != nil {
				return err
			}
			if len(pdfPage.FindAll(pdf, -1)) == 1 {
				_, err := w.Write(renumbered(unsigned(pdf)))
				return err
			}
		}
		return errors.New("the report in short does not fit on one page: print report.html")
	})
}
