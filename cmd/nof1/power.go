package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/analysis"
	"nof1/analysis/power"
	"nof1/analysis/protocol"
	"nof1/analysis/stats"
	"nof1/cmd/internal/process"
	"nof1/importers/record"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// powerSchema is the name and version of the document of power --json.
const powerSchema = "nof1.power/1"

// powerDocument is what power --json writes.
type powerDocument struct {
	Schema      string         `json:"schema"`
	Participant string         `json:"participant"`
	Supplement  *string        `json:"supplement"`
	Onset       int            `json:"onset"`
	Washout     int            `json:"washout"`
	Power       float64        `json:"power"` // share of studies that find a detectable change
	Outcomes    []powerOutcome `json:"outcomes"`
}

// powerOutcome is one metric. Numbers that were not computed are null.
type powerOutcome struct {
	Metric       string        `json:"metric"`
	Role         analysis.Role `json:"role"`
	Source       string        `json:"source"`
	Unit         string        `json:"unit"`
	Nights       int           `json:"nights"`
	WithToo      bool          `json:"nights_with_it_too"`
	MissingShare float64       `json:"missing_share"`
	Mean         *float64      `json:"mean"`
	SD           *float64      `json:"sd"`
	Lag1         *float64      `json:"lag1"`
	Margin       *float64      `json:"margin"`
	Reason       *string       `json:"reason"`
	Designs      []powerDesign `json:"designs"`
}

// powerDesign is one planned study.
type powerDesign struct {
	Design        string   `json:"design"`
	Weeks         int      `json:"weeks"`
	NightsOff     int      `json:"nights_off"`
	NightsOn      int      `json:"nights_on"`
	Detectable    *float64 `json:"detectable"`
	DetectablePct *float64 `json:"detectable_pct"`
	OfMargin      *float64 `json:"of_margin"`       // detectable over margin: 1 or less finds it
	PowerAtMargin *float64 `json:"power_at_margin"` // chance to find a change of the margin
	CarryOver     bool     `json:"carry_over"`
	Reason        *string  `json:"reason"`
}

func powerCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &inputFlags{stdin: stdin}
	all := false
	cmd := &cobra.Command{
		Use:   "power PATH...",
		Short: "from this person's own nights: what change could n more nights show?",
		Long: "Power reads the exports of one person and computes which change studies of 4 to\n" +
			"16 weeks would find 4 times in 5: a before/after, on and off twice, a coin for\n" +
			"every pair of weeks, a coin for every night. It uses how much the person's own\n" +
			"nights vary and how much each resembles the one before.",
		Example: "  nof1 power export.zip --primary hrv_rmssd --margin 5%",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.power(cmd, p, args, all)
		},
	}
	f.add(cmd, p)
	flags := cmd.Flags()
	flags.BoolVar(&all, "all", false, "every outcome, not only the primary one")
	flags.String("supplement", "", "`ID` of the supplement to be tried: its first days do not count")
	f.overrides = append(f.overrides, "supplement")
	f.addOutcome(cmd)
	return cmd
}

func (f *inputFlags) power(cmd *cobra.Command, p *printer, paths []string, all bool) error {
	j, err := f.open(cmd, paths, "")
	if err != nil {
		return err
	}
	defer j.Close()
	fsys, step, done := p.reading(j.FS)
	j.Config.Progress = step
	found, inputs, err := process.Power(cmd.Context(), fsys, j.Config)
	done()
	if errors.Is(err, process.ErrNothingUsable) {
		nothing(p, j, inputs)
		return printedError{err}
	}
	if err != nil {
		return err
	}
	if f.json {
		return reports.EncodeJSON(p, documentOf(j.Name, found), "  ")
	}
	return printPower(p, j.Name, found, all)
}

func documentOf(participant string, in power.Prospects) powerDocument {
	doc := powerDocument{Schema: powerSchema, Participant: participant, Onset: in.Onset, Washout: in.Washout,
		Power: stats.PowerTarget, Outcomes: []powerOutcome{}}
	doc.Supplement = text(in.Supplement)
	for _, o := range in.Outcomes {
		row := powerOutcome{Metric: o.Metric, Role: o.Role, Source: o.Source, Unit: o.Unit, Nights: o.Nights, WithToo: o.WithToo,
			MissingShare: o.MissingShare, Mean: o.Mean, SD: o.SD, Lag1: o.Lag1, Margin: o.Margin,
			Reason: text(o.Reason), Designs: []powerDesign{}}
		for _, s := range o.Studies {
			d := powerDesign{Design: s.Design, Weeks: s.Weeks, NightsOff: s.NightsOff, NightsOn: s.NightsOn, Detectable: s.Detectable,
				DetectablePct: s.DetectablePct, PowerAtMargin: s.AtMargin, CarryOver: s.CarryOver, Reason: text(s.Reason)}
			if s.Detectable != nil && o.Margin != nil && *o.Margin > 0 {
				r := *s.Detectable / *o.Margin
				d.OfMargin = &r
			}
			row.Designs = append(row.Designs, d)
		}
		doc.Outcomes = append(doc.Outcomes, row)
	}
	return doc
}

