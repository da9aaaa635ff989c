package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// Version is the version of the program. Every report states it.
const Version = process.Version

// The exit codes other programs depend on.
const (
	exitDone    = 0 // also a report that says "can't tell"
	exitFailed  = 1 // could not do it
	exitUsage   = 2 // wrong usage or configuration
	exitNoInput = 3 // nothing usable in the input
	hintHelp    = "nof1 --help lists the commands, nof1 COMMAND --help the flags"
	hintAllKeys = "config.example.yaml shows every key with its default"
)

// usageError is an error in the command line, not in the data.
type usageError struct {
	message string
	hints   []string
}

func (e *usageError) Error() string { return e.message }

// usagef returns a usageError without hints.
func usagef(format string, args ...any) *usageError {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

// hint adds a line about what to do instead.
func (e *usageError) hint(format string, args ...any) *usageError {
	e.hints = append(e.hints, fmt.Sprintf(format, args...))
	return e
}

// printedError is an error whose message is already printed.
type printedError struct{ error }

// Unwrap returns the error that was printed.
func (e printedError) Unwrap() error { return e.error }

// run runs the program and returns its exit code. Results go to stdout, everything else
// to stderr.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := interruptible()
	defer stop()
	p := &printer{stdout: stdout, stderr: stderr}
	root := commands(p, stdin)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil && p.err != nil {
		err = fmt.Errorf("standard output: %w", p.err)
	}
	if err == nil {
		return exitDone
	}
	explainError(p, ofFlag(cmd, err))
	return exitCode(err)
}

// interruptible returns a context that ends at the first Ctrl-C. A second one ends the
// program at once.
func interruptible() (ctx context.Context, stop context.CancelFunc) {
	ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// commands builds the command tree.
func commands(p *printer, stdin io.Reader) *cobra.Command {
	root := &cobra.Command{
		Use:   "nof1",
		Short: "an honest n-of-1 report from wearable exports and a supplement log",
		Long: "nof1 reads wearable exports and a supplement log, joins them night by night\n" +
			"and writes an honest n-of-1 report. Nothing leaves this computer.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetOut(p)
	root.SetErr(p.stderr)
	root.SetIn(stdin)
	root.CompletionOptions.HiddenDefaultCmd = true // nof1 completion bash|zsh|fish|powershell
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%v", err).hint("%s --help lists the flags", cmd.CommandPath())
	})
	root.AddCommand(reportCommand(p, stdin), checkCommand(p, stdin), correlateCommand(p, stdin), batchCommand(p, stdin),
		indexCommand(p), powerCommand(p, stdin), logCommand(p, stdin), planCommand(p, stdin), demoCommand(p),
		verifyCommand(p, stdin), listCommand(p), versionCommand(p), manCommand())
	addCompletions(root)
	return root
}

// noCommand returns an error for an unknown command that names the nearest one.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	e := usagef("unknown command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return e.hint("did you mean nof1 %s?", strings.Join(near, " or nof1 "))
	}
	return e.hint(hintHelp)
}

// exitCode returns the exit code of an error.
func exitCode(err error) int {
	var usage *usageError
	var failed *someFailed
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &failed):
		return exitSomeFailed
	}
	return cohort.Exit(err)
}

// ofFlag makes an error about a setting name the flag that set it.
func ofFlag(cmd *cobra.Command, err error) error {
	var setting *process.SettingError
	if !errors.As(err, &setting) {
		return err
	}
	for flag, key := range flagKeys {
		if strings.ReplaceAll(key, "::", ".") == setting.Key && cmd.Flags().Changed(flag) {
			return usagef("--%s %s", flag, setting.Message).hint("%s --help lists the flags", cmd.CommandPath())
		}
	}
	return err
}

// explainError prints an error and hints what to do about it.
func explainError(p *printer, err error) {
	var printed printedError
	if errors.As(err, &printed) {
		return
	}
	var configErr *config.Error
	if errors.As(err, &configErr) {
		for _, line := range configErr.Lines {
			p.problem(line)
		}
		if configErr.Plan {
			p.hint(hintPlan)
		} else {
			p.hint(hintAllKeys)
		}
		return
	}
	if errors.Is(err, context.Canceled) {
		p.error("stopped")
		return
	}
	p.error(err.Error())
	var unwritten *outputs.WriteError
	if errors.As(err, &unwritten) {
		p.hint("earlier files are still there: give another folder with --out DIR, or free space and run it again")
	}
	var busy *outputs.InUseError
	if errors.As(err, &busy) {
		p.hint("wait until it is done, or give another folder: --out DIR")
	}
	var usage *usageError
	if errors.As(err, &usage) {
		for _, h := range usage.hints {
			p.hint(h)
		}
	}
	var ambiguous *importers.AmbiguousError
	if errors.As(err, &ambiguous) {
		p.hint(fmt.Sprintf("choose one: --as %s=%s", ambiguous.Importers[0], ambiguous.Path))
	}
	var noBrowser *reports.NoBrowserError
	if errors.As(err, &noBrowser) {
		p.hint("report.html was written: print it from any browser (its layout is A4)")
	}
	if errors.Is(err, process.ErrConfig) {
		p.hint(hintAllKeys)
	}
}
