package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"nof1/analysis/power"
	"nof1/reports"
	"nof1/reports/plan"
)

// planSchema is the name and version of the document of plan --json.
const planSchema = "nof1.plan-choice/1"

// planDocument is what plan --json writes.
type planDocument struct {
	Schema  string       `json:"schema"`
	Plan    string       `json:"plan"` // path of plan.yaml
	SHA256  string       `json:"sha256"`
	Start   string       `json:"start"`
	End     string       `json:"end"`
	Seed    *uint64      `json:"seed"`   // null if sealed
	Design  string       `json:"design"` // the one drawn
	Own     bool         `json:"own_nights"`
	Unit    string       `json:"unit"` // of detectable and margin: "sd" without own nights
	Margin  *float64     `json:"margin"`
	Options []planOption `json:"options"`
}

// planOption is one of the designs compared. Numbers that were not computed are null.
type planOption struct {
	Design        string   `json:"design"`
	BlockDays     int      `json:"block_days"`
	Onset         int      `json:"onset"`
	Washout       int      `json:"washout"`
	NightsOff     int      `json:"nights_off"`
	NightsOn      int      `json:"nights_on"`
	Kept          float64  `json:"kept"`         // share of the full effect that shows
	KeptIfSlow    *float64 `json:"kept_if_slow"` // the same if it acts as slowly as the supplement's plan_days
	Detectable    *float64 `json:"detectable"`
	PowerAtMargin *float64 `json:"power_at_margin"`
	Orders        *float64 `json:"orders"`
	SmallestP     *float64 `json:"smallest_p"`
	Recommended   bool     `json:"recommended"`
	Reason        *string  `json:"reason"`
}

// print prints the comparison, the reasons and the files.
func (f *planFlags) print(p *printer, s plan.Sheet, files []planFile) error {
	if f.json {
		return reports.EncodeJSON(p, f.document(s), "  ")
	}
	table, err := plan.Table(s)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	for i, row := range table {
		mark := "  "
		if i == s.Taken+1 {
			mark = "> "
		}
		fmt.Fprintln(w, printable(mark+strings.Join(row, "\t")))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	reasons, err := plan.Reasons(s)
	if err != nil {
		return err
	}
	p.result("")
	for _, line := range wrapped(strings.Join(reasons, " "), p.width()) {
		p.result("%s", line)
	}
	p.result("")
	if s.Plan.IsSealed() {
		p.result("%s to %s, order sealed; checksum %s", s.Plan.Schedule.Start, s.Plan.Schedule.End, s.Plan.SHA256)
		if f.seeded {
			p.warning("whoever knows the seed can draw the order again: leave --seed out, or let the helper run this")
		}
	} else {
		p.result("%s to %s, drawn with seed %d; checksum %s", s.Plan.Schedule.Start, s.Plan.Schedule.End, *s.Plan.Seed, s.Plan.SHA256)
		for _, line := range wrapped(s.Plan.Schedule.Days, 80) {
			p.result("  %s", line)
		}
	}
	for _, file := range files {
		p.result("wrote %s", filepath.Join(f.out, file.name))
	}
	if s.Plan.IsSealed() {
		p.result("give %s to the helper, whole, without opening it", filepath.Join(f.out, helperFolder))
	}
	return nil
}

// wrapped breaks a text into lines between words.
func wrapped(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			out = append(out, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(out, line)
}

func (f *planFlags) document(s plan.Sheet) planDocument {
	p := s.Plan
	doc := planDocument{
		Schema: planSchema, Plan: filepath.Join(f.out, planYAML), SHA256: p.SHA256,
		Start: p.Schedule.Start.String(), End: p.Schedule.End.String(), Seed: p.Seed, Design: s.Choice.Options[s.Taken].Design,
		Own: s.Choice.Own != nil, Unit: "sd", Margin: s.Choice.Margin, Options: []planOption{},
	}
	if doc.Own {
		doc.Unit = s.Choice.Own.Unit
	}
	for i, o := range s.Choice.Options {
		doc.Options = append(doc.Options, optionOf(o, i == s.Choice.Best))
	}
	return doc
}

func optionOf(o power.Option, recommended bool) planOption {
	out := planOption{
		Design: o.Design, BlockDays: o.Constraint.BlockDays, Onset: o.Onset, Washout: o.Washout,
		NightsOff: o.NightsOff, NightsOn: o.NightsOn, Kept: o.Kept, KeptIfSlow: o.KeptIfSlow,
		Detectable: o.Detectable, PowerAtMargin: o.AtMargin, Recommended: recommended, Reason: text(o.Reason),
	}
	if o.Orders > 0 {
		out.Orders, out.SmallestP = &o.Orders, &o.SmallestP
	}
	return out
}
