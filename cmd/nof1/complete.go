package main

import (
	"nof1/cmd/internal/outputs"
	"nof1/importers/record"
	"nof1/reports/words"

	"github.com/spf13/cobra"
)

// flagWords are the completions of flags.
var flagWords = map[string]func() []string{
	"primary":    primaryMetrics,
	"supplement": func() []string { return ids(supplementRows()) },
	"lang":       words.Languages,
	"format":     formatNames,
	"design":     func() []string { return []string{"auto", "nightly", "weekly", "blocks", "abab"} },
	"as": func() (words []string) {
		for _, name := range ids(importerRows()) {
			words = append(words, name+"=")
		}
		return words
	},
}

// addCompletions registers completions for the flags of a command and its subcommands.
// All other flags complete to file names.
func addCompletions(cmd *cobra.Command) {
	for flag, words := range flagWords {
		if cmd.Flags().Lookup(flag) != nil {
			offered := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				directive := cobra.ShellCompDirectiveNoFileComp
				if flag == "as" { // a file follows
					directive |= cobra.ShellCompDirectiveNoSpace
				}
				return words(), directive
			}
			if err := cmd.RegisterFlagCompletionFunc(flag, offered); err != nil {
				panic(err) // a flag registered twice
			}
		}
	}
	for _, flag := range []string{"config", "plan"} {
		if cmd.Flags().Lookup(flag) != nil {
			_ = cmd.MarkFlagFilename(flag, "yaml", "yml") // the flag exists
		}
	}
	if cmd.Flags().Lookup("out") != nil {
		_ = cmd.MarkFlagDirname("out")
	}
	for _, sub := range cmd.Commands() {
		addCompletions(sub)
	}
}

// completeList completes the names of lists, then the ids of the chosen one.
func completeList(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, l := range listings {
		switch {
		case len(args) == 0:
			words = append(words, l.name)
		case len(args) == 1 && args[0] == l.name:
			words = ids(l.rows())
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// ids returns the first cell of each row, without repeats: several breaks may have the
// same date.
func ids(rows [][]string) (out []string) {
	seen := map[string]bool{}
	for _, row := range rows {
		if !seen[row[0]] {
			seen[row[0]] = true
			out = append(out, row[0])
		}
	}
	return out
}

// primaryMetrics returns the metrics that can be the primary outcome.
func primaryMetrics() (out []string) {
	for _, m := range record.Metrics {
		if m.MayBePrimary() {
			out = append(out, m.ID)
		}
	}
	return out
}

func formatNames() (names []string) {
	for _, f := range outputs.All {
		names = append(names, f.Name)
	}
	return names
}
