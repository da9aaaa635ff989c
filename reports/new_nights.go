package reports

import (
	"math"

	"nof1/analysis"
	"nof1/importers/record"
)

// nights lays the nightly table out by column: every metric from the series
// its outcome uses, the dose, the phase and the flags.
func (w *writer) nights() Nights {
	t := w.res.Nights
	out := Nights{
		Night: []record.Date{}, Phase: []string{}, Taken: []string{}, DoseMg: []*float64{}, Flags: [][]string{},
		Used: map[string][]bool{}, Values: map[string][]*float64{},
	}
	if t == nil {
		return out
	}
	sources := w.sources()
	for metric, source := range sources {
		out.Values[metric] = column(t.Calendar(metric, source))
	}
	for _, o := range w.res.Outcomes {
		if len(o.UsedNights) == t.Len() {
			out.Used[o.Metric] = o.UsedNights
		}
	}
	breaks := w.breakNights()
	for i := range t.Len() {
		var e analysis.NightExposure
		e.Phase = -1
		if i < len(w.res.Exposure) {
			e = w.res.Exposure[i]
		}
		d := t.Night(i)
		out.Night = append(out.Night, d)
		out.Phase = append(out.Phase, w.phaseLabel(e.Phase))
		out.Taken = append(out.Taken, e.Taken.String())
		out.DoseMg = append(out.DoseMg, e.ElementalMg)
		flags := w.exposureFlags(e)
		for _, m := range record.Metrics {
			if source, ok := sources[m.ID]; ok && t.Soft(m.ID, source, i) {
				flags = append(flags, "soft_limit")
				break
			}
		}
		if breaks[d] {
			flags = append(flags, "break")
		}
		out.Flags = append(out.Flags, flags)
	}
	return out
}

// sources picks one series a metric: the one in use, else the first listed.
func (w *writer) sources() map[string]string {
	out := map[string]string{}
	used := map[string]bool{}
	for _, s := range w.res.Series {
		if _, seen := out[s.Metric]; !seen || s.Used && !used[s.Metric] {
			out[s.Metric] = s.Source
		}
		used[s.Metric] = used[s.Metric] || s.Used
	}
	return out
}

func (w *writer) phaseLabel(i int) string {
	if i < 0 || i >= len(w.res.Intervention.Phases) {
		return ""
	}
	return w.res.Intervention.Phases[i].Label
}

// exposureFlags returns why a night of a phase is not like the others.
func (w *writer) exposureFlags(e analysis.NightExposure) []string {
	flags := []string{}
	if e.Phase < 0 || e.Phase >= len(w.res.Intervention.Phases) {
		return flags
	}
	on := w.res.Intervention.Phases[e.Phase].Kind == "on"
	switch {
	case e.Excluded && on:
		flags = append(flags, "onset")
	case e.Excluded:
		flags = append(flags, "washout")
	}
	if on && e.Taken == record.NotTaken {
		flags = append(flags, "not_taken")
	}
	return flags
}

// breakNights are the nights the device checks name.
func (w *writer) breakNights() map[record.Date]bool {
	out := map[record.Date]bool{}
	for _, c := range w.res.Caveats {
		if c.ID == "device_break" {
			for _, d := range c.Nights {
				out[d] = true
			}
		}
	}
	return out
}

// column turns missing values into null.
func column(xs []float64) []*float64 {
	out := make([]*float64, len(xs))
	for i := range xs {
		if !math.IsNaN(xs[i]) {
			out[i] = &xs[i]
		}
	}
	return out
}
