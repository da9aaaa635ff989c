package apple

import "bytes"

// attributeReader reads the attributes of a tag, in either kind of quotes. At the
// end of a sound tag, rest begins with its '>' or "/>".
type attributeReader struct {
	rest        []byte
	name, value []byte
	broken      bool // the tag is not made of attributes, or not whole
}

func (a *attributeReader) empty() bool { return a.rest[0] == '/' }

func (a *attributeReader) next() bool {
	rest := a.rest
	if len(rest) > 1 && rest[0] == ' ' && rest[1] > ' ' { // nearly always
		rest = rest[1:]
	} else {
		rest = trimSpace(rest)
	}
	a.rest = rest
	if len(rest) > 0 && rest[0] == '>' || len(rest) > 1 && rest[0] == '/' && rest[1] == '>' {
		return false
	}
	a.broken = true
	equals := nameEnd(rest)
	if equals < 0 {
		return false
	}
	a.name = rest[:equals]
	if equals > 0 && rest[equals-1] <= ' ' {
		a.name = bytes.TrimRight(a.name, " \t\r\n")
	}
	if rest = rest[equals+1:]; len(rest) > 0 && rest[0] <= ' ' {
		rest = trimSpace(rest)
	}
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return false
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return false
	}
	a.value, a.rest, a.broken = rest[1:end+1], rest[end+2:], false
	return true
}

// nameEnd returns the index of the '=' after the name of an attribute, or -1 if the
// tag ends before it.
func nameEnd(b []byte) int {
	for i, c := range b {
		switch c {
		case '=':
			return i
		case '<', '>':
			return -1
		}
	}
	return -1
}

func trimSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\n' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// plain returns the value without escapes.
func (a *attributeReader) plain() []byte { return plainXML(a.value) }

func plainXML(value []byte) []byte {
	if bytes.IndexByte(value, '&') < 0 {
		return value
	}
	return []byte(unescapeXML(string(value)))
}

// usual reads the attributes after the type, in the order in which Apple writes them,
// and returns the rest: the end of the tag. It is not ok for a tag in any other order.
// The names are compared one by one because the compiler makes two loads of each.
func (r *element) usual(tag []byte) (rest []byte, ok bool) {
	if len(tag) > 13 && string(tag[:13]) == ` sourceName="` {
		r.source, tag = upToQuote(tag[13:])
	}
	if len(tag) > 16 && string(tag[:16]) == ` sourceVersion="` {
		r.version, tag = upToQuote(tag[16:])
	}
	if len(tag) > 9 && string(tag[:9]) == ` device="` {
		r.device, tag = upToQuote(tag[9:])
	}
	if len(tag) > 7 && string(tag[:7]) == ` unit="` {
		r.unit, tag = upToQuote(tag[7:])
	}
	if len(tag) > 15 && string(tag[:15]) == ` creationDate="` {
		_, tag = upToQuote(tag[15:])
	}
	if len(tag) > 12 && string(tag[:12]) == ` startDate="` {
		r.start, tag = upToQuote(tag[12:])
	}
	if len(tag) > 10 && string(tag[:10]) == ` endDate="` {
		r.end, tag = upToQuote(tag[10:])
	}
	if len(tag) > 8 && string(tag[:8]) == ` value="` {
		r.value, tag = upToQuote(tag[8:])
	}
	return tag, len(tag) > 1 && (tag[0] == '>' || tag[0] == '/' && tag[1] == '>')
}

// upToQuote cuts b at the quote that ends a value. Both are nil without one.
func upToQuote(b []byte) (value, rest []byte) {
	i := bytes.IndexByte(b, '"')
	if i < 0 {
		return nil, nil
	}
	return b[:i], b[i+1:]
}

// set sets a field from an attribute. Of an attribute given twice the first counts.
func (r *element) set(name, value []byte) {
	var to *[]byte
	switch string(name) {
	case "type":
		if r.kind != unread {
			return
		}
		if r.kind = kindOf(value); r.kind == unread && r.escaped {
			r.kind = kindOf(plainXML(value))
		}
		return
	case "sourceName":
		to = &r.source
	case "sourceVersion":
		to = &r.version
	case "device":
		to = &r.device
	case "unit":
		to = &r.unit
	case "startDate":
		to = &r.start
	case "endDate":
		to = &r.end
	case "value":
		to = &r.value
	default:
		return
	}
	if *to == nil {
		*to = value
	}
}

// unescape undoes the escapes of numbers, times and names of Apple's. Apple writes
// none in them, so it is only called if reading fails.
func (r *element) unescape() {
	for _, text := range []*[]byte{&r.start, &r.end, &r.unit, &r.value} {
		*text = plainXML(*text)
	}
}

// metadata sets a field from a metadata entry.
func (r *element) metadata(key, value []byte) {
	switch string(key) {
	case "HKTimeZone":
		if r.zone == nil {
			r.zone = value
		}
	case "HKAlgorithmVersion":
		if r.algorithm == nil {
			r.algorithm = value
		}
	case "HKWasUserEntered":
		r.byHand = r.byHand || string(value) == "1"
	}
}

// keep copies a record's texts to a buffer of their own.
func (r *element) keep(buf *[]byte) {
	texts := [...]*[]byte{&r.source, &r.device, &r.version, &r.start, &r.end, &r.unit, &r.value}
	b := (*buf)[:0]
	for _, text := range texts {
		b = append(b, *text...)
	}
	*buf = b
	for _, text := range texts {
		n := len(*text)
		*text, b = b[:n:n], b[n:]
	}
}
