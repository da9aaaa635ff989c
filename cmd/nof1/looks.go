package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"nof1/analysis"
	"nof1/cmd/internal/outputs"
	"nof1/reports"
)

// looksFile is the name of the ledger of looks, beside the report: one line for every
// set of files of which a question was asked. It is never written into an input folder.
const looksFile = "looks.jsonl"

// readLooks returns the looks in the ledger of an output folder, or nil without one.
func readLooks(out string) ([]analysis.Look, error) {
	text, err := os.ReadFile(filepath.Join(out, looksFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var looks []analysis.Look
	for n, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var l analysis.Look
		if err := json.Unmarshal(line, &l); err != nil {
			return nil, fmt.Errorf("%s:%d: not a line of the ledger: %w", filepath.Join(out, looksFile), n+1, err)
		}
		looks = append(looks, l)
	}
	return looks, nil
}

// writeLook adds the look of this report to the ledger if it is new.
func writeLook(out string, before []analysis.Look, r reports.Report) error {
	now := analysis.Look{Question: r.Look.Question, Inputs: r.Look.InputsSHA256}
	if slices.ContainsFunc(before, func(l analysis.Look) bool { return l.Question == now.Question && l.Inputs == now.Inputs }) {
		return nil
	}
	if n := len(r.Nights.Night); n > 0 {
		now.Last = r.Nights.Night[n-1]
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, l := range append(slices.Clip(before), now) {
		if err := enc.Encode(l); err != nil {
			return err
		}
	}
	return outputs.WriteFile(filepath.Join(out, looksFile), b.Bytes())
}
