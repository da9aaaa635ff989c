package analysis

import (
	"sort"

	"nof1/importers/record"
)

const (
	diarySource  = "diary"
	gramsADrink  = 14 // a US standard drink of ethanol
	gad7Lookback = 14 // GAD-7 asks about the last two weeks
)

// diaryRecords returns the nightly values of a diary. A rating of day D belongs to
// the night that ended on D; what was drunk or done on day D to the night after it.
// Ratings of one day are averaged, amounts added up.
func diaryRecords(entries []record.Entry) []record.Record {
	type key struct {
		night  record.Date
		metric string
	}
	type cell struct {
		sum float64
		n   int
		pos record.Pos
	}
	cells := map[key]*cell{}
	for _, e := range entries {
		m, ok := record.MetricByID(e.Item)
		if !ok || !e.HasValue || e.YesNo {
			continue
		}
		night := e.Night
		if !e.HasNight {
			night = e.When.Day
			if m.Kind == record.Covariate {
				night++
			}
		}
		v := e.Value
		if e.Item == "alcohol" && (e.Unit == "drinks" || e.Unit == "drink") {
			v *= gramsADrink
		}
		k := key{night, m.ID}
		if cells[k] == nil {
			cells[k] = &cell{pos: e.Pos}
		}
		cells[k].sum += v
		cells[k].n++
	}
	var out []record.Record
	for k, c := range cells {
		m, _ := record.MetricByID(k.metric)
		v := c.sum
		if m.Kind == record.Rating {
			v /= float64(c.n)
		}
		out = append(out, record.Record{Night: k.night, Metric: k.metric, Value: v, Source: diarySource, Pos: c.pos})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Night != out[j].Night {
			return out[i].Night < out[j].Night
		}
		return out[i].Metric < out[j].Metric
	})
	return out
}

// lateEnough reports whether the two weeks that a GAD-7 score of a night asks about
// lie in one phase.
func lateEnough(a arrange, night record.Date) bool {
	i, _ := a.phaseAt(night)
	return i >= 0 && (i == 0 || int(night-a.phases[i].First) >= gad7Lookback)
}
