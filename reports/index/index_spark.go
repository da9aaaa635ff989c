package index

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/reports"
)

// The room of a sparkline, in its own units.
const (
	sparkWidth  = 120
	sparkHeight = 26
	sparkPoints = 40
)

// spark is a small drawing of a participant's primary outcome: averages of equal runs of
// nights as an SVG path, and the nights with the supplement.
type spark struct {
	Path string
	On   []SparkPhase
}

// SparkPhase is a run of nights with the supplement: its left end and width in the
// units of the drawing.
type SparkPhase struct{ X, Width int }

// NewSpark draws the nights of a metric; runs without a value leave a gap.
func NewSpark(r reports.Report, metric string) spark {
	values := r.Nights.Values[metric]
	n := len(values)
	if n == 0 {
		return spark{}
	}
	bin := (n + sparkPoints - 1) / sparkPoints
	means, low, high := runMeans(values, bin)
	var b strings.Builder
	pen := "M"
	for i, m := range means {
		if math.IsNaN(m) {
			pen = "M"
			continue
		}
		x := sparkX(i*bin+min(bin, n-i*bin)/2, n)
		y := sparkHeight / 2
		if high > low {
			y = int(math.Round(2 + (sparkHeight-4)*(high-m)/(high-low)))
		}
		b.WriteString(pen + strconv.Itoa(x) + " " + strconv.Itoa(y))
		if pen == "M" {
			b.WriteString("h.1") // a lone run shows as a dot
		}
		pen = "L"
	}
	return spark{b.String(), sparkPhases(r)}
}

func sparkX(night, nights int) int { return night * sparkWidth / max(nights, 1) }

// runMeans returns the average of each run of nights, NaN for a run without values.
func runMeans(values []*float64, bin int) (means []float64, low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := 0; i < len(values); i += bin {
		sum, k := 0.0, 0
		for _, v := range values[i:min(i+bin, len(values))] {
			if v != nil {
				sum, k = sum+*v, k+1
			}
		}
		m := sum / float64(k) // NaN for 0/0
		if k > 0 {
			low, high = math.Min(low, m), math.Max(high, m)
		}
		means = append(means, m)
	}
	return means, low, high
}

// sparkPhases returns the phases with the supplement. If there are no such phases, as
// with a supplement taken as needed, it returns the nights after a dose.
func sparkPhases(r reports.Report) []SparkPhase {
	marks, on := r.Nights.Taken, map[string]bool{"yes": true}
	if slices.ContainsFunc(r.Intervention.Phases, isOn) {
		marks, on = r.Nights.Phase, map[string]bool{}
		for _, p := range r.Intervention.Phases {
			on[p.Label] = isOn(p)
		}
	}
	var out []SparkPhase
	begin := -1
	n := len(marks)
	for i := 0; i <= n; i++ {
		in := i < n && on[marks[i]]
		if in && begin < 0 {
			begin = i
		}
		if !in && begin >= 0 {
			x := sparkX(begin, n)
			out = append(out, SparkPhase{x, max(1, sparkX(i, n)-x)})
			begin = -1
		}
	}
	return out
}

func isOn(p analysis.Phase) bool { return p.Kind == "on" }
