package process

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"nof1/reports"
)

// forbidden are words that claim a cause or a cure or judge a body. They may
// stand in the fixed blocks only.
var forbidden = regexp.MustCompile(`(?i)\b(prove[sdn]?|proven|cures?|cured|treat(s|ed|ment)?|heal(s|ed)?|prevent(s|ed)?|diagnos\w*|` +
	`clinically (proven|significant|validated)|` +
	`works|effective|guarantee\w*|boost(s|ed)?|optimi[sz]e\w*|detox|balance your (hormones|nervous system)|because of (the )?magnesium|` +
	`caused by|due to|thanks to|` +
	`responder|deficien(t|cy)|cortisol|GABA|NMDA|anxiety disorder|your anxiety (is|was|improved)|stress hormone|vagal tone improved|` +
	`medical grade|safe for you|` +
	`you should (take|stop|increase|reduce)|recommended dose for you|statistically significant|normal|abnormal|neurological rest)\b`)

// fixedBlocks are printed word for word and name what cannot be shown.
var fixedBlocks = []string{
	"This report is a personal log summary. It is not a medical device and it is not medical advice. It does not diagnose, treat, cure " +
		"or prevent any disease. Wearable numbers are estimates. A pattern in one person's data is not proof of cause. Do not start, stop " +
		"or change a medicine or supplement because of this report without talking to a clinician. If you feel unwell, get care.",
	"A wearable estimates pulse timing, movement and skin temperature. It does not measure magnesium, GABA, NMDA, cortisol, or anxiety. " +
		"HRV changes with sleep, alcohol, training, illness, hormones and the device itself. Sleep stages are estimates, not brain recordings.",
}

var markup = regexp.MustCompile(`(?s)<style>.*?</style>|<svg.*?</svg>|<[^>]*>`)

// lint renders a report every way and fails on a forbidden word outside the
// fixed blocks, on a hole in a sentence, and on a title that promises a trial
// where nothing was planned.
func lint(t *testing.T, name string, r reports.Report) {
	t.Helper()
	var page, term, md strings.Builder
	for _, err := range []error{reports.WriteHTML(&page, r), reports.WriteText(&term, r, reports.TextOptions{Width: 1 << 20}),
		reports.WriteMarkdown(&md, r)} {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	fixed := fixedBlocks
	for _, m := range r.Mechanisms {
		fixed = append(fixed, m.Name, m.Says, m.Cannot)
	}
	for form, text := range map[string]string{"page": html.UnescapeString(markup.ReplaceAllString(page.String(), " ")),
		"terminal": term.String(), "markdown": md.String()} {
		text = strings.ReplaceAll(text, "\u00a0", " ")
		for _, block := range fixed {
			text = strings.ReplaceAll(text, block, "")
		}
		if at := forbidden.FindStringIndex(text); at != nil {
			t.Errorf("%s, %s: %q in %q", name, form, text[at[0]:at[1]], text[max(0, at[0]-60):min(len(text), at[1]+60)])
		}
		for _, hole := range []string{"<no value>", "NaN", "%!", "  on  ", "( )"} {
			if form == "terminal" && hole != "NaN" && hole != "<no value>" {
				continue // its table is aligned with spaces
			}
			if strings.Contains(text, hole) {
				t.Errorf("%s, %s: a hole %q near %q", name, form, hole, text[max(0, strings.Index(text, hole)-60):strings.Index(text, hole)])
			}
		}
	}
	if strings.Contains(page.String(), "N-of-1 trial") {
		t.Errorf("%s: a log is called a trial", name)
	}
	for _, l := range r.Ledger {
		if l.Statement == "" || l.Status == "not_recorded" && len(l.Measured) > 0 {
			t.Errorf("%s: row %s of the ledger: %+v", name, l.ID, l)
		}
	}
}

func TestForbiddenWordsAreFound(t *testing.T) {
	for _, bad := range []string{"It works.", "A treatment", "because of the magnesium", "due to", "a cortisol score"} {
		if !forbidden.MatchString(bad) {
			t.Errorf("%q passes", bad)
		}
	}
	if forbidden.MatchString("Workshops on health and proof of cause") {
		t.Error("plain words fail")
	}
}

// A joint start blocks nothing, and wherever the report says what was taken it
// names both: on the page, on the terminal and in Markdown.
func TestJointStartsAreNamedEverywhere(t *testing.T) {
	r := runFolder(t, made+"/costart-000", Defaults())
	if o := r.Outcomes[0]; o.Estimate == nil || o.Verdict.Code == "not_comparable" {
		t.Errorf("a joint start blocks: %+v", o.Verdict)
	}
	var page, term, md strings.Builder
	for _, err := range []error{reports.WriteHTML(&page, r), reports.WriteText(&term, r, reports.TextOptions{Width: 1 << 20}),
		reports.WriteMarkdown(&md, r)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	took := regexp.MustCompile(`(took|when you take) magnesium\b( and l-theanine)?`)
	for form, text := range map[string]string{"page": html.UnescapeString(markup.ReplaceAllString(page.String(), " ")),
		"terminal": term.String(), "markdown": md.String()} {
		all := took.FindAllString(strings.ReplaceAll(text, "\u00a0", " "), -1)
		for _, x := range all {
			if !strings.HasSuffix(x, "l-theanine") {
				t.Errorf("%s: %q alone", form, x)
			}
		}
		if len(all) == 0 {
			t.Errorf("%s: nowhere is it said what was taken", form)
		}
	}
}
