package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"nof1/cmd/internal/cohort"
)

// apartFlag makes a batch process only the participant named on standard input, for the
// batch that started it.
const apartFlag = "apart"

// exitTooMuch is the exit code of a separate process that exceeds its memory limit. It
// differs from all other exit codes of the program.
const exitTooMuch = 77

// apart processes a participant in a process of its own: the same command with apartFlag.
// That process reads from a pipe that only this one holds open, so it ends when this one
// does, for whatever reason.
func (b *batch) apart(ctx context.Context, p cohort.Participant) (cohort.Ended, error) {
	program, err := os.Executable()
	if err != nil {
		return cohort.Ended{}, err
	}
	args := slices.Clone(os.Args[1:])
	i := slices.Index(args, b.cmd.Name())
	cmd := exec.CommandContext(ctx, program, slices.Insert(args, i+1, "--"+apartFlag)...)
	cmd.Args[0] = os.Args[0]
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	who, err := json.Marshal(p)
	if err != nil {
		return cohort.Ended{}, err
	}
	to, err := cmd.StdinPipe()
	if err != nil {
		return cohort.Ended{}, err
	}
	defer to.Close()
	if err := cmd.Start(); err != nil {
		return cohort.Ended{}, err
	}
	_, err = to.Write(append(who, '\n'))
	if waited := cmd.Wait(); waited != nil {
		err = waited
	}
	switch {
	case ctx.Err() != nil:
		return cohort.Ended{}, ctx.Err()
	case err == nil:
		return cohort.ReadEnded(stdout.Bytes())
	case cmd.ProcessState.ExitCode() == exitTooMuch:
		return cohort.Ended{}, &cohort.MemoryError{MiB: b.flags.memory}
	case cmd.ProcessState.ExitCode() == exitFailed: // an output that cannot be written
		return cohort.Ended{}, cohort.CannotGoOn(errors.New(withoutPrefix(stderr.String())))
	}
	return cohort.Ended{}, fmt.Errorf("internal error: the process that read it ended: %v: please report it", err)
}

// withoutPrefix returns the first line of an error output, without the program's prefix.
func withoutPrefix(stderr string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(stderr), "\n")
	return strings.TrimPrefix(line, "nof1: error: ")
}

// alone processes the participant named by the batch that started this process, and
// writes how it ended to standard output.
func (b *batch) alone(ctx context.Context) error {
	endAbove(int64(b.flags.memory) << 20)
	from := bufio.NewReader(b.flags.stdin)
	line, err := from.ReadBytes('\n')
	if err != nil {
		return err
	}
	var p cohort.Participant
	if err := json.Unmarshal(line, &p); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, from) // until the other process ends
		os.Exit(exitFailed)
	}()
	e, err := b.One(ctx, p)
	if err != nil {
		return err
	}
	text, err := e.Sent()
	if err == nil {
		_, err = b.Write(text)
	}
	return err
}

// memoryInterval is the time between two checks of the memory. About ten MiB can be
// filled in between.
const memoryInterval = 10 * time.Millisecond

// endAbove ends the program when it uses more than limit bytes of memory. Near the
// limit, the garbage collector runs more often.
func endAbove(limit int64) {
	debug.SetMemoryLimit(limit - limit/10)
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	go func() {
		for range time.Tick(memoryInterval) {
			metrics.Read(sample)
			if used := sample[0].Value.Uint64() - sample[1].Value.Uint64(); used > uint64(limit) {
				os.Exit(exitTooMuch)
			}
		}
	}()
}
