package intraday

import (
	"bytes"
	"time"
	"unicode/utf8"

	"nof1/importers"
	"nof1/importers/record"
)

// ClockLayout is the way a table of heart rates writes its times.
type ClockLayout int

const (
	ClockISO         ClockLayout = iota // 2031-03-01T23:59:59.000Z, with a T or a space, and an offset
	ClockMonthFirst                     // 3/1/2031 11:59:59 PM
	ClockDateAndTime                    // 2031-03-01 in one column, 23:59 or 23:59:59 in the next
)

// plainFields are the fields of a plain row, not copied.
type plainFields struct {
	layout     ClockLayout
	delimiter  byte
	id, origin bool // there is such a column, the first and the last

	idText     []byte
	originText []byte // a copy, of this row or, if it is short, of an earlier one
	foreign    bool   // the origin is another device
	clock      []byte // with the date, also if they are two columns
	rate       int64  // thousandths of a beat per minute
	rateSize   int    // of its text
	short      bool   // the row ends before the last column
}

// split cuts a row and reports whether it is plain: no quotes, no space around a cell,
// up to three decimals.
func (p *plainFields) split(line []byte) bool {
	if p.id {
		i := bytes.IndexByte(line, p.delimiter)
		if i <= 0 || !word(line[:i]) {
			return false
		}
		p.idText, line = line[:i], line[i+1:]
	}
	from := shortestClock // no delimiter comes before
	if p.layout == ClockDateAndTime {
		from = len("2031-03-01,")
	}
	if len(line) < from {
		return false
	}
	end := len("2031-03-01T23:59:59Z") // mostly
	if p.layout != ClockISO || len(line) <= end || line[end] != p.delimiter {
		i := bytes.IndexByte(line[from:], p.delimiter)
		if i < 0 {
			return false
		}
		end = from + i
	}
	p.clock, line = line[:end], line[end+1:]
	n, ok := p.number(line)
	if !ok {
		return false
	}
	p.rateSize = n
	p.short = p.origin
	if n == len(line) {
		return true
	}
	if !p.origin || line[n] != p.delimiter {
		return false
	}
	p.short = false
	return p.setOrigin(line[n+1:])
}

// setOrigin keeps the last field, which mostly repeats that of the row before.
func (p *plainFields) setOrigin(text []byte) bool {
	if bytes.Equal(text, p.originText) {
		return true
	}
	for _, c := range text {
		if c == p.delimiter || c == '"' || c == '\r' || c >= utf8.RuneSelf {
			return false
		}
	}
	p.originText = append(p.originText[:0], text...)
	p.foreign = bytes.HasSuffix(bytes.TrimSpace(text), []byte(ForeignOrigin))
	return true
}

// shortestClock is the length of "3/1/2031 ".
const shortestClock = 9

