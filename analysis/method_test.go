package analysis

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"nof1/analysis/screen"
	"nof1/analysis/stats"
)

var update = flag.Bool("update", false, "rewrite the tables of METHOD.md")

// constant is one row of the page.
type constant struct {
	what  string
	value any
}

// methodConstants are what the tables of METHOD.md say of this package.
var methodConstants = []constant{
	{"hours a dose reaches forward to a sleep onset", doseReach / 60},
	{"minutes after an onset in which a dose still counts for that night", onsetGrace},
	{"empty days inside a run of doses", runGap},
	{"days of a run that make it a phase", runDays},
	{"share of its days that must be taken", runCoverage},
	{"nights before the switch that are compared, at most", baselineNights},
	{"nights after the start that are compared, at most", onNights},
	{"before/after: nights before, at least", MinOff},
	{"before/after: nights with it, at least", MinOn},
	{"repeated: nights in every phase, at least", MinPhase},
	{"repeated and randomised: nights on each side, at least", MinTotal},
	{"as needed: nights on each side, at least", minAsNeeded},
	{"nights before under which a record is short", shortBaseline},
	{"days of made-up starts under which a record is short", placeboDays},
	{"L0 of heart rate variability and heart rates", heartFactor},
	{"nights between a break and a switch that block a verdict", breakBlocks},
	{"nights between a break and a switch within which a warning is given", breakWarns},
	{"days between a change of medicine and a switch that block", medicineBlocks},
	{"failed cross-checks that undo a claim", failedUndecides},
	{"share of made-up starts that fails a cross-check", placeboLimit},
	{"share of an on-phase that must be taken", adherenceLimit},
	{"p below which a test counts", significant},
	{"factor between p-values that makes an answer depend on the model", modelFactor},
	{"models are compared if one p is below", nearClaim},
	{"p-values below this count as this", surely},
	{"difference of missing nights that fails, points", missingPoints},
	{"standardised difference of a habit that fails", imbalance},
	{"MADs from the middle that make a night odd", outlierMADs},
	{"p of an unexplained step", shiftLevel},
	{"z of the last week before the start from which a warning is given", unusualWeek},
	{"share of starts that must move by half the margin", fmt.Sprintf("%.3f", consistentShare)},
	{"nights after a dose that are examined", lagNights},
	{"nights an amount needs to count as a dose level", minAtLevel},
	{"p below which something may remain after a stop", carriedP},
	{"screen: nights looked back on, at most", screen.YearNights},
	{"screen: nights with and without, at least", screen.MinNights},
	{"screen: separate stretches, at least", screen.MinStretches},
	{"screen: share of false rows that is accepted", screen.Q},
	{"screen: correlation from which two items count as one", screen.Alike},
	{"share of studies that find a detectable change", stats.PowerTarget},
	{"additional nights that are advised, at most", maxMoreNights},
}

// methodSentences are phrases in the prose of the page.
var methodSentences = []string{
	fmt.Sprintf("at most %d hours later; up to %d minutes", doseReach/60, onsetGrace),
	fmt.Sprintf("lasts at least %d days and at least %.0f %% of its days", runDays, 100*runCoverage),
	fmt.Sprintf("at most %d nights before the start and at most %d after it", baselineNights, onNights),
	fmt.Sprintf("L0 is %g for heart rate variability and heart rates, 1 for", heartFactor),
	fmt.Sprintf("fewer than %d days of made-up starts", placeboDays),
	fmt.Sprintf("within %d nights of a switch, a change of medicine within %d days", breakBlocks, medicineBlocks),
	fmt.Sprintf("below %d nights before and %d with it; for repeated designs %d nights in every phase and %d on each side; "+
		"as needed %d on each side", MinOff, MinOn, MinPhase, MinTotal, minAsNeeded),
	fmt.Sprintf("less than %.0f %% was taken", 100*adherenceLimit),
	fmt.Sprintf("differs by more than a factor of %d, where one of the two is below %g and p-values below %g count", modelFactor,
		nearClaim, surely),
	fmt.Sprintf("looks back on %d nights at most", screen.YearNights),
	fmt.Sprintf("more than %.0f %% of made-up starts", 100*placeboLimit),
	fmt.Sprintf("by more than %d points more", missingPoints),
	fmt.Sprintf("differs by more than %g SD", imbalance),
	fmt.Sprintf("further than %d * %g MAD", outlierMADs, madToSD),
	fmt.Sprintf("series, p < %g)", shiftLevel),
	fmt.Sprintf("its own night and the %d after it", lagNights),
	fmt.Sprintf("Each amount with at least %d nights", minAtLevel),
	fmt.Sprintf("needs %d nights with and %d without", screen.MinNights, screen.MinNights),
	fmt.Sprintf("Benjamini-Hochberg at %.0f %%", 100*screen.Q),
}

// The method page says what the code does. go test -p 1 ./analysis ./analysis/stats -run MethodPage
// -update rewrites its tables.
func TestMethodPage(t *testing.T) {
	const page = "METHOD.md"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	constants := "| nights, checks and words | |\n|---|---|\n"
	for _, c := range methodConstants {
		constants += fmt.Sprintf("| %s | %v |\n", c.what, c.value)
	}
	choices := "| design | other choices, with everything a record can hold |\n|---|---|\n"
	for _, d := range designAlternatives {
		choices += fmt.Sprintf("| %s | %s |\n", d.design, strings.Join(d.names, ", "))
	}
	for name, want := range map[string]string{"constants of analysis": constants, "other choices": choices} {
		begin, end := "<!-- begin: "+name+" -->\n", "<!-- end: "+name+" -->"
		before, rest, found := strings.Cut(text, begin)
		table, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no %q", page, strings.TrimSpace(begin))
		}
		if !*update && table != want {
			t.Errorf("%s says\n%s\nthe code says\n%s", page, table, want)
		}
		text = before + begin + want + end + after
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before, _, _ := strings.Cut(text, "<!-- begin: constants of analysis -->")
	prose := strings.Join(strings.Fields(before), " ")
	for _, s := range methodSentences {
		if !strings.Contains(prose, s) {
			t.Errorf("%s does not say %q", page, s)
		}
	}
	for _, name := range controls {
		word := map[string]string{"steps": "steps", "spo2": "blood oxygen", "bedtime": "bedtime"}[name]
		if word == "" || !strings.Contains(prose, word) {
			t.Errorf("%s does not name the control %s", page, name)
		}
	}
}
