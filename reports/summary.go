package reports

import (
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
)

// summary returns the answer in one place. Without doses that is the headline, for any
// outcomes.
func (w *writer) summary() Summary {
	o := w.res.Primary()
	if o == nil {
		s := Summary{Code: analysis.CodeNotEnough, Headline: w.Word("headline.no_outcome"), Detail: w.Word("headline.no_outcome_more")}
		if reason := w.undosed(); reason != "" {
			v := words.Values{"NOff": 0, "NOn": 0, "Needed": "", "Supplements": "", "Metric": ""}
			s.Headline = w.Say("verdict.not_enough_data."+reason, v)
			s.Detail = w.Say("verdict.not_enough_more."+reason, v)
		}
		return s
	}
	return Summary{
		Primary: analysis.Text(o.Metric), Code: o.Verdict.Code, Level: o.Verdict.Level,
		Headline: o.Verdict.Short, Detail: strings.TrimPrefix(o.Verdict.Sentence, o.Verdict.Short+" "),
	}
}

// undosed returns the reason why there is no comparison at all, or "".
func (w *writer) undosed() string {
	switch {
	case w.res.Intervention.Design != "none":
		return ""
	case w.res.Intervention.DaysTaken == 0:
		return "no_doses"
	}
	return "no_overlap"
}

// next returns what would settle the question.
func (w *writer) next() Next {
	group := DesignGroup(w.res.Intervention.Design, w.res.Intervention.Blinded)
	o := w.res.Primary()
	var plan []string
	switch {
	case group == "none":
		plan = append(plan, w.Word("next.none"))
	case o == nil || o.Verdict.Code == analysis.CodeNotEnough:
		plan = append(plan, w.Word("next.not_enough_"+group))
	case o.Verdict.Code == analysis.CodeNotComparable:
		plan = append(plan, w.Word("next.not_comparable"))
	default:
		plan = append(plan, w.Word("next."+group))
		if group == "before_after" {
			plan = append(plan, w.Word("next.before_after_slow"))
		}
	}
	out := Next{}
	if o != nil {
		out.MoreNights = o.MoreNights
		if o.Verdict.Code == analysis.CodeCantTell {
			plan = append(plan, w.moreNights(*o)...)
		}
	}
	out.Plan = strings.Join(plan, " ")
	return out
}

// moreNights returns the sentences on how far the same design is from seeing a change
// that matters, or nil if no margin is known.
func (w *writer) moreNights(o analysis.Outcome) []string {
	if o.Margin == nil || o.Detectable == nil {
		return nil
	}
	v := words.Values{"Nights": 0, "Margin": w.Quantity(o.Metric).Size(*o.Margin)}
	switch {
	case o.MoreNights == nil:
		return []string{w.Say("next.too_many_nights", v)}
	case *o.MoreNights == 0:
		return []string{w.Say("next.enough_nights", v)}
	}
	v["Nights"] = *o.MoreNights
	return []string{w.Say("next.more_nights", v)}
}
