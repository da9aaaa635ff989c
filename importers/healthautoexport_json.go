package importers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// haeJSON reads the JSON of the app Health Auto Export: {"data": {"metrics":
// [...], "medications": [...]}}. Single samples become nights as those of
// [appleExport] do, and keep Apple's name: HRV is the median within the main
// sleep. What the app has put together by the day stands at midnight, is the
// calendar day's and keeps the app's name. Times carry the offset of their day.
//
// Medications are doses: see [haeStatus]. One automation writes a file a day, so
// nights are made once all files are read.
var haeJSON Importer = &haeFiles{}

type haeFiles struct{ run *haeRun }

type haeRun struct{ nights *appleRun }

func (*haeFiles) Name() string { return "healthautoexport.json" }

func (*haeFiles) Wants() []string { return []string{"data", "metrics", "units"} }

func (h *haeFiles) Identify(head Head) bool {
	if !head.JSON || !strings.HasPrefix(strings.TrimLeft(head.Text, " \t\n"), "{") || !head.mentions("data") {
		return false
	}
	return head.mentions("metrics") && head.mentions("units") || head.mentions("medications") && head.mentions("scheduledDate") && head.mentions("status")
}

func (*haeFiles) start() gatherer {
	run := &haeRun{nights: newAppleRun(appleSourceName)}
	run.nights.ownOffset = true
	return &haeFiles{run}
}

// Read gathers one file. Without start it makes the nights of this one file.
func (h *haeFiles) Read(src Source, sink Sink) (record.Counts, error) {
	if h.run == nil {
		return readAlone(h.start(), src, sink)
	}
	items, err := newJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	defer items.text.Close()
	h.run.nights.begin(src.Path)
	f := haeFile{run: h.run, sink: sink, src: src, items: items}
	err = f.lists(map[string]func() error{"metrics": f.metric, "medications": f.medication})
	if err == nil {
		return f.counts, nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("the file ends too early: export it again")
	}
	if f.counts.Used == 0 {
		return record.Counts{}, fmt.Errorf("not sound JSON: %w", err)
	}
	sink.Problem(record.Problem{Pos: record.Pos{File: src.Path, Line: f.line()}, Message: "not sound JSON: " + err.Error() + "; what stands before was read"})
	return f.counts, nil
}

// finish hands out the nights of all files.
func (h *haeFiles) finish(sink Sink) {
	if h.run != nil {
		h.run.nights.hand(nil, sink)
	}
}

// haeFile is one file being read, item by item.
type haeFile struct {
	run     *haeRun
	sink    Sink
	src     Source
	items   *jsonItems // its decoder alone, and its lines
	counts  record.Counts
	metrics int       // begun so far
	heads   []haeHead // of all metrics, nil until one is looked up
}

// line is where the decoder stands. It must be asked for now and then, or the
// line ends pile up.
func (f *haeFile) line() int { return f.items.at(f.items.decoder.InputOffset()).Line }

// lists calls an element's function before every element of the lists in data.
func (f *haeFile) lists(element map[string]func() error) error {
	return f.object(func(key string) error {
		if key != "data" {
			return f.items.skip()
		}
		return f.object(func(key string) error {
			if each := element[key]; each != nil {
				return f.array(each)
			}
			return f.items.skip()
		})
	})
}

// object calls value before the value of every key of the next object; what is no
// object is passed over.
func (f *haeFile) object(value func(key string) error) error {
	return f.within('{', func() error {
		key, err := f.items.decoder.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		return value(name)
	})
}

// array calls element before every element of the next array.
func (f *haeFile) array(element func() error) error { return f.within('[', element) }

func (f *haeFile) within(open json.Delim, each func() error) error {
	t, err := f.items.decoder.Token()
	if err != nil {
		return err
	}
	if t != open {
		return f.items.leave(t)
	}
	for f.items.decoder.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err = f.items.decoder.Token()
	return err
}

// haeKinds are the metrics that are read, by name.
var haeKinds = map[string]appleKind{
	"sleep_analysis": appleSleep, "heart_rate_variability": appleSDNN, "heart_rate_variability_sdnn": appleSDNN,
	"respiratory_rate": appleBreaths, "blood_oxygen_saturation": appleOxygen, "oxygen_saturation": appleOxygen,
	"resting_heart_rate": appleRestingHR, "apple_sleeping_wrist_temperature": appleWristTemp,
	"step_count": appleSteps, "active_energy": appleEnergy,
}

// haeHead is what a metric says of its samples.
type haeHead struct{ name, units string }

