package devices

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const (
	emfitSource        = "emfit"
	emfitEveningSource = "emfit-evening"
)

// Emfit reads tables of Emfit QS nights under the names of its interface: seconds,
// and times as UTC seconds (which need [importers.Source].Zone) or as a date and
// time, taken for local. The maker's own CSV was not at hand, so any table with
// these names is read and its other columns are passed over.
//
// Heart rate variability is RMSSD of two moments, one in the evening and one in
// the morning, not a mean of the night. The morning's is read as the night's, the
// evening's has a source of its own. Times are of the bed, not of the sleep. Naps
// are rows like nights and are left out: see [importers.IsNap].
var Emfit importers.Importer = emfitNights{importers.Format{ID: "emfit.nights", Columns: [][]string{
	{"time_start", "start_date"}, {"time_end", "end_date"}, {"hrv_rmssd_evening", "hrv_rmssd_morning"}}}}

type emfitNights struct{ importers.Format }

// Wants implements [importers.Importer]. A file needs only one of the two values of RMSSD.
func (e emfitNights) Wants() []string { return append(e.Format.Wants(), "hrv_rmssd_morning") }

// Identify implements [importers.Importer]. The interface's own JSON is not read.
func (e emfitNights) Identify(h importers.Head) bool { return !h.JSON && e.Format.Identify(h) }

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

// Read implements [importers.Importer].
func (emfitNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := emfitRow{Table: t, sink: sink, zone: src.Zone, start: t.Index("time_start", "start_date"), end: t.Index("time_end", "end_date"),
		columns: importers.Bind(t, emfitColumns), evening: importers.Bind(t, emfitEvening)}
	for _, stage := range []string{"rem", "light", "deep"} {
		r.stages = append(r.stages, t.Index("sleep_class_"+stage+"_duration"))
	}
	var c record.Counts
	for t.Next() {
		used, err := r.read()
		if err != nil {
			return c, err
		}
		c.Count(used)
	}
	return importers.TableEnd(t, c, sink)
}

type emfitRow struct {
	*importers.Table
	sink             importers.Sink
	zone             *time.Location
	start, end       int
	stages           []int
	columns, evening []importers.BoundColumn
}

// read reads a row and reports whether it was used. The error is for a file whose
// dates need a zone.
func (r emfitRow) read() (bool, error) {
	start, ok, err := r.time(r.start)
	if !ok {
		return false, err
	}
	end, ok, err := r.time(r.end)
	if !ok || end.After(start) && importers.IsNap(start, end, end.Sub(start)) {
		return false, err
	}
	night := record.DateOf(end)
	used, _ := importers.ReadCells(r.Table, r.columns, night, emfitSource, "", r.sink)
	n, _ := importers.ReadCells(r.Table, r.evening, night, emfitEveningSource, "", r.sink)
	if used+n == 0 {
		return false, nil
	}
	r.asleep(night)
	r.Sleep(importers.MainSleep(emfitSource, night, start, end), r.start, r.end, r.sink)
	return true, nil
}

// asleep emits the sum of the stages if the row has all of them.
func (r emfitRow) asleep(night record.Date) {
	sum := 0.
	for _, i := range r.stages {
		v, err := r.Number(r.Cell(i))
		if err != nil {
			return
		}
		sum += v
	}
	r.Emit(record.Record{Night: night, Metric: "tst", Value: sum / 60, Raw: "sum of the stages", RawUnit: "s", Source: emfitSource},
		r.stages[0], r.sink)
}

// time reads one end of the night on the local clock. It returns false for a cell
// that is empty or, with a problem, wrong.
func (r emfitRow) time(i int) (at time.Time, ok bool, err error) {
	text := r.Cell(i)
	if importers.Missing(text) {
		return at, false, nil
	}
	if at, ok := importers.EpochSeconds(text); ok {
		if r.zone == nil {
			return at, false, importers.ErrNoZone
		}
		return at.In(r.zone), true, nil
	}
	at, ok = r.Time(i, r.sink, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05")
	return at, ok, nil
}
