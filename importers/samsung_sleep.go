package importers

import (
	"fmt"

	"nof1/importers/record"
)

// samsungCodes are the codes of sleep_stage.
var samsungCodes = map[string]string{"40001": "awake", "40002": "light", "40003": "deep", "40004": "rem"}

// samsungSleep is one row of the sleep table.
type samsungSleep struct {
	samsungSpan
	id, stop, begin string // ends as written
	cells           []record.Record
	pos             record.Pos
}

// samsungStages is the stages of one sleep.
type samsungStages struct {
	samsungSpan // of the first stage
	list        []stageSpan
	pos         record.Pos
}

var samsungSleepColumns = []Column{
	{Names: []string{"sleep_score"}, Metric: "sleep_score", Parse: samsungPositive},
	{Names: []string{"original_efficiency"}, Metric: "sleep_efficiency", Parse: samsungPositive},
	{Names: []string{"efficiency"}, Metric: "sleep_efficiency", Parse: samsungPositive},
	{Names: []string{"sleep_latency"}, Metric: "sol", Unit: "ms", ZeroMissing: true, Parse: samsungMilliseconds},
}

// samsungPositive reads a number of which -1 means not measured, as 0 does.
func samsungPositive(cell string) (float64, error) {
	v, err := Number(cell)
	return max(v, 0), err
}

// samsungMilliseconds reads a duration. Less than a second is no latency, but a
// number in a unit of which nothing is known.
func samsungMilliseconds(cell string) (float64, error) {
	v, err := Number(cell)
	if v < 1000 {
		v = 0
	}
	return v, err
}

// readSleeps reads the sleep table.
func (run *samsungRun) readSleeps(t *Table, sink Sink) (c record.Counts) {
	r := run.row(t, sink, "start_time", "end_time", "time_offset", "datauuid")
	bound := Bind(t, samsungSleepColumns)
	for t.Next() {
		s, ok := r.span()
		if p := noSleep(s.end.Sub(s.start).Minutes(), t.clockCell(r.columns["start_time"]), t.clockCell(r.columns["end_time"])); ok && p != nil {
			sink.Problem(*p)
			ok = false
		}
		if ok {
			held := heldRecords{Sink: sink}
			ReadCells(t, bound, 0, samsungSource, "", &held)
			run.sleeps = append(run.sleeps, samsungSleep{s, r.cell("datauuid"), r.cell("end_time"), r.cell("start_time"), held.records, t.Pos(r.columns["start_time"])})
		}
		c.Count(ok)
	}
	return c
}

// readStages reads the table of stages.
func (run *samsungRun) readStages(t *Table, sink Sink) (c record.Counts) {
	r := run.row(t, sink, "start_time", "end_time", "time_offset", "sleep_id", "stage")
	for t.Next() {
		s, ok := r.span()
		code := r.cell("stage")
		if ok && samsungCodes[code] == "" {
			sink.Problem(record.Problem{Pos: t.Pos(r.columns["stage"]), Field: "stage", Message: fmt.Sprintf("%q is no stage: want 40001 to 40004, the row was left out", code)})
			ok = false
		}
		ok = ok && s.end.After(s.start) && r.cell("sleep_id") != ""
		if ok {
			of := run.stages[r.cell("sleep_id")]
			if of == nil {
				of = &samsungStages{samsungSpan: s, pos: t.Pos(r.columns["start_time"])}
				run.stages[r.cell("sleep_id")] = of
			}
			of.list = append(of.list, stageSpan{s.start, s.end, samsungCodes[code]})
		}
		c.Count(ok)
	}
	return c
}
