package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"nof1/cmd/internal/outputs"
)

// The tables are between these lines of the page. The rest is written by hand.
const (
	beginMark = "<!-- begin: written by make validate -->\n"
	endMark   = "<!-- end: written by make validate -->\n"
)

// splice replaces the text between two marks.
func splice(page, table []byte, from, to string) ([]byte, error) {
	begin, end := bytes.Index(page, []byte(from)), bytes.Index(page, []byte(to))
	if begin < 0 || end < begin {
		return nil, fmt.Errorf("the page has no lines %q and %q to write between", strings.TrimSpace(from), strings.TrimSpace(to))
	}
	var out bytes.Buffer
	out.Write(page[:begin+len(from)])
	out.Write(table)
	out.Write(page[end:])
	return out.Bytes(), nil
}

// checkPage checks before the long run that the page can be written.
func checkPage(path, from, to string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = splice(page, nil, from, to)
	return err
}

func writePage(path, table, from, to string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	page, err = splice(page, []byte(table), from, to)
	if err != nil {
		return err
	}
	return outputs.WriteFile(path, page)
}

// tables is the generated part of the page.
func tables(results []cellResult, seed uint64, people int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%d made-up people a cell, %d cells, seed %d, every person analysed without an effect and with effects of 0.5 and "+
		"1 SD.\n\n",
		people, len(results), seed)
	verdicts(&b, results)
	verdictTable(&b, results)
	rivalTable(&b, results)
	return b.String()
}

func verdicts(b *strings.Builder, results []cellResult) {
	a, c := averageOf(results, cellResult.alarms), averageOf(results, cellResult.coverage)
	fmt.Fprintf(b, "* False alarms on average %.1f %% (± %.1f); the bar is %g %%.\n", a.mean, a.margin, meanAlarmBar)
	fmt.Fprintf(b, "* Coverage of the 95 %% interval on average %.1f %% (± %.1f); the bar is %g %%.\n", c.mean, c.margin, meanCoverBar)
	opposite, claims := 0, 0
	for _, r := range results {
		if r.cell.alarmBar > 0 {
			opposite += r.tally.opposite[1] + r.tally.opposite[2]
			claims += r.tally.claims[1] + r.tally.claims[2]
		}
	}
	fmt.Fprintf(b, "* Of %d claims where there was an effect, %d had it the wrong way round.\n", claims, opposite)
	missed := missedAverages(results)
	for _, r := range results {
		for _, m := range r.missed() {
			missed = append(missed, r.cell.name+": "+m)
		}
	}
	if len(missed) == 0 {
		b.WriteString("* No bar is missed.\n\n")
		return
	}
	fmt.Fprintf(b, "* MISSED (%d):\n", len(missed))
	for _, m := range missed {
		fmt.Fprintf(b, "  * %s\n", m)
	}
	b.WriteString("\n")
}

func verdictTable(b *strings.Builder, results []cellResult) {
	b.WriteString("### The final verdict\n\n")
	b.WriteString("False alarms with exact 95 % limits; \"finds\" is the share whose verdict names the change the right way round. All " +
		"in percent.\n\n")
	b.WriteString("| people who | false alarms | bar | coverage | finds 0.5 SD | finds 1 SD | at least | " +
		"|\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		fmt.Fprintf(b, "| %s | %s | %s | %.1f | %.0f | %.0f | %s | %s |\n", r.cell.name, r.alarms(), orDash(r.cell.alarmBar),
			r.coverage().rate, r.found(1).rate, r.found(2).rate, r.cell.wanted(), r.remark())
	}
	b.WriteString("\n")
}

func orDash(bar float64) string {
	if bar == 0 {
		return "-"
	}
	return fmt.Sprintf("%g", bar)
}

func (c cell) wanted() string {
	if c.power == [2]float64{} {
		return "-"
	}
	return orDash(c.power[0]) + ", " + orDash(c.power[1])
}

func (r cellResult) remark() string {
	var out []string
	if len(r.missed()) > 0 {
		out = append(out, "MISSED")
	}
	if n := r.tally.people - r.tally.answered; n > 0 {
		out = append(out, fmt.Sprintf("%d with too few nights", n))
	}
	if r.cell.why != "" {
		out = append(out, r.cell.why)
	}
	return strings.Join(out, "; ")
}

func rivalTable(b *strings.Builder, results []cellResult) {
	b.WriteString("### Beside the rules other programs use\n\n")
	b.WriteString("False alarms / finds 0.5 SD, in percent, on the same nights. Finding much is worth nothing where the false alarms are " +
		"many.\n\n")
	b.WriteString("| people who | nof1 |")
	for _, r := range rivals {
		fmt.Fprintf(b, " %s |", r.name)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(rivals)) + "\n")
	for _, r := range results {
		fmt.Fprintf(b, "| %s | **%.0f** / %.0f |", r.cell.name, r.alarms().rate, r.found(1).rate)
		for i := range rivals {
			fmt.Fprintf(b, " %.0f / %.0f |", r.rivalRate(i, 0), r.rivalRate(i, 1))
		}
		b.WriteString("\n")
	}
	b.WriteString("| mean of the cells with a bar | ")
	a := averageOf(results, cellResult.alarms)
	fmt.Fprintf(b, "**%.1f** |", a.mean)
	for i := range rivals {
		fmt.Fprintf(b, " %.1f |", averageOf(results, func(r cellResult) share { return shareOf(r.tally.rival[i][0], r.tally.people) }).mean)
	}
	b.WriteString("\n\n")
	for _, r := range rivals {
		fmt.Fprintf(b, "* %s: %s.\n", r.name, r.what)
	}
	b.WriteString("\n")
}

func (r cellResult) rivalRate(i, effect int) float64 {
	return shareOf(r.tally.rival[i][effect], r.tally.people).rate
}
