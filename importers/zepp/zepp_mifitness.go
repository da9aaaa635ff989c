package zepp

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// MiFitness reads hlth_center_aggregated_fitness_data.csv of a Xiaomi account: a
// row a day and kind of data, with JSON in the column Value. Daily sleep is in
// minutes, its ends are UTC seconds and need importers.Source.Zone; steps belong to the night
// after their day. The day is the UTC date of Time where that is midnight, else its
// date in the zone.
//
// No real file was at hand: names and units are those of programs that read it. A
// day of several sleeps is read where each has figures of its own, and the longest
// is taken: the sums of the day hold the naps.
var MiFitness importers.Importer = miFitnessDays{}

const miFitnessSource = "mi-fitness"

type miFitnessDays struct{}

func (miFitnessDays) Name() string { return "mifitness.daily" }

func (miFitnessDays) Wants() []string { return []string{"Sid", "Tag", "Key", "Time", "Value"} }

func (m miFitnessDays) Identify(h importers.Head) bool { return h.Has(m.Wants()...) }

func (miFitnessDays) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := miFitnessRow{t: t, sink: sink, zone: src.Zone, tag: t.Index("Tag"), key: t.Index("Key"), time: t.Index("Time"), value: t.Index("Value")}
	var c record.Counts
	for t.Next() {
		used, err := r.Read()
		if err != nil {
			sink.Problem(t.Problem(r.value, err))
		}
		c.Count(used)
	}
	if r.clockless {
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path, Line: 1}, Message: "times are UTC and the file names no zone: bedtime and wake time were left out, say where the nights were slept, such as --zone Europe/Paris"})
	}
	return importers.TableEnd(t, c, sink)
}

type miFitnessRow struct {
	t                     *importers.Table
	sink                  importers.Sink
	zone                  *time.Location
	tag, key, time, value int
	clockless             bool // a sleep was read without its clock times
}

// miFitnessSleep is the figures of a day or of one sleep, minutes, and its ends in
// seconds since 1970.
type miFitnessSleep struct {
	Deep     *float64         `json:"sleep_deep_duration"`
	Light    *float64         `json:"sleep_light_duration"`
	REM      *float64         `json:"sleep_rem_duration"`
	Awake    *float64         `json:"sleep_awake_duration"`
	Score    *float64         `json:"sleep_score"`
	HR       *float64         `json:"avg_hr"`
	Bed      int64            `json:"bedtime"`
	Wake     int64            `json:"wake_up_time"`
	Segments []miFitnessSleep `json:"segment_details"`
}

func (r *miFitnessRow) Read() (bool, error) {
	if r.t.Cell(r.tag) != "daily_report" {
		return false, nil
	}
	switch r.t.Cell(r.key) {
	case "steps":
		return r.steps()
	case "sleep":
		return r.sleep()
	}
	return false, nil
}

// day returns the date of a row; one that cannot be told is a Problem.
func (r *miFitnessRow) day() (record.Date, bool) {
	at, ok := importers.EpochSeconds(r.t.Cell(r.time))
	switch {
	case !ok:
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.time), Field: r.t.Name(r.time), Message: fmt.Sprintf("%q is not a time: want seconds since 1970", r.t.Cell(r.time))})
		return 0, false
	case at.Unix()%record.SecondsPerDay == 0:
		return record.DateOf(at), true
	case r.zone == nil:
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.time), Field: r.t.Name(r.time), Message: importers.ErrNoZone.Error()})
		return 0, false
	}
	return record.DateOf(at.In(r.zone)), true
}

func (r *miFitnessRow) steps() (bool, error) {
	var v struct{ Steps float64 }
	if err := json.Unmarshal([]byte(r.t.Cell(r.value)), &v); err != nil {
		return false, errors.New("not the JSON of a day's steps")
	}
	day, ok := r.day()
	if !ok || v.Steps == 0 {
		return false, nil
	}
	return r.Emit(day+1, "steps", &v.Steps, "n"), nil
}

func (r *miFitnessRow) sleep() (bool, error) {
	var s miFitnessSleep
	if err := json.Unmarshal([]byte(r.t.Cell(r.value)), &s); err != nil {
		return false, errors.New("not the JSON of a day's sleep")
	}
	day, ok := r.day()
	if !ok {
		return false, nil
	}
	main, err := s.main()
	if err != nil || main.Deep == nil || main.Light == nil || *main.Deep+*main.Light == 0 {
		return false, err
	}
	asleep := *main.Deep + *main.Light
	if main.REM != nil {
		asleep += *main.REM
	}
	if !r.Emit(day, "tst", &asleep, "min") {
		return false, nil
	}
	for _, v := range []struct {
		metric, unit string
		value        *float64
	}{{"deep", "min", main.Deep}, {"light", "min", main.Light}, {"rem", "min", main.REM}, {"waso", "min", main.Awake}, {"sleep_hr", "bpm", main.HR}, {"sleep_score", "vendor", main.Score}} {
		r.Emit(day, v.metric, v.value, v.unit)
	}
	r.ends(day, main)
	return true, nil
}

// main returns the longest sleep of a day with its figures.
func (s miFitnessSleep) main() (miFitnessSleep, error) {
	longest := miFitnessSleep{}
	for _, one := range s.Segments {
		if one.Wake-one.Bed > longest.Wake-longest.Bed {
			longest = one
		}
	}
	switch {
	case len(s.Segments) > 1 && longest.Deep == nil:
		return longest, errors.New("several sleeps without figures of their own: the day's sums hold the naps, the row was left out")
	case len(s.Segments) > 1:
		return longest, nil
	}
	s.Bed, s.Wake = longest.Bed, longest.Wake
	return s, nil
}

// ends emits time in bed and the clock times of a sleep.
func (r *miFitnessRow) ends(day record.Date, s miFitnessSleep) {
	if s.Bed <= 0 || s.Wake <= s.Bed {
		return
	}
	tib := float64(s.Wake-s.Bed) / 60
	r.Emit(day, "tib", &tib, "min")
	if r.zone == nil {
		r.clockless = true
		return
	}
	cell := func(at int64) importers.ClockCell {
		return importers.ClockCell{Text: strconv.FormatInt(at, 10), Field: r.t.Name(r.value), Pos: r.t.Pos(r.value)}
	}
	importers.EmitSession(record.Session{Night: day, Onset: record.MomentOf(time.Unix(s.Bed, 0).In(r.zone)), Wake: record.MomentOf(time.Unix(s.Wake, 0).In(r.zone)),
		Source: miFitnessSource, Pos: r.t.Pos(r.value)}, cell(s.Bed), cell(s.Wake), r.sink)
}

func (r *miFitnessRow) Emit(night record.Date, metric string, v *float64, unit string) bool {
	return v != nil && importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: *v, Raw: importers.FormatNumber(*v), RawUnit: unit, Source: miFitnessSource, Pos: r.t.Pos(r.value)},
		r.t.Name(r.value), r.sink)
}
