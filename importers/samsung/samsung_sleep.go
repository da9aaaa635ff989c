package samsung

import (
	"fmt"

	"nof1/importers"
	"nof1/importers/record"
)

// codes are the codes of sleep_stage.
var codes = map[string]string{"40001": "awake", "40002": "light", "40003": "deep", "40004": "rem"}

// sleep is one row of the sleep table.
type sleep struct {
	span
	id, stop, begin string // ends as written
	cells           []record.Record
	pos             record.Pos
}

// stages is the stages of one sleep.
type stages struct {
	span // of the first stage
	list []importers.StageSpan
	pos  record.Pos
}

var sleepColumns = []importers.Column{
	{Names: []string{"sleep_score"}, Metric: "sleep_score", Parse: positive},
	{Names: []string{"original_efficiency"}, Metric: "sleep_efficiency", Parse: positive},
	{Names: []string{"efficiency"}, Metric: "sleep_efficiency", Parse: positive},
	{Names: []string{"sleep_latency"}, Metric: "sol", Unit: "ms", ZeroMissing: true, Parse: milliseconds},
}

// positive reads a number of which -1 means not measured, as 0 does.
func positive(cell string) (float64, error) {
	v, err := importers.Number(cell)
	return max(v, 0), err
}

// milliseconds reads a duration. Less than a second is no latency, but a
// number in a unit of which nothing is known.
func milliseconds(cell string) (float64, error) {
	v, err := importers.Number(cell)
	if v < 1000 {
		v = 0
	}
	return v, err
}

// readSleeps reads the sleep table.
func (run *run) readSleeps(t *importers.Table, sink importers.Sink) (c record.Counts) {
	r := run.Row(t, sink, "start_time", "end_time", "time_offset", "datauuid")
	bound := importers.Bind(t, sleepColumns)
	for t.Next() {
		s, ok := r.span()
		if p := importers.NoSleep(s.end.Sub(s.start).Minutes(), t.ClockCell(r.columns["start_time"]), t.ClockCell(r.columns["end_time"])); ok && p != nil {
			sink.Problem(*p)
			ok = false
		}
		if ok {
			held := importers.HeldRecords{Sink: sink}
			importers.ReadCells(t, bound, 0, source, "", &held)
			run.sleeps = append(run.sleeps, sleep{s, r.cell("datauuid"), r.cell("end_time"), r.cell("start_time"), held.Records, t.Pos(r.columns["start_time"])})
		}
		c.Count(ok)
	}
	return c
}

// readStages reads the table of stages.
func (run *run) readStages(t *importers.Table, sink importers.Sink) (c record.Counts) {
	r := run.Row(t, sink, "start_time", "end_time", "time_offset", "sleep_id", "stage")
	for t.Next() {
		s, ok := r.span()
		code := r.cell("stage")
		if ok && codes[code] == "" {
			sink.Problem(record.Problem{Pos: t.Pos(r.columns["stage"]), Field: "stage", Message: fmt.Sprintf("%q is no stage: want 40001 to 40004, the row was left out", code)})
			ok = false
		}
		ok = ok && s.end.After(s.start) && r.cell("sleep_id") != ""
		if ok {
			of := run.stages[r.cell("sleep_id")]
			if of == nil {
				of = &stages{span: s, pos: t.Pos(r.columns["start_time"])}
				run.stages[r.cell("sleep_id")] = of
			}
			of.list = append(of.list, importers.StageSpan{Start: s.start, End: s.end, Stage: codes[code]})
		}
		c.Count(ok)
	}
	return c
}
