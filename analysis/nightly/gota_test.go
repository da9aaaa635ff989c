package nightly

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// TestGotaTraps pins what gota 0.12.0 does and this package must never rely on.
// A failure here means that gota changed: read the trap again before upgrading.
func TestGotaTraps(t *testing.T) {
	nan := math.NaN()
	floats := func(name string, xs ...float64) series.Series { return series.New(xs, series.Float, name) }

	t.Run("Median counts missing values", func(t *testing.T) {
		if got := floats("x", 1, 2, 3, nan, nan).Median(); got == 2 {
			t.Errorf("median of 1 2 3 is now %v", got)
		}
	})
	t.Run("Mean is missing when one value is", func(t *testing.T) {
		if got := floats("x", 1, nan).Mean(); !math.IsNaN(got) {
			t.Errorf("mean = %v", got)
		}
	})
	t.Run("Quantile steps instead of interpolating", func(t *testing.T) {
		if got := floats("x", 1, 2, 3, 4).Quantile(0.5); got == 2.5 {
			t.Errorf("the median quantile of 1 2 3 4 is now %v", got)
		}
	})
	t.Run("two filters in one call mean or", func(t *testing.T) {
		df := dataframe.New(floats("x", 1, 2, 3))
		df = df.Filter(dataframe.F{Colname: "x", Comparator: series.Greater, Comparando: 1.0},
			dataframe.F{Colname: "x", Comparator: series.Less, Comparando: 3.0})
		if df.Nrow() != 3 {
			t.Errorf("%d rows, or would give 3 and and 1", df.Nrow())
		}
	})
	t.Run("GroupBy keys floats by six decimals", func(t *testing.T) {
		groups := dataframe.New(floats("x", 0.00000001, 0.00000002)).GroupBy("x").GetGroups()
		if len(groups) != 1 {
			t.Errorf("%d groups of two different numbers", len(groups))
		}
	})
	t.Run("WriteCSV keeps six decimals", func(t *testing.T) {
		var out bytes.Buffer
		if err := dataframe.New(floats("x", 1.123456789)).WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), "1.123457") {
			t.Errorf("wrote %q", out.String())
		}
	})
	t.Run("a missing column panics when used", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		column := dataframe.New(floats("x", 1)).Col("y")
		t.Errorf("a column that is not there has %d values", column.Len())
	})
	t.Run("errors wait in the frame", func(t *testing.T) {
		df := dataframe.New(floats("x", 1, 2), floats("y", 1))
		if df.Error() == nil {
			t.Error("columns of different length gave no error")
		}
	})
	t.Run("columns of one name are renamed", func(t *testing.T) {
		if names := dataframe.New(floats("x", 1), floats("x", 2)).Names(); names[0] == "x" && names[1] == "x" {
			t.Errorf("names = %v", names)
		}
	})
	t.Run("missing values survive as NaN", func(t *testing.T) {
		df := dataframe.New(floats("x", nan, 0))
		if !math.IsNaN(df.Elem(0, 0).Float()) || df.Elem(1, 0).Float() != 0 {
			t.Errorf("cells %v, %v, want NaN, 0", df.Elem(0, 0), df.Elem(1, 0))
		}
	})
}
