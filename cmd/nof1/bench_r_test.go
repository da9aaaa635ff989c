//go:build bench

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"nof1/analysis/stats"
)

// glsRounds is how often R fits the year in one run.
const glsRounds = 5

// glsScript fits a year by maximum likelihood, so many times, and prints what it
// found.
const glsScript = `
suppressMessages(library(nlme))
a <- commandArgs(TRUE)
d <- read.csv(a[1]); d$w <- factor(d$w)
for (i in seq_len(as.integer(a[2]))) f <- gls(y ~ trend + w + on, d, correlation = corCAR1(form = ~ day), method = "ML")
if (as.integer(a[2]) > 0) cat(sprintf("%.15g", c(coef(f)["on"], sqrt(vcov(f)["on", "on"]))))
`

// gls times R's nlme on the fit of P7 and compares what both find; ours is one
// fit of nof1.
func (b *bench) gls(ours time.Duration) {
	rscript, ok := b.have("Rscript")
	if !ok {
		return
	}
	if exec.Command(rscript, "-e", "library(nlme)").Run() != nil {
		b.skip("R nlme", "R is installed without it")
		return
	}
	r, y := madeUpRows(365, .1)
	script, table := filepath.Join(b.dir, "gls.R"), filepath.Join(b.dir, "year.csv")
	b.must(os.WriteFile(script, []byte(glsScript), 0o600))
	text, mean := "day,trend,w,on,y\n", 0.
	for _, d := range r.Day {
		mean += float64(d) / float64(len(r.Day))
	}
	span := float64(r.Day[len(r.Day)-1] - r.Day[0] + 1)
	for i, d := range r.Day {
		text += fmt.Sprintf("%d,%.17g,%d,%g,%.17g\n", d, (float64(d)-mean)/span, (d+r.Weekday0)%7, r.On[i], y[i])
	}
	b.must(os.WriteFile(table, []byte(text), 0o600))

	fit, err := stats.FitREML(r, y, stats.REMLOptions{ML: true})
	b.must(err)
	out, err := exec.Command(rscript, script, table, "1").Output()
	b.must(err)
	for i, want := range strings.Fields(string(out)) {
		got := []float64{fit.Est, fit.SE}[i]
		if v, err := strconv.ParseFloat(want, 64); err != nil || abs(got/v-1) > 1e-5 {
			b.t.Fatalf("nof1 finds %v, R's gls %s (its own stopping rule is good to 1e-6)", got, want)
		}
	}
	runs := b.turns(contender{name: "R alone", command: []string{rscript, script, table, "0"}},
		contender{name: "R gls", command: []string{rscript, script, table, strconv.Itoa(glsRounds)}})
	theirs := (runs[1].cpu - runs[0].cpu) / glsRounds
	ratio := float64(theirs) / float64(ours)
	b.limit("P7", "the same fit, same coefficients, beside R", fmt.Sprintf("nof1 %s, R nlme::gls %s", seconds(ours), seconds(theirs)),
		times(ratio), "500 ×", "3,000 ×", ratio >= 500)
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
