package stats

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the constants of METHOD.md")

// distinct returns the values of a grid in the order they come.
func distinct(grid []errorModel, of func(errorModel) (float64, bool)) string {
	var out []string
	seen := map[string]bool{}
	for _, e := range grid {
		v, ok := of(e)
		if s := fmt.Sprintf("%.4g", v); ok && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

// methodConstants returns the constants of this package in the tables of METHOD.md.
func methodConstants() [][2]any {
	fastPhi := func(e errorModel) (float64, bool) { return e.fastPhi, true }
	return [][2]any{
		{"error models of the engine", len(slowMixGrid)},
		{"phi1", distinct(slowMixGrid, fastPhi)},
		{"share of the slow part, a2", distinct(slowMixGrid, func(e errorModel) (float64, bool) { return e.slow, true })},
		{"nu/(1 - a2)", distinct(slowMixGrid, func(e errorModel) (float64, bool) { return e.noise / (1 - e.slow), true })},
		{"phi2", distinct(slowMixGrid, func(e errorModel) (float64, bool) { return e.slowPhi, e.slow > 0 })},
		{"prior weight of no slow part", fmt.Sprintf("%.3g", priorOf(slowMixGrid, func(e errorModel) bool { return e.slow == 0 }))},
		{"prior weight of no night-level noise",
			fmt.Sprintf("%.3g", priorOf(slowMixGrid, func(e errorModel) bool { return e.noise == 0 }))},
		{"prior of the trend: SD, in SDs of the outcome", slopeSD},
		{"prior of the trend: over days", slopeDays},
		{"span with weekday columns, days", weekdaySpan},
		{"days before the start that are compared, at most", baselineDays},
		{"days after the start that are compared, at most", onDays},
		{"made-up starts: days back", historyDays},
		{"made-up starts: days between two", placeboStep},
		{"made-up starts: days that are needed", placeboMin},
		{"made-up starts: days worth one degree of freedom", placeboTau},
		{"made-up starts: degrees of freedom of L0", lambdaPrior},
		{"error models of marg-avg", len(margAvgGrid)},
		{"marg-avg: phi", distinct(margAvgGrid, fastPhi)},
		{"marg-avg: nu", distinct(margAvgGrid, func(e errorModel) (float64, bool) { return e.noise, true })},
		{"randomisation: all orders are tried up to", mostEnumerated},
		{"randomisation: orders drawn otherwise", randomisationDraws},
		{"break scan: nights on either side", breakSide},
		{"break scan: simulated series", breakDraws},
		{"block bootstrap: draws", bootstrapDraws},
		{"block bootstrap: shortest block, nights", shortestBlock},
		{"case-crossover: days to a referent", referentDays},
	}
}

func priorOf(grid []errorModel, which func(errorModel) bool) (sum float64) {
	for _, e := range grid {
		if which(e) {
			sum += e.prior
		}
	}
	return sum
}

// The method page says what the code does. go test -p 1 ./analysis ./analysis/stats -run MethodPage
// -update rewrites its tables.
func TestMethodPage(t *testing.T) {
	const page = "../METHOD.md"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- begin: constants of analysis/stats -->\n", "<!-- end: constants of analysis/stats -->"
	before, rest, found := strings.Cut(string(raw), begin)
	table, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no %q", page, strings.TrimSpace(begin))
	}
	want := "| estimators | |\n|---|---|\n"
	for _, c := range methodConstants() {
		want += fmt.Sprintf("| %v | %v |\n", c[0], c[1])
	}
	if *update {
		if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if table != want {
		t.Errorf("%s says\n%s\nthe code says\n%s", page, table, want)
	}
	prose := strings.Join(strings.Fields(before), " ")
	for _, s := range []string{
		fmt.Sprintf("N(0, s2 (%g SD in %g days)^2)", slopeSD, slopeDays),
		fmt.Sprintf("each of %d error models", len(slowMixGrid)),
		fmt.Sprintf("the span is at least %d days", weekdaySpan),
		fmt.Sprintf("every %d days over the %d days before", placeboStep, historyDays),
		fmt.Sprintf("nu = %d * (their number)/%g", placeboStep, placeboTau),
		fmt.Sprintf("lambda^2 = max(1, (%g L0 + nu * mean z^2)/(%g + nu))", lambdaPrior, lambdaPrior),
		fmt.Sprintf("fewer than %d days of made-up starts", placeboMin),
		fmt.Sprintf("at most %d nights before the start and at most %d after it", baselineDays, onDays),
		fmt.Sprintf("at most %d, else %d of them", mostEnumerated, randomisationDraws),
		fmt.Sprintf("%d simulated series", breakDraws),
		fmt.Sprintf("weekday within %d days", referentDays),
	} {
		if !strings.Contains(prose, s) {
			t.Errorf("%s does not say %q", page, s)
		}
	}
}