// text returns nil, which is null in JSON, for "".
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// printPower writes a table for each outcome, then notes about all of them.
func printPower(p *printer, participant string, in power.Prospects, all bool) error {
	if len(in.Outcomes) == 0 {
		p.result("%s: no outcome has 7 nights", participant)
		return nil
	}
	shown := in.Outcomes[:1]
	if all {
		shown = in.Outcomes
	}
	for i, o := range shown {
		if i > 0 {
			p.result("")
		}
		if err := printProspect(p, participant, o); err != nil {
			return err
		}
	}
	for _, line := range aboutPower(in, shown) {
		p.result("%s", line)
	}
	return nil
}

func printProspect(p *printer, participant string, o power.Prospect) error {
	m, _ := record.MetricByID(o.Metric)
	if o.Reason != "" || o.Mean == nil || o.SD == nil {
		why := "not measured well enough to plan with"
		if o.Reason == "too_few_off" {
			why = count(o.Nights, "night") + ", at least 28 are needed"
		}
		p.result("%s: %s: %s", participant, m.Name, why)
		return nil
	}
	unit := ""
	if m.Unit != "n" && !m.Clock {
		unit = " " + m.Unit
	}
	p.result("%s: %s, %s, mean %s%s, spread (SD) of a night %s%s, %.0f %% of nights missing", participant, m.Name,
		count(o.Nights, "night"), rounded(*o.Mean), unit, rounded(*o.SD), unit, 100*o.MissingShare)
	if o.WithToo {
		p.result("these include nights with the supplement: there are too few without it")
	}
	if o.Margin != nil {
		p.result("smallest change worth having: %s%s", rounded(*o.Margin), unit)
	}
	p.result("")
	p.result("change found 4 times in 5%s:", in(unit))
	return table(p, o)
}

func in(unit string) string {
	if unit == "" {
		return ""
	}
	return ", in" + unit
}

// designNames are the names of the columns, in the words of the reports.
var designNames = map[string]string{
	"AB": "before/after", "ABAB": "on and off twice", "weekly_pairs": "coin, pairs of weeks", "nightly": "coin every night",
}

// table writes a row for each length and a column for each design. An asterisk marks
// studies that find the margin.
func table(p *printer, o power.Prospect) error {
	var designs []string
	cells := map[string]string{}
	for _, s := range o.Studies {
		if len(designs) == 0 || s.Weeks == o.Studies[0].Weeks {
			designs = append(designs, s.Design)
		}
		cells[s.Design+strconv.Itoa(s.Weeks)] = cell(s, o.Margin)
	}
	w := tabwriter.NewWriter(p, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "weeks")
	for _, d := range designs {
		fmt.Fprint(w, "\t", designNames[d])
	}
	fmt.Fprintln(w)
	for _, weeks := range power.Weeks {
		fmt.Fprint(w, weeks)
		for _, d := range designs {
			fmt.Fprint(w, "\t", cells[d+strconv.Itoa(weeks)])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

func cell(s power.StudyProspect, margin *float64) string {
	if s.Detectable == nil {
		return "too few nights"
	}
	out := rounded(*s.Detectable)
	if s.DetectablePct != nil {
		out += " (" + rounded(*s.DetectablePct) + " %)"
	}
	if margin != nil && *s.Detectable <= *margin {
		out += " *"
	}
	return out
}

// aboutPower returns the notes about the tables.
func aboutPower(in power.Prospects, shown []power.Prospect) []string {
	var out []string
	marked, carried := false, false
	for _, o := range shown {
		for _, s := range o.Studies {
			marked = marked || s.Detectable != nil && o.Margin != nil && *s.Detectable <= *o.Margin
			carried = carried || s.CarryOver
		}
	}
	if marked {
		out = append(out, "* finds the smallest change worth having")
	}
	name := in.Supplement
	if k, ok := protocol.Lookup(in.Supplement); ok {
		name = strings.ToLower(k.Name)
	}
	switch {
	case name == "":
		out = append(out, "no supplement is named or logged, so its first days count too: name it with --supplement ID to leave them out")
	case in.Onset > 0 || in.Washout > 0:
		out = append(out, fmt.Sprintf("%s: the first %s after a start and %s after a stop are left out of before/after and on and off twice",
			name, count(in.Onset, "night"), count(in.Washout, "night")))
	}
	if carried {
		out = append(out, fmt.Sprintf("%s is assumed to take %s to build up: switching every night or every week dilutes the effect, "+
			"so prefer longer periods", name, count(in.Onset, "day")))
	}
	return append(out,
		"these numbers use the likely range alone: a schedule drawn by coin must also pass the randomisation test, which nof1 plan includes",
		"a before/after shows that two things happened together, not why; a coin shows more")
}

// rounded writes three significant digits, whole numbers in full.
func rounded(x float64) string {
	if math.Abs(x) >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
