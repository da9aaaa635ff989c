package reports

import (
	"bytes"
	"strings"
	"testing"

	"nof1/analysis"
)

// withLedger is a sample's report with rows of the ledger, harms and a text of
// help.
func withLedger(t *testing.T, escalation ...string) Report {
	t.Helper()
	x := Samples(t)[0]
	x.res.Ledger = []analysis.LedgerRow{
		{ID: "alcohol_nights", Role: analysis.RoleConfounder, Status: analysis.LedgerFired, EffectOfAdjusting: new(-1.5),
			Measured: []analysis.Measure{{Name: "share_off", Value: 10, Unit: "%"}, {Name: "share_on", Value: 31, Unit: "%"}}},
		{ID: "weekday_balance", Role: analysis.RolePrecision, Status: analysis.LedgerSilent, Adjusted: true},
		{ID: "dietary_magnesium", Role: analysis.RoleConfounder, Status: analysis.LedgerNotRecorded},
		{ID: "clock_change", Role: analysis.RolePrecision, Status: analysis.LedgerFired,
			Measured: []analysis.Measure{{Name: "distance", Value: 3, Unit: "days"}}},
	}
	x.res.Harms = []analysis.Harm{{ID: "loose_stool", DaysAsked: 30}, {ID: "nausea"}, {ID: "drowsiness", DaysAsked: 9, DaysYes: 2, YesOn: 1}}
	for _, id := range escalation {
		x.res.Escalation = append(x.res.Escalation, analysis.Note{ID: id})
	}
	return x.Report(t)
}

func TestLedgerInTheDocument(t *testing.T) {
	r := withLedger(t)
	if len(r.Ledger) != 4 || r.Ledger[0].Name != "Alcohol" || r.Ledger[0].Measured.Of("share_on").Value != 31 ||
		*r.Ledger[0].EffectOfAdjusting != -1.5 {
		t.Errorf("%+v", r.Ledger)
	}
	for i, want := range []string{"Loose stools: none logged, days asked: 30.",
		"Nausea: none logged, days asked: 0. No answer does not mean no.", "Drowsiness: on 2 of 9 days asked, 1 of them with it."} {
		if r.Harms[i].Statement != want {
			t.Errorf("%q, want %q", r.Harms[i].Statement, want)
		}
	}
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(b.String(), "\u00a0", " ")
	for _, want := range []string{"What else could explain it", "2 worth a look, 1 without a finding, 1 not recorded",
		"You logged alcohol on 10 % of nights without it and 31 % of nights with it.", "days asked: 30", "Checklist for single-person trials"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(b.String(), `class="help`) {
		t.Error("a text of help that nothing called for")
	}
}

// A text of help stands before the answer in every output, and a crisis text
// has no size of a change on its page.
func TestHelpComesFirst(t *testing.T) {
	r := withLedger(t, "crisis", "gate")
	for name, write := range map[string]func(*bytes.Buffer) error{
		"page":     func(b *bytes.Buffer) error { return WriteHTML(b, r) },
		"terminal": func(b *bytes.Buffer) error { return WriteText(b, r, TextOptions{Width: 4000}) },
		"markdown": func(b *bytes.Buffer) error { return WriteMarkdown(b, r) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("\u00a0", " ").Replace(b.String())
		help, gate, answer := strings.Index(text, "You deserve support now"), strings.Index(text, "kidney disease"),
			strings.Index(text, "likely range")
		if name == "terminal" && (answer >= 0 || !strings.Contains(text, "Its numbers come on later pages.")) {
			t.Errorf("a crisis text beside the size of a change on the terminal:\n%s", text)
		}
		if help < 0 || gate < help || answer >= 0 && answer < gate {
			t.Errorf("%s: help at %d, second text at %d, answer at %d", name, help, gate, answer)
		}
		if name == "markdown" && (!strings.Contains(text, "\n> You wrote that you have had thoughts") ||
			strings.Index(text, "\n---\n") < gate || strings.Index(text, "\n# ") < strings.Index(text, "\n---\n")) {
			t.Errorf("the crisis text is not set apart, in a quote before a rule and the title:\n%s", text[:2000])
		}
		if name == "page" && !strings.Contains(text, `class="help alone"`) {
			t.Error("the crisis text does not stand alone")
		}
	}
	var b bytes.Buffer
	if err := WriteHTML(&b, withLedger(t, "suggest")); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `class="help"`) {
		t.Error("a suggestion is shown without a page of its own")
	}
}

// Every row of the checklist is filled or says that it is not recorded.
func TestChecklist(t *testing.T) {
	for _, x := range Samples(t) {
		r := x.Report(t)
		if len(r.Checklist) != len(checklistItems) {
			t.Fatalf("%s: %d rows", x.Name, len(r.Checklist))
		}
		for _, c := range r.Checklist {
			if c.Text == "" || c.Requires == "" || c.Recorded == (c.Text == "Not recorded.") {
				t.Errorf("%s: %+v", x.Name, c)
			}
		}
	}
	r := withLedger(t)
	for _, c := range r.Checklist {
		if c.Item == "19" && !strings.Contains(c.Text, "none logged, days asked: 30") {
			t.Errorf("harms: %q", c.Text)
		}
		if c.Item == "13c" && c.Recorded {
			t.Errorf("no file says why one stopped: %q", c.Text)
		}
	}
}

// A shared report does not tell the time of year.
func TestSharedLedgerHidesTheCalendar(t *testing.T) {
	r, err := Share(withLedger(t))
	if err != nil {
		t.Fatal(err)
	}
	if l := r.Ledger[3]; l.Status != analysis.LedgerNotRecorded || len(l.Measured) != 0 {
		t.Errorf("%+v", l)
	}
	if l := r.Ledger[0]; l.Status != analysis.LedgerFired {
		t.Errorf("%+v", l)
	}
}

// The report in short tells the ledger and the unwanted effects too.
func TestMarkdownTellsTheLedger(t *testing.T) {
	var b bytes.Buffer
	if err := WriteMarkdown(&b, withLedger(t)); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(b.String(), "\u00a0", " ")
	for _, want := range []string{"## What else could explain it",
		"| Alcohol | worth a look | You logged alcohol on 10 % of nights without it and 31 % of nights with it.", "## Unwanted effects",
		"none logged, days asked: 30"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
