package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Kind is the part of a report that differs.
type Kind string

// The kinds of differences, causes first.
const (
	VersionDiffers       Kind = "version"       // of the program
	InputDiffers         Kind = "input"         // a file changed, is missing or is new
	ConfigurationDiffers Kind = "configuration" // a setting, the seed
	NumberDiffers        Kind = "number"
	TextDiffers          Kind = "text"   // a sentence, a date, a word
	LayoutDiffers        Kind = "layout" // the same document in other bytes
	FileDiffers          Kind = "file"   // another form of the report: the page, the table
)

// Kinds lists every kind in the order they are told: what explains the others
// first.
var Kinds = []Kind{VersionDiffers, InputDiffers, ConfigurationDiffers, NumberDiffers, TextDiffers, LayoutDiffers, FileDiffers}

// Discrepancy is one place where two reports differ. Report and Recomputed are
// JSON values, "" if the place is missing.
type Discrepancy struct {
	Kind       Kind   `json:"kind"`       // cause, or what follows from one
	Where      string `json:"where"`      // outcomes[hrv_rmssd].ci95[0]
	Report     string `json:"report"`     // value in the report, as JSON; "" if absent
	Recomputed string `json:"recomputed"` // value of the second run, as JSON; "" if absent
}

// Compare returns every difference between two report.json documents: the report
// and its recomputation. Numbers are equal if their digits are. The result is empty
// if and only if the bytes are the same. It is sorted by kind, causes first. The error
// is for a document that is not JSON.
func Compare(report, recomputed []byte) ([]Discrepancy, error) {
	if bytes.Equal(report, recomputed) {
		return nil, nil
	}
	was, err := readNode(report)
	if err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	now, err := readNode(recomputed)
	if err != nil {
		return nil, fmt.Errorf("report.json: %w", err)
	}
	nightColumns(was.of["nights"])
	nightColumns(now.of["nights"])
	out := differ(nil, "", was, now)
	if len(out) == 0 {
		out = []Discrepancy{{Kind: LayoutDiffers, Where: "report.json"}}
	}
	slices.SortStableFunc(out, func(a, b Discrepancy) int {
		return slices.Index(Kinds, a.Kind) - slices.Index(Kinds, b.Kind)
	})
	return out, nil
}

// differ appends the differences below one place.
func differ(out []Discrepancy, where string, was, now *node) []Discrepancy {
	if was == nil || now == nil || was.of == nil || now.of == nil || was.text != now.text {
		if was == nil || now == nil || was.String() != now.String() {
			out = append(out, discrepancy(where, was, now))
		}
		return out
	}
	for _, key := range was.keys {
		out = differ(out, below(where, was, key), was.of[key], now.of[key])
	}
	for _, key := range now.keys {
		if was.of[key] == nil {
			out = differ(out, below(where, now, key), nil, now.of[key])
		}
	}
	return out
}

// below is the place of a key: outcomes[hrv_rmssd], outcomes[hrv_rmssd].estimate.
func below(where string, parent *node, key string) string {
	switch {
	case parent.text == "[":
		return where + "[" + key + "]"
	case where == "":
		return key
	}
	return where + "." + key
}

func discrepancy(where string, was, now *node) Discrepancy {
	d := Discrepancy{Kind: kindOf(where, was, now), Where: where}
	if was != nil {
		d.Report = was.String()
	}
	if now != nil {
		d.Recomputed = now.String()
	}
	return d
}

// kindOf returns the kind of a difference: a cause, or what follows from one.
func kindOf(where string, was, now *node) Kind {
	switch {
	case strings.HasPrefix(where, "tool.version"):
		return VersionDiffers
	case strings.HasPrefix(where, "inputs"), where == "look.inputs_sha256":
		return InputDiffers
	case strings.HasPrefix(where, "tool."), strings.HasPrefix(where, "settings"):
		return ConfigurationDiffers
	case numeric(was) || numeric(now):
		return NumberDiffers
	}
	return TextDiffers
}

func numeric(n *node) bool {
	return n != nil && n.of == nil && json.Valid([]byte(n.text)) && strings.IndexByte("-0123456789", n.text[0]) >= 0
}