// metric reads one metric. Where its samples stand before its name, as they do in
// files whose keys are sorted, the name is looked up.
func (f *haeFile) metric() error {
	var m haeHead
	at := f.metrics
	f.metrics++
	return f.object(func(key string) error {
		switch key {
		case "name":
			return f.items.decoder.Decode(&m.name)
		case "units":
			return f.items.decoder.Decode(&m.units)
		case "data":
			if m.name == "" || m.units == "" && haeKinds[m.name] != appleUnread {
				m = f.head(at)
			}
			if haeKinds[m.name] != appleUnread {
				return f.array(func() error { return f.sample(m) })
			}
		}
		return f.items.skip()
	})
}

// sample reads one sample of a metric.
func (f *haeFile) sample(m haeHead) error {
	line := f.line()
	var raw json.RawMessage
	if err := f.items.decoder.Decode(&raw); err != nil {
		return err
	}
	f.item(haeKinds[m.name], m.units, raw, line+leadingLines(f, raw, line))
	return nil
}

// head returns what a metric, counted from 0, is called.
func (f *haeFile) head(metric int) haeHead {
	if f.heads == nil {
		f.heads = haeHeads(f.src)
	}
	if metric >= len(f.heads) {
		return haeHead{}
	}
	return f.heads[metric]
}

// haeHeads goes through a file for what its metrics are called, as far as it is
// sound: what is wrong with it is told when it is read.
func haeHeads(src Source) []haeHead {
	heads := []haeHead{}
	items, err := newJSONItems(src, "")
	if err != nil {
		return heads
	}
	defer items.text.Close()
	f := haeFile{items: items}
	_ = f.lists(map[string]func() error{"metrics": func() error {
		heads = append(heads, haeHead{})
		m := &heads[len(heads)-1]
		return f.object(func(key string) error {
			switch key {
			case "name":
				return items.decoder.Decode(&m.name)
			case "units":
				return items.decoder.Decode(&m.units)
			}
			return items.skip()
		})
	}})
	return heads
}

// leadingLines is how many lines lie between where the decoder stood and where
// the item it then read begins.
func leadingLines(f *haeFile, raw json.RawMessage, line int) int {
	return max(0, f.line()-line-strings.Count(string(raw), "\n"))
}

// item reads one sample or one day.
func (f *haeFile) item(kind appleKind, units string, raw json.RawMessage, line int) {
	var o jsonObject
	if json.Unmarshal(raw, &o) != nil || o == nil {
		f.problem(line, "not an object: want {...}")
		f.counts.Count(false)
		return
	}
	r := appleRecord{kind: kind, source: []byte(o.text("source")), unit: []byte(units), value: []byte(o.text("qty")), line: line}
	start, end := o.text("startDate"), o.text("endDate")
	if start == "" {
		start, end = o.text("start"), o.text("end")
	}
	if start == "" {
		start = o.text("date")
	}
	r.start, r.end = []byte(start), []byte(end)
	switch {
	case kind == appleSleep && o.text("value") == "":
		f.counts.Count(f.night(o, line))
	case kind == appleSleep:
		r.value = []byte(o.text("value"))
		f.counts.Count(f.run.nights.add(&r, f.sink))
	case (kind == appleSDNN || kind == appleBreaths || kind == appleOxygen) && haeMidnight(o.text("date")):
		f.counts.Count(f.daily(&r, o.text("date")))
	default:
		f.counts.Count(f.run.nights.add(&r, f.sink))
	}
}

func (f *haeFile) problem(line int, message string) {
	f.sink.Problem(record.Problem{Pos: record.Pos{File: f.src.Path, Line: line}, Message: message})
}

// haeMidnight tells a value of a whole day, which stands at its first second.
func haeMidnight(date string) bool { return len(date) >= 19 && date[10:19] == " 00:00:00" }

// daily hands out a value the app made of a calendar day.
func (f *haeFile) daily(r *appleRecord, date string) bool {
	v, err := appleValue(r)
	if err != nil {
		f.problem(r.line, err.Error())
		return false
	}
	day, err := dateLabel(date)
	if err != nil {
		f.problem(r.line, err.Error())
		return false
	}
	return emitComputed(record.Record{Night: day, Metric: appleMetrics[r.kind], Value: v, Raw: string(r.value), RawUnit: string(r.unit),
		Source: haeSource, Device: haeDevice(string(r.source)), Pos: record.Pos{File: f.src.Path, Line: r.line}}, "qty", f.sink)
}

