package main

import (
	"context"
	"testing"
	"testing/fstest"

	"nof1/cmd/internal/process"
	"nof1/cmd/validate/people"
)

// TestDemoTeaches checks what makes Sam worth looking at: the usual test
// announces a change, the report cannot tell, and says that the start followed
// a bad week.
func TestDemoTeaches(t *testing.T) {
	fsys := fstest.MapFS{}
	sam, err := people.Make(people.DemoSeed, "demo")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range sam.Files {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	report, err := process.Run(context.Background(), fsys, demoName, process.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	if report.Intervention.Design != "AB" || len(report.Outcomes) == 0 {
		t.Fatalf("design %s, %d outcomes", report.Intervention.Design, len(report.Outcomes))
	}
	o := report.Outcomes[0]
	if o.Metric != "hrv_rmssd" || o.Verdict.Code != "cant_tell" || o.Naive == nil || o.Naive.P > .01 {
		t.Errorf("%s: %s, usual test %+v: want hrv_rmssd, cant_tell and a usual test below .01", o.Metric, o.Verdict.Code, o.Naive)
	}
	if o.Placebo == nil || o.Placebo.AsBig == 0 {
		t.Errorf("made-up starts %+v: want some as big as the real one", o.Placebo)
	}
	for _, c := range report.Caveats {
		if c.ID == "regression_to_mean" && c.Severity == "high" {
			return
		}
	}
	t.Error("no caveat says that the start followed a bad week")
}
