package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// personWithNotes writes nights, doses and a diary with a note in every row, and
// in a row of each a cell that is wrong.
func personWithNotes(t *testing.T, in, secret string) {
	t.Helper()
	var nights, log, diary strings.Builder
	nights.WriteString("date,hrv_rmssd,tst,note\n")
	log.WriteString("date,supplement,form,amount,unit,note\n")
	diary.WriteString("date,item,value,unit,note\n")
	for i := range 120 {
		hrv, amount, value := fmt.Sprint(45+(i*7)%13), "200", fmt.Sprint(i%3)
		if i == 100 {
			hrv, amount, value = "5o", "2oo", "thr3e"
		}
		fmt.Fprintf(&nights, "%s,%s,%d,%s\n", day(i), hrv, 400+(i*11)%50, secret)
		fmt.Fprintf(&diary, "%s,stress,%s,,%s\n", day(i), value, secret)
		if i > 60 {
			fmt.Fprintf(&log, "%s,magnesium,citrate,%s,mg,%s\n", day(i), amount, secret)
		}
	}
	diary.WriteString("yesterday,illness,,," + secret + "\n")
	for name, text := range map[string]string{"nights.csv": nights.String(), "supplements.csv": log.String(), "diary.csv": diary.String()} {
		writeEvil(t, filepath.Join(in, name), holding(text))
	}
}

// TestNoFreeText: what a person wrote beside the data is in no message and no log
// of a run; of a row that cannot be read, the cell that is wrong is.
func TestNoFreeText(t *testing.T) {
	const secret = "quarrel with Jo about the moonmilk"
	folder := filepath.Join(t.TempDir(), "cohort")
	in := filepath.Join(folder, "anna")
	personWithNotes(t, in, secret)
	writeEvil(t, filepath.Join(folder, "bert", "diary.csv"), holding("date,item,value,unit,note\nyesterday,stress,3,,"+secret+"\n"))

	work, all := t.TempDir(), ""
	for _, args := range [][]string{
		{"check", in}, {"check", in, "--json"}, {"report", in, "--out", "out"}, {"verify", "out", in}, {"verify", "out",
			filepath.Join(in, "nights.csv"), "--all"},
		{"correlate", in}, {"power", in}, {"batch", folder, "--out", "batch"}, {"index", "batch", "--json"}, {"report",
			filepath.Join(folder, "bert")},
	} {
		_, said := nof1In(t, work, nil, args...)
		all += said
		if strings.Contains(strings.ToLower(said), "moonmilk") {
			t.Errorf("nof1 %s says what a note says:\n%s", strings.Join(args, " "), cutText(said, 2000))
		}
	}
	for _, cell := range []string{`nights.csv:102:12: "hrv_rmssd": "5o"`, `supplements.csv:41:`, `"2oo"`, `diary.csv:102:`, `"thr3e"`,
		`diary.csv:122:1: "date": "yesterday"`} {
		if !strings.Contains(all, cell) {
			t.Errorf("no message says %s:\n%s", cell, cutText(all, 2000))
		}
	}
	logs := 0
	for _, pattern := range []string{"batch/run*.jsonl", "batch/*/status.json", "batch/.ledger", "out/looks.jsonl"} {
		names, err := filepath.Glob(filepath.Join(work, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			logs++
			if strings.Contains(string(text), "moonmilk") {
				t.Errorf("%s holds a note", name)
			}
		}
	}
	if logs < 5 {
		t.Errorf("only %d logs: the test shows little", logs)
	}
}
