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

const miFitnessSource = "mi-fitness"

// MiFitness reads hlth_center_aggregated_fitness_data.csv of a Xiaomi account: a
// row a day and kind of data, with JSON in the column Value. Daily sleep is in
// minutes, its ends are UTC seconds and need [importers.Source].Zone; steps belong
// to the night after their day. The day is the UTC date of Time if that is midnight,
// or else its date in the zone.
//
// No real file was at hand: names and units are those of programs that read it. Of a
// day of several sleeps the longest is read, if it has figures of its own: the sums
// of the day include the naps.
var MiFitness importers.Importer = importers.Rows{
	Format: importers.Format{ID: "mifitness.daily", Columns: importers.Names("Sid", "Tag", "Key", "Time", "Value")},
	Open: func(t *importers.Table, src importers.Source, sink importers.Sink) func() bool {
		r := miFitnessRow{Table: t, src: src, sink: sink,
			tag: t.Index("Tag"), key: t.Index("Key"), time: t.Index("Time"), value: t.Index("Value")}
		return func() bool {
			used, err := r.read()
			if err != nil {
				sink.Problem(t.Problem(r.value, err))
			}
			return used
		}
	},
}

type miFitnessRow struct {
	*importers.Table
	src                   importers.Source
	sink                  importers.Sink
	tag, key, time, value int
	clockless             bool // a sleep was read without its clock times
}

// miFitnessSleep holds the figures of a day or of one sleep, in minutes, and its ends
// in seconds since 1970.
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

func (r *miFitnessRow) read() (bool, error) {
	if r.Cell(r.tag) != "daily_report" {
		return false, nil
	}
	switch r.Cell(r.key) {
	case "steps":
		return r.steps()
	case "sleep":
		return r.sleep()
	}
	return false, nil
}

// day returns the date of a row. A row without one is a problem.
func (r *miFitnessRow) day() (record.Date, bool) {
	at, ok := importers.EpochSeconds(r.Cell(r.time))
	err := importers.ErrNoZone
	switch {
	case !ok:
		err = fmt.Errorf("%q is not a time: want seconds since 1970", r.Cell(r.time))
	case at.Unix()%record.SecondsPerDay == 0:
		return record.DateOf(at), true
	case r.src.Zone != nil:
		return record.DateOf(at.In(r.src.Zone)), true
	}
	r.sink.Problem(r.Problem(r.time, err))
	return 0, false
}

func (r *miFitnessRow) steps() (bool, error) {
	var v struct{ Steps float64 }
	if err := json.Unmarshal([]byte(r.Cell(r.value)), &v); err != nil {
		return false, errors.New("not the JSON of a day's steps")
	}
	day, ok := r.day()
	if !ok || v.Steps == 0 {
		return false, nil
	}
	return r.emit(day+1, "steps", &v.Steps, "n"), nil
}

func (r *miFitnessRow) sleep() (bool, error) {
	var s miFitnessSleep
	if err := json.Unmarshal([]byte(r.Cell(r.value)), &s); err != nil {
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
	if !r.emit(day, "tst", &asleep, "min") {
		return false, nil
	}
	for _, v := range []struct {
		metric, unit string
		value        *float64
	}{
		{"deep", "min", main.Deep}, {"light", "min", main.Light}, {"rem", "min", main.REM}, {"waso", "min", main.Awake},
		{"sleep_hr", "bpm", main.HR}, {"sleep_score", "vendor", main.Score},
	} {
		r.emit(day, v.metric, v.value, v.unit)
	}
	r.ends(day, main)
	return true, nil
}

// main returns the longest sleep of a day with its figures. The error is for several
// sleeps without figures of their own.
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
	r.emit(day, "tib", &tib, "min")
	if r.src.Zone == nil {
		if !r.clockless {
			r.clockless = true
			r.sink.Problem(noClock(r.src, "times are UTC"))
		}
		return
	}
	cell := func(at int64) importers.ClockCell {
		return importers.ClockCell{Text: strconv.FormatInt(at, 10), Field: r.Name(r.value), Pos: r.Pos(r.value)}
	}
	session := importers.MainSleep(miFitnessSource, day, time.Unix(s.Bed, 0).In(r.src.Zone), time.Unix(s.Wake, 0).In(r.src.Zone))
	importers.EmitSession(session, cell(s.Bed), cell(s.Wake), r.sink)
}

func (r *miFitnessRow) emit(night record.Date, metric string, v *float64, unit string) bool {
	return v != nil && r.Emit(record.Record{Night: night, Metric: metric, Value: *v, Raw: importers.FormatNumber(*v), RawUnit: unit,
		Source: miFitnessSource}, r.value, r.sink)
}
