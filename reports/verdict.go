package reports

import (
	"slices"
	"strconv"
	"strings"

	"nof1/analysis"
	"nof1/analysis/randomisation"
	"nof1/importers/record"
	"nof1/reports/words"
)

// verdict returns an outcome's answer: the first sentence, with the range and what was
// taken, and the same with the sentences that size and limit it. Every word follows from the verdict's code; nothing is decided here.
func (w *writer) verdict(o analysis.Outcome) (short, full string) {
	v := w.verdictValues(o)
	var more []string
	switch o.Verdict.Code {
	case analysis.CodeHigher, analysis.CodeLower:
		short = w.Say("verdict.changed."+w.changeGroup(), v)
		more = w.changedMore(o, v)
	case analysis.CodeNoMeaningful:
		short = w.Say("verdict.no_meaningful_change", v)
		more = append(more, w.Say("verdict.more.nights", v))
		if o.Margin != nil {
			more = append(more, w.Say("verdict.more.margin", v))
		}
		more = append(more, w.doubts(o)...)
	case analysis.CodeCantTell:
		short, more = w.cantTell(o, v)
	default:
		short, more = w.blocked(o, v)
	}
	return short, strings.Join(append([]string{short}, more...), " ")
}

// changeGroup returns the wording of a change by design. A before/after never claims
// more than that two things went together.
func (w *writer) changeGroup() string {
	g := DesignGroup(w.res.Intervention.Design, w.res.Intervention.Blinded)
	if g == "none" {
		return "before_after"
	}
	return g
}

func (w *writer) verdictValues(o analysis.Outcome) words.Values {
	iv := w.res.Intervention
	q := w.Quantity(o.Metric)
	taken := w.TakenNames(string(iv.Supplement), iv.CoStarted)
	while := "while.phase"
	if iv.Design == "as_needed" {
		while = "while.night"
	}
	v := words.Values{
		"Metric": q.FullName(), "Start": words.SentenceCase(q.FullName()), "Supplements": taken,
		"While": w.Say(while, words.Values{"Supplements": taken}), "Switches": max(len(iv.Phases)-1, 1),
		"NOff": o.NOff, "NOn": o.NOn, "Needed": "", "Change": "", "Range": "", "Levels": "", "Percent": "", "Margin": "", "Detectable": "",
	}
	if e := o.Estimate; e != nil {
		v["Change"] = q.Change(*e)
		if m := o.MeanOff; m != nil {
			v["Levels"] = q.Levels(*m, *m+*e)
		}
	}
	if ci := o.CI95; ci != nil {
		v["Range"] = q.Span(ci[0], ci[1])
	}
	if p := o.EstimatePct; p != nil {
		v["Percent"] = q.Percent(*p)
	}
	if m := o.Margin; m != nil {
		v["Margin"] = q.Size(*m)
	}
	if d := o.Detectable; d != nil {
		v["Detectable"] = q.Size(*d)
	}
	for _, m := range o.Verdict.Measured {
		if m.Name == "wanted" {
			v["Needed"] = strconv.FormatFloat(m.Value, 'f', 0, 64)
		}
	}
	return v
}

// changedMore sizes a change and limits what it may be read as.
func (w *writer) changedMore(o analysis.Outcome, v words.Values) []string {
	var more []string
	switch {
	case o.Scale != "linear" && v["Percent"] != "" && v["Levels"] != "":
		more = append(more, w.Say("verdict.more.size", v))
	case v["Levels"] != "":
		more = append(more, w.Say("verdict.more.levels", v))
	}
	more = append(more, w.Say("verdict.more.nights", v))
	if o.Verdict.SmallChance && v["Margin"] != "" {
		more = append(more, w.Say("verdict.more.small", v))
	}
	more = append(more, w.Word("verdict.more."+strconv.Itoa(min(max(o.Verdict.Level, 2), 5))))
	return append(more, w.doubts(o)...)
}

