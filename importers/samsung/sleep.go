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

// stages are the stages of one sleep.
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

// positive reads a number. -1 means not measured, as 0 does, and is read as 0.
func positive(cell string) (float64, error) {
	v, err := importers.Number(cell)
	return max(v, 0), err
}

// milliseconds reads a duration. Less than a second is read as 0: such numbers are
// in an unknown unit.
func milliseconds(cell string) (float64, error) {
	v, err := importers.Number(cell)
	if v < 1000 {
		v = 0
	}
	return v, err
}

// sleepRow opens the sleep table.
func (run *run) sleepRow(t *importers.Table, sink importers.Sink) func() bool {
	r, bound := run.row(t, sink), importers.Bind(t, sleepColumns)
	start, end := r.columns["start_time"], r.columns["end_time"]
	return func() bool {
		s, ok := r.span()
		if !ok {
			return false
		}
		if p := importers.NoSleep(s.end.Sub(s.start).Minutes(), t.ClockCell(start), t.ClockCell(end)); p != nil {
			sink.Problem(*p)
			return false
		}
		held := importers.HeldRecords{Sink: sink}
		importers.ReadCells(t, bound, 0, source, "", &held)
		run.sleeps = append(run.sleeps, sleep{s, r.cell("datauuid"), t.Cell(end), t.Cell(start), held.Records, t.Pos(start)})
		return true
	}
}

// stageRow opens the table of stages.
func (run *run) stageRow(t *importers.Table, sink importers.Sink) func() bool {
	r := run.row(t, sink)
	return func() bool {
		s, ok := r.span()
		if !ok {
			return false
		}
		code, id := r.cell("stage"), r.cell("sleep_id")
		if codes[code] == "" {
			sink.Problem(record.Problem{Pos: t.Pos(r.columns["stage"]), Field: "stage",
				Message: fmt.Sprintf("%q is no stage: want 40001 to 40004, the row was left out", code)})
			return false
		}
		if !s.end.After(s.start) || id == "" {
			return false
		}
		if run.stages[id] == nil {
			run.stages[id] = &stages{span: s, pos: t.Pos(r.columns["start_time"])}
		}
		run.stages[id].list = append(run.stages[id].list, importers.StageSpan{Start: s.start, End: s.end, Stage: codes[code]})
		return true
	}
}
