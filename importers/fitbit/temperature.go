package fitbit

import (
	"strconv"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Temperature reads "Computed Temperature": the skin temperature of each sleep in
// degrees Celsius, with the sum of the samples' differences from the own baseline. The
// mean of these is the deviation. Times are local, with and without seconds. The night
// is the date on which the sleep ends. Of two sleeps on one date the longer is read.
// Values are NaN until there are thirty nights.
var Temperature importers.Importer = importers.Rows{
	Format: importers.Format{ID: "fitbit.temperature", Columns: importers.Names("sleep_start", "sleep_end", "nightly_temperature")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		bound := importers.Bind(t, temperatureColumns)
		var sleeps []warmSleep
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			longest := longestSleeps(sleeps)
			for _, s := range longest {
				for _, r := range s.values {
					sink.Record(r)
				}
			}
			c.Used, c.Skipped = len(longest), c.Skipped+c.Used-len(longest)
			return c, nil
		})
		return func() bool {
			s, ok := readWarmSleep(t, bound, sink)
			if ok {
				sleeps = append(sleeps, s)
			}
			return ok
		}
	},
}

var temperatureColumns = []importers.Column{{Names: []string{"nightly_temperature"}, Metric: "skin_temp"}}

// warmSleep is one row, kept until no longer sleep of its date can follow.
type warmSleep struct {
	night  record.Date
	length time.Duration
	values []record.Record
}

// longestSleeps returns the longest sleep of each date, in the order of the dates in
// the file.
func longestSleeps(sleeps []warmSleep) []warmSleep {
	var longest []warmSleep
	place := map[record.Date]int{}
	for _, s := range sleeps {
		i, known := place[s.night]
		switch {
		case !known:
			place[s.night] = len(longest)
			longest = append(longest, s)
		case s.length > longest[i].length:
			longest[i] = s
		}
	}
	return longest
}

// temperatureLayouts are those of the ends of sleeps.
var temperatureLayouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z"}

// readWarmSleep reads the current row. It is not ok if nothing of it is used.
func readWarmSleep(t *importers.Table, bound []importers.BoundColumn, sink importers.Sink) (s warmSleep, ok bool) {
	start, ok := t.Time(t.Index("sleep_start"), sink, temperatureLayouts...)
	if !ok {
		return s, false
	}
	end, ok := t.Time(t.Index("sleep_end"), sink, temperatureLayouts...)
	if !ok {
		return s, false
	}
	night := record.DateOf(end)
	held := importers.HeldRecords{Sink: sink}
	importers.ReadCells(t, bound, night, source, "", &held)
	at := t.Index("baseline_relative_sample_sum")
	sum, err := t.Number(t.Cell(at))
	n, err2 := t.Number(t.Cell(t.Index("temperature_samples")))
	if err == nil && err2 == nil && n > 0 {
		t.Emit(record.Record{Night: night, Metric: "skin_temp_deviation", Value: sum / n,
			Raw: t.Cell(at) + "/" + strconv.FormatFloat(n, 'f', -1, 64), RawUnit: "degC", Source: source}, at, &held)
	}
	return warmSleep{night, end.Sub(start), held.Records}, len(held.Records) > 0
}
