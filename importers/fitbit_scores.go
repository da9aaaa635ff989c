package importers

import "nof1/importers/record"

// fitbitScores reads sleep_score.csv. A score is given to any sleep long enough,
// and nothing in the file says which is the night's. Its time is that of waking
// up, to the second that of the sleep in sleep-*.json: of several scores of a date
// the one that ends with the main sleep stands, and without that file the one of
// the row furthest down, which is the earliest: rows are newest first. Its resting
// heart rate is Fitbit's of that day without decimals, and gives way to that of
// the files that have it.
type fitbitScores struct {
	*nightTable
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

func (f fitbitScores) start() gatherer {
	return fitbitScores{f.nightTable, &scoreRun{nights: map[record.Date][]nightScore{}}}
}

// consult notes when the main sleeps ended, and which resting heart rates are
// known.
func (f fitbitScores) consult(res *Result) {
	f.run.wake, f.run.rested = map[record.Date]record.Moment{}, map[record.Date]bool{}
	for _, r := range res.Records {
		if r.Source == fitbitSource && r.Metric == "resting_hr" {
			f.run.rested[r.Night] = true
		}
	}
	longest := map[record.Date]int{}
	for _, s := range res.Sessions {
		if span := s.Wake.Clock() - s.Onset.Clock(); s.Source == fitbitSource && span > longest[s.Night] {
			longest[s.Night], f.run.wake[s.Night] = span, s.Wake
		}
	}
}

// Read gathers the rows. Without start it hands out those of this one file.
func (f fitbitScores) Read(src Source, sink Sink) (record.Counts, error) {
	if f.run == nil {
		return readAlone(f.start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	at, bound := t.Index("timestamp"), Bind(t, f.columns)
	var c record.Counts
	for t.Next() {
		c.Count(f.run.row(t, at, bound, sink))
	}
	return tableEnd(t, c, sink)
}

func (r *scoreRun) row(t *Table, at int, bound []BoundColumn, sink Sink) bool {
	text := t.Cell(at)
	if Missing(text) {
		return false
	}
	night, err := dateLabel(text)
	if err != nil {
		sink.Problem(t.problem(at, err))
		return false
	}
	held := heldRecords{Sink: sink}
	if used, _ := ReadCells(t, bound, night, fitbitSource, "", &held); used == 0 {
		return false
	}
	score := nightScore{records: held.records}
	if wake, err := parseWall(text, fitbitLayouts...); err == nil {
		score.wake = record.MomentOf(wake)
	}
	if r.nights[night] == nil {
		r.order = append(r.order, night)
	}
	r.nights[night] = append(r.nights[night], score)
	return true
}

// finish hands out one score a night.
func (f fitbitScores) finish(sink Sink) {
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
