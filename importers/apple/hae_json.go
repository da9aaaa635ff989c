package apple

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HAEJSON reads the JSON of the app Health Auto Export: {"data": {"metrics":
// [...], "medications": [...]}}. Single samples become nights as those of
// [Export] do, and keep Apple's name: HRV is the median within the main
// sleep. What the app has put together by the day stands at midnight, is the
// calendar day's and keeps the app's name. Times carry the offset of their day.
//
// Medications are doses: see [importers.HaeStatus]. One automation writes a file a day, so
// nights are made once all files are read.
var HAEJSON importers.Importer = &haeFiles{}

type haeFiles struct{ run *haeRun }

type haeRun struct{ nights *run }

func (*haeFiles) Name() string { return "healthautoexport.json" }

func (*haeFiles) Wants() []string { return []string{"data", "metrics", "units"} }

func (h *haeFiles) Identify(head importers.Head) bool {
	if !head.JSON || !strings.HasPrefix(strings.TrimLeft(head.Text, " \t\n"), "{") || !head.Mentions("data") {
		return false
	}
	return head.Mentions("metrics") && head.Mentions("units") || head.Mentions("medications") && head.Mentions("scheduledDate") && head.Mentions("status")
}

func (*haeFiles) Start() importers.Gatherer {
	run := &haeRun{nights: newRun(sourceName)}
	run.nights.ownOffset = true
	return &haeFiles{run}
}

// Read gathers one file. Without start it makes the nights of this one file.
func (h *haeFiles) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if h.run == nil {
		return importers.ReadAlone(h.Start(), src, sink)
	}
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	defer items.Text.Close()
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

// Finish hands out the nights of all files.
func (h *haeFiles) Finish(sink importers.Sink) {
	if h.run != nil {
		h.run.nights.hand(nil, sink)
	}
}

// haeFile is one file being read, item by item.
type haeFile struct {
	run     *haeRun
	sink    importers.Sink
	src     importers.Source
	items   *importers.JSONItems // its decoder alone, and its lines
	counts  record.Counts
	metrics int       // begun so far
	heads   []haeHead // of all metrics, nil until one is looked up
}

// Line is where the decoder stands. It must be asked for now and then, or the
// line ends pile up.
func (f *haeFile) line() int { return f.items.At(f.items.Decoder.InputOffset()).Line }

// lists calls an element's function before every element of the lists in data.
func (f *haeFile) lists(element map[string]func() error) error {
	return f.object(func(key string) error {
		if key != "data" {
			return f.items.Skip()
		}
		return f.object(func(key string) error {
			if each := element[key]; each != nil {
				return f.array(each)
			}
			return f.items.Skip()
		})
	})
}

// Object calls value before the value of every key of the next object; what is no
// object is passed over.
func (f *haeFile) object(value func(key string) error) error {
	return f.within('{', func() error {
		key, err := f.items.Decoder.Token()
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
	t, err := f.items.Decoder.Token()
	if err != nil {
		return err
	}
	if t != open {
		return f.items.Leave(t)
	}
	for f.items.Decoder.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err = f.items.Decoder.Token()
	return err
}

// haeKinds are the metrics that are read, by name.
var haeKinds = map[string]kind{
	"sleep_analysis": sleep, "heart_rate_variability": hrv, "heart_rate_variability_sdnn": hrv,
	"respiratory_rate": breaths, "blood_oxygen_saturation": oxygen, "oxygen_saturation": oxygen,
	"resting_heart_rate": restingHR, "apple_sleeping_wrist_temperature": wristTemp,
	"step_count": steps, "active_energy": energy,
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
			return f.items.Decoder.Decode(&m.name)
		case "units":
			return f.items.Decoder.Decode(&m.units)
		case "data":
			if m.name == "" || m.units == "" && haeKinds[m.name] != unread {
				m = f.head(at)
			}
			if haeKinds[m.name] != unread {
				return f.array(func() error { return f.sample(m) })
			}
		}
		return f.items.Skip()
	})
}

// sample reads one sample of a metric.
func (f *haeFile) sample(m haeHead) error {
	line := f.line()
	var raw json.RawMessage
	if err := f.items.Decoder.Decode(&raw); err != nil {
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
func haeHeads(src importers.Source) []haeHead {
	heads := []haeHead{}
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return heads
	}
	defer items.Text.Close()
	f := haeFile{items: items}
	_ = f.lists(map[string]func() error{"metrics": func() error {
		heads = append(heads, haeHead{})
		m := &heads[len(heads)-1]
		return f.object(func(key string) error {
			switch key {
			case "name":
				return items.Decoder.Decode(&m.name)
			case "units":
				return items.Decoder.Decode(&m.units)
			}
			return items.Skip()
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
func (f *haeFile) item(kind kind, units string, raw json.RawMessage, line int) {
	var o importers.JSONObject
	if json.Unmarshal(raw, &o) != nil || o == nil {
		f.problem(line, "not an object: want {...}")
		f.counts.Count(false)
		return
	}
	r := element{kind: kind, source: []byte(o.Text("source")), unit: []byte(units), value: []byte(o.Text("qty")), line: line}
	start, end := o.Text("startDate"), o.Text("endDate")
	if start == "" {
		start, end = o.Text("start"), o.Text("end")
	}
	if start == "" {
		start = o.Text("date")
	}
	r.start, r.end = []byte(start), []byte(end)
	switch {
	case kind == sleep && o.Text("value") == "":
		f.counts.Count(f.night(o, line))
	case kind == sleep:
		r.value = []byte(o.Text("value"))
		f.counts.Count(f.run.nights.add(&r, f.sink))
	case (kind == hrv || kind == breaths || kind == oxygen) && haeMidnight(o.Text("date")):
		f.counts.Count(f.daily(&r, o.Text("date")))
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
func (f *haeFile) daily(r *element, date string) bool {
	v, err := value(r)
	if err != nil {
		f.problem(r.line, err.Error())
		return false
	}
	day, err := importers.DateLabel(date)
	if err != nil {
		f.problem(r.line, err.Error())
		return false
	}
	return importers.EmitComputed(record.Record{Night: day, Metric: metrics[r.kind], Value: v, Raw: string(r.value), RawUnit: string(r.unit),
		Source: haeSource, Device: haeDevice(string(r.source)), Pos: record.Pos{File: f.src.Path, Line: r.line}}, "qty", f.sink)
}

// haeDevice is the name of a source as series show it.
func haeDevice(source string) string {
	var s sources
	s.byRaw = map[string]uint16{}
	s.index(&element{source: []byte(source)})
	s.labels()
	return s.list[0].label
}

// night hands out a night that the app has put together, in hours, and keeps its
// span for the samples within it. It is named by the day it ends.
func (f *haeFile) night(o importers.JSONObject, line int) bool {
	at := &f.run.nights.instants
	n := haeNight{f: f, o: o, pos: record.Pos{File: f.src.Path, Line: line}, device: haeDevice(o.Text("source"))}
	wake, offset, err := at.instant([]byte(o.Text("sleepEnd")))
	day, dayErr := importers.DateLabel(o.Text("date"))
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
	if onset, offset2, err := at.instant([]byte(o.Text("sleepStart"))); err == nil && onset < wake {
		s := record.Session{Night: day, Onset: record.MomentOf(haeWall(onset, offset2)), Wake: record.MomentOf(haeWall(wake, offset)), Source: haeSource, Device: n.device, Pos: n.pos}
		importers.EmitSession(s, importers.ClockCell{Text: o.Text("sleepStart"), Field: "sleepStart", Pos: n.pos}, importers.ClockCell{Text: o.Text("sleepEnd"), Field: "sleepEnd", Pos: n.pos}, f.sink)
		f.run.nights.windows = append(f.run.nights.windows, datedNight{episode{onset: uint32(onset), wake: uint32(wake)}, day})
	}
	return n.used
}

// haeNight is one such night.
type haeNight struct {
	f      *haeFile
	o      importers.JSONObject
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
		n.emit("tib", inBed, n.o.Text("inBed"))
	} else if n.asleep > 0 && looked {
		n.emit("tib", n.asleep+awake, n.o.Text("totalSleep")+" + "+n.o.Text("awake"))
	}
	if n.asleep <= 0 {
		return
	}
	n.emit("tst", n.asleep, n.o.Text("totalSleep"))
	if looked {
		n.emit("waso", awake, n.o.Text("awake"))
	}
	for _, stage := range []struct{ key, metric string }{{"core", "light"}, {"deep", "deep"}, {"rem", "rem"}} {
		if v, told := n.hours[stage.key]; staged && told {
			n.emit(stage.metric, v, n.o.Text(stage.key))
		}
	}
}

// Read takes the values under some keys in; one that is no number is a Problem.
func (n *haeNight) read(keys ...string) {
	n.hours = map[string]float64{}
	for _, key := range keys {
		text := n.o.Text(key)
		if importers.Missing(text) {
			continue
		}
		if v, err := importers.Number(text); err == nil {
			n.hours[key] = v
		} else {
			n.f.sink.Problem(importers.BadCell(n.pos, key, text, "hours"))
		}
	}
}

// sound tells whether none of the keys has a value that cannot be read.
func (n *haeNight) sound(keys ...string) bool {
	return !slices.ContainsFunc(keys, func(key string) bool {
		_, read := n.hours[key]
		return !read && !importers.Missing(n.o.Text(key))
	})
}

func (n *haeNight) emit(metric string, hours float64, raw string) {
	n.used = importers.EmitComputed(record.Record{Night: n.day, Metric: metric, Value: 60 * hours, Raw: raw, RawUnit: "h", Source: haeSource, Device: n.device, Pos: n.pos}, metric, n.f.sink) || n.used
}

// haeWall puts an instant on the clock of its own offset.
func haeWall(instant, offset int64) time.Time {
	return time.Unix(instant, 0).In(time.FixedZone("", int(offset)))
}
