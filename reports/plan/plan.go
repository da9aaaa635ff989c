package plan

import (
	"fmt"
	"strconv"
	"strings"

	"nof1/analysis/power"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/reports/words"
)

// Sheet is a plan with what else its papers need.
type Sheet struct {
	Plan           schedule.Plan       // sealed where the person must not know the days
	Supplement     protocol.Supplement // its row of the catalogue
	Choice         power.Choice        // the designs compared
	Taken          int                 // index of the design taken among the choice's options
	Onset, Washout int                 // days the supplement needs to build up and to fade
	Language       string              // of the papers, one of [words.Languages]; "" English
	Fill           map[string]string   // texts of items by id, for those the plan itself cannot fill
}

// planItems are the items of a protocol, in the order of SPENT 2019.
var planItems = []string{
	"title", "registration", "version", "roles", "background", "comparator", "objective", "design", "setting", "eligibility",
	"intervention", "stopping", "adherence", "concomitant", "outcomes", "timeline", "length", "generation", "concealment",
	"implementation", "blinding", "unblinding", "collection", "management", "analysis", "missing", "monitoring", "harms",
	"ethics", "amendments", "confidentiality", "aftercare", "dissemination",
}

// Items lists the ids of the items of a protocol.
func Items() []string { return append([]string(nil), planItems...) }

// Contents returns the items of a protocol, in the order of [Items]. A text of Fill
// replaces the one made from the plan. An item that neither fills is "". The error
// names a sentence that the catalogue does not have.
func Contents(s Sheet) ([]schedule.Item, error) {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	v := w.itemValues()
	out := make([]schedule.Item, 0, len(planItems))
	for _, id := range planItems {
		says := strings.TrimSpace(s.Fill[id])
		if says == "" {
			says = strings.TrimSpace(w.Say("spent."+id+".says", v))
		}
		out = append(out, schedule.Item{ID: id, Says: says})
	}
	return out, w.Err
}

// planWriter writes the papers of a plan.
type planWriter struct {
	*words.Speaker
	Sheet
}

// Name returns the supplement's name in the language of the papers.
func (w *planWriter) Name() string { return w.SupplementName(w.Plan.Supplement) }

// option is the design taken.
func (w *planWriter) option() power.Option { return w.Choice.Options[w.Taken] }

// designName is a design in words.
func (w *planWriter) designName(o power.Option) string {
	return w.Say("plan.name."+o.Design, words.Values{"BlockDays": o.Constraint.BlockDays, "Either": o.Constraint.EitherFirst})
}

// found writes the change that an option finds, or "" if it finds none.
func (w *planWriter) found(o power.Option) string {
	switch {
	case o.Detectable == nil:
		return ""
	case w.Choice.Own == nil:
		return w.Say("plan.compare.sd", words.Values{"Size": w.Decimal(*o.Detectable)})
	}
	out := w.Quantity(w.Plan.Primary).Size(*o.Detectable)
	if o.DetectablePct != nil {
		out += " (" + w.Decimal(*o.DetectablePct) + " %)"
	}
	return out
}

// margin writes the smallest change worth having.
func (w *planWriter) margin() string {
	m, err := schedule.ReadMargin(w.Plan.Margin)
	switch {
	case err == nil && m != nil && m.Percent:
		return w.Fixed(m.Value, -1) + " %"
	case err == nil && m != nil:
		return w.Quantity(w.Plan.Primary).Size(m.Value)
	case w.Choice.Margin != nil && w.Choice.Own != nil:
		return w.Quantity(w.Plan.Primary).Size(*w.Choice.Margin)
	case w.Choice.Margin != nil:
		return w.Say("plan.compare.sd", words.Values{"Size": w.Decimal(*w.Choice.Margin)})
	}
	return w.Word("plan.margin_none")
}

// manyOrders is the number of orders from which on only "many" matters.
const manyOrders = 1e6

