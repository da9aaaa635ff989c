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

// shownDifferences is how many lines of differences are shown without --all. Those that
// explain the others come first.
const shownDifferences = 10

// printVerified prints the differences, first those that explain the others. Elements of
// one list, such as the nights of a column, share a line.
func printVerified(p *printer, path string, found []reports.Discrepancy, all bool) {
	if len(found) == 0 {
		p.result("same: %s matches its files and settings byte by byte", path)
		return
	}
	var kind reports.Kind
	for i, shown := 0, 0; i < len(found); shown++ {
		if shown == shownDifferences && !all {
			p.result("and %s more: --all lists them", count(len(found)-i, "difference"))
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

// hintSamePaths is the hint for missing inputs.
const hintSamePaths = "give every file the report was made from: the same PATHs as for nof1 report"

// printNotGiven prints the files a report was made from that are not in the PATHs, and
// reports whether there are any.
func printNotGiven(p *printer, old []reports.Input, found, paths []string) bool {
	var missing []string
	for _, in := range old {
		if !slices.Contains(found, in.Path) {
			missing = append(missing, in.Path)
		}
	}
	if len(missing) > 0 {
		p.error("the report was also made from " + firstNames(missing) + ": not in " + typed(paths))
	}
	return len(missing) > 0
}

// elements counts the differences at the start that are elements of one list.
func elements(found []reports.Discrepancy) int {
	list := listOf(found[0].Where)
	n := 1
	for list != "" && n < len(found) && found[n].Kind == found[0].Kind && listOf(found[n].Where) == list {
		n++
	}
	return n
}

// listOf returns the list that contains a place, or "" if the place is not an element.
func listOf(where string) string {
	if i := strings.LastIndexByte(where, '['); i > 0 && strings.HasSuffix(where, "]") {
		return where[:i]
	}
	return ""
}

// difference describes one difference on a line.
func difference(d reports.Discrepancy) string {
	if file, field, ok := inputOf(d); ok {
		switch {
		case d.Recomputed == "":
			return file + ": missing now"
		case d.Report == "":
			return file + ": not there when the report was made"
		case field == "sha256":
			return file + ": has changed, sha256 " + unquoted(d.Report) + " is now " + unquoted(d.Recomputed)
		}
	}
	switch {
	case d.Kind == reports.LayoutDiffers:
		return d.Where + ": same content in other bytes: another program rewrote it"
	case d.Report == "":
		return d.Where + ": only in the new one: " + brief(d.Recomputed)
	case d.Recomputed == "":
		return d.Where + ": only in the report: " + brief(d.Report)
	}
	return d.Where + ": " + brief(d.Report) + " is now " + brief(d.Recomputed)
}

// inputOf splits inputs[FILE].FIELD. The field is "" if the whole file differs.
func inputOf(d reports.Discrepancy) (file, field string, ok bool) {
	rest, ok := strings.CutPrefix(d.Where, "inputs[")
	i := strings.LastIndexByte(rest, ']')
	if !ok || i < 0 {
		return "", "", false
	}
	file, field = rest[:i], strings.TrimPrefix(rest[i+1:], ".")
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

// verifyHint returns the most likely reason for the differences. missing reports that a
// file of the report was not found.
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

// writeVerified writes the differences as JSON.
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
