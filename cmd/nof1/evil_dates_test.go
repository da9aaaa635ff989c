package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// evilDates are days and times that do not exist or stand where they should not.
func evilDates() []evil {
	nights := func(s string) map[string]func(io.Writer) { return map[string]func(io.Writer){"nights.csv": holding(s)} }
	return []evil{
		{name: "invalid dates", files: nights("date,tst\n0000-00-00,401\n0000-01-01,401\n9999-12-31,401\n" +
			"2024-02-30,401\n2023-02-29,401\n2024-01-01,401\n"),
			says: []string{`nights.csv:2:1: "date": "0000-00-00"`, `nights.csv:3:1: "date": "0000-01-01"`, `nights.csv:4:1: "date": "9999-12-31"`,
				`nights.csv:5:1: "date": "2024-02-30"`, `nights.csv:6:1: "date": "2023-02-29"`,
				"nof1.nights 6 1 5 1 2024-01-01 2024-01-01 0 - 5 nights.csv"}},
		{name: "times that no clock showed", files: map[string]func(io.Writer){"supplements.csv": holding("time,supplement\n2024-03-31 " +
			"02:30,magnesium\n2024-10-27 02:30,magnesium\n2024-10-27 25:00,magnesium\n")},
			args: []string{"check", "DIR", "--zone", "Europe/Berlin"},
			says: []string{`supplements.csv:4:1: "time": "2024-10-27 25:00" is not a date`, "nof1.log 3 2 1 - - - - - 1 supplements.csv",
				"magnesium, 2 taken"}},
		{name: "ten years without nights", files: map[string]func(io.Writer){"nights.csv": holding(someNights(0, 60) + someNights(3650,
			60)[len("date,hrv_rmssd,tst\n"):]), "supplements.csv": holding(doses(3670, 40))},
			args: []string{"report", "DIR", "--out", "DIR/out"},
			says: []string{"21 usable nights without it and 32 with it. At least 28 are needed.", "wrote "}},
		{name: "a dose in the year 2200", files: map[string]func(io.Writer){"nights.csv": holding(someNights(0, 90)),
			"supplements.csv": holding(doses(40, 40) + "2200-01-01,magnesium\n")},
			args: []string{"report", "DIR", "--out", "DIR/out"},
			says: []string{`supplements.csv:42:1: "date": "2200-01-01" is not a date`, "wrote "}},
		{name: "one night twenty thousand times", files: map[string]func(io.Writer){"nights.csv": repeated("date,hrv_rmssd,tst\n",
			"2024-01-02,48.5,431\n", 20_000, ""), "supplements.csv": holding(doses(0, 40))},
			args: []string{"report", "DIR", "--out", "DIR/out"},
			says: []string{"wrote "}},
		{name: "days in descending order", files: nights(reversed(someNights(0, 60))),
			says: []string{"nof1.nights 60 60 0 60 2014-01-01 2014-03-01 0 - 0 nights.csv"}},
		{name: "a sleep that ends before it begins", files: map[string]func(io.Writer){"physiological_cycles.csv": holding(backwards)},
			says: []string{`physiological_cycles.csv:2:80: "Wake onset": "2024-01-02 23:00:00" is not after "2024-01-03 07:00:00", when the ` +
				`sleep began`}},
	}
}

// someNights are n nights from the from-th day of 2014 on.
func someNights(from, n int) string {
	var b strings.Builder
	b.WriteString("date,hrv_rmssd,tst\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,%d,%d\n", time.Date(2014, 1, 1+from+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 45+(i*7)%13, 400+(i*11)%50)
	}
	return b.String()
}

