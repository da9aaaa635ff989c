package fitbit

import (
	"nof1/importers"
	"nof1/importers/record"
)

// scores reads sleep_score.csv. A score is given to any sleep long enough,
// and nothing in the file says which is the night's. Its time is that of waking
// up, to the second that of the sleep in sleep-*.json: of several scores of a date
// the one that ends with the main sleep stands, and without that file the one of
// the row furthest down, which is the earliest: rows are newest first. Its resting
// heart rate is Fitbit's of that day without decimals, and gives way to that of
// the files that have it.
type scores struct {
	*importers.NightTable
	run *scoreRun // nil before start
}

// scoreRun gathers the scores of all files of one run.
type scoreRun struct {
	nights map[record.Date][]nightScore
	order  []record.Date
	wake   map[record.Date]record.Moment // end of the main sleep
	rested map[record.Date]bool          // nights with a resting heart rate of its own file
}

// nightScore is what one row says.
type nightScore struct {
	wake    record.Moment
	records []record.Record
}

func (f scores) Start() importers.Gatherer {
	return scores{f.NightTable, &scoreRun{nights: map[record.Date][]nightScore{}}}
}

// Consult notes when the main sleeps ended, and which resting heart rates are
// known.
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

// Read gathers the rows. Without start it hands out those of this one file.
func (f scores) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if f.run == nil {
		return importers.ReadAlone(f.Start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	at, bound := t.Index("timestamp"), importers.Bind(t, f.Columns)
	var c record.Counts
	for t.Next() {
		c.Count(f.run.Row(t, at, bound, sink))
	}
	return importers.TableEnd(t, c, sink)
}

func (r *scoreRun) Row(t *importers.Table, at int, bound []importers.BoundColumn, sink importers.Sink) bool {
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

// Finish hands out one score a night.
func (f scores) Finish(sink importers.Sink) {
	if f.run == nil {
		return
	}
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
