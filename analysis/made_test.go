package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"nof1/importers/record"
)

// made is a made-up study: nights 0..n-1 from 2024-01-01 (a Monday) with one
// AR(1) heart rate variability series, doses on the days given.
type made struct {
	nights  int
	on      func(i int) bool    // taken for night i
	effect  float64             // ln, on taken nights
	adjust  func(i int) float64 // ln, added to night i
	missing func(i int) bool
	seed    uint64
	rho, sd float64
	device  func(i int) string
}

var day0 = record.NewDate(2024, 1, 1)

func (m made) study() Study {
	r := rand.New(rand.NewPCG(m.seed, 7))
	if m.sd == 0 {
		m.rho, m.sd = 0.3, 0.18
	}
	var s Study
	dev := 0.0
	for i := range m.nights {
		dev = m.rho*dev + m.sd*math.Sqrt(1-m.rho*m.rho)*r.NormFloat64()
		y := math.Log(60) + dev
		if m.adjust != nil {
			y += m.adjust(i)
		}
		night := day0 + record.Date(i)
		if m.on != nil && m.on(i) {
			y += m.effect
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: night - 1}, Supplement: "magnesium", Form: "bisglycinate",
				Amount: 200, HasAmount: true, Unit: "mg", Basis: record.BasisElemental, Taken: record.TakenYes, Source: "nof1.log"})
		}
		if m.missing != nil && m.missing(i) {
			continue
		}
		rec := record.Record{Night: night, Metric: "hrv_rmssd", Value: math.Exp(y), Source: "whoop", Pos: record.Pos{File: "f.csv", Line: i + 2}}
		if m.device != nil {
			rec.Device = m.device(i)
		}
		s.Records = append(s.Records, rec)
		hr := rec
		hr.Metric, hr.Value = "resting_hr", 58-12*(y-math.Log(60))+r.NormFloat64()
		s.Records = append(s.Records, hr)
	}
	return s
}

func momentOf(day int) record.Moment { return record.Moment{Day: record.Date(day)} }

// with returns the study with a series of another metric over some nights.
func (s Study) with(metric string, nights int, value func(i int) float64) Study {
	s.Records = append([]record.Record(nil), s.Records...)
	for i := range nights {
		s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: metric, Value: value(i), Source: "whoop",
			Pos: record.Pos{File: "x.csv", Line: i + 2}})
	}
	return s
}

// taking returns the study with 30 days of another supplement.
func (s Study) taking(name string, firstDay int) Study {
	s.Doses = append([]record.Dose(nil), s.Doses...)
	for i := range 30 {
		s.Doses = append(s.Doses, record.Dose{When: momentOf(int(day0) + firstDay + i), Supplement: name, Taken: record.TakenYes,
			Source: "nof1.log"})
	}
	return s
}

// tag returns the study with a diary item on the day before each night for which
// on is true, with the value 1, and with 0 on the other nights where no is set.
func (s Study) tag(item string, on func(i int) bool, no bool) Study {
	s.Entries = append([]record.Entry(nil), s.Entries...)
	for i := range 200 {
		e := record.Entry{When: momentOf(int(day0) + i - 1), Item: item, HasValue: true, YesNo: true}
		switch {
		case on(i):
			e.Value = 1
		case !no:
			continue
		}
		s.Entries = append(s.Entries, e)
	}
	return s
}

// series returns the study with a metric of 200 nights and some noise.
func (s Study) series(metric string, value func(i int) float64) Study {
	r := rand.New(rand.NewPCG(3, uint64(len(metric))))
	return s.with(metric, 200, func(i int) float64 {
		v := value(i)
		if metric != "spo2" {
			v += .05 * math.Abs(v) * r.NormFloat64() / 3
		}
		return v
	})
}

// at returns the study with every diary entry at a minute of its day.
func (s Study) at(minute int) Study {
	s.Entries = append([]record.Entry(nil), s.Entries...)
	for i := range s.Entries {
		s.Entries[i].When.Timed, s.Entries[i].When.Minute = true, minute
	}
	return s
}

// quietStudy returns a new study in which nothing happens but the start on night 120.
func quietStudy() Study { return made{nights: 200, on: from(120), seed: 1}.study() }

// quiet is a quietStudy that tests share and do not change.
var quiet = quietStudy()

func never(int) bool             { return false }
func every(n int) func(int) bool { return func(i int) bool { return i%n == 0 } }
func between(a, b int) func(int) bool {
	return func(i int) bool { return i >= a && i < b }
}

// spell returns a level with another one from night a up to b.
func spell(a, b int, inside, outside float64) func(int) float64 {
	return func(i int) float64 {
		if i >= a && i < b {
			return inside
		}
		return outside
	}
}

func always(level float64) func(int) float64 { return func(int) float64 { return level } }

func from(start int) func(int) bool { return func(i int) bool { return i >= start } }

func analysed(t *testing.T, s Study) Result {
	t.Helper()
	r, err := Run(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func outcomeOf(t *testing.T, r Result, metric string) Outcome {
	t.Helper()
	for _, o := range r.Outcomes {
		if o.Metric == metric {
			return o
		}
	}
	t.Fatalf("no row for %s", metric)
	return Outcome{}
}

func caveatOf(r Result, id string) *Caveat {
	for i := range r.Caveats {
		if r.Caveats[i].ID == id {
			return &r.Caveats[i]
		}
	}
	return nil
}

func (c *Caveat) value(name string) float64 {
	for _, m := range c.Measured {
		if m.Name == name {
			return m.Value
		}
	}
	return math.NaN()
}
