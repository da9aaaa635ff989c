package apple

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// kind is what a Health record measures.
type kind uint8

const (
	unread kind = iota
	sleep
	hrv
	breaths
	oxygen
	restingHR
	wristTemp
	steps
	energy
)

// catalogue has the metric of each kind that has one.
var catalogue = func() (rows [energy + 1]record.Metric) {
	for kind, id := range map[kind]string{
		hrv: "hrv_sdnn", breaths: "respiratory_rate", oxygen: "spo2", restingHR: "resting_hr", wristTemp: "skin_temp",
		steps: "steps", energy: "active_energy",
	} {
		rows[kind], _ = record.MetricByID(id)
	}
	return rows
}()

// kindOf returns the kind of a type identifier, with or without the prefix
// that converters strip.
func kindOf[T string | []byte](id T) kind {
	const quantity, category = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
	if len(id) > len(quantity) && (string(id[:len(quantity)]) == quantity || string(id[:len(category)]) == category) {
		id = id[len(quantity):]
	}
	switch string(id) {
	case "SleepAnalysis":
		return sleep
	case "HeartRateVariabilitySDNN":
		return hrv
	case "RespiratoryRate":
		return breaths
	case "OxygenSaturation":
		return oxygen
	case "RestingHeartRate":
		return restingHR
	case "AppleSleepingWristTemperature":
		return wristTemp
	case "StepCount":
		return steps
	case "ActiveEnergyBurned":
		return energy
	}
	return unread
}

// element is one Record element, or one row of a table made from it. Its texts are
// good until the next one is read.
type element struct {
	kind                                      kind
	source, device, version, start, end, unit []byte
	value                                     []byte
	zone, algorithm                           []byte // of the metadata
	byHand                                    bool   // HKWasUserEntered
	escaped                                   bool   // source and device are, as XML is
	line                                      int
}

// stage is a class of sleep interval.
type stage uint8

const (
	stageInBed  stage = iota + 1
	stageAsleep       // unspecified, and all sleep before iOS 16
	stageCore         // light
	stageDeep
	stageREM
	stageAwake
)

// stages are the values of sleep records. The short ones are Health Auto Export's.
var stages = map[string]stage{
	"inbed": stageInBed, "in bed": stageInBed,
	"asleep": stageAsleep, "asleepunspecified": stageAsleep, "unspecified": stageAsleep,
	"asleepcore": stageCore, "core": stageCore,
	"asleepdeep": stageDeep, "deep": stageDeep,
	"asleeprem": stageREM, "rem": stageREM,
	"awake": stageAwake,
}

func stageOf(value []byte) (stage, bool) {
	v := bytes.TrimPrefix(bytes.TrimSpace(value), []byte("HKCategoryValueSleepAnalysis"))
	s, ok := stages[strings.ToLower(string(v))]
	return s, ok
}

// instants reads Health's times. It keeps the day and the offset read last, which
// thousands of records in a row share.
type instants struct {
	day, zone  string
	dayStart   int64
	zoneOffset int64
}

// layouts are times that converters write.
var layouts = []string{
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05 -07:00",
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05Z",
}

// instant returns seconds since 1970 and the offset in seconds of a time such as
// "2031-03-09 23:15:00 +0100". Times outside 1971 to 2105 are errors.
func (a *instants) instant(text []byte) (at, offset int64, err error) {
	if len(text) == 25 && text[10] == ' ' && text[13] == ':' && text[16] == ':' && text[19] == ' ' {
		h, m, s := twoDigits(text[11:]), twoDigits(text[14:]), twoDigits(text[17:])
		if uint(h) < 24 && uint(m) < 60 && uint(s) < 60 && a.setDay(text[:10]) && a.setZone(text[20:]) {
			return a.dayStart + int64(h*3600+m*60+s) - a.zoneOffset, a.zoneOffset, nil
		}
	}
	for _, layout := range layouts {
		t, err := time.Parse(layout, strings.TrimSpace(string(text)))
		if err == nil && t.Year() > 1970 && t.Year() < 2106 {
			_, seconds := t.Zone()
			a.zone, a.zoneOffset = "", int64(seconds)
			return t.Unix(), a.zoneOffset, nil
		}
	}
	return 0, 0, fmt.Errorf("%q is not a time: want YYYY-MM-DD HH:MM:SS +HHMM", text)
}

// twoDigits reads two digits, and returns -1 for anything else.
func twoDigits(b []byte) int {
	tens, ones := b[0]-'0', b[1]-'0'
	if tens > 9 || ones > 9 {
		return -1
	}
	return int(tens)*10 + int(ones)
}

func (a *instants) setDay(text []byte) bool {
	if string(text) == a.day {
		return true
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil || t.Year() <= 1970 || t.Year() >= 2106 {
		return false
	}
	a.day, a.dayStart = string(text), t.Unix()
	return true
}

func (a *instants) setZone(text []byte) bool {
	if string(text) == a.zone {
		return true
	}
	h, m := twoDigits(text[1:]), twoDigits(text[3:])
	if uint(h) > 14 || uint(m) > 59 || text[0] != '+' && text[0] != '-' {
		return false
	}
	a.zone, a.zoneOffset = string(text), int64(h*3600+m*60)
	if text[0] == '-' {
		a.zoneOffset = -a.zoneOffset
	}
	return true
}

// number reads a decimal number. Plain ones of up to 15 digits, which nearly all are,
// need no string. Both ways give the nearest float64.
func number(text []byte) (float64, error) {
	var mantissa, digits, scale int
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9' && digits < 15:
			mantissa = mantissa*10 + int(c-'0')
			digits++
			if scale > 0 {
				scale *= 10
			}
		case c == '.' && scale == 0 && i > 0 && i < len(text)-1:
			scale = 1
		default:
			return importers.Number(string(text))
		}
	}
	if digits == 0 {
		return importers.Number(string(text))
	}
	return float64(mantissa) / float64(max(scale, 1)), nil
}

// value returns a quantity in the unit of the catalogue.
func value(r *element) (float64, error) {
	m := &catalogue[r.kind]
	v, err := number(r.value)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number: want %s", r.value, importers.UnitWords(m.Unit))
	}
	unit := string(r.unit)
	switch {
	case r.kind == oxygen && v <= 1: // a share, though the unit says percent
		return 100 * v, nil
	case r.kind == steps, unit == "", unit == "count/min", unit == "ms", unit == "kcal", unit == "Cal":
		return v, nil // as the catalogue has it
	}
	if v, err = importers.Convert(*m, unit, v); err != nil || math.IsInf(v, 0) {
		return 0, fmt.Errorf("a value in %q: want %s", r.unit, importers.UnitWords(m.Unit))
	}
	return v, nil
}
