package fitbit

import (
	"nof1/importers"
	"nof1/importers/record"
)

// scores reads sleep_score.csv. A score is given to any sleep long enough, and nothing
// in the file says which is the night's. Its time is that of waking up, to the second
// that of the sleep in sleep-*.json. Of several scores of a date, the one that ends
// with the main sleep is read. Without that file it is the one of the last row, which
// is the earliest because rows are newest first. The resting heart rate is Fitbit's of
// that day without decimals, and is dropped if another file has it.
type scores struct {
	importers.Rows
	run *scoreRun // nil before Start
}

var sleepScores = table("fitbit.sleep_score", "overall_score", "sleep_score", "sleep_log_entry_id")

var scoreColumns = append(sleepScores.Columns, importers.Column{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"})

// scoreRun collects the scores of all files.
type scoreRun struct {
	nights map[record.Date][]nightScore
	order  []record.Date
	wake   map[record.Date]record.Moment // end of the main sleep
	rested map[record.Date]bool          // nights with a resting heart rate of its own file
}

// nightScore is one row.
type nightScore struct {
	wake    record.Moment
	records []record.Record
}

// Start implements [importers.Gatherer].
func (f scores) Start() importers.Gatherer {
	f.run = &scoreRun{nights: map[record.Date][]nightScore{}}
	f.Open = func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		at, bound := t.Index("timestamp"), importers.Bind(t, scoreColumns)
		return func() bool { return f.run.read(t, at, bound, sink) }
	}
	return &f
}

// Consult notes when the main sleeps ended, and which nights have a resting heart
// rate.
func (f scores) Consult(res *importers.Result) {
	f.run.wake, f.run.rested = map[record.Date]record.Moment{}, map[record.Date]bool{}
	for _, r := range res.Records {
		if r.Source == source && r.Metric == "resting_hr" {
			f.run.rested[r.Night] = true
		}
	}
	longest := map[record.Date]int{}
	for _, s := range res.Sessions {
		if span := s.Wake.Clock() - s.Onset.Clock(); s.Source == source && span > longest[s.Night] {
			longest[s.Night], f.run.wake[s.Night] = span, s.Wake
		}
	}
}

// Read collects the rows. Before Start it emits those of this one file.
func (f scores) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if f.run == nil {
		return importers.ReadAlone(f.Start(), src, sink)
	}
	return f.Rows.Read(src, sink)
}

// read keeps the score of the current row and reports whether it has one.
func (r *scoreRun) read(t *importers.Table, at int, bound []importers.BoundColumn, sink importers.Sink) bool {
	text := t.Cell(at)
	if importers.Missing(text) {
		return false
	}
	night, err := importers.DateLabel(text)
	if err != nil {
		sink.Problem(t.Problem(at, err))
		return false
	}
	held := importers.HeldRecords{Sink: sink}
	if used, _ := importers.ReadCells(t, bound, night, source, "", &held); used == 0 {
		return false
	}
	score := nightScore{records: held.Records}
	if wake, err := importers.ParseWall(text, layouts...); err == nil {
		score.wake = record.MomentOf(wake)
	}
	if r.nights[night] == nil {
		r.order = append(r.order, night)
	}
	r.nights[night] = append(r.nights[night], score)
	return true
}

// Finish emits one score a night.
func (f scores) Finish(sink importers.Sink) {
	for _, night := range f.run.order {
		scores := f.run.nights[night]
		chosen := scores[len(scores)-1]
		for _, s := range scores {
			if wake, known := f.run.wake[night]; known && s.wake == wake {
				chosen = s
			}
		}
		for _, r := range chosen.records {
			if r.Metric != "resting_hr" || !f.run.rested[night] {
				sink.Record(r)
			}
		}
	}
}
