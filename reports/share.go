package reports

import (
	"errors"
	"reflect"
	"regexp"
	"strconv"

	"nof1/analysis"
	"nof1/importers/record"
)

// made is what a document was made from, so that [Share] can say it again
// without names and dates instead of searching them in finished sentences.
type made struct {
	res  analysis.Result
	meta Meta
}

// Share returns the report as it may be shown to others: no participant, note,
// file name, product name or setting, none of the texts of help that what somebody
// wrote calls for, and no calendar date of any kind. Every
// date becomes a day number, day 1 being the first night: in the Go document
// the date that many days after 1969-12-31, in report.json the text "day 1", in
// nights.csv the number. Device models are kept. The error is for a report that
// was read from a file: its sentences cannot be said again.
func Share(r Report) (Report, error) {
	if r.made == nil {
		return Report{}, errors.New("share: a report read from a file cannot be shared: make it again from its inputs")
	}
	s := newScrubber(r)
	out, err := New(s.result(r.made.res), s.meta(r.made.meta))
	if err != nil {
		return Report{}, err
	}
	for i := range out.Series {
		out.Series[i].Source = seriesName(out.Series[i].Source, r.made.meta.Formats)
	}
	for i := range out.Outcomes {
		out.Outcomes[i].Source = seriesName(out.Outcomes[i].Source, r.made.meta.Formats)
	}
	out.Escalation = []analysis.Note{} // it would show others what the notes say
	out.Shared, out.Look.Number, out.made = true, r.Look.Number, nil
	renumber(reflect.ValueOf(&out).Elem(), s.first)
	return out, nil
}

var dateType = reflect.TypeFor[record.Date]()

// renumber turns every date below v into a day number. Maps of the document
// hold no dates.
func renumber(v reflect.Value, first record.Date) {
	switch {
	case v.Type() == dateType:
		if v.CanSet() {
			v.SetInt(int64(numbered(record.Date(v.Int()), first)))
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		renumber(v.Elem(), first)
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			renumber(v.Index(i), first)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			renumber(v.Field(i), first)
		}
	}
}

// numbered is the day number of a date. They count through 0: the night before day 1
// is day 0.
func numbered(d, first record.Date) record.Date { return d - first + 1 }

// Day writes a date as people do, or its number in a shared report.
func (p *pager) Day(d record.Date) string {
	if p.report.Shared {
		return p.DayNumber(d)
	}
	return p.Speaker.Day(d)
}

// jsonDay is a day number in report.json, whatever the language.
func jsonDay(d record.Date) string { return "day " + strconv.Itoa(int(d)) }

var (
	writtenDate = regexp.MustCompile(`"(-?\d{4,}-\d\d-\d\d)"`)
	writtenDay  = regexp.MustCompile(`"day (-?\d+)"`)
)

// withDays writes the dates of a shared document as day numbers. Only a text
// that is a date and nothing else is one.
func withDays(doc []byte) []byte {
	return writtenDate.ReplaceAllFunc(doc, func(b []byte) []byte {
		d, err := record.ParseDate(string(b[1 : len(b)-1]))
		if err != nil {
			return b
		}
		return []byte(strconv.Quote(jsonDay(d)))
	})
}

// withDates is the inverse of [withDays].
func withDates(doc []byte) []byte {
	return writtenDay.ReplaceAllFunc(doc, func(b []byte) []byte {
		n, err := strconv.Atoi(string(b[len(`"day `) : len(b)-1]))
		if err != nil {
			return b
		}
		return []byte(strconv.Quote(record.Date(n).String()))
	})
}
