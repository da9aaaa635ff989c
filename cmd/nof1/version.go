package main

import "github.com/spf13/cobra"

func versionCommand(p *printer) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			p.result("nof1 %s", Version)
			return nil
		},
	}
}

// noArguments returns an error if a command without arguments is given any.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments: %q", cmd.CommandPath(), args[0]).
			hint("%s --help lists the flags", cmd.CommandPath())
	}
	return nil
}
