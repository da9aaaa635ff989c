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

// setFrame builds the frame from one slice of n nights per series, NaN for a
// missing night. It adds the derived series and sorts the columns. The slices
// belong to the table afterwards.
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

// compareColumns compares columns for sorting: by the order of the catalogue, then
// by metric id for metrics outside the catalogue, then by source.
func compareColumns(a, b Column) int {
	if d := catalogueOrder(a.Metric) - catalogueOrder(b.Metric); d != 0 {
		return d
	}
	if d := strings.Compare(a.Metric, b.Metric); d != 0 {
		return d
	}
	return strings.Compare(a.Source, b.Source)
}

// catalogueOrder returns the row of a metric in the catalogue. Metrics outside the
// catalogue come after all others.
func catalogueOrder(metric string) int {
	for i, m := range record.Metrics {
		if m.ID == metric {
			return i
		}
	}
	return len(record.Metrics)
}

// observed returns the number of values that are not NaN.
func observed(xs []float64) (n int) {
	for _, x := range xs {
		if !math.IsNaN(x) {
			n++
		}
	}
	return n
}
