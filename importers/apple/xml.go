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

// Export reads export.xml of Apple Health, whatever its name, which is the
// phone's language. It is one file with all records of all years, of 4 GB and
// more: it is read as a stream.
//
// All times of an export carry one offset, that of the day of the export: they
// are taken as instants and put on the wall clock of the zone that sleep records
// name (HKTimeZone), else of the one the user named, else, with a warning, of that
// offset.
//
// HRV is SDNN of about a minute, by day and night: a night's value is the median of
// the samples within the main sleep. Of a source none of whose samples lies within
// one, the medians of the days are a series of their own. Respiratory rate and
// oxygen are medians of the same span. Resting heart rate is the vendor's value of
// the calendar day. Steps and active energy of a day stand on the night after it.
//
// Of the sources that write sleep one is taken a night: a watch with stages before
// one without, then other apps. Rows are the records of all types.
var Export importers.Importer = export{}

type export struct{}

func (export) Name() string { return "apple.export" }

func (export) Wants() []string { return []string{"<HealthData"} }

// Identify goes by the root element or the document type that announces it. The
// clinical twin of the export, export_cda.xml, has neither.
func (export) Identify(h importers.Head) bool {
	return strings.HasPrefix(strings.TrimLeft(h.Text, " \t\n"), "<") &&
		(strings.Contains(h.Text, "<!DOCTYPE HealthData") || strings.Contains(h.Text, "<HealthData"))
}

// Read counts as used the records of a type that is read and that are sound. Of
// these a nap, a sample of the day and a second source may still not matter.
func (export) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	c, run, held, err := readXML(src, scan)
	if errors.Is(err, errUnusual) {
		c, run, held, err = readXML(src, decode)
	}
	if held != nil {
		for _, p := range held.Problems {
			sink.Problem(p)
		}
	}
	if err != nil && c.Used == 0 {
		return record.Counts{}, err
	}
	if err != nil {
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path}, Message: err.Error() + "; what stands before was read"})
	}
	run.hand(src.Zone, sink)
	return c, nil
}

// reader hands the records of a type that is used to take, and the line of a
// tag that it cannot make out to broken. It returns how many records there were,
// whether or not it read to the end.
type reader func(text io.Reader, head importers.Head, take func(*element), broken func(line int)) (records int, err error)

// readXML gathers one file.
func readXML(src importers.Source, read reader) (c record.Counts, run *run, held *importers.Collector, err error) {
	file, err := src.Open()
	if err != nil {
		return c, nil, nil, err
	}
	defer file.Close()
	run, held = newRun(sourceName), &importers.Collector{}
	run.begin(src.Path)
	c.Read, err = read(file, src.Head, func(r *element) {
		if run.add(r, held) {
			c.Used++
		}
	}, func(line int) { run.problem(line, "not the tag of a record: it was left out", held) })
	c.Skipped = c.Read - c.Used
	return c, run, held, err
}

var errCut = errors.New("the file ends too early: export it again")

// scan reads with the scanner, which takes UTF-8 alone.
func scan(text io.Reader, head importers.Head, take func(*element), broken func(int)) (int, error) {
	if declared := xmlEncoding(head.Text); declared != "" && !strings.EqualFold(declared, "utf-8") {
		return 0, errUnusual
	}
	s := newScanner(text, take, broken)
	err := s.scan()
	if err == nil && !s.closed {
		err = errCut
	}
	return s.read, err
}

// xmlEncoding returns the encoding that an XML declaration names.
func xmlEncoding(text string) string {
	declaration, _, found := strings.Cut(text[:min(len(text), 200)], "?>")
	if !found {
		return ""
	}
	_, after, _ := strings.Cut(declaration, "encoding=")
	if len(after) < 2 {
		return ""
	}
	name, _, _ := strings.Cut(after[1:], after[:1])
	return name
}

// decode reads with encoding/xml, what the scanner does not.
func decode(text io.Reader, _ importers.Head, take func(*element), _ func(int)) (records int, err error) {
	d := xml.NewDecoder(importers.NewText(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	var r element
	open, inside := false, false
	finish := func() {
		if open && r.kind != unread {
			take(&r)
		}
		open = false
	}
	for {
		line, _ := d.InputPos()
		token, err := d.Token()
		if err == io.EOF {
			finish()
			if !inside {
				return records, errors.New("no <HealthData> in the file")
			}
			return records, nil
		}
		if err != nil {
			finish()
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				err = fmt.Errorf("not sound XML in line %d: %s", syntax.Line, syntax.Msg)
			}
			return records, err
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

func attribute(t xml.StartElement, name string) []byte {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return []byte(a.Value)
		}
	}
	return nil
}

// unescapeXML returns the text of an attribute as it stands in the file.
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
			break
		}
		if chars, ok := token.(xml.CharData); ok {
			b.Write(chars)
		}
	}
	return b.String()
}
