package reports

import (
	"strings"

	"nof1/analysis"
	"nof1/reports/words"
)

// ChecklistRow is one item of the checklist for reports of single-person trials
// (CENT 2015, with what SPENT 2019 adds on the plan), filled from the document.
// Text names no date: the periods have them.
type ChecklistRow struct {
	Item     string `json:"item"`     // id of the item
	Requires string `json:"requires"` // what the guideline asks for
	Text     string `json:"text"`     // what this report has for it
	Recorded bool   `json:"recorded"` // false if the report lacks it
}

// checklistItems are the rows, in the order of CENT, with the id of their
// sentences.
var checklistItems = []struct{ item, id string }{
	{"1a", "title"}, {"1b", "summary"}, {"2a", "rationale"}, {"2b", "question"}, {"3a", "design"}, {"3b", "changes"},
	{"4a", "concurrent"}, {"4b", "setting"}, {"4c", "ethics"}, {"5", "product"}, {"6a", "outcomes"}, {"6b", "outcome_changes"},
	{"7a", "length"}, {"7b", "stopping"}, {"8", "order"}, {"9", "concealment"}, {"11", "blinding"}, {"12a", "method"}, {"12c", "dependence"},
	{"13a", "periods"}, {"13c", "stopped"}, {"14", "dates"}, {"15", "baseline"}, {"16", "nights"}, {"17a.1", "each_period"}, {"17a.2", "size"},
	{"18", "other_analyses"}, {"19", "harms"}, {"20", "limits"}, {"23", "plan"}, {"24", "version"}, {"25", "funding"},
}

// checklist fills the rows from the finished document.
func (w *writer) checklist(r Report) []ChecklistRow {
	out := make([]ChecklistRow, 0, len(checklistItems))
	for _, c := range checklistItems {
		row := ChecklistRow{Item: c.item, Requires: w.Word("cent." + c.id + ".requires"), Text: w.Word("cent.not_recorded")}
		if v, ok := w.fill(c.id, r); ok {
			row.Text, row.Recorded = w.Say("cent."+c.id+".text", v), true
		} else if ofAComparison[c.id] {
			row.Text, row.Recorded = w.Word("cent.nothing"), true
		}
		out = append(out, row)
	}
	return out
}

// ofAComparison are the rows about a comparison. Without one they do not apply, which
// is not the same as not recorded.
var ofAComparison = map[string]bool{"design": true, "length": true, "method": true, "dependence": true, "periods": true, "dates": true,
	"each_period": true, "size": true, "other_analyses": true, "order": true, "concealment": true, "blinding": true, "baseline": true}

// fill returns the values of a row's sentence, and false if the document has no
// values for it: changes of outcomes and reasons to stop are in no file.
func (w *writer) fill(id string, r Report) (words.Values, bool) {
	planned := r.Intervention.Deviations != nil
	v := words.Values{"Planned": planned}
	switch id {
	case "rationale", "ethics", "summary", "funding", "limits":
		return v, true
	case "plan", "stopping":
		return v, planned
	case "title", "design", "periods", "dates", "each_period", "changes", "concurrent", "product", "order", "concealment", "blinding":
		return w.fillTaken(id, r.Intervention, v)
	case "question", "length", "method", "dependence", "size", "other_analyses", "baseline", "nights":
		o := r.Primary()
		if o == nil {
			return nil, false
		}
		return w.fillPrimary(id, *o, r.Intervention, v)
	case "setting":
		v["Devices"] = devices(r.Inputs)
		return v, v["Devices"] != ""
	case "outcomes":
		v["Outcomes"] = len(r.Outcomes)
		return v, len(r.Outcomes) > 0
	case "harms":
		return w.harmValues(r.Harms)
	case "version":
		v["Version"] = r.Tool.Version
		return v, true
	}
	return nil, false
}

