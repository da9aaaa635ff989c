package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"nof1/cmd/validate/people"
	"nof1/reports"
)

// FuzzReport reads any bytes as a report to verify: one that can be written again
// and compared, or wrong usage. Nothing is computed anew: what a report is made of
// is fuzzed where it is read.
func FuzzReport(f *testing.F) {
	seeds := reportSeeds(f)
	for _, seed := range seeds {
		f.Add(seed)
	}
	for _, text := range []string{"", "{}", "[]", "null", `{"schema":"nof1.report/1"}`, `{"schema":"nof1.report/2"}`,
		`{"schema":"nof1.report/1","settings":{"seed":-1}}`, `{"schema":"nof1.report/1","settings":{"zone":"Mars"}}`,
		`{"schema":"nof1.report/1","inputs":[{"path":"a"},{"path":"a"},null]}`, `{"a":1,"a":2}`, `{"inputs":{"path":[]}}`,
		`{"nights":{"night":[1],"values":{"":[]}}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		old, err := readReport(reportFile, b)
		var usage *usageError
		if err != nil && !errors.As(err, &usage) {
			t.Fatalf("not told as wrong usage: %v", err)
		}
		if err == nil {
			_ = reports.WriteJSON(io.Discard, old.Report) // may refuse, must not panic
		}
		if found, err := reports.Compare(b, b); err != nil || len(found) > 0 {
			t.Fatalf("a text differs from itself: %v, %v", found, err)
		}
		found, err := reports.Compare(b, seeds[0])
		if err == nil && (len(found) == 0) != bytes.Equal(b, seeds[0]) {
			t.Fatalf("%d differences between texts that are equal: %v", len(found), bytes.Equal(b, seeds[0]))
		}
		if err == nil {
			checkTold(t, found)
		}
	})
}

// checkTold: what verify says of differences is said in full, on lines that steer
// no terminal, and to machines too.
func checkTold(t *testing.T, found []reports.Discrepancy) {
	var said bytes.Buffer
	p := &printer{stdout: &said, stderr: io.Discard}
	printVerified(p, reportFile, found, true)
	checkShown(t, "what verify says", said.String())
	if said.Len() == 0 {
		t.Fatal("nothing said")
	}
	if len(found) > 0 && verifyHint(found, false) == "" {
		t.Fatal("no hint")
	}
	said.Reset()
	if err := writeVerified(p, reportFile, found); err != nil || !json.Valid(said.Bytes()) {
		t.Fatalf("%v: %s", err, said.Bytes())
	}
}

// reportSeeds are reports of made-up people, one of them to share, with no list
// longer than two: every key is there, and a thousand of them are read in a second.
func reportSeeds(f *testing.F) [][]byte {
	f.Helper()
	in := f.TempDir()
	p, err := people.Make(1, "effect")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range p.Names() {
		if err := os.WriteFile(filepath.Join(in, name), p.Files[name], 0o600); err != nil {
			f.Fatal(err)
		}
	}
	var out [][]byte
	for _, args := range [][]string{nil, {"--share"}} {
		folder := f.TempDir()
		if code := run(append([]string{"report", in, "--out", folder, "--format", "json", "--quiet"}, args...), nil, io.Discard,
			io.Discard); code != exitDone {
			f.Fatalf("exit %d", code)
		}
		text, err := os.ReadFile(filepath.Join(folder, reportFile))
		if err != nil {
			f.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(text, &doc); err != nil {
			f.Fatal(err)
		}
		var short bytes.Buffer
		if err := reports.EncodeJSON(&short, ofTwo(doc), ""); err != nil {
			f.Fatal(err)
		}
		out = append(out, short.Bytes())
	}
	return out
}

// ofTwo is a JSON value with no list longer than two.
func ofTwo(v any) any {
	switch v := v.(type) {
	case []any:
		v = v[:min(2, len(v))]
		for i := range v {
			v[i] = ofTwo(v[i])
		}
		return v
	case map[string]any:
		for key := range v {
			v[key] = ofTwo(v[key])
		}
	}
	return v
}
