package main

import (
	"slices"
	"strings"

	"nof1/importers/record"
)

// overlap is a set of files that hold the same values of the same nights.
type overlap struct {
	Paths  []string `json:"paths"`
	Nights int      `json:"nights"`
}

// overlaps returns the groups of files that hold the same metric of the same
// source for the same nights, with the number of nights, sorted by path.
func overlaps(records []record.Record) []overlap {
	type cell struct {
		night          record.Date
		metric, source string
		device         string
	}
	files := map[cell][]string{}
	for _, r := range records {
		c := cell{r.Night, r.Metric, r.Source, r.Device}
		if !slices.Contains(files[c], r.Pos.File) {
			files[c] = append(files[c], r.Pos.File)
		}
	}
	nights := map[string]map[record.Date]bool{}
	for c, paths := range files {
		if len(paths) < 2 {
			continue
		}
		slices.Sort(paths)
		key := strings.Join(paths, "\x00")
		if nights[key] == nil {
			nights[key] = map[record.Date]bool{}
		}
		nights[key][c.night] = true
	}
	out := []overlap{}
	for key, n := range nights {
		out = append(out, overlap{strings.Split(key, "\x00"), len(n)})
	}
	slices.SortFunc(out, func(a, b overlap) int { return slices.Compare(a.Paths, b.Paths) })
	return out
}
