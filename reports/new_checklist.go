package reports

import (
	"strings"
)

// ChecklistRow is one item of the checklist for reports of single-person trials
// (CENT 2015, with what SPENT 2019 adds on the plan), filled from the document.
// Text names no date: the periods have them.
type ChecklistRow struct {
	Item     string `json:"item"`
	Requires string `json:"requires"`
	Text     string `json:"text"`
	Recorded bool   `json:"recorded"`
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
		row := ChecklistRow{Item: c.item, Requires: w.word("cent." + c.id + ".requires"), Text: w.word("cent.not_recorded")}
		if v, ok := w.fill(c.id, r); ok {
			row.Text, row.Recorded = w.say("cent."+c.id+".text", v), true
		} else if ofAComparison[c.id] {
			row.Text, row.Recorded = w.word("cent.nothing"), true
		}
		out = append(out, row)
	}
	return out
}

// ofAComparison are the rows that say nothing where nothing was compared, which is
// not the same as not recorded.
var ofAComparison = map[string]bool{"design": true, "length": true, "method": true, "dependence": true, "periods": true, "dates": true,
	"each_period": true, "size": true, "other_analyses": true, "order": true, "concealment": true, "blinding": true, "baseline": true}

// fill returns the values of a row's sentence, false where the document has
// nothing to fill it with.
func (w *writer) fill(id string, r Report) (values, bool) {
	iv, o := r.Intervention, primary(r.Outcomes)
	planned := iv.Deviations != nil
	compared := o != nil && o.Estimate != nil
	v := values{"Planned": planned}
	switch id {
	case "title":
		v["Design"] = w.say("design."+designGroup(iv.Design, iv.Blinded), values{"Code": iv.Design})
	case "rationale", "ethics", "summary", "funding", "limits":
	case "question":
		if o == nil {
			return nil, false
		}
		v["Metric"] = w.quantity(o.Metric).name()
	case "design", "periods", "dates", "each_period":
		v["Periods"], v["Onset"], v["Washout"], v["Code"], v["LeftOut"] = len(iv.Phases), iv.Onset, iv.Washout, iv.Design, iv.Onset+iv.Washout > 0
		return v, iv.Design != "none"
	case "changes":
		v["Changes"] = w.changesLogged(iv)
		return v, iv.DaysTaken > 0
	case "concurrent":
		v["Others"] = w.supplements(iv.CoSupplements)
	case "setting":
		v["Devices"] = devices(r.Inputs)
		return v, v["Devices"] != ""
	case "product":
		return w.productValues(iv)
	case "outcomes":
		v["Outcomes"] = len(r.Outcomes)
		return v, len(r.Outcomes) > 0
	case "length":
		if o == nil || o.Detectable == nil {
			return nil, false
		}
		v["Detectable"] = w.quantity(o.Metric).size(*o.Detectable)
	case "order", "concealment", "blinding":
		v["Randomised"], v["Blinded"] = iv.Randomised, iv.Blinded
		return v, iv.Design != "none"
	case "method", "dependence", "size", "other_analyses":
		v = w.analysisValues(o)
		if v != nil {
			v["LeftOut"] = iv.Onset+iv.Washout > 0
		}
		return v, compared
	case "baseline":
		if o == nil || o.MeanOff == nil || o.BaselineSD == nil {
			return nil, false
		}
		q := w.quantity(o.Metric)
		v["Mean"], v["SD"] = q.level(*o.MeanOff), q.size(*o.BaselineSD)
	case "nights":
		if o == nil {
			return nil, false
		}
		v["Off"], v["On"] = o.NOff, o.NOn
	case "harms":
		return w.harmValues(r.Harms)
	case "version":
		v["Version"] = r.Tool.Version
	case "plan", "stopping":
		return v, planned
	default: // changes of outcomes and reasons to stop are in no file
		return nil, false
	}
	return v, true
}

// changesLogged lists the notes on changed forms, doses and products.
func (w *writer) changesLogged(iv Intervention) string {
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
		names = append(names, w.supplement(id))
	}
	return w.list(names)
}

// devices lists the devices of the files, each once.
func devices(in []Input) string {
	var out []string
	seen := map[string]bool{}
	for _, f := range in {
		if f.Device != nil && *f.Device != "" && !seen[*f.Device] {
			seen[*f.Device] = true
			out = append(out, *f.Device)
		}
	}
	return strings.Join(out, ", ")
}

func (w *writer) productValues(iv Intervention) (values, bool) {
	if iv.Supplement == nil || iv.DaysTaken == 0 {
		return nil, false
	}
	var forms []string
	for _, f := range iv.Forms {
		forms = append(forms, w.form(f))
	}
	v := values{"Name": w.taken(*iv.Supplement, iv.CoStarted), "Forms": strings.Join(forms, ", "), "Dose": "", "Taken": iv.DaysTaken, "Adherence": ""}
	if iv.ElementalMgMedian != nil {
		v["Dose"] = join(w.decimal(*iv.ElementalMgMedian), w.unitOf("mg", "level"))
	}
	if iv.Adherence != nil {
		v["Adherence"] = w.share(*iv.Adherence)
	}
	return v, true
}

func (w *writer) analysisValues(o *Outcome) values {
	if o == nil || o.Estimate == nil || o.CI95 == nil {
		return nil
	}
	q := w.quantity(o.Metric)
	v := values{"Method": w.word("method_name." + o.Method), "Change": q.change(*o.Estimate), "Range": q.span(o.CI95[0], o.CI95[1]), "Alternatives": len(o.Alternatives),
		"Lag1": "", "Tried": 0, "AsBig": 0}
	if o.Lag1 != nil {
		v["Lag1"] = w.decimal(*o.Lag1)
	}
	if o.PlaceboDates != nil {
		v["Tried"], v["AsBig"] = o.PlaceboDates.Tried, o.PlaceboDates.AsBig
	}
	return v
}

func (w *writer) harmValues(harms []Harm) (values, bool) {
	asked := false
	var out []string
	for _, h := range harms {
		asked = asked || h.DaysAsked > 0
		if h.DaysAsked > 0 {
			out = append(out, h.Statement)
		}
	}
	if !asked {
		out = []string{w.word("harm.none_at_all")}
	}
	return values{"Harms": strings.Join(out, " ")}, true
}
