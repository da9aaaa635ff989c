package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// call is one run of nof1.
type call struct {
	args  []string
	stdin string
	clock string // "" for the day of the plan
}

func (c call) String() string { return "nof1 " + strings.Join(c.args, " ") }

// prints tells whether the call has a browser print.
func (c call) prints() bool { return slices.Contains(c.args, "pdf,onepage") }

// everyCommand is every command on one person's folder, to be run one after
// another in one working folder.
func everyCommand(in string) []call {
	cohort := filepath.Dir(in)
	calls := []call{
		{args: []string{"demo"}}, {args: []string{"check", in}}, {args: []string{"check", in, "--json"}},
		{args: []string{"report", in, "--format", "html,json,md,csv"}}, {args: []string{"report", in, "--share", "--out", "shared"}},
		{args: []string{"verify", "nof1-report", in}}, {args: []string{"correlate", in}}, {args: []string{"power", in}},
		{args: []string{"batch", cohort, "--out", "batch"}}, {args: []string{"index", "batch"}},
		{args: []string{"batch", cohort, "--out", "shared-batch", "--share"}},
		{args: []string{"plan", in, "--supplement", "magnesium", "--primary", "hrv_rmssd", "--weeks", "8", "--design", "weekly", "--start",
			"2024-06-03", "--seed", "1", "--blind"}},
		{args: []string{"plan", "open", "nof1-plan/plan.yaml", "nof1-plan/for-the-helper/code.sealed", "--guesses", "ABABABAB"},
			clock: "2024-09-30 09:00"},
		{args: []string{"log", "add", "magnesium", "200", "mg"}}, {args: []string{"log", "today"}, stdin: "y\n\n\n"}, {args: []string{"log"}},
		{args: []string{"log", "show"}}, {args: []string{"log", "undo"}},
		{args: []string{"report", "-", "--out", "from-stdin"}, stdin: goodNights},
		{args: []string{"version"}}, {args: []string{"man", "manual"}}, {args: []string{"help"}},
	}
	for _, l := range listings {
		calls = append(calls, call{args: []string{"list", l.name}})
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		calls = append(calls, call{args: []string{"completion", shell}})
	}
	if printsPDF() {
		calls = append(calls, call{args: []string{"report", in, "--out", "printed", "--format", "pdf,onepage"}})
	}
	return calls
}

// run runs the call in a folder, its home and its folder for temporary files being
// those of the same names below it; before are the words before the program.
func (c call) run(t *testing.T, dir string, before ...string) {
	t.Helper()
	program, err := exec.LookPath("nof1")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"home", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	line := append(append(before, program), c.args...)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // one that hangs is named
	defer cancel()
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(c.stdin)
	clock := c.clock
	if clock == "" {
		clock = "2024-05-03 21:45"
	}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "XDG_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "HOME="+filepath.Join(dir, "home"), "TMPDIR="+filepath.Join(dir, "tmp"), testClock+"="+clock)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v: %s", strings.Join(before, " "), c, err, cutText(string(said), 1000))
	}
}

// TestEveryCommandIsThere holds the list of the tests of privacy to the program:
// a new command is in it or this fails.
func TestEveryCommandIsThere(t *testing.T) {
	root := commands(&printer{stdout: io.Discard, stderr: io.Discard}, nil)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	seen := map[string]bool{}
	for _, c := range everyCommand("cohort/anna") {
		cmd, _, err := root.Find(c.args)
		if err != nil {
			t.Errorf("%s: %v", c, err)
			continue
		}
		seen[cmd.CommandPath()] = true
	}
	var each func(cmd *cobra.Command)
	each = func(cmd *cobra.Command) {
		if cmd.Runnable() && cmd.HasParent() && !seen[cmd.CommandPath()] {
			t.Errorf("%s is not run by the tests of privacy", cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			each(sub)
		}
	}
	each(root)
	if len(seen) < 20 {
		t.Errorf("only %d commands: the test shows little", len(seen))
	}
}

// TestPrintingStopped: stopped at any moment while a browser prints, the program
// ends, and neither it nor the browser leaves anything.
func TestPrintingStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	if !printsPDF() {
		t.Skip("no Chromium: make tools installs it")
	}
	in := writePerson(t, "effect")
	for _, after := range []time.Duration{800 * time.Millisecond, 1500 * time.Millisecond, 2500 * time.Millisecond} {
		temp, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cmd := exec.CommandContext(ctx, "nof1", "report", in, "--out", out, "--format", "pdf", "--quiet")
		cmd.Env = append(os.Environ(), "TMPDIR="+temp)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after)
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended by then
		_ = cmd.Wait()                       // its exit code is looked at below
		if ctx.Err() != nil {
			t.Fatalf("stopped after %v, it did not end", after)
		}
		cancel()
		if code := cmd.ProcessState.ExitCode(); code != exitFailed && code != exitDone {
			t.Errorf("stopped after %v: exit %d", after, code)
		}
		if left := sums(t, temp); len(left) != 1 {
			t.Errorf("stopped after %v, it left %v", after, left)
		}
	}
}