// fillTaken fills the rows on what was taken, and in what order.
func (w *writer) fillTaken(id string, iv analysis.Intervention, v words.Values) (words.Values, bool) {
	switch id {
	case "title":
		v["Design"] = w.Say("design."+DesignGroup(iv.Design, iv.Blinded), words.Values{"Code": iv.Design})
		return v, true
	case "changes":
		v["Changes"] = w.changesLogged(iv)
		return v, iv.DaysTaken > 0
	case "concurrent":
		v["Others"] = w.supplements(iv.CoSupplements)
		return v, true
	case "product":
		return w.productValues(iv)
	case "order", "concealment", "blinding":
		v["Randomised"], v["Blinded"] = iv.Randomised, iv.Blinded
	default:
		v["Periods"], v["Onset"], v["Washout"], v["Code"], v["LeftOut"] = len(iv.Phases), iv.Onset, iv.Washout, iv.Design, iv.Onset+iv.Washout > 0
	}
	return v, iv.Design != "none"
}

// fillPrimary fills the rows on the question asked.
func (w *writer) fillPrimary(id string, o analysis.Outcome, iv analysis.Intervention, v words.Values) (words.Values, bool) {
	q := w.Quantity(o.Metric)
	switch id {
	case "question":
		v["Metric"] = q.FullName()
	case "nights":
		v["Off"], v["On"] = o.NOff, o.NOn
	case "length":
		if o.Detectable == nil {
			return nil, false
		}
		v["Detectable"] = q.Size(*o.Detectable)
	case "baseline":
		if o.MeanOff == nil || o.BaselineSD == nil {
			return nil, false
		}
		v["Mean"], v["SD"] = q.Level(*o.MeanOff), q.Size(*o.BaselineSD)
	default:
		if o.Estimate == nil || o.CI95 == nil {
			return nil, false
		}
		v = w.analysisValues(o)
		v["LeftOut"] = iv.Onset+iv.Washout > 0
	}
	return v, true
}

// changesLogged lists the notes on changed forms, doses and products.
func (w *writer) changesLogged(iv analysis.Intervention) string {
	var out []string
	for _, n := range iv.DoseNotes {
		if strings.HasSuffix(n.ID, "_changed") {
			out = append(out, n.Statement)
		}
	}
	return strings.Join(out, " ")
}

func (w *writer) supplements(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, w.SupplementName(id))
	}
	return w.List(names)
}

// devices lists the devices of the files, each once.
func devices(in []Input) string {
	var out []string
	seen := map[string]bool{}
	for _, f := range in {
		if f.Device != "" && !seen[string(f.Device)] {
			seen[string(f.Device)] = true
			out = append(out, string(f.Device))
		}
	}
	return strings.Join(out, ", ")
}

func (w *writer) productValues(iv analysis.Intervention) (words.Values, bool) {
	if iv.Supplement == "" || iv.DaysTaken == 0 {
		return nil, false
	}
	var forms []string
	for _, f := range iv.Forms {
		forms = append(forms, w.FormName(f))
	}
	v := words.Values{"Name": w.TakenNames(string(iv.Supplement), iv.CoStarted), "Forms": strings.Join(forms, ", "), "Dose": "",
		"Taken": iv.DaysTaken, "Adherence": ""}
	if iv.ElementalMg != nil {
		v["Dose"] = words.Join(w.Decimal(*iv.ElementalMg), w.UnitOf("mg", "level"))
	}
	if iv.Adherence != nil {
		v["Adherence"] = w.Share(*iv.Adherence)
	}
	return v, true
}

// analysisValues are those of an outcome that was worked out.
func (w *writer) analysisValues(o analysis.Outcome) words.Values {
	q := w.Quantity(o.Metric)
	v := words.Values{"Method": w.Word("method_name." + o.Method), "Change": q.Change(*o.Estimate), "Range": q.Span(o.CI95[0], o.CI95[1]),
		"Alternatives": len(o.Alternatives),
		"Lag1":         "", "Tried": 0, "AsBig": 0}
	if o.Lag1 != nil {
		v["Lag1"] = w.Decimal(*o.Lag1)
	}
	if o.Placebo != nil {
		v["Tried"], v["AsBig"] = o.Placebo.Tried, o.Placebo.AsBig
	}
	return v
}

func (w *writer) harmValues(harms []analysis.Harm) (words.Values, bool) {
	asked := false
	var out []string
	for _, h := range harms {
		asked = asked || h.DaysAsked > 0
		if h.DaysAsked > 0 {
			out = append(out, h.Statement)
		}
	}
	if !asked {
		out = []string{w.Word("harm.none_at_all")}
	}
	return words.Values{"Harms": strings.Join(out, " ")}, true
}