func (w *writer) cantTell(o analysis.Outcome, v words.Values) (string, []string) {
	id := "verdict.cant_tell"
	more := []string{w.Say("verdict.more.nights", v)}
	if ci := o.CI95; ci != nil && (ci[0] > 0 || ci[1] < 0) { // what undid the claim
		if slices.Contains(o.Verdict.Failed, "exact_test") {
			id = "verdict.cant_tell_orders"
		} else {
			id = "verdict.cant_tell_checks"
			more = append(more, w.Word("verdict.more.checks"))
		}
	}
	if v["Detectable"] != "" {
		more = append(more, w.Say("verdict.more.detectable", v))
	}
	if o.Margin == nil {
		more = append(more, w.Word("verdict.more.no_margin"))
	}
	return w.Say(id, v), append(more, w.doubts(o)...)
}

// blocked returns why nothing was computed.
func (w *writer) blocked(o analysis.Outcome, v words.Values) (string, []string) {
	group := "not_enough_data"
	if o.Verdict.Code == analysis.CodeNotComparable {
		group = "not_comparable"
	}
	reason := string(o.Verdict.Reason)
	if !words.Has("verdict." + group + "." + reason) {
		reason = "other"
	}
	more := "not_enough_more."
	if group == "not_comparable" {
		more = "not_comparable_more."
	}
	return w.Say("verdict."+group+"."+reason, v), []string{w.Say("verdict."+more+reason, v)}
}

// expectedWord returns the word for what was expected of a self-rated outcome that the row of the
// supplement has no direction for, "" nothing to say.
func expectedWord(o analysis.Outcome) string {
	m, _ := record.MetricByID(o.Metric)
	switch {
	case m.Kind != record.Rating:
		return ""
	case o.NoneExpected:
		return "none_expected"
	case o.ExpectedUnknown:
		return "unknown"
	}
	return ""
}

// doubts are the limits that hold for any computed answer.
func (w *writer) doubts(o analysis.Outcome) []string {
	var more []string
	changed := o.Verdict.Code.Changed()
	if changed && o.Role == analysis.RoleExploratory {
		more = append(more, w.Word("verdict.more.exploratory"))
	}
	if id := expectedWord(o); id != "" {
		more = append(more, w.Say("verdict.more."+id, words.Values{"Supplement": w.SupplementName(string(w.res.Intervention.Supplement))}))
	}
	var caps []string
	for _, c := range o.Verdict.CappedBy {
		switch c {
		case "multiplicity":
			more = append(more, w.Word("verdict.more.multiplicity"))
		case "design", "as_needed": // the sentence itself says so
		default:
			caps = append(caps, w.WordOr("cap."+c, c))
		}
	}
	if len(o.Verdict.Failed) > 0 {
		var failed []string
		for _, f := range o.Verdict.Failed {
			failed = append(failed, w.WordOr("failed."+f, strings.ReplaceAll(f, "_", " ")))
		}
		more = append(more, w.Say("verdict.more.failed", words.Values{"Checks": w.List(failed), "Many": len(failed) > 1}))
	}
	if len(caps) > 0 && changed {
		more = append(more, w.Say("verdict.more.capped", words.Values{"Caps": w.List(caps)}))
	}
	if r := o.Randomisation; r != nil {
		more = append(more, w.orders(*r, slices.Contains(o.Verdict.Failed, "exact_test"))...)
	}
	if o.Smoothed {
		more = append(more, w.Word("verdict.more.smoothed"))
	}
	return more
}

// orders returns the sentences on what the randomisation test found, and on whether
// it undid the claim of the interval.
func (w *writer) orders(r randomisation.Test, undid bool) []string {
	v := w.OrdersValues(r)
	more := []string{w.Say("verdict.more.orders", v)}
	switch {
	case r.SmallestP > 0.05:
		more = append(more, w.Say("verdict.more.orders_few", v))
	case undid:
		more = append(more, w.Word("verdict.more.orders_against"))
	}
	return more
}
