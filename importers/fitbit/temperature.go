package fitbit

import (
	"strconv"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Temperature reads "Computed Temperature": skin temperature of each sleep
// in degrees Celsius, with the sum of the samples' differences from the own
// baseline; their mean is the deviation. Times are local, with and without
// seconds. The night is the date on which the sleep ends, and of two sleeps on
// one date the longer stands. NaN stands until there are thirty nights.
var Temperature importers.Importer = temperatures{}

type temperatures struct{}

func (temperatures) Name() string { return "fitbit.temperature" }

func (temperatures) Wants() []string {
	return []string{"sleep_start", "sleep_end", "nightly_temperature"}
}

func (f temperatures) Identify(h importers.Head) bool { return h.Has(f.Wants()...) }

var temperatureColumns = []importers.Column{{Names: []string{"nightly_temperature"}, Metric: "skin_temp"}}

// warmSleep is one row, held until no longer sleep of its date can follow.
type warmSleep struct {
	length time.Duration
	values []record.Record
}

func (temperatures) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	bound := importers.Bind(t, temperatureColumns)
	longest := map[record.Date]*warmSleep{}
	var order []record.Date
	var c record.Counts
	for t.Next() {
		night, sleep, ok := readWarmSleep(t, bound, sink)
		c.Count(ok)
		if !ok {
			continue
		}
		old := longest[night]
		switch {
		case old == nil:
			order = append(order, night)
			longest[night] = &sleep
			continue
		case sleep.length > old.length:
			*old = sleep
		}
		c.Used--
		c.Skipped++
	}
	for _, night := range order {
		for _, r := range longest[night].values {
			sink.Record(r)
		}
	}
	return importers.TableEnd(t, c, sink)
}

func readWarmSleep(t *importers.Table, bound []importers.BoundColumn, sink importers.Sink) (record.Date, warmSleep, bool) {
	var ends [2]time.Time
	for i, name := range []string{"sleep_start", "sleep_end"} {
		at := t.Index(name)
		end, err := importers.ParseWall(t.Cell(at), "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z")
		if err != nil {
			sink.Problem(t.Problem(at, err))
			return 0, warmSleep{}, false
		}
		ends[i] = end
	}
	night := record.DateOf(ends[1])
	held := importers.HeldRecords{Sink: sink}
	importers.ReadCells(t, bound, night, source, "", &held)
	at := t.Index("baseline_relative_sample_sum")
	sum, err := t.Number(t.Cell(at))
	n, err2 := t.Number(t.Cell(t.Index("temperature_samples")))
	if err == nil && err2 == nil && n > 0 {
		importers.EmitComputed(record.Record{Night: night, Metric: "skin_temp_deviation", Value: sum / n, Raw: t.Cell(at) + "/" + strconv.FormatFloat(n, 'f', -1, 64), RawUnit: "degC",
			Source: source, Pos: t.Pos(at)}, t.Name(at), &held)
	}
	return night, warmSleep{ends[1].Sub(ends[0]), held.Records}, len(held.Records) > 0
}
