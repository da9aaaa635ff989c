package apple

import (
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// haeNight is a night that Health Auto Export has put together, in hours.
type haeNight struct {
	importers.JSONObject
	sink    importers.Sink
	of      record.Record      // night, source, device and position of its values
	hours   map[string]float64 // by key, of the values that are numbers
	damaged bool               // a class of sleep is not a number
	used    bool
}

// night emits a night that the app has put together, and keeps its span for the
// samples within it. It is named by the day it ends.
func (f *haeFile) night(o importers.JSONObject, line int) bool {
	wake, err := f.wall(o.Text("sleepEnd"))
	day, dayErr := importers.DateLabel(o.Text("date"))
	if err == nil {
		day = record.DateOf(wake)
	} else if dayErr != nil {
		f.problem(line, dayErr.Error())
		return false
	}
	n := haeNight{JSONObject: o, sink: f.sink, hours: map[string]float64{},
		of: record.Record{Night: day, Source: haeSource, Device: haeDevice(o.Text("source")), Pos: f.pos(line)}}
	n.read()
	if asleep := n.durations(); asleep <= 0 || err != nil || !n.used {
		return n.used
	}
	if onset, err := f.wall(o.Text("sleepStart")); err == nil && onset.Before(wake) {
		end := func(key string) importers.ClockCell {
			return importers.ClockCell{Text: o.Text(key), Field: key, Pos: n.of.Pos}
		}
		importers.EmitSession(record.Session{Night: day, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: haeSource,
			Device: n.of.Device, Pos: n.of.Pos}, end("sleepStart"), end("sleepEnd"), f.sink)
		f.nights.windows = append(f.nights.windows, datedNight{episode{onset: uint32(onset.Unix()), wake: uint32(wake.Unix())}, day})
	}
	return n.used
}

// wall reads a time on the clock of its own offset.
func (f *haeFile) wall(text string) (time.Time, error) {
	at, offset, err := f.nights.instants.instant([]byte(text))
	return time.Unix(at, 0).In(time.FixedZone("", int(offset))), err
}

// read reads the values. One that is not a number is a problem.
func (n *haeNight) read() {
	for _, key := range []string{"totalSleep", "asleep", "core", "deep", "rem", "awake", "inBed"} {
		text := n.Text(key)
		if importers.Missing(text) {
			continue
		}
		v, err := importers.Number(text)
		if err == nil {
			n.hours[key] = v
			continue
		}
		n.sink.Problem(importers.BadCell(n.of.Pos, key, text, "hours"))
		n.damaged = n.damaged || slices.Contains([]string{"asleep", "core", "deep", "rem"}, key)
	}
}

// durations emits the lengths of the night and of its stages and returns the hours
// asleep, 0 if they are not known.
func (n *haeNight) durations() (asleep float64) {
	staged := n.hours["core"]+n.hours["deep"]+n.hours["rem"] > 0
	awake, measured := n.hours["awake"]
	measured = measured && (staged || awake > 0)
	if asleep = n.hours["totalSleep"]; asleep == 0 && !n.damaged {
		asleep = n.hours["asleep"] + n.hours["core"] + n.hours["deep"] + n.hours["rem"]
	}
	if inBed := n.hours["inBed"]; inBed > 0 {
		n.emit("tib", inBed, n.Text("inBed"))
	} else if asleep > 0 && measured {
		n.emit("tib", asleep+awake, n.Text("totalSleep")+" + "+n.Text("awake"))
	}
	if asleep <= 0 {
		return asleep
	}
	n.emit("tst", asleep, n.Text("totalSleep"))
	if measured {
		n.emit("waso", awake, n.Text("awake"))
	}
	for _, stage := range []struct{ key, metric string }{{"core", "light"}, {"deep", "deep"}, {"rem", "rem"}} {
		if v, ok := n.hours[stage.key]; staged && ok {
			n.emit(stage.metric, v, n.Text(stage.key))
		}
	}
	return asleep
}

func (n *haeNight) emit(metric string, hours float64, raw string) {
	r := n.of
	r.Metric, r.Value, r.Raw, r.RawUnit = metric, 60*hours, raw, "h"
	n.used = importers.EmitComputed(r, metric, n.sink) || n.used
}