// orders writes how many orders there were.
func (w *planWriter) orders(n float64) string {
	if n >= manyOrders {
		return w.Word("plan.many")
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

func (w *planWriter) itemValues() words.Values {
	p, o := w.Plan, w.option()
	question := p.Question
	if question == "" {
		question = w.Say("plan.headline", words.Values{"Name": w.Name(), "Metric": w.Quantity(p.Primary).FullName()})
	}
	return words.Values{"Name": w.Name(), "Metric": w.Quantity(p.Primary).FullName(), "Blinded": p.Blinded,
		"Created": w.Day(p.Created.Date), "Question": question,
		"Weeks": p.Constraint.Weeks, "Design": w.designName(o), "Nightly": p.Constraint.Kind == schedule.Nightly, "Stopping": w.Day(p.Stopping()),
		"Start": w.Day(p.Schedule.Start.Date), "End": w.Day(p.Schedule.End.Date), "Detectable": w.found(o), "Orders": w.orders(o.Orders),
		"Analysis": w.Word("method_name." + p.Analysis), "Margin": w.margin(), "Onset": p.Onset, "Washout": p.Washout}
}

// because returns why this design was taken, and what speaks against it.
func (w *planWriter) because() []string {
	o, name := w.option(), w.Name()
	var out []string
	if own := w.Choice.Own; own != nil {
		q := w.Quantity(w.Plan.Primary)
		out = append(out, w.Say("plan.compare.own", words.Values{"Nights": own.Nights, "SD": q.Size(*own.SD), "Lag1": w.Decimal(*own.Lag1),
			"Missing": w.Share(own.MissingShare)}))
	} else {
		out = append(out, w.Word("plan.compare.usual"))
	}
	if w.Onset > 1 {
		kept := 0.
		for _, x := range w.Choice.Options {
			if x.Design == string(schedule.Nightly) {
				kept = x.Kept
			}
		}
		out = append(out, words.SentenceCase(w.Say("plan.compare.slow", words.Values{"Name": name, "Onset": w.Onset, "Washout": w.Washout,
			"Kept": w.Share(kept)})))
	} else {
		out = append(out, words.SentenceCase(w.Say("plan.compare.quick", words.Values{"Name": name})))
	}
	const poorShare = .8
	if o.Kept < poorShare && w.Onset > 1 {
		out = append(out, w.Say("plan.compare.poor", words.Values{"Name": name, "Kept": w.Share(o.Kept)}))
	}
	out = append(out, w.ifSlow(o)...)
	if o.Exact {
		out = append(out, w.Say("plan.compare.exact", words.Values{"Orders": w.orders(o.Orders), "OneIn": w.orders(1 / o.SmallestP)}))
	} else {
		out = append(out, w.Word("plan.compare.not_exact"))
	}
	if o.Reason == "orders_alike" {
		out = append(out, w.Word("plan.compare.alike_more"))
	}
	if o.AtMargin != nil {
		out = append(out, w.Say("plan.compare.power", words.Values{"Margin": w.margin(), "Power": fmt.Sprintf("%.0f", 100**o.AtMargin)}))
		if *o.AtMargin < stats.PowerTarget {
			out = append(out, w.Say("plan.compare.weak", words.Values{"Longer": w.Word("plan.compare.longer")}))
		}
	}
	if best := w.Choice.Best; best >= 0 && best != w.Taken {
		out = append(out, w.Say("plan.compare.chosen", words.Values{"Best": words.SentenceCase(w.designName(w.Choice.Options[best]))}))
	}
	return out
}

// ifSlow returns the sentences on how soon the supplement acts, and on how much the
// design shows of an effect that slow: what carries over from one period to the next
// makes a real change look smaller.
func (w *planWriter) ifSlow(o power.Option) (out []string) {
	if t := w.Supplement.PlanOnset; t.Verified {
		out = append(out, w.Say("plan.compare.known", words.Values{"Text": t.Text, "Source": t.Source}))
	}
	const worthSaying = .05
	if days := w.Supplement.PlanDays; o.KeptIfSlow != nil && o.Kept-*o.KeptIfSlow > worthSaying {
		out = append(out, w.Say("plan.compare.if_slow", words.Values{"Onset": days.Onset, "Washout": days.Washout,
			"Kept": w.Share(*o.KeptIfSlow)}))
	}
	return out
}

// Reasons returns the sentences on why the design was taken. The error names a sentence
// that the catalogue does not have.
func Reasons(s Sheet) ([]string, error) {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	out := w.because()
	return out, w.Err
}

// Table returns the comparison of the designs: a head, then one row an option of
// Sheet.Choice in its order, so that the design taken is row Sheet.Taken+1. The error
// names a sentence that the catalogue does not have.
func Table(s Sheet) ([][]string, error) {
	w := &planWriter{Speaker: words.Speak(s.Language), Sheet: s}
	out := [][]string{{w.Word("plan.compare.columns.design"), w.Word("plan.compare.columns.found"), w.Word("plan.compare.columns.kept"),
		w.Word("plan.compare.columns.left"), w.Word("plan.compare.columns.orders"), w.Word("plan.compare.columns.exact")}}
	for _, o := range s.Choice.Options {
		row := []string{w.Say("plan.short."+o.Design, words.Values{"BlockDays": o.Constraint.BlockDays}), w.Word("plan.compare.too_few"), "",
			"", "", ""}
		switch {
		case o.Detectable != nil:
			row[1] = w.found(o)
		case o.Reason == "orders_alike":
			row[1] = w.Word("plan.compare.alike")
		}
		row[2], row[3] = w.Share(o.Kept), fmt.Sprintf("%d + %d", o.Onset, o.Washout)
		switch {
		case o.Design == "AB":
			row[5] = w.Word("plan.compare.exact_none")
		case o.Exact:
			row[4], row[5] = w.orders(o.Orders), w.Word("plan.compare.exact_yes")
		default:
			row[4], row[5] = w.orders(o.Orders), w.Word("plan.compare.exact_no")
		}
		out = append(out, row)
	}
	return out, w.Err
}
