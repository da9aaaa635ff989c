package apple

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"nof1/importers/record"
)

// source is an app or a device that writes Health records. No-break spaces in the
// name are spaces.
type source struct {
	name   string
	byHand bool // typed in, not measured
	watch  bool // an Apple Watch
	awake  bool // it writes times awake
	sleeps int  // main sleeps, for choosing between equals
	label  string
	marks  map[mark]*markSpan // its devices and versions

	hardware, system, algorithm *markSpan // the latest of each
}

// mark is a device or a version of what it runs.
type mark struct{ reason, text string }

// markSpan is when a mark was first and last seen.
type markSpan struct {
	text        []byte
	first, last uint32
}

type sources struct {
	list  []*source
	byRaw map[string]uint16 // by the bytes of the file
	last  []byte            // those of the record before
	index uint16            // of the record before
}

func newSources() sources { return sources{byRaw: map[string]uint16{}} }

// of returns the index of the record's source. After a thousand names all further
// ones count as one source.
func (s *sources) of(r *element) uint16 {
	if !r.byHand && s.last != nil && bytes.Equal(r.source, s.last) {
		return s.index
	}
	var key [96]byte
	raw := append(key[:0], r.source...)
	if r.byHand {
		raw = append(raw, 0)
	}
	if i, ok := s.byRaw[string(raw)]; ok {
		s.last, s.index = append(s.last[:0], raw...), i
		return i
	}
	if len(s.byRaw) >= 1000 {
		return uint16(len(s.list) - 1)
	}
	name := strings.ToValidUTF8(string(r.source), "?")
	if r.escaped {
		name = unescapeXML(name)
	}
	name = strings.Join(strings.Fields(name), " ")
	for i, known := range s.list {
		if known.name == name && known.byHand == r.byHand {
			s.byRaw[string(raw)] = uint16(i)
			return uint16(i)
		}
	}
	i := uint16(min(len(s.list), math.MaxUint16))
	s.list = append(s.list, &source{name: name, byHand: r.byHand, watch: namesWatch(name),
		marks: map[mark]*markSpan{}})
	s.byRaw[string(raw)] = i
	return i
}

// namesWatch reports whether a name is that of a watch, which its owner chooses:
// "Mia's Apple Watch". An app such as SleepWatch is not one.
func namesWatch(name string) bool {
	name = strings.ToLower(name)
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.Contains(name, "apple watch") || slices.Contains(words, "watch")
}

// seen notes the device and the versions of a source when it wrote a record.
func (s *sources) seen(source uint16, r *element, at int64) {
	src := s.list[source]
	if !src.watch && !byWatch(r) {
		return
	}
	src.watch = true
	src.mark(&src.hardware, "device", "", hardware(r.device), at)
	if major, _, _ := bytes.Cut(plainXML(r.version), []byte(".")); len(major) < 3 {
		src.mark(&src.system, "firmware", "watchOS ", major, at)
	}
	if r.kind == hrv && len(r.algorithm) < 20 {
		src.mark(&src.algorithm, "firmware", "HRV algorithm ", r.algorithm, at)
	}
}

// hardware returns the model in the description of a watch, such as "Watch6,2", and
// nil for any other device.
func hardware(device []byte) []byte {
	const label = "hardware:"
	i := bytes.Index(device, []byte(label+"Watch"))
	if i < 0 {
		return nil
	}
	model := device[i+len(label):]
	end := len("Watch")
	for end < len(model) && (model[end] >= '0' && model[end] <= '9' || model[end] == ',') {
		end++
	}
	return bytes.TrimRight(model[:end], ",")
}

// byWatch reports whether the system of a watch wrote a record, under any name: its
// version is that of the device.
func byWatch(r *element) bool {
	return len(r.version) > 0 && bytes.Contains(r.device, []byte("model:Watch")) &&
		bytes.Contains(r.device, append([]byte("software:"), r.version...))
}

// mark notes one of the source's marks. current is the one noted last.
func (s *source) mark(current **markSpan, reason, what string, text []byte, at int64) {
	if len(text) == 0 {
		return
	}
	if *current == nil || string((*current).text) != string(text) {
		m := mark{reason, what + string(text)}
		span := s.marks[m]
		if span == nil {
			if len(s.marks) > 200 {
				return
			}
			span = &markSpan{text: bytes.Clone(text), first: uint32(at), last: uint32(at)}
			s.marks[m] = span
		}
		*current = span
	}
	(*current).first, (*current).last = min((*current).first, uint32(at)), max((*current).last, uint32(at))
}

// labels sets the name of each source's series: the app's name. Watches have their
// owner's name, which must not appear in a report, so they are numbered.
func (s *sources) labels() {
	watches := 0
	for _, src := range s.list {
		src.label = src.name
		if src.watch {
			watches++
			src.label = "Apple Watch"
			if watches > 1 {
				src.label = fmt.Sprintf("Apple Watch %d", watches)
			}
		} else if strings.Contains(strings.ToLower(src.name), "iphone") {
			src.label = "iPhone"
		}
		if src.byHand {
			src.label = strings.TrimSpace(src.label + " (entered by hand)")
		}
	}
}

// breaks returns the nights from which a watch has another model or version: the new
// one was first seen after the old one was last seen.
func (s *source) breaks(series string, c *clock) []record.Break {
	type dated struct {
		mark
		markSpan
	}
	var all []dated
	for m, span := range s.marks {
		all = append(all, dated{m, *span})
	}
	slices.SortFunc(all, func(x, y dated) int {
		return cmp.Or(cmp.Compare(x.first, y.first), strings.Compare(x.mark.text, y.mark.text))
	})
	last := map[string]dated{} // by reason and first word
	var out []record.Break
	for _, d := range all {
		word, _, _ := strings.Cut(d.mark.text, " ")
		if d.reason == "device" {
			word = ""
		}
		key := d.reason + word
		before, known := last[key]
		if known && d.first > before.last {
			night := record.DateOf(c.wall(d.first).Add(9 * time.Hour)) // from 15:00 on that of the next day
			b := record.Break{Night: night, Source: series, Reason: d.reason, Detail: before.mark.text + " -> " + d.mark.text}
			if word == "HRV" {
				b.Metrics = []string{"hrv_sdnn"}
			}
			out = append(out, b)
		}
		if !known || d.last > before.last {
			last[key] = d
		}
	}
	return out
}
