package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"nof1/cmd/internal/outputs"
)

// chosenFormats resolves the values of --format.
func chosenFormats(names []string) ([]outputs.Format, error) {
	out, err := outputs.Choose(names)
	var unknown *outputs.UnknownError
	if errors.As(err, &unknown) {
		return nil, usagef("%v", err).hint("formats: %s", strings.Join(unknown.Known, ", "))
	}
	return out, err
}

// keepInputs returns an error if an output folder or file is also an input: inputs are
// never written to.
func keepInputs(paths []string, out string, chosen []outputs.Format) error {
	for _, p := range paths {
		in, err := os.Stat(p)
		if err != nil {
			continue // standard input
		}
		places := []string{out, filepath.Join(out, outputs.HTMLFile)}
		for _, f := range chosen {
			places = append(places, filepath.Join(out, f.File))
		}
		for _, place := range places {
			if o, err := os.Stat(place); err == nil && os.SameFile(in, o) {
				return usagef("%s is an input and would be written to", place).hint("give another folder: --out DIR")
			}
		}
	}
	return nil
}
