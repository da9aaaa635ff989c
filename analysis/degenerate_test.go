package analysis

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"nof1/analysis/nightly"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// Odd records, under every design: nothing but numbers comes out, for a number
// that is not a number is absent from the JSON.
func TestNoNumberThatIsNone(t *testing.T) {
	const nights = 160
	designs := []struct {
		name string
		on   func(i int) bool
		set  func(*Settings)
	}{
		{"AB", from(100), nil},
		{"AB short", from(40), nil},
		{"ABA", func(i int) bool { return i >= 70 && i < 120 }, nil},
		{"ABAB", func(i int) bool { return i/40%2 == 1 }, nil},
		{"as needed", func(i int) bool { return i*7919%10 < 4 }, nil},
		{"blocks", func(i int) bool { return i/7*7919%10 < 5 }, func(s *Settings) { s.Randomised = true }},
		{"always", func(int) bool { return true }, nil},
		{"never", nil, nil},
	}
	shapes := []struct {
		name string
		y    func(i int, on bool) float64 // hrv_rmssd; NaN missing
	}{
		{"one value", func(int, bool) float64 { return 60 }},
		{"two values", func(_ int, on bool) float64 { return map[bool]float64{false: 60, true: 70}[on] }},
		{"steady without, lively with", func(i int, on bool) float64 {
			if on {
				return 60 + float64(i*7919%17)
			}
			return 61.3
		}},
		{"lively without, steady with", func(i int, on bool) float64 {
			if on {
				return 61.3
			}
			return 60 + float64(i*7919%17)
		}},
		{"a straight line", func(i int, _ bool) float64 { return 40 + .1*float64(i) }},
		{"the same week again and again", func(i int, _ bool) float64 { return 60 + float64(i%7) }},
		{"one odd night", func(i int, _ bool) float64 {
			if i == 130 {
				return 200
			}
			return 60
		}},
		{"seven nights of the first two months", func(i int, on bool) float64 {
			if i < 100 && i%14 != 0 {
				return math.NaN()
			}
			return 60 + float64(i*7919%17)
		}},
		{"one night", func(i int, _ bool) float64 {
			if i != 130 {
				return math.NaN()
			}
			return 60
		}},
		{"every other night", func(i int, _ bool) float64 {
			if i%2 == 0 {
				return math.NaN()
			}
			return 60 + float64(i*7919%17)
		}},
	}
	for _, d := range designs {
		for _, shape := range shapes {
			s := made{nights: nights, on: d.on, seed: 1}.study()
			s.Records = nil
			for i := range nights {
				y := shape.y(i, d.on != nil && d.on(i))
				if math.IsNaN(y) {
					continue
				}
				for k, metric := range []string{"hrv_rmssd", "resting_hr", "sleep_quality", "tst", "steps"} {
					v := y
					if metric == "sleep_quality" {
						v = y / 20
					}
					s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: metric, Value: v, Source: "whoop",
						Pos: record.Pos{File: "f.csv", Line: i + 2, Column: k + 1}})
				}
			}
			if d.set != nil {
				d.set(&s.Settings)
			}
			r := analysed(t, s)
			for _, at := range numbersThatAreNone(reflect.ValueOf(r), "") {
				t.Errorf("%s, %s: %s", d.name, shape.name, at)
			}
		}
	}
}

// numbersThatAreNone returns the places at which a value holds NaN or an infinity.
func numbersThatAreNone(v reflect.Value, path string) (at []string) {
	switch v.Kind() {
	case reflect.Float64:
		if !stats.Finite(v.Float()) {
			at = append(at, fmt.Sprintf("%s is %v", path, v.Float()))
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*nightly.Table]() {
			at = numbersThatAreNone(v.Elem(), path)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			at = append(at, numbersThatAreNone(v.Index(i), fmt.Sprintf("%s[%d]", path, i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			at = append(at, numbersThatAreNone(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	}
	return at
}
