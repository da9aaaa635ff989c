package intraday

import (
	"bytes"
	endian "encoding/binary"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"nof1/importers"
	"nof1/importers/record"

	"golang.org/x/text/transform"
)

// blockSize is how many bytes of a file are read at once. A plain row is never longer.
const blockSize = 256 << 10

// file reads one file of heart rates. Rows of the plain shape that vendors write are
// read as bytes in place. Any other row goes to the full reader of tables, alone or, if
// its quotes go past the line end, with all rows after it. Both readers give the same.
type file struct {
	form    *Form
	src     importers.Source
	sink    importers.Sink
	person  string
	windows []sleepWindow
	sums    []rateSums // of this file, for each window
	counts  record.Counts
	bad     int // bad rows, not all of them named
	lastBad int // line of the last of them
	err     error

	header                        *importers.Table // gives the columns, and rows that are not plain
	id, date, time, value, origin int
	plain                         bool // the columns are in the order that the plain reader reads

	zone             zoneCache
	day              dayCache
	fields           plainFields
	last             plainRow
	from, to         int64 // a stretch of time without a border of a sleep
	window           int   // the sleep that stretch lies in, -1 for none
	line             int   // number of the last line read
	slowRows         int
	block            int
	onlyTableReading bool // of tests: never use the plain reader
}

func newFile(form *Form, run *run, src importers.Source, sink importers.Sink) *file {
	f := &file{form: form, src: src, sink: sink, person: src.Person, windows: run.windows,
		sums: make([]rateSums, len(run.windows)), zone: zoneCache{zone: src.Zone}, window: -1, block: blockSize}
	if f.person == "" && len(run.people) == 1 && form.Person != nil {
		f.person = run.people[0]
	}
	return f
}

// read reads the whole file.
func (f *file) read() (record.Counts, error) {
	raw, err := f.src.Open()
	if err != nil {
		return record.Counts{}, err
	}
	defer raw.Close()
	b := &blocks{from: raw, buf: make([]byte, f.block)}
	if b.fill(); b.err != nil {
		return record.Counts{}, b.err
	}
	if f.onlyTableReading || !f.plainHeader(b) {
		return f.asTable()
	}
	if f.src.Damage != nil {
		*f.src.Damage = nil
	}
	f.rows(b)
	return f.end(b.err)
}

// end reports the number of bad rows. An error that stopped the reading is a problem
// if rows were used.
func (f *file) end(err error) (record.Counts, error) {
	if f.bad > badRowsShown {
		f.sink.Problem(record.Problem{Pos: record.Pos{File: f.src.Path, Line: f.lastBad},
			Message: fmt.Sprintf("%d bad rows in all, the first %d are named", f.bad, badRowsShown)})
	}
	if f.err != nil {
		return f.counts, f.err
	}
	if err != nil && f.counts.Used > 0 {
		f.sink.Problem(record.Problem{Pos: record.Pos{File: f.src.Path, Line: f.line},
			Message: "reading stopped after this line: " + err.Error()})
		return f.counts, nil
	}
	return f.counts, err
}

// mostSlowRows is how many rows the full reader gets one by one before it gets the
// rest of the file.
const mostSlowRows = 1000

// asTable reads the whole file with the full reader.
func (f *file) asTable() (record.Counts, error) {
	t, err := f.src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	f.setColumns(t)
	for f.err == nil && t.Next() {
		f.line = t.Line()
		f.row(t)
	}
	return f.end(t.Err())
}

func (f *file) setColumns(t *importers.Table) {
	f.header = t
	f.id, f.date = t.Index(f.form.Person...), t.Index(f.form.Date...)
	f.time, f.value = t.Index(f.form.Time...), t.Index(f.form.Value...)
	f.origin = t.Index("data source", "source")
	before := f.time
	if f.id >= 0 {
		before = f.id
	}
	if f.date >= 0 {
		before = f.date
	}
	last := len(t.Header()) - 1
	f.plain = before == 0 && (f.id < 0 && f.date < 0 || f.time == 1) && f.value == f.time+1 &&
		(last == f.value || last == f.value+1 && f.origin == last) && !(f.id >= 0 && f.date >= 0)
}

// plainHeader reads the header of the first block and reports whether the plain reader
// can read the file.
func (f *file) plainHeader(b *blocks) bool {
	head := b.rest()[:min(len(b.rest()), importers.SniffSize)]
	_, utf16 := importers.SniffUTF16(head)
	if utf16 || bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return false
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		b.at += 3
	}
	line, ended := b.next()
	if !ended || len(line) == 0 || bytes.ContainsAny(line, "\"\r") || !ascii(line) {
		return false
	}
	t, err := importers.NewTable(f.src.Path, strings.NewReader(string(line)+"\n"), f.src.Damage)
	if err != nil || strings.HasPrefix(strings.ToLower(string(line)), "sep=") {
		return false
	}
	f.setColumns(t)
	f.fields = plainFields{layout: f.form.Layout, delimiter: t.Rows.Delimiter, id: f.id >= 0, origin: f.origin >= 0 && f.origin > f.value}
	f.line = 1
	return f.plain
}

// rows reads the rows after the header.
func (f *file) rows(b *blocks) {
	for f.err == nil {
		for f.repeated(b) {
		}
		line, ended := b.next()
		if !ended && (b.full() || len(line) == 0) {
			if len(line) > 0 {
				f.readRest(b, line) // a line longer than a block
			}
			return
		}
		f.line++
		f.last.valid = false
		switch {
		case len(line) == 0:
		case f.fast(line, ended):
			if ended {
				f.remember(b.since(line)[:len(line)+b.lineEnd])
			}
		case !f.slow(line, ended):
			f.line--
			f.readRest(b, line)
			return
		}
	}
}

