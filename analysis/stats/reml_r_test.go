package stats

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// glsScript fits a table with nlme and prints estimate, standard error, rho and
// log likelihood.
const glsScript = `
suppressMessages(library(nlme))
d <- read.csv(commandArgs(TRUE)[1])
d$w <- factor(d$w)
f <- gls(y ~ trend + w + on, d, correlation = corCAR1(form = ~ day), method = commandArgs(TRUE)[2],
  control = glsControl(msTol = 1e-12, tolerance = 1e-12))
cat(sprintf("%.15g", c(coef(f)["on"], sqrt(vcov(f)["on", "on"]), coef(f$modelStruct$corStruct, unconstrained = FALSE), logLik(f))))
`

// Where R is installed with nlme, a gappy year with weekdays comes out as there:
// the fit that is timed is the fit that is meant.
func TestREMLAgainstInstalledR(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("NOT RUN: Rscript is not installed, the golden files stand for it")
	}
	if exec.Command(rscript, "-e", "library(nlme)").Run() != nil {
		t.Skip("NOT RUN: R is installed without nlme")
	}
	r, y := gappyYear(rand.New(rand.NewPCG(1, 2)), 365)
	dir := t.TempDir()
	script, table := filepath.Join(dir, "gls.R"), filepath.Join(dir, "year.csv")
	if err := os.WriteFile(script, []byte(glsScript), 0o600); err != nil {
		t.Fatal(err)
	}
	writeYear(t, table, r, y)
	for _, method := range []string{"ML", "REML"} {
		out, err := exec.Command(rscript, script, table, method).Output()
		if err != nil {
			t.Fatal(err)
		}
		var want []float64
		for _, word := range strings.Fields(string(out)) {
			v, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatalf("R says %q", out)
			}
			want = append(want, v)
		}
		got, err := FitREML(r, y, REMLOptions{ML: method == "ML"})
		if err != nil || len(want) != 4 {
			t.Fatalf("%v; R says %q", err, out)
		}
		near(t, method+" estimate", got.Est, want[0], 1e-6)
		near(t, method+" se", got.SE, want[1], 1e-6)
		near(t, method+" rho", got.Rho, want[2], 1e-5)
		near(t, method+" log likelihood", got.LogLik, want[3], 1e-8)
	}
}

// writeYear writes the columns of a fit with names for R.
func writeYear(t *testing.T, path string, r Rows, y []float64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	rows := [][]string{{"day", "trend", "w", "on", "y"}}
	trend := r.nuisance()[1]
	for i, d := range r.Day {
		number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
		rows = append(rows, []string{fmt.Sprint(d), number(trend[i]), fmt.Sprint(weekday(r.Weekday0, d)), number(r.On[i]), number(y[i])})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
}
