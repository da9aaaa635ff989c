package apple

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// HAEJSON reads the JSON of the app Health Auto Export: {"data": {"metrics":
// [...], "medications": [...]}}. Single samples become nights as those of
// [Export] do, and keep Apple's name: HRV is the median within the main sleep.
// Values that the app made of a calendar day are those dated midnight; they keep the
// app's name. Times carry the offset of their day.
//
// Medications are doses: see [importers.HAEStatus]. An automation writes a file a
// day, so the nights are made when all files are read.
var HAEJSON importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "healthautoexport.json", Columns: importers.Names("data", "metrics", "units")},
	Claims: func(h importers.Head) bool {
		metrics := h.Mentions("metrics") && h.Mentions("units")
		doses := h.Mentions("medications") && h.Mentions("scheduledDate") && h.Mentions("status")
		return h.JSON && strings.HasPrefix(strings.TrimLeft(h.Text, " \t\n"), "{") && h.Mentions("data") && (metrics || doses)
	},
	New: func() importers.Run {
		nights := newRun()
		nights.ownOffset = true
		return haeFiles{nights}
	},
}

type haeFiles struct{ *run }

// Read implements [importers.Run].
func (h haeFiles) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	defer items.Text.Close()
	h.begin(src.Path)
	f := haeFile{nights: h.run, sink: sink, src: src, items: items}
	err = f.lists(map[string]func() error{"metrics": f.metric, "medications": func() error { return f.item(f.dose) }})
	if err == nil {
		return f.counts, nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCut
	}
	err = fmt.Errorf("not sound JSON: %w", err)
	if f.counts.Used == 0 {
		return record.Counts{}, err
	}
	f.problem(items.At(items.Decoder.InputOffset()).Line, err.Error()+"; what stands before was read")
	return f.counts, nil
}

// haeFile is one file, read item by item.
type haeFile struct {
	nights  *run
	sink    importers.Sink
	src     importers.Source
	items   *importers.JSONItems
	counts  record.Counts
	metrics int       // read so far
	heads   []haeHead // of all metrics, nil before one is looked up
}

// lists calls a function before every element of the lists in data, by the key of
// the list.
func (f *haeFile) lists(element map[string]func() error) error {
	return f.object(func(key string) error {
		if key != "data" {
			return f.items.Skip()
		}
		return f.object(func(key string) error {
			if each := element[key]; each != nil {
				return f.within('[', each)
			}
			return f.items.Skip()
		})
	})
}

// object calls value before the value of every key of the next object. Any other
// value is passed over.
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

// within calls each before every element of the next value, if that opens with open.
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

// haeHead is the name and the unit of a metric.
type haeHead struct{ name, units string }

// metric reads one metric. Its name is looked up if the samples come before it, as
// they do in files whose keys are sorted.
func (f *haeFile) metric() error {
	i := f.metrics
	f.metrics++
	_, err := f.head(func(m haeHead) error {
		if m.name == "" || m.units == "" && haeKinds[m.name] != unread {
			m = f.lookUp(i)
		}
		kind := haeKinds[m.name]
		if kind == unread {
			return f.items.Skip()
		}
		return f.within('[', func() error {
			return f.item(func(o importers.JSONObject, line int) bool { return f.sample(kind, m.units, o, line) })
		})
	})
	return err
}

// head reads one metric, its samples with data.
func (f *haeFile) head(data func(haeHead) error) (m haeHead, err error) {
	err = f.object(func(key string) error {
		switch key {
		case "name":
			return f.items.Decoder.Decode(&m.name)
		case "units":
			return f.items.Decoder.Decode(&m.units)
		case "data":
			return data(m)
		}
		return f.items.Skip()
	})
	return m, err
}

// lookUp returns the head of a metric, counted from 0. The first call reads the
// heads of the whole file, up to what is not sound.
func (f *haeFile) lookUp(metric int) haeHead {
	if f.heads == nil {
		f.heads = []haeHead{}
		if items, err := importers.NewJSONItems(f.src, ""); err == nil {
			defer items.Text.Close()
			ahead := haeFile{items: items}
			_ = ahead.lists(map[string]func() error{"metrics": func() error {
				m, err := ahead.head(func(haeHead) error { return items.Skip() })
				f.heads = append(f.heads, m)
				return err
			}})
		}
	}
	if metric >= len(f.heads) {
		return haeHead{}
	}
	return f.heads[metric]
}

// item reads the next value as an object and counts whether it was used.
func (f *haeFile) item(use func(o importers.JSONObject, line int) bool) error {
	if err := f.items.Element(); err != nil {
		return err
	}
	line := f.items.Pos().Line
	o, err := f.items.Object()
	if err != nil {
		f.problem(line, err.Error())
	}
	f.counts.Count(err == nil && use(o, line))
	return nil
}

// dose reads one medication.
func (f *haeFile) dose(o importers.JSONObject, line int) bool {
	return haeDose{text: o.Text, pos: func(string) record.Pos { return f.pos(line) }, importer: "healthautoexport.json", sink: f.sink}.emit()
}

// sample reads one sample or one day of a metric.
func (f *haeFile) sample(kind kind, units string, o importers.JSONObject, line int) bool {
	start, end := o.Text("startDate"), o.Text("endDate")
	if start == "" {
		start, end = o.Text("start"), o.Text("end")
	}
	date := o.Text("date")
	if start == "" {
		start = date
	}
	r := element{kind: kind, source: []byte(o.Text("source")), unit: []byte(units), value: []byte(o.Text("qty")), line: line,
		start: []byte(start), end: []byte(end)}
	switch {
	case kind == sleep && o.Text("value") == "":
		return f.night(o, line)
	case kind == sleep:
		r.value = []byte(o.Text("value"))
	case (kind == hrv || kind == breaths || kind == oxygen) && len(date) >= 19 && date[10:19] == " 00:00:00": // of a whole day
		return f.daily(&r, date)
	}
	return f.nights.add(&r, f.sink)
}

func (f *haeFile) pos(line int) record.Pos { return record.Pos{File: f.src.Path, Line: line} }

func (f *haeFile) problem(line int, message string) {
	f.sink.Problem(record.Problem{Pos: f.pos(line), Message: message})
}

// daily emits a value that the app made of a calendar day.
func (f *haeFile) daily(r *element, date string) bool {
	v, err := value(r)
	var day record.Date
	if err == nil {
		day, err = importers.DateLabel(date)
	}
	if err != nil {
		f.problem(r.line, err.Error())
		return false
	}
	return importers.EmitComputed(record.Record{Night: day, Metric: catalogue[r.kind].ID, Value: v, Raw: string(r.value),
		RawUnit: string(r.unit), Source: haeSource, Device: haeDevice(string(r.source)), Pos: f.pos(r.line)}, "qty", f.sink)
}

// haeDevice returns the label of a source.
func haeDevice(source string) string {
	s := newSources()
	s.of(&element{source: []byte(source)})
	s.labels()
	return s.list[0].label
}