// haeDevice is the name of a source as series show it.
func haeDevice(source string) string {
	var s appleSources
	s.byRaw = map[string]uint16{}
	s.index(&appleRecord{source: []byte(source)})
	s.labels()
	return s.list[0].label
}

// night hands out a night that the app has put together, in hours, and keeps its
// span for the samples within it. It is named by the day it ends.
func (f *haeFile) night(o jsonObject, line int) bool {
	at := &f.run.nights.instants
	n := haeNight{f: f, o: o, pos: record.Pos{File: f.src.Path, Line: line}, device: haeDevice(o.text("source"))}
	wake, offset, err := at.instant([]byte(o.text("sleepEnd")))
	day, dayErr := dateLabel(o.text("date"))
	if err == nil {
		day = record.DateOf(haeWall(wake, offset))
	} else if dayErr != nil {
		f.problem(line, dayErr.Error())
		return false
	}
	n.day = day
	n.durations()
	if n.asleep <= 0 || err != nil || !n.used {
		return n.used
	}
	if onset, offset2, err := at.instant([]byte(o.text("sleepStart"))); err == nil && onset < wake {
		s := record.Session{Night: day, Onset: record.MomentOf(haeWall(onset, offset2)), Wake: record.MomentOf(haeWall(wake, offset)), Source: haeSource, Device: n.device, Pos: n.pos}
		emitSession(s, clockCell{o.text("sleepStart"), "sleepStart", n.pos}, clockCell{o.text("sleepEnd"), "sleepEnd", n.pos}, f.sink)
		f.run.nights.windows = append(f.run.nights.windows, datedNight{appleNight{onset: uint32(onset), wake: uint32(wake)}, day})
	}
	return n.used
}

// haeNight is one such night.
type haeNight struct {
	f      *haeFile
	o      jsonObject
	pos    record.Pos
	device string
	day    record.Date
	hours  map[string]float64 // by key, of those that are numbers
	asleep float64            // hours, 0 where that cannot be told
	used   bool
}

// durations hands out how long the night and its stages were.
func (n *haeNight) durations() {
	n.read("totalSleep", "asleep", "core", "deep", "rem", "awake", "inBed")
	staged := n.hours["core"]+n.hours["deep"]+n.hours["rem"] > 0
	awake, looked := n.hours["awake"]
	looked = looked && (staged || awake > 0) // it was looked for
	if n.asleep = n.hours["totalSleep"]; n.asleep == 0 && n.sound("asleep", "core", "deep", "rem") {
		n.asleep = n.hours["asleep"] + n.hours["core"] + n.hours["deep"] + n.hours["rem"]
	}
	if inBed := n.hours["inBed"]; inBed > 0 {
		n.emit("tib", inBed, n.o.text("inBed"))
	} else if n.asleep > 0 && looked {
		n.emit("tib", n.asleep+awake, n.o.text("totalSleep")+" + "+n.o.text("awake"))
	}
	if n.asleep <= 0 {
		return
	}
	n.emit("tst", n.asleep, n.o.text("totalSleep"))
	if looked {
		n.emit("waso", awake, n.o.text("awake"))
	}
	for _, stage := range []struct{ key, metric string }{{"core", "light"}, {"deep", "deep"}, {"rem", "rem"}} {
		if v, told := n.hours[stage.key]; staged && told {
			n.emit(stage.metric, v, n.o.text(stage.key))
		}
	}
}

// read takes the values under some keys in; one that is no number is a Problem.
func (n *haeNight) read(keys ...string) {
	n.hours = map[string]float64{}
	for _, key := range keys {
		text := n.o.text(key)
		if Missing(text) {
			continue
		}
		if v, err := Number(text); err == nil {
			n.hours[key] = v
		} else {
			n.f.sink.Problem(BadCell(n.pos, key, text, "hours"))
		}
	}
}

// sound tells whether none of the keys has a value that cannot be read.
func (n *haeNight) sound(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool {
		_, read := n.hours[key]
		return !read && !Missing(n.o.text(key))
	})
}

func (n *haeNight) emit(metric string, hours float64, raw string) {
	n.used = emitComputed(record.Record{Night: n.day, Metric: metric, Value: 60 * hours, Raw: raw, RawUnit: "h", Source: haeSource, Device: n.device, Pos: n.pos}, metric, n.f.sink) || n.used
}

// haeWall puts an instant on the clock of its own offset.
func haeWall(instant, offset int64) time.Time {
	return time.Unix(instant, 0).In(time.FixedZone("", int(offset)))
}