// doses are n days with magnesium from the from-th day of 2014 on.
func doses(from, n int) string {
	var b strings.Builder
	b.WriteString("date,supplement\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,magnesium\n", time.Date(2014, 1, 1+from+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return b.String()
}

// reversed turns the rows of a table round.
func reversed(table string) string {
	rows := strings.Split(strings.TrimSpace(table), "\n")
	for i, j := 1, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	return strings.Join(rows, "\n") + "\n"
}

const backwards = "Cycle start time,Cycle end time,Cycle timezone,Recovery score %," +
	`Resting heart rate (bpm),Heart rate variability (ms),Sleep onset,Wake onset
2024-01-02 23:00:00,2024-01-01 22:00:00,UTC+01:00,50,52,61,2024-01-03 07:00:00,2024-01-02 23:00:00
`

// evilSettings are configurations and plans that grow, hide or fold in.
func evilSettings() []evil {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	bomb += "mappings: *i\n"
	with := func(name string, write func(io.Writer)) map[string]func(io.Writer) {
		return map[string]func(io.Writer){"nights.csv": holding(goodNights), name: write}
	}
	config := []string{"check", "DIR/nights.csv", "--config", "DIR/config.yaml"}
	plan := []string{"report", "DIR/nights.csv", "--plan", "DIR/plan.yaml", "--out", "DIR/out"}
	return []evil{
		{name: "configuration of anchors that multiply", files: with("config.yaml", holding(bomb)), args: config,
			exit: exitUsage, says: []string{"config.yaml:1: field a not found"}},
		{name: "nof1.yaml of anchors that multiply", files: with("nof1.yaml", holding(bomb)),
			exit: exitUsage, says: []string{"nof1.yaml:1: field a not found"}},
		{name: "plan of anchors that multiply", files: with("plan.yaml", holding(bomb)), args: plan,
			exit: exitUsage, says: []string{"plan.yaml:1: field a not found"}},
		{name: "configuration of one anchor used thirty thousand times", args: config,
			files: with("config.yaml", repeated("supplement: {forms: &a ["+strings.Repeat("x,", 200_000)+"x]}\nbreaks:\n", "- {metrics: *a}\n",
				30_000, "")),
			exit: exitUsage, says: []string{"config.yaml:1: document contains excessive aliasing"}},
		{name: "plan of one anchor used thirty thousand times", args: plan,
			files: with("plan.yaml", repeated("schema: nof1.plan/1\ndeviations:\n- &a {what: "+strings.Repeat("x", 200_000)+"}\n", "- *a\n",
				30_000, "")),
			exit: exitUsage, says: []string{"plan.yaml:1: field supplement: is missing"}},
		{name: "configuration of 300 MB", files: with("config.yaml", repeated("", "# x\n", 75<<20, "")), args: config,
			exit: exitUsage, says: []string{"config.yaml: larger than 1 MB: not a settings file"}},
		{name: "nof1.yaml of 300 MB", files: with("nof1.yaml", repeated("", "# x\n", 75<<20, "")),
			exit: exitUsage, says: []string{"nof1.yaml: larger than 1 MB: not a settings file"}},
		{name: "plan of 300 MB", files: with("plan.yaml", repeated("", "# x\n", 75<<20, "")), args: plan,
			exit: exitUsage, says: []string{"plan.yaml: larger than 1 MB: not a settings file"}},
		{name: "configuration a million deep", files: with("config.yaml", repeated("mappings: ", "[", 1_000_000, "")), args: config,
			exit: exitUsage, says: []string{"config.yaml:1: exceeded max depth"}},
		{name: "configuration with NUL bytes", files: with("config.yaml", holding("zone: \x00\n")), args: config,
			exit: exitUsage, says: []string{"config.yaml:1: control characters are not allowed"}},
		{name: "configuration with a key twice", files: with("config.yaml", holding("seed: 1\nseed: 2\n")), args: config,
			exit: exitUsage, says: []string{"config.yaml:2: mapping key \"seed\" already defined at line 1"}},
		{name: "configuration that refers to itself", files: with("config.yaml", holding("mappings: &a [*a]\n")), args: config,
			exit: exitUsage, says: []string{"config.yaml:1: field mappings[0]"}},
	}
}