// plainRow is the row before. Nearly all rows of a stream repeat it except for the
// second and the heart rate.
type plainRow struct {
	valid   bool
	minute  [2]uint64 // the bytes of "2031-03-01T23:59"
	wall    int64     // of its first second
	tail    []byte    // from the heart rate to the line end
	foreign bool      // of another device
}

// remember keeps a plain row, its line end with it.
func (f *file) remember(row []byte) {
	p, r := &f.fields, &f.last
	if p.layout != ClockISO || p.id || len(p.clock) != len("2031-03-01T23:59:59Z") {
		return
	}
	second, _ := digitPair(p.clock, 17, 59)
	wall, ok := isoWall(p.clock, &f.day, &f.zone)
	utc := wall - f.zone.offset - second
	if !ok || p.clock[19] != 'Z' || utc < f.zone.from || utc+60 > f.zone.to {
		return
	}
	r.wall, r.foreign, r.valid = wall-second, p.origin && !p.short && p.foreign, true
	r.minute = [2]uint64{endian.LittleEndian.Uint64(p.clock), endian.LittleEndian.Uint64(p.clock[8:])}
	r.tail = append(r.tail[:0], row[len(p.clock)+1+p.rateSize:]...)
}

// repeated reads the next row if it repeats the last, and reports whether it did.
func (f *file) repeated(b *blocks) bool {
	r, rest := &f.last, b.buf[b.at:b.end]
	const clock, value = len("2031-03-01T23:59:"), len("2031-03-01T23:59:59Z,")
	if !r.valid || len(rest) < value+3+len(r.tail) ||
		endian.LittleEndian.Uint64(rest) != r.minute[0] || endian.LittleEndian.Uint64(rest[8:]) != r.minute[1] ||
		rest[clock-1] != ':' || rest[clock+2] != 'Z' || rest[value-1] != f.fields.delimiter {
		return false
	}
	second, ok := digitPair(rest, clock, 59)
	rate, n := int64(0), value
	for ; n < value+3 && rest[n]-'0' <= 9; n++ {
		rate = rate*10 + int64(rest[n]-'0')
	}
	if !ok || n == value || string(rest[n:n+len(r.tail)]) != string(r.tail) {
		return false
	}
	b.at += n + len(r.tail)
	f.line++
	if r.foreign {
		f.counts.Count(false)
	} else {
		f.add(r.wall+second, rate*1000, f.line)
	}
	return true
}

// fast reads a row if it is plain, and reports whether it was.
func (f *file) fast(line []byte, ended bool) bool {
	p := &f.fields
	if !p.split(line) || !ended && p.short {
		return false
	}
	wall, ok := p.wall(&f.day, &f.zone)
	if !ok {
		return false
	}
	if p.id && !f.chosenBytes(p.idText) {
		return true
	}
	if p.origin && !p.short && p.foreign {
		f.counts.Count(false)
		return true
	}
	f.add(wall, p.rate, f.line)
	return true
}

func (f *file) chosenBytes(id []byte) bool {
	if string(id) == f.person {
		return true
	}
	return f.person == "" && f.chosen(string(id))
}

// add adds a heart rate to the sums of its sleep.
func (f *file) add(wall, rate int64, line int) {
	if rate < lowestRate || rate > highestRate {
		f.counts.Count(false)
		return
	}
	if wall < f.from || wall >= f.to {
		f.stretch(wall)
	}
	if f.window < 0 {
		f.counts.Count(false)
		return
	}
	s := &f.sums[f.window]
	if s.n == 0 {
		s.pos = record.Pos{File: f.src.Path, Line: line}
	}
	s.one(rate, wall-f.from)
	f.counts.Count(true)
}

// stretch sets the sleep, or the time between two sleeps, that an instant is in.
func (f *file) stretch(wall int64) {
	next := sort.Search(len(f.windows), func(i int) bool { return f.windows[i].to > wall })
	f.window, f.from, f.to = -1, -1<<62, 1<<62
	if next > 0 {
		f.from = f.windows[next-1].to
	}
	if next == len(f.windows) {
		return
	}
	if w := f.windows[next]; wall >= w.from {
		f.window, f.from, f.to = next, w.from, w.to
	} else {
		f.to = w.from
	}
}

// slow gives one line to the full reader, and reports whether the line was a whole row.
func (f *file) slow(line []byte, ended bool) bool {
	if f.slowRows++; f.slowRows > mostSlowRows || bytes.IndexByte(line, '\r') >= 0 {
		return false
	}
	text := line
	if ended {
		text = append(bytes.Clone(line), '\n')
	}
	rows := f.rowReader(bytes.NewReader(text))
	rows.Number = f.line - 1
	if row, err := rows.Next(); err != nil || row.OpenQuote != nil {
		return false
	}
	f.table(bytes.NewReader(text), f.line-1)
	return true
}

// readRest reads a line and all lines after it with the full reader.
func (f *file) readRest(b *blocks, line []byte) {
	f.table(io.MultiReader(bytes.NewReader(b.since(line)), b.from), f.line)
	f.line = f.header.Rows.Number
	b.err = f.header.Err()
}

// table reads rows that follow a number of lines with the full reader.
func (f *file) table(text io.Reader, after int) {
	t := f.header
	t.Failure, t.Rows = nil, f.rowReader(text)
	t.Rows.Number = after
	for f.err == nil && t.Next() {
		f.row(t)
	}
}

func (f *file) rowReader(text io.Reader) *importers.RowReader {
	r := importers.NewRowReader(transform.NewReader(text, transform.Chain(importers.MendUTF8{}, &importers.LineEnds{})))
	r.Delimiter = f.fields.delimiter
	return r
}

// ascii reports whether all bytes are ASCII.
func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
