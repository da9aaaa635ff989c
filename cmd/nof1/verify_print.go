package main

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nof1/reports"
)

// kindNames are the headings of the differences.
var kindNames = map[reports.Kind]string{
	reports.VersionDiffers:       "another version of nof1",
	reports.InputDiffers:         "the input changed",
	reports.ConfigurationDiffers: "the configuration changed",
	reports.NumberDiffers:        "numbers",
	reports.TextDiffers:          "words",
	reports.LayoutDiffers:        "layout",
	reports.FileDiffers:          "other files of the report",
}

// listedElements is how many elements of one list are named one by one.
const listedElements = 3

// shownDifferences is how many lines of differences are shown without --all: what
// explains the others comes first.
const shownDifferences = 10

// printVerified says what differs, what explains the rest first: one line a
// place, the nights of one column and the like together.
func printVerified(p *printer, path string, found []reports.Discrepancy, all bool) {
	if len(found) == 0 {
		p.result("same: %s is what its files and settings give, to the byte", path)
		return
	}
	var kind reports.Kind
	for i, shown := 0, 0; i < len(found); shown++ {
		if shown == shownDifferences && !all {
			p.result("and %s more: --all names each", count(len(found)-i, "difference"))
			return
		}
		if found[i].Kind != kind {
			kind = found[i].Kind
			p.result("%s", kindNames[kind])
		}
		n := elements(found[i:])
		if n <= listedElements {
			p.result("  %s", difference(found[i]))
			i++
			continue
		}
		p.result("  %s: %d differ, first %s", listOf(found[i].Where), n, difference(found[i]))
		i += n
	}
}

// hintSamePaths says where the files of a report are.
const hintSamePaths = "give every file the report was made from: the PATHs that nof1 report was given"

// tellNotGiven names the files a report was made from that were not found in the
// PATHs, and tells whether there are any.
func tellNotGiven(p *printer, old []reports.Input, found, paths []string) bool {
	var missing []string
	for _, in := range old {
		if !slices.Contains(found, in.Path) {
			missing = append(missing, in.Path)
		}
	}
	if len(missing) > 0 {
		p.error("the report was made from " + firstNames(missing) + " too, which " + typed(paths) + " does not hold")
	}
	return len(missing) > 0
}

// elements counts the differences at the head that are elements of one list.
func elements(found []reports.Discrepancy) int {
	list := listOf(found[0].Where)
	n := 1
	for list != "" && n < len(found) && found[n].Kind == found[0].Kind && listOf(found[n].Where) == list {
		n++
	}
	return n
}

// listOf is the list a place is an element of, "" where it is none.
func listOf(where string) string {
	if at := strings.LastIndexByte(where, '['); at > 0 && strings.HasSuffix(where, "]") {
		return where[:at]
	}
	return ""
}

// difference is one difference on a line.
func difference(d reports.Discrepancy) string {
	if file, field, ok := inputOf(d); ok {
		switch {
		case d.Recomputed == "":
			return file + ": missing now"
		case d.Report == "":
			return file + ": not there when the report was made"
		case field == "sha256":
			return file + ": changed since, sha256 " + unquoted(d.Report) + " is now " + unquoted(d.Recomputed)
		}
	}
	switch {
	case d.Kind == reports.LayoutDiffers:
		return d.Where + ": the same document in other bytes: something else wrote it anew"
	case d.Report == "":
		return d.Where + ": only in the new one: " + brief(d.Recomputed)
	case d.Recomputed == "":
		return d.Where + ": only in the report: " + brief(d.Report)
	}
	return d.Where + ": " + brief(d.Report) + " is now " + brief(d.Recomputed)
}

// inputOf splits inputs[FILE].FIELD; the field is "" where the whole file is
// the difference.
func inputOf(d reports.Discrepancy) (file, field string, ok bool) {
	rest, ok := strings.CutPrefix(d.Where, "inputs[")
	at := strings.LastIndexByte(rest, ']')
	if !ok || at < 0 {
		return "", "", false
	}
	file, field = rest[:at], strings.TrimPrefix(rest[at+1:], ".")
	return file, field, field == "" || field == "sha256"
}

// brief shortens a long value.
func brief(value string) string {
	const most = 160
	if utf8.RuneCountInString(value) <= most {
		return value
	}
	return string([]rune(value)[:most-3]) + "..."
}

func unquoted(value string) string { return strings.Trim(value, `"`) }

// verifyHint says what explains the differences, or that nothing does; missing is
// whether a file of the report was not found.
func verifyHint(found []reports.Discrepancy, missing bool) string {
	switch kind := found[0].Kind; {
	case kind == reports.VersionDiffers:
		return "another version made the report: CHANGELOG.md lists every number that changes"
	case missing:
		return hintSamePaths
	case kind == reports.InputDiffers:
		return "these are not the files the report was made from: give those, or make a new report"
	case kind == reports.ConfigurationDiffers:
		return "the settings in the report, or the configuration, were changed after it was made"
	}
	return "the files are the same, so the report itself was changed after it was made"
}

// writeVerified writes the differences for a machine.
func writeVerified(p *printer, path string, found []reports.Discrepancy) error {
	if found == nil {
		found = []reports.Discrepancy{}
	}
	return reports.EncodeJSON(p, struct {
		Schema      string                `json:"schema"`
		Report      string                `json:"report"`
		Version     string                `json:"version"`
		Same        bool                  `json:"same"`
		Differences []reports.Discrepancy `json:"differences"`
	}{verifySchema, path, Version, len(found) == 0, found}, "  ")
}
