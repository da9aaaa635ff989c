package apple

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

const sourceName = "apple"

// Export reads export.xml of Apple Health, under any name: that is in the phone's
// language. The file has all records of all years and is read as a stream.
//
// All times of an export carry one offset, that of the day of the export. They are
// read as instants and put on the wall clock of the zone that sleep records name
// (HKTimeZone), else of the zone the user named, else, with a warning, of that offset.
//
// HRV is SDNN of about a minute, by day and by night: a night's value is the median of
// the samples within the main sleep. If no sample of a source lies within a sleep, the
// medians of the days become a series of their own. Respiratory rate and oxygen are
// medians of the same span. Resting heart rate is the vendor's value of the calendar
// day. Steps and active energy of a day belong to the night after it.
//
// One source of sleep is chosen a night: a watch with stages before a watch without,
// then other apps. Rows are the records of all types.
var Export importers.Importer = export{importers.Format{ID: "apple.export", Columns: importers.Names("<HealthData")}}

type export struct{ importers.Format }

// Identify implements [importers.Importer]. It looks for the root element or the
// document type that announces it. The clinical copy, export_cda.xml, has neither.
func (export) Identify(h importers.Head) bool {
	return strings.HasPrefix(strings.TrimLeft(h.Text, " \t\n"), "<") &&
		(strings.Contains(h.Text, "<!DOCTYPE HealthData") || strings.Contains(h.Text, "<HealthData"))
}

// Read implements [importers.Importer]. It counts as used the sound records of the
// types that are read, also naps, samples of the day and second sources, which may
// not matter.
func (export) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	c, nights, held, err := readXML(src, scan)
	if errors.Is(err, errUnusual) {
		c, nights, held, err = readXML(src, decode)
	}
	for _, p := range held.Problems {
		sink.Problem(p)
	}
	if err != nil && c.Used == 0 {
		return record.Counts{}, err
	}
	if err != nil {
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path}, Message: err.Error() + "; what stands before was read"})
	}
	nights.Finish(sink)
	return c, nil
}

// reader calls use for every record of a type that is used, and broken with the line
// of every tag that it cannot read. It returns the number of records of any type, also
// with an error.
type reader func(text io.Reader, head importers.Head, use func(*element), broken func(line int)) (records int, err error)

// readXML reads one file into a run, and holds its problems back.
func readXML(src importers.Source, read reader) (c record.Counts, nights *run, held importers.Collector, err error) {
	file, err := src.Open()
	if err != nil {
		return c, nil, held, err
	}
	defer file.Close()
	nights = newRun()
	nights.zone = src.Zone
	nights.begin(src.Path)
	c.Read, err = read(file, src.Head, func(r *element) {
		if nights.add(r, &held) {
			c.Used++
		}
	}, func(line int) { nights.problem(line, "not the tag of a record: it was left out", &held) })
	c.Skipped = c.Read - c.Used
	return c, nights, held, err
}

var errCut = errors.New("the file ends too early: export it again")

// scan reads with the scanner, which takes only UTF-8.
func scan(text io.Reader, head importers.Head, use func(*element), broken func(int)) (int, error) {
	if declared := xmlEncoding(head.Text); declared != "" && !strings.EqualFold(declared, "utf-8") {
		return 0, errUnusual
	}
	s := newScanner(text, use, broken)
	err := s.scan()
	if err == nil && !s.closed {
		err = errCut
	}
	return s.read, err
}

// xmlEncoding returns the encoding that an XML declaration names.
func xmlEncoding(text string) string {
	declaration, _, found := strings.Cut(text[:min(len(text), 200)], "?>")
	_, after, _ := strings.Cut(declaration, "encoding=")
	if !found || len(after) < 2 {
		return ""
	}
	name, _, _ := strings.Cut(after[1:], after[:1])
	return name
}

// decode reads with encoding/xml, for what the scanner does not know.
func decode(text io.Reader, _ importers.Head, use func(*element), _ func(int)) (records int, err error) {
	d := xml.NewDecoder(importers.NewText(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	var r element
	open, inside := false, false
	finish := func() {
		if open && r.kind != unread {
			use(&r)
		}
		open = false
	}
	for {
		line, _ := d.InputPos()
		token, err := d.Token()
		if err != nil {
			finish()
			return records, decodeError(err, inside)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Space != "":
			case t.Name.Local == "HealthData":
				inside = true
			case t.Name.Local == "Record" && inside:
				finish()
				records++
				open, r = true, element{line: line}
				for _, a := range t.Attr {
					r.set([]byte(a.Name.Local), []byte(a.Value))
				}
			case t.Name.Local == "MetadataEntry" && open:
				r.metadata(attribute(t, "key"), attribute(t, "value"))
			}
		case xml.EndElement:
			if t.Name.Local == "Record" {
				finish()
			}
		}
	}
}

// decodeError returns what an error of encoding/xml means, nil at the end of an export.
func decodeError(err error, inside bool) error {
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF && inside:
		return nil
	case err == io.EOF:
		return errors.New("no <HealthData> in the file")
	case errors.As(err, &syntax):
		return fmt.Errorf("not sound XML in line %d: %s", syntax.Line, syntax.Msg)
	}
	return err
}

func attribute(t xml.StartElement, name string) []byte {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return []byte(a.Value)
		}
	}
	return nil
}

// unescapeXML returns the text of an attribute without its escapes.
func unescapeXML(text string) string {
	if !strings.Contains(text, "&") {
		return text
	}
	d := xml.NewDecoder(strings.NewReader("<a>" + text + "</a>"))
	d.Strict = false
	var b bytes.Buffer
	for {
		token, err := d.Token()
		if err != nil {
			return b.String()
		}
		if chars, ok := token.(xml.CharData); ok {
			b.Write(chars)
		}
	}
}
