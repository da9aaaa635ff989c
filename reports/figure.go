package reports

import (
	"html/template"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"nof1/importers/record"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// figure is one drawing in a wide and a narrow form; the page shows the one
// that fits. Alt describes it in words.
type figure struct {
	Wide, Narrow template.HTML
	Alt          string
	Caption      string
}

// window is the run of nights a figure shows.
type window struct{ from, to int }

// shown is the part of the record a timeline shows: the nights used and those
// between them, or the last year if nothing was compared.
func shown(n Nights, metric string) window {
	last := len(n.Night) - 1
	used := n.Used[metric]
	from, to := slices.Index(used, true), -1
	for i, u := range used {
		if u {
			to = i
		}
	}
	if from < 0 {
		from, to = max(0, last-364), last
		for i, label := range n.Phase {
			if label != "" && label != n.Phase[0] {
				from = max(0, min(from, i-60))
				break
			}
		}
	}
	const room = 4
	return window{max(0, from-room), min(last, to+room)}
}

// charted is the metric of the first figure: the question asked, else the first
// of the catalogue with nights.
func charted(r Report) string {
	if o := r.Primary(); o != nil && r.Nights.Values[o.Metric] != nil {
		return o.Metric
	}
	for _, m := range record.Metrics {
		if r.Nights.Values[m.ID] != nil {
			return m.ID
		}
	}
	return ""
}

// timeline draws the nights of one metric.
func (p *pager) timeline(metric string) *figure {
	r := p.report
	all := r.Nights.Values[metric]
	if len(all) == 0 {
		return nil
	}
	w := shown(r.Nights, metric)
	in := p.timelineIn(metric, w)
	wide, narrow := in, in
	lanes := len(in.Lanes) * chart.LaneRoom
	wide.Width, wide.Height, wide.Radius = 720, 262+lanes, radius(len(in.Value), 680)
	wide.XTicks = p.dateTicks(w, 7)
	narrow.Width, narrow.Height, narrow.Radius = 350, 250+lanes, radius(len(in.Value), 310)
	narrow.XTicks = p.dateTicks(w, 3)
	narrow.Spans = p.spans(w, 310)
	wide.Spans = p.spans(w, 680)
	if metric == charted(r) && len(in.Value) <= longTimeline {
		wide.Hover = p.hover(metric, w)
	}
	f := &figure{Wide: p.Picture(chart.Timeline(wide)), Narrow: p.Picture(chart.Timeline(narrow))}
	if f.Wide == "" {
		return nil
	}
	q := p.Quantity(metric)
	v := words.Values{
		"Nights": finiteCount(in.Value), "Metric": q.FullName(), "First": p.Day(r.Nights.Night[w.from]), "Last": p.Day(r.Nights.Night[w.to]),
		"Phases": "", "Sentence": r.Summary.Headline, "Usual": "", "Doses": len(in.Dose) > 0, "Lanes": len(in.Lanes),
	}
	if o := p.outcome(metric); o != nil {
		v["Sentence"] = o.Verdict.Short
	}
	if len(r.Intervention.Phases) > 0 {
		v["Phases"] = strconv.Itoa(len(r.Intervention.Phases))
	}
	if in.Usual != nil {
		v["Usual"] = q.Levels(in.Usual[0], in.Usual[1])
	}
	f.Alt, f.Caption = p.Say("page.chart_alt", v), p.Say("page.chart_caption", v)
	return f
}

// radius keeps neighbouring dots apart, within reason.
func radius(nights, width int) float64 {
	return math.Max(1.4, math.Min(3.2, float64(width)/float64(nights)*0.75))
}

func (p *pager) timelineIn(metric string, w window) chart.TimelineIn {
	n := p.report.Nights
	in := chart.TimelineIn{}
	used := n.Used[metric]
	compared := slices.Contains(used, true)
	for i := w.from; i <= w.to; i++ {
		v := math.NaN()
		if x := n.Values[metric][i]; x != nil {
			v = *x
		}
		in.Value = append(in.Value, v)
		mark := chart.Off
		switch {
		case compared && !used[i]:
			mark = chart.Out
		case p.on(i):
			mark = chart.On
		}
		in.Mark = append(in.Mark, mark)
		in.Dose = append(in.Dose, dose(n.Taken[i]))
	}
	if p.report.Intervention.DaysTaken == 0 {
		in.Dose = nil
	}
	in.Line = average(in.Value, n.Phase[w.from:w.to+1])
	if o := p.outcome(metric); o != nil {
		in.Usual = o.UsualRange
	}
	in.YTicks = p.levelTicks(metric, in.Value)
	in.Left, in.Unusual, in.Breaks, in.Lanes = p.leftOut(w), p.unusual(metric, w), p.newDevice(w), p.lanes(metric, w)
	in.Changes = p.newProduct(w)
	return in
}

func dose(taken string) chart.Dose {
	switch taken {
	case record.TakenYes.String():
		return chart.Taken
	case record.NotTaken.String():
		return chart.NotTaken
	}
	return chart.Unknown
}

// on reports whether night i counts as one with the supplement: by its phase, or
// by its dose if there are no phases.
func (p *pager) on(i int) bool {
	if len(p.report.Intervention.Phases) == 0 {
		return p.report.Nights.Taken[i] == record.TakenYes.String()
	}
	return p.onPhase[p.report.Nights.Phase[i]]
}

// average is the centred seven-night mean; it never reaches over a switch and
// needs four nights.
func average(xs []float64, phase []string) []float64 {
	out := make([]float64, len(xs))
	for i := range xs {
		sum, n := 0.0, 0
		for j := max(0, i-3); j <= min(len(xs)-1, i+3); j++ {
			if !math.IsNaN(xs[j]) && phase[j] == phase[i] {
				sum, n = sum+xs[j], n+1
			}
		}
		out[i] = math.NaN()
		if n >= 4 {
			out[i] = sum / float64(n)
		}
	}
	return out
}

func finiteCount(xs []float64) (n int) {
	for _, x := range xs {
		if !math.IsNaN(x) {
			n++
		}
	}
	return n
}

// spans are the phases inside the window. A label that would not fit its span
// is left out; the table of periods has them all.
func (p *pager) spans(w window, width int) []chart.Span {
	phase := p.report.Nights.Phase
	perNight := float64(width) / float64(w.to-w.from+1)
	kinds := map[string]string{}
	for _, ph := range p.report.Intervention.Phases {
		kinds[ph.Label] = ph.Kind
	}
	var out []chart.Span
	for i := w.from; i <= w.to; i++ {
		if len(out) > 0 && phase[i] == phase[i-1] {
			out[len(out)-1].To = i - w.from
			continue
		}
		s := chart.Span{From: i - w.from, To: i - w.from, On: p.onPhase[phase[i]], Outside: phase[i] == ""}
		if kind := kinds[phase[i]]; kind != "" {
			s.Label = p.WordOr("page.phase_"+kind, "")
		}
		out = append(out, s)
	}
	for i, s := range out {
		if float64(s.To-s.From+1)*perNight < float64(7*utf8.RuneCountInString(s.Label)+8) {
			out[i].Label = ""
		}
	}
	if len(out) == 1 && len(p.report.Intervention.Phases) == 0 {
		return nil
	}
	return out
}

// longTimeline is from how many nights on a timeline names years alone, and a
// night is too narrow to point at.
const longTimeline = 2 * 366

// dateTicks are the firsts of months, of Januaries in a long record, thinned to
// at most most.
func (p *pager) dateTicks(w window, most int) []chart.Tick {
	nights := p.report.Nights.Night[w.from : w.to+1]
	if p.report.Shared {
		return p.dayTicks(nights, most)
	}
	var firsts []int
	for i, d := range nights {
		if d.Time().Day() == 1 {
			firsts = append(firsts, i)
		}
	}
	if len(firsts) < 2 {
		firsts = firsts[:0]
		for i, d := range nights {
			if d.Weekday() == 0 {
				firsts = append(firsts, i)
			}
		}
	}
	years := len(nights) > longTimeline
	if years {
		firsts = slices.DeleteFunc(firsts, func(i int) bool { return nights[i].Time().Month() != 1 })
	}
	step := (len(firsts) + most - 1) / max(most, 1)
	edge := len(nights) / 30
	var out []chart.Tick
	for k := 0; k < len(firsts); k += max(step, 1) {
		i := firsts[k]
		if i < edge || i >= len(nights)-edge {
			continue
		}
		t := nights[i].Time()
		label := p.Date("date.short", nights[i])
		if t.Day() == 1 && (years || t.Month() == 1 || len(out) == 0) {
			label = p.Date("date.month", nights[i])
		} else if t.Day() == 1 {
			label = p.Word("month." + strconv.Itoa(int(t.Month())))
		}
		out = append(out, chart.Tick{At: float64(i), Label: label})
	}
	return out
}

// daySteps are the allowed distances of day numbers on an axis.
var daySteps = []float64{7, 14, 28, 56, 112, 224, 448}

// dayTicks are round day numbers.
func (p *pager) dayTicks(nights []record.Date, most int) []chart.Tick {
	var out []chart.Tick
	edge := len(nights) / 30
	for _, at := range chart.Places(float64(nights[0]), float64(nights[len(nights)-1]), most, daySteps) {
		if i := int(at) - int(nights[0]); i >= edge && i < len(nights)-edge {
			out = append(out, chart.Tick{At: float64(i), Label: p.DayNumber(record.Date(at))})
		}
	}
	return out
}

var (
	clockSteps  = []float64{15, 30, 60, 120, 240, 480, 960}
	minuteSteps = []float64{1, 2, 5, 10, 15, 30, 60, 120, 240, 480}
)

func (p *pager) levelTicks(metric string, xs []float64) []chart.Tick {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range xs {
		if !math.IsNaN(x) {
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	q := p.Quantity(metric)
	var steps []float64
	switch {
	case q.Clock:
		steps = clockSteps
	case q.Unit == "min":
		steps = minuteSteps
	}
	var out []chart.Tick
	for _, at := range chart.Places(low, high, 5, steps) {
		label := p.Fixed(math.Round(at*1e6)/1e6, -1)
		if q.Clock {
			label = words.Clock(at)
		}
		out = append(out, chart.Tick{At: at, Label: label})
	}
	return out
}
