package importers

import "bytes"

// appleOrigin remembers the attributes that say where a record comes from. They
// are half of a record and mostly the same bytes as in the record before.
type appleOrigin struct {
	text   []byte      // the attributes, each with the space before it
	record appleRecord // what they say, once they were met again
	parsed bool
}

// read takes in the type of a record that begins with it, and the origin where it
// follows. The reader goes on behind what was taken in.
func (o *appleOrigin) read(r *appleRecord, a *attributeReader) {
	const first = ` type="`
	if len(a.rest) < len(first) || string(a.rest[:len(first)]) != first || !a.next() {
		return
	}
	r.set(a.name, a.value)
	if len(o.text) > 0 && bytes.HasPrefix(a.rest, o.text) {
		o.reuse(r)
		a.rest = a.rest[len(o.text):]
		return
	}
	start, end := a.rest, 0
	for {
		before := a.rest
		if !a.next() {
			return
		}
		if name := string(a.name); name != "sourceName" && name != "sourceVersion" && name != "device" {
			a.rest = before
			break
		}
		r.set(a.name, a.value)
		end = len(start) - len(a.rest)
	}
	o.text, o.parsed = append(o.text[:0], start[:end]...), false
}

// reuse takes in what the remembered attributes say.
func (o *appleOrigin) reuse(r *appleRecord) {
	if !o.parsed {
		o.record, o.parsed = appleRecord{}, true
		for a := (attributeReader{rest: o.text}); a.next(); {
			o.record.set(a.name, a.value)
		}
	}
	r.source, r.version, r.device = o.record.source, o.record.version, o.record.device
}
