package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// evilTexts are tables and documents of a shape no export has.
func evilTexts() []evil {
	one := func(name string, write func(io.Writer)) map[string]func(io.Writer) {
		return map[string]func(io.Writer){name: write}
	}
	laughs := `<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "ha">`
	for c := 'b'; c <= 'z'; c++ {
		laughs += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	return []evil{
		{name: "table of one line of 1 GB", files: one("nights.csv", repeated("date,", "x", 1<<30, "")),
			exit: exitNoInput, says: []string{"nights.csv: its first line is longer than 32 kB: not a table"}},
		{name: "JSON of one string of 1 GB", files: one("health.json", repeated(`{"data":{"metrics":[{"name":"`, "x", 1<<30, `"}]}}`)),
			exit: exitNoInput, says: []string{"health.json: no importer knows it"}},
		{name: "JSON list of one element of 300 MB", files: one("sleep-2024-01-01.json",
			repeated(`[{"dateOfSleep":"2024-01-01","minutesAsleep":400,"logId":1,"levels":{"data":[`, `{"x":1},`, 300<<17, `0]}}]`)),
			exit: exitNoInput, says: []string{"sleep-2024-01-01.json: not sound JSON: one value is longer than 16 MB: not a list of nights"}},
		{name: "XML of one attribute of 300 MB", files: one("export.xml", repeated(`<?xml version="1.0"?><HealthData><Record type="`, "x",
			300<<20, `"/></HealthData>`)),
			exit: exitNoInput, says: []string{"export.xml:1: not the tag of a record: it was left out"}},
		{name: "numbers on one line of 300 MB", files: one("2024-01-01 07-00-00.txt", repeated(strings.Repeat("800\n", 100), "9", 300<<20, "")),
			exit: exitNoInput, says: []string{"2024-01-01 07-00-00.txt: line 101 is longer than 64 kB: want one interval a line"}},
		{name: "quote that is never closed before 300 MB", files: one("nights.csv", repeated("date,tst\n2024-01-01,\"", "401\n", 75<<20, "")),
			exit: exitNoInput, says: []string{"nights.csv:2: the quote that opens here is never closed",
				"problems and not one row that could be used: not this format"}},
		{name: "NUL bytes", files: one("nights.csv", holding(strings.Replace(goodNights, "48.5", "\x00\x00", 1))),
			exit: exitNoInput, says: []string{"nights.csv: it holds bytes that are no text: export it again"}},
		{name: "lone carriage returns", files: one("nights.csv", holding(strings.ReplaceAll(goodNights, "\n", "\r"))),
			says: []string{"nof1.nights 2 2 0 2 2024-01-02 2024-01-03 0 - 0 nights.csv"}},
		{name: "two encodings in one file", files: one("supplements.csv",
			holding("date,supplement,note\n2024-01-02,magnésium,\xe9t\xe9\n2024-01-03,magn\xe9sium,été\n")),
			says: []string{"nof1.log 2 2 0 - - - - - 0 supplements.csv", "log: magnésium, 2 taken"}},
		{name: "a million columns", files: one("nights.csv", holding("date,tst"+strings.Repeat(",",
			1_000_000)+"\n2024-01-02,401"+strings.Repeat(",", 1_000_000)+"\n")),
			exit: exitNoInput, says: []string{"nights.csv: its first line is longer than 32 kB: not a table"}},
		{name: "a million named columns", files: one("nights.csv", repeated("date,tst", ",steps", 1_000_000, "\n2024-01-02,401\n")),
			exit: exitNoInput, says: []string{"nights.csv: its first line is longer than 32 kB: not a table"}},
		{name: "twenty thousand columns", files: one("nights.csv", repeated("date,tst", ",", 20_000, "\n2024-01-02,401\n")),
			exit: exitNoInput, says: []string{"nights.csv: no importer knows it"}},
		{name: "entities that multiply", files: one("export.xml", holding(laughs+`]><HealthData><Record type="&z;"/><Record `+
			`type="HKQuantityTypeIdentifierStepCount" unit="count" startDate="2024-01-01 08:00:00 +0100" endDate="2024-01-01 08:10:00 +0100" `+
			`value="&z;"/></HealthData>`)),
			exit: exitNoInput, says: []string{`export.xml:1: "&z;" is not a number: want a count`}},
		{name: "JSON a million deep", files: one("health.json", repeated(`{"data":{"metrics":`, "[", 1_000_000, "")),
			exit: exitNoInput, says: []string{"health.json: no importer knows it"}},
		{name: "JSON of a known format a million deep", files: one("sleep-2024-01-01.json",
			repeated(`[{"dateOfSleep":"2024-01-01","minutesAsleep":400,"logId":1,"levels":`, "[", 1_000_000, "")),
			exit: exitNoInput, says: []string{"sleep-2024-01-01.json: not sound JSON: "}},
		{name: "XML a million deep", files: one("export.xml", repeated(`<?xml version="1.0"?><!-- x --><HealthData><![CDATA[ ]]>`, "<a>",
			1_000_000, "")),
			exit: exitNoInput, says: []string{"export.xml: not sound XML in line 1: "}},
	}
}

// evilNumbers are cells that some readers of numbers take.
func evilNumbers() []evil {
	cells := []string{"1e308", "-1e308", "1e400", "+Inf", "Inf", "-Infinity", "0x1p8", "0b11", "1_000", "１００", "1e", "--4", "4,5,6"}
	var b strings.Builder
	b.WriteString("date;hrv_rmssd;tst\n")
	var says []string
	for i, cell := range cells {
		fmt.Fprintf(&b, "%s;%s;401\n", day(i), cell)
		as := strconv.Quote(cell)
		if strings.HasSuffix(cell, "e308") {
			as = strings.Replace(cell, "e", "e+", 1) + " is outside 1 to 350 ms"
		}
		says = append(says, fmt.Sprintf(`nights.csv:%d:12: "hrv_rmssd": %s`, i+2, as))
	}
	return []evil{{name: "what statistics programs write for nothing",
		files: map[string]func(io.Writer){
			"nights.csv": holding("date,hrv_rmssd,tst\n2024-01-02,NaN,431\n2024-01-03,51,NaN\n2024-01-04,NA,NULL\n"),
		},
		says: []string{"hrv_rmssd ms csv 1 2024-01-03 2024-01-03", "tst min csv 1 2024-01-02 2024-01-02"},
	}, {name: "numbers no device writes", files: map[string]func(io.Writer){"nights.csv": holding(b.String())},
		says: append(says, fmt.Sprintf("nof1.nights %d %d 0 ", len(cells), len(cells)))}}
}

// day is the i-th day of 2024.
func day(i int) string {
	return time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}
