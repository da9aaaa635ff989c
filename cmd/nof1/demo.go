package main

import (
	"path/filepath"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/validate/people"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// demoName is the sample person's folder and name.
const demoName = "sam"

func demoCommand(p *printer) *cobra.Command {
	var out string
	f := &inputFlags{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "write the built-in sample person's files and their report",
		Long: "Demo writes the files of Sam, a made-up person, and the report made from them.\n" +
			"Sam started magnesium after a bad week; the magnesium does nothing.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.demo(cmd, p, out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "nof1-demo", "write into this `DIR`, which is created")
	f.addLanguage(cmd)
	cmd.Flags().BoolVar(&p.quiet, "quiet", false, "no progress and no warnings")
	cmd.Flags().BoolVar(&p.noColor, "no-color", false, "no colours")
	return cmd
}

func (f *inputFlags) demo(cmd *cobra.Command, p *printer, out string) error {
	data, to := filepath.Join(out, demoName), filepath.Join(out, "report")
	sam, err := people.Make(people.DemoSeed, "demo")
	if err != nil {
		return err
	}
	unlock, err := outputs.Lock(out, false)
	if err != nil {
		return err
	}
	defer unlock()
	if err := outputs.MakeFolder(data); err != nil {
		return err
	}
	for _, name := range sam.Names() {
		if err := outputs.WriteFile(filepath.Join(data, name), sam.Files[name]); err != nil {
			return err
		}
	}
	j, err := f.open(cmd, []string{data}, "")
	if err != nil {
		return err
	}
	defer j.Close()
	chosen, err := chosenFormats([]string{"html", "json"})
	if err != nil {
		return err
	}
	written, report, err := makeReport(cmd.Context(), p, j, to, chosen, false)
	if err != nil {
		return err
	}
	if err := reports.WriteText(p, report, reports.TextOptions{Color: p.color(), Width: p.width()}); err != nil {
		return err
	}
	p.result("")
	p.result("made from %s, a made-up person, by: nof1 report %s --out %s", data, data, to)
	for _, file := range written {
		p.result("wrote %s", file)
	}
	return nil
}
