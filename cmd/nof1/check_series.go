package main

import (
	"fmt"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// series is one metric of one source over all files.
type series struct {
	Metric  string      `json:"metric"`
	Unit    string      `json:"unit"`
	Source  string      `json:"source"`
	Devices []string    `json:"devices"`
	Nights  int         `json:"nights"`
	First   record.Date `json:"first"`
	Last    record.Date `json:"last"`
	gaps
}

// gaps are the nights without a value between the first and the last with one.
type gaps struct {
	Missing    int  `json:"missing_nights"`
	LongestGap *gap `json:"longest_gap"` // null if no night is missing
}

// gap is a run of nights without a value, the earliest of the longest.
type gap struct {
	Nights int         `json:"nights"`
	First  record.Date `json:"first"`
}

func (g gap) String() string { return fmt.Sprintf("%d from %s", g.Nights, g.First) }

// longest returns the longest gap as text, or "-".
func (g gaps) longest() string {
	if g.LongestGap == nil {
		return "-"
	}
	return g.LongestGap.String()
}

// nightSet is a set of nights.
type nightSet map[record.Date]bool

// gapsOf returns the gaps between nights, or nil without nights.
func gapsOf(nights nightSet) *gaps {
	if len(nights) == 0 {
		return nil
	}
	all := sorted(nights)
	g := gaps{Missing: int(all[len(all)-1]-all[0]) + 1 - len(all)}
	for i := 1; i < len(all); i++ {
		if n := int(all[i]-all[i-1]) - 1; n > 0 && (g.LongestGap == nil || n > g.LongestGap.Nights) {
			g.LongestGap = &gap{n, all[i-1] + 1}
		}
	}
	return &g
}

func sorted(nights nightSet) []record.Date {
	var all []record.Date
	for n := range nights {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// allSeries returns the series of all files in the order of the catalogue, then
// by source.
func allSeries(records []record.Record) []series {
	type key struct{ metric, source string }
	nights, devices := map[key]nightSet{}, map[key][]string{}
	var keys []key
	for _, r := range records {
		k := key{r.Metric, r.Source}
		if nights[k] == nil {
			nights[k], devices[k] = nightSet{}, []string{}
			keys = append(keys, k)
		}
		nights[k][r.Night] = true
		if r.Device != "" && !slices.Contains(devices[k], r.Device) {
			devices[k] = append(devices[k], r.Device)
		}
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.source, b.source) })
	inCatalogueOrder(keys, func(k key) string { return k.metric })
	out := []series{}
	for _, k := range keys {
		m, _ := record.MetricByID(k.metric)
		all := sorted(nights[k])
		out = append(out, series{k.metric, m.Unit, k.source, devices[k], len(all), all[0], all[len(all)-1], *gapsOf(nights[k])})
	}
	return out
}

// metricCount is the number of nights on which a file has a metric.
type metricCount struct {
	Metric string `json:"metric"`
	Unit   string `json:"unit"`
	Nights int    `json:"nights"`
}

// fileContent is the nights read from one file.
type fileContent struct {
	nights   nightSet // with an outcome or a sleep, as Input counts them
	byMetric map[string]nightSet
}

// byFile returns the content of each file by path.
func byFile(res importers.Result) map[string]*fileContent {
	found := map[string]*fileContent{}
	content := func(file string) *fileContent {
		if found[file] == nil {
			found[file] = &fileContent{nightSet{}, map[string]nightSet{}}
		}
		return found[file]
	}
	outcome := map[string]bool{}
	for _, m := range record.Metrics {
		outcome[m.ID] = m.Outcome()
	}
	for _, r := range res.Records {
		f := content(r.Pos.File)
		if f.byMetric[r.Metric] == nil {
			f.byMetric[r.Metric] = nightSet{}
		}
		f.byMetric[r.Metric][r.Night] = true
		if outcome[r.Metric] {
			f.nights[r.Night] = true
		}
	}
	for _, s := range res.Sessions {
		content(s.Pos.File).nights[s.Night] = true
	}
	return found
}

// metrics returns the metrics in a file, in the order of the catalogue.
func (f *fileContent) metrics() []metricCount {
	out := []metricCount{}
	for _, m := range record.Metrics {
		if n := len(f.byMetric[m.ID]); n > 0 {
			out = append(out, metricCount{m.ID, m.Unit, n})
		}
	}
	return out
}

// dated is the first and the last day of a log or a diary.
type dated struct {
	First record.Date `json:"first"`
	Last  record.Date `json:"last"`
}

func (d *dated) add(day record.Date, first bool) {
	if first || day < d.First {
		d.First = day
	}
	if first || day > d.Last {
		d.Last = day
	}
}

// doseCount counts the rows of one supplement in a log.
type doseCount struct {
	Supplement string `json:"supplement"`
	Rows       int    `json:"rows"`
	Taken      int    `json:"taken"`
	NotTaken   int    `json:"not_taken"`
	Unknown    int    `json:"unknown"`
	dated
}

// doseCounts counts the rows of each supplement, by name.
func doseCounts(doses []record.Dose) []doseCount {
	found := map[string]*doseCount{}
	for _, d := range doses {
		name := strings.ToLower(d.Supplement)
		c := found[name]
		if c == nil {
			c = &doseCount{Supplement: name}
			found[name] = c
		}
		c.add(d.When.Day, c.Rows == 0)
		if d.Regimen != nil && !d.Regimen.Open {
			c.add(d.Regimen.End, false)
		}
		c.Rows++
		switch d.Taken {
		case record.TakenYes:
			c.Taken++
		case record.NotTaken:
			c.NotTaken++
		default:
			c.Unknown++
		}
	}
	return inOrder(found, func(c doseCount) string { return c.Supplement })
}

// itemCount counts the rows of one item in a diary.
type itemCount struct {
	Item string `json:"item"`
	Rows int    `json:"rows"`
	dated
}

// itemCounts counts the rows of each item, by name.
func itemCounts(entries []record.Entry) []itemCount {
	found := map[string]*itemCount{}
	for _, e := range entries {
		c := found[e.Item]
		if c == nil {
			c = &itemCount{Item: e.Item}
			found[e.Item] = c
		}
		c.add(e.When.Day, c.Rows == 0)
		c.Rows++
	}
	return inOrder(found, func(c itemCount) string { return c.Item })
}

// inOrder returns the values of a map, sorted by name.
func inOrder[T any](found map[string]*T, name func(T) string) []T {
	out := []T{}
	for _, c := range found {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b T) int { return strings.Compare(name(a), name(b)) })
	return out
}
