package nightly

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nof1/importers/record"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// nightColumn is the name of the frame's key column.
const nightColumn = "night"

// setFrame makes the frame from one slice a series, NaN where missing, adds the
// derived series and puts the columns in order. It takes the slices over.
func (t *Table) setFrame(values map[Column][]float64, n int) error {
	derive(values)
	for c := range values {
		t.columns = append(t.columns, c)
	}
	slices.SortFunc(t.columns, compareColumns)

	nights := make([]string, n)
	for i := range nights {
		nights[i] = t.Night(i).String()
	}
	all := []series.Series{series.New(nights, series.String, nightColumn)}
	t.index = make(map[Column]int, len(t.columns))
	t.counts = []int{n}
	for _, c := range t.columns {
		t.index[c] = len(all)
		t.counts = append(t.counts, observed(values[c]))
		all = append(all, series.New(values[c], series.Float, c.name()))
	}
	t.frame = dataframe.New(all...)
	if err := t.frame.Error(); err != nil {
		return fmt.Errorf("table of nights: %w", err)
	}
	return nil
}

// compareColumns orders by catalogue, then metric id for one that is not in it,
// then source.
func compareColumns(a, b Column) int {
	if d := catalogueOrder(a.Metric) - catalogueOrder(b.Metric); d != 0 {
		return d
	}
	if d := strings.Compare(a.Metric, b.Metric); d != 0 {
		return d
	}
	return strings.Compare(a.Source, b.Source)
}

func catalogueOrder(metric string) int {
	for i, m := range record.Metrics {
		if m.ID == metric {
			return i
		}
	}
	return len(record.Metrics)
}

// observed counts the values that are not missing.
func observed(xs []float64) (n int) {
	for _, x := range xs {
		if !math.IsNaN(x) {
			n++
		}
	}
	return n
}
