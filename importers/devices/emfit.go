package devices

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// emfit reads tables of Emfit QS nights under the names of its interface: seconds,
// and times as UTC seconds (which need importers.Source.Zone) or as a date and time, taken
// for local. The maker's own CSV was not at hand, so any table with its names is
// read and what else stands in it is passed over.
//
// Heart rate variability is RMSSD of two moments, one in the evening and one in
// the morning, not a mean of the night. The morning's stands for the night, the
// evening's has a source of its own. Times are of the bed, not of the sleep. Naps
// stand among the nights: see [importers.IsNap].
var Emfit importers.Importer = emfitNights{}

const (
	emfitSource        = "emfit"
	emfitEveningSource = "emfit-evening"
)

type emfitNights struct{}

func (emfitNights) Name() string { return "emfit.nights" }

func (emfitNights) Wants() []string {
	return []string{"time_start", "time_end", "hrv_rmssd_evening", "hrv_rmssd_morning"}
}

func (emfitNights) Identify(h importers.Head) bool {
	return h.Index("hrv_rmssd_evening", "hrv_rmssd_morning") >= 0 && h.Index("time_end", "end_date") >= 0 && h.Index("time_start", "start_date") >= 0
}

var emfitColumns = []importers.Column{
	{Names: []string{"sleep_class_awake_duration"}, Metric: "waso", Unit: "s"},
	{Names: []string{"sleep_class_deep_duration"}, Metric: "deep", Unit: "s"},
	{Names: []string{"sleep_class_rem_duration"}, Metric: "rem", Unit: "s"},
	{Names: []string{"sleep_class_light_duration"}, Metric: "light", Unit: "s"},
	{Names: []string{"time_duration"}, Metric: "tib", Unit: "s"},
	{Names: []string{"sleep_onset_duration"}, Metric: "sol", Unit: "s"},
	{Names: []string{"hrv_rmssd_morning"}, Metric: "hrv_rmssd"},
	{Names: []string{"measured_hr_avg"}, Metric: "sleep_hr"},
	{Names: []string{"measured_rr_avg"}, Metric: "respiratory_rate"},
	{Names: []string{"sleep_score"}, Metric: "sleep_score"},
}

var emfitEvening = []importers.Column{{Names: []string{"hrv_rmssd_evening"}, Metric: "hrv_rmssd"}}

func (emfitNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := emfitRow{t: t, sink: sink, zone: src.Zone, start: t.Index("time_start", "start_date"), end: t.Index("time_end", "end_date"),
		night: importers.Bind(t, emfitColumns), evening: importers.Bind(t, emfitEvening)}
	for _, stage := range []string{"rem", "light", "deep"} {
		r.stages = append(r.stages, t.Index("sleep_class_"+stage+"_duration"))
	}
	var c record.Counts
	for t.Next() {
		used, err := r.Read()
		if err != nil {
			return c, err
		}
		c.Count(used)
	}
	return importers.TableEnd(t, c, sink)
}

type emfitRow struct {
	t              *importers.Table
	sink           importers.Sink
	zone           *time.Location
	start, end     int
	stages         []int
	night, evening []importers.BoundColumn
}

// Read reads a row; the error is for a file whose dates need a zone.
func (r emfitRow) Read() (bool, error) {
	start, ok, err := r.time(r.start)
	if !ok {
		return false, err
	}
	end, ok, err := r.time(r.end)
	if !ok || end.After(start) && importers.IsNap(start, end, end.Sub(start)) {
		return false, err
	}
	night := record.DateOf(end)
	used, _ := importers.ReadCells(r.t, r.night, night, emfitSource, "", r.sink)
	n, _ := importers.ReadCells(r.t, r.evening, night, emfitEveningSource, "", r.sink)
	if used+n == 0 {
		return false, nil
	}
	r.asleep(night)
	s := record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: emfitSource, Pos: r.t.Pos(r.start)}
	importers.EmitSession(s, r.t.ClockCell(r.start), r.t.ClockCell(r.end), r.sink)
	return true, nil
}

// asleep emits the sum of the stages, where all are there.
func (r emfitRow) asleep(night record.Date) {
	sum := 0.
	for _, i := range r.stages {
		v, err := r.t.Number(r.t.Cell(i))
		if err != nil {
			return
		}
		sum += v
	}
	at := r.stages[0]
	importers.EmitComputed(record.Record{Night: night, Metric: "tst", Value: sum / 60, Raw: "sum of the stages", RawUnit: "s", Source: emfitSource, Pos: r.t.Pos(at)}, r.t.Name(at), r.sink)
}

// time reads one end of the night on the local clock. ok is false where there is
// none or, as a Problem, a bad one.
func (r emfitRow) time(i int) (at time.Time, ok bool, err error) {
	text := r.t.Cell(i)
	if importers.Missing(text) {
		return at, false, nil
	}
	if at, ok := importers.EpochSeconds(text); ok {
		if r.zone == nil {
			return at, false, importers.ErrNoZone
		}
		return at.In(r.zone), true, nil
	}
	at, err = importers.ParseWall(text, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05")
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
	}
	return at, err == nil, nil
}
