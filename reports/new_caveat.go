package reports

import (
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports/words"
)

// sayCaveats writes the sentences of every caveat. A check without its own sentences
// gets general ones; a test keeps that from shipping.
func (w *writer) sayCaveats() {
	for i := range w.res.Caveats {
		c := &w.res.Caveats[i]
		id := c.ID
		if !words.Has("caveat." + id + ".statement") {
			id = "other"
		}
		v := w.caveatValues(*c)
		c.Title = w.Say("caveat."+id+".title", v)
		c.Statement = w.Say("caveat."+id+".statement", v)
		c.Advice = w.Say("caveat."+id+".advice", v)
	}
}

// caveatValues are the names a caveat's sentences may use: M the sizes, D the
// changes and L the levels in the words of the metric it was computed from, W
// the words.
func (w *writer) caveatValues(c analysis.Caveat) words.Values {
	metric := c.Words["metric"]
	if metric == "" && len(c.Outcomes) > 0 {
		metric = c.Outcomes[0]
	}
	q := w.Quantity(metric)
	side := "at"
	changes, levels := map[string]string{}, map[string]string{}
	for _, m := range c.Measured {
		q.Unit = m.Unit
		changes[m.Name], levels[m.Name] = q.Change(m.Value), q.Level(m.Value)
		switch {
		case m.Name == "distance" && m.Value < 0:
			side = "before"
		case m.Name == "distance" && m.Value > 0:
			side = "after"
		}
	}
	v := words.Values{
		"Surer": w.certainty(c), "Range": "", "Chance": w.byChance(c),
		"ID": c.ID, "Metric": q.FullName(), "Start": words.SentenceCase(q.FullName()), "Short": q.Short(), "L": levels,
		"Supplement": w.SupplementName(string(w.res.Intervention.Supplement)),
		"M":          w.measures(c.Measured), "D": changes, "W": w.words(c.Words), "Side": w.Word("side." + side),
	}
	if low, high := c.Measured.Of("low"), c.Measured.Of("high"); low != nil && high != nil {
		v["Range"] = q.Span(low.Value, high.Value)
	}
	return v
}

// byChance returns the sentence on how often chance alone makes such a difference.
// It is "" unless the caveat is minor and the share was computed.
func (w *writer) byChance(c analysis.Caveat) string {
	p := c.Measured.Of("by_chance")
	if p == nil || c.Severity != analysis.Minor {
		return ""
	}
	return w.Say("by_chance", strconv.FormatFloat(p.Value, 'f', 0, 64))
}

// certainty compares the p-value of another method with that of the declared one, in
// words. It returns "" for caveats that are about no other method.
func (w *writer) certainty(c analysis.Caveat) string {
	p, other := c.Measured.Of("p"), c.Measured.Of("other_p")
	switch {
	case p == nil || other == nil:
		return ""
	case other.Value < p.Value:
		return w.Word("surer.more")
	}
	return w.Word("surer.less")
}

// measures writes the sizes of named numbers with their units.
func (w *writer) measures(in []analysis.Measure) map[string]string {
	out := map[string]string{}
	for _, m := range in {
		number, unit := w.Decimal(m.Value), w.UnitOf(m.Unit, "level")
		if m.Value == float64(int64(m.Value)) {
			number = strconv.FormatInt(abs(int64(m.Value)), 10)
		}
		if number == "1" {
			unit = w.WordOr("unit."+m.Unit+".one", unit)
		}
		out[m.Name] = words.Join(number, unit)
	}
	return out
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// words turns ids and dates among the words of a note into text; what it does
// not know is the user's own text and stays as it is.
func (w *writer) words(in map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range in {
		switch k {
		case "supplement":
			v = w.SupplementName(v)
		case "form":
			v = w.FormName(v)
		case "reason":
			v = w.WordOr("reason."+v, v)
		case "month_off", "month_on":
			v = w.WordOr("month_name."+strings.ToLower(v), v)
		case "parts":
			v = w.supplements(strings.Split(v, ", "))
		}
		if d, err := record.ParseDate(v); err == nil {
			v = w.Day(d)
		}
		out[k] = v
	}
	return out
}
