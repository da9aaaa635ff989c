package importers

import "bytes"

// attributeReader goes through the attributes of a tag, in either kind of quotes.
// At the end of a sound tag, rest begins with its '>' or "/>".
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
	equals := usualName(rest)
	if equals == 0 {
		equals = bytes.IndexByte(rest[:min(len(rest), longestAttribute)], '=')
		if equals < 0 || rest[0] == '<' {
			return false
		}
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

// usualName returns the length of the name that b begins with where it is one
// that records have, 0 for others.
func usualName(b []byte) int {
	if len(b) < len("sourceVersion=") {
		return 0
	}
	switch b[0] {
	case 's':
		switch {
		case string(b[:10]) == "startDate=":
			return 9
		case string(b[:11]) == "sourceName=":
			return 10
		case string(b[:14]) == "sourceVersion=":
			return 13
		}
	case 'c':
		if string(b[:13]) == "creationDate=" {
			return 12
		}
	case 'e':
		if string(b[:8]) == "endDate=" {
			return 7
		}
	case 'd':
		if string(b[:7]) == "device=" {
			return 6
		}
	case 'v':
		if string(b[:6]) == "value=" {
			return 5
		}
	}
	return 0
}

// longestAttribute is the longest name an attribute is looked for by.
const longestAttribute = 256

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

// set takes an attribute in; of one given twice the first counts.
func (r *appleRecord) set(name, value []byte) {
	var to *[]byte
	switch string(name) {
	case "type":
		if r.kind != appleUnread {
			return
		}
		if r.kind = appleType(value); r.kind == appleUnread && r.escaped {
			r.kind = appleType(plainXML(value))
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

// unescape undoes the escapes of what is read as a number, a time or a name of
// Apple's. Nothing of it has any but by accident, so it is done where reading
// fails.
func (r *appleRecord) unescape() {
	for _, text := range []*[]byte{&r.start, &r.end, &r.unit, &r.value} {
		*text = plainXML(*text)
	}
}

// metadata takes a metadata entry in.
func (r *appleRecord) metadata(key, value []byte) {
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
func (r *appleRecord) keep(buf *[]byte) {
	b := (*buf)[:0]
	for _, text := range []*[]byte{&r.source, &r.device, &r.version, &r.start, &r.end, &r.unit, &r.value} {
		b = append(b, *text...)
	}
	*buf = b
	for _, text := range []*[]byte{&r.source, &r.device, &r.version, &r.start, &r.end, &r.unit, &r.value} {
		n := len(*text)
		*text, b = b[:n:n], b[n:]
	}
}