// word reports whether an id has only digits and letters.
func word(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// number reads up to three digits and three decimals and returns their length.
func (p *plainFields) number(b []byte) (n int, ok bool) {
	v := int64(0)
	for n < len(b) && n < 4 && b[n]-'0' <= 9 {
		v = v*10 + int64(b[n]-'0')
		n++
	}
	if n == 0 || n > 3 {
		return 0, false
	}
	v *= 1000
	if n < len(b) && b[n] == '.' {
		n++
		for unit := int64(100); ; unit /= 10 {
			if n == len(b) || b[n]-'0' > 9 {
				if unit == 100 {
					return 0, false // a point and nothing behind it
				}
				break
			}
			if unit == 0 {
				return 0, false
			}
			v += unit * int64(b[n]-'0')
			n++
		}
	}
	p.rate = v
	return n, n == len(b) || b[n] == p.delimiter
}

// wall returns the clock as seconds of the wall clock since 1970, not ok if it is not
// plain.
func (p *plainFields) wall(days *dayCache, zone *zoneCache) (int64, bool) {
	switch c := p.clock; p.layout {
	case ClockISO:
		return isoWall(c, days, zone)
	case ClockDateAndTime:
		if len(c) < len("2031-03-01,23:59") || c[10] != p.delimiter {
			return 0, false
		}
		day, ok := days.iso(c[:10])
		second, n := clockSeconds(c[11:])
		return day*record.SecondsPerDay + second, ok && n == len(c)-11
	default:
		return monthFirstWall(c, days)
	}
}

func isoWall(c []byte, days *dayCache, zone *zoneCache) (int64, bool) {
	if len(c) < len("2031-03-01T23:59:59Z") || c[10] != 'T' && c[10] != ' ' {
		return 0, false
	}
	day, ok := days.iso(c[:10])
	second, n := clockSeconds(c[11:])
	if !ok || n != len("23:59:59") {
		return 0, false
	}
	at, tail := day*record.SecondsPerDay+second, c[19:]
	if tail[0] == '.' {
		n := 1
		for n < len(tail) && tail[n]-'0' <= 9 {
			n++
		}
		if n == 1 || n > 10 || n == len(tail) {
			return 0, false
		}
		tail = tail[n:]
	}
	switch string(tail) {
	case "Z", "+00:00", "+0000":
		return zone.wall(at)
	}
	return 0, false // another offset is rare: the full reader reads it
}

// clockSeconds reads HH:MM or HH:MM:SS and returns its length, 0 for anything else.
func clockSeconds(c []byte) (second int64, n int) {
	hour, ok := digitPair(c, 0, 23)
	minute, ok2 := digitPair(c, 3, 59)
	if !ok || !ok2 || c[2] != ':' {
		return 0, 0
	}
	second = hour*3600 + minute*60
	if len(c) < 8 || c[5] != ':' {
		return second, 5
	}
	s, ok := digitPair(c, 6, 59)
	if !ok {
		return 0, 0
	}
	return second + s, 8
}

func digitPair(c []byte, at int, most int64) (int64, bool) {
	if len(c) < at+2 {
		return 0, false
	}
	a, b := c[at]-'0', c[at+1]-'0'
	v := int64(a)*10 + int64(b)
	return v, a <= 9 && b <= 9 && v <= most
}

// monthFirstWall reads 3/1/2031 11:59:59 PM.
func monthFirstWall(c []byte, days *dayCache) (int64, bool) {
	blank := bytes.IndexByte(c, ' ')
	if blank < len("3/1/2031") || blank > len("03/01/2031") {
		return 0, false
	}
	day, ok := days.monthFirst(c[:blank])
	c = c[blank+1:]
	if len(c) > 1 && c[1] == ':' {
		c = append([]byte{'0'}, c...)
	}
	second, n := clockSeconds(c)
	if !ok || n != 8 || len(c) != len("11:59:59 PM") || c[8] != ' ' || c[10] != 'M' || c[9] != 'A' && c[9] != 'P' {
		return 0, false
	}
	hour := second / 3600
	if hour < 1 || hour > 12 {
		return 0, false
	}
	second -= hour * 3600
	if hour == 12 {
		hour = 0
	}
	if c[9] == 'P' {
		hour += 12
	}
	return day*record.SecondsPerDay + second + hour*3600, true
}

// dayCache keeps the last date read: rows of one day follow each other.
type dayCache struct {
	text [10]byte
	size int
	day  int64
}

func (d *dayCache) iso(text []byte) (int64, bool) {
	if string(text) == string(d.text[:d.size]) {
		return d.day, true
	}
	date, err := record.ParseDate(string(text))
	return d.keep(text, date, err == nil)
}

func (d *dayCache) monthFirst(text []byte) (int64, bool) {
	if string(text) == string(d.text[:d.size]) {
		return d.day, true
	}
	at, err := time.Parse("1/2/2006", string(text))
	return d.keep(text, record.DateOf(at), err == nil)
}

func (d *dayCache) keep(text []byte, date record.Date, ok bool) (int64, bool) {
	if !ok || !importers.Plausible(date.Time()) {
		return 0, false
	}
	d.size, d.day = copy(d.text[:], text), int64(date)
	return d.day, true
}

// zoneCache keeps an offset of a zone and the instants between which it holds.
type zoneCache struct {
	zone             *time.Location
	from, to, offset int64
}

// wall returns the wall clock of an instant, not ok without a zone.
func (z *zoneCache) wall(utc int64) (int64, bool) {
	if utc >= z.from && utc < z.to {
		return utc + z.offset, true
	}
	if z.zone == nil {
		return 0, false
	}
	at := time.Unix(utc, 0).In(z.zone)
	_, seconds := at.Zone()
	start, end := at.ZoneBounds()
	z.offset, z.from, z.to = int64(seconds), -1<<62, 1<<62
	if !start.IsZero() {
		z.from = start.Unix()
	}
	if !end.IsZero() {
		z.to = end.Unix()
	}
	return utc + z.offset, true
}
