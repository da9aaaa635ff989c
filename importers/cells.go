package importers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Forms of numbers in cells that more than one format has, for [Column].Parse.

var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)

// Thousands reads a number with or without commas between its thousands.
func Thousands(cell string) (float64, error) {
	if grouped.MatchString(cell) {
		cell = strings.ReplaceAll(cell, ",", "")
	}
	return Number(cell)
}

var durationClock = regexp.MustCompile(`^(\d{1,4}):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?$`)

// ClockDuration reads a duration written H:MM or H:MM:SS, with or without a
// fraction of the last second, in minutes.
func ClockDuration(cell string) (float64, error) {
	m := durationClock.FindStringSubmatch(strings.TrimSpace(cell))
	if m == nil {
		return 0, fmt.Errorf("%q is not a duration: want HH:MM or HH:MM:SS", cell)
	}
	minutes := 0.
	for i, minutesEach := range []float64{60, 1, 1. / 60} {
		v, _ := strconv.ParseFloat("0"+m[i+1], 64) // digits only; seconds may be left out
		minutes += v * minutesEach
	}
	return minutes, nil
}

var durationWords = regexp.MustCompile(`^(?:(\d{1,3})\s*h(?:rs?|ours?)?)?\s*(?:(\d{1,3})\s*m(?:in)?s?)?$`)

// WordDuration reads "7h 40min", "3h 17m", "48min" and "8h" as minutes.
func WordDuration(cell string) (float64, error) {
	m := durationWords.FindStringSubmatch(strings.ToLower(strings.TrimSpace(cell)))
	if m == nil || m[1] == "" && m[2] == "" {
		return 0, fmt.Errorf("%q is not a duration: want 7h 40min", cell)
	}
	h, _ := strconv.Atoi("0" + m[1])
	min, _ := strconv.Atoi("0" + m[2])
	return float64(60*h + min), nil
}

// ZeroOrMissing tells whether a cell says that nothing was measured.
func ZeroOrMissing(cell string) bool {
	v, err := Number(cell)
	return Missing(cell) || err == nil && v == 0
}
