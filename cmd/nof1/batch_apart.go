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

// apartFlag makes a batch work on the one participant that standard input names, for
// the batch that started it.
const apartFlag = "apart"

// exitTooMuch is how a process apart ends that took more memory than it may. It is
// none of the program's own exit codes.
const exitTooMuch = 77

// apart works on a participant in a process of its own: the same command with
// another flag. The process ends with this one, whatever ends it: it reads from a
// pipe that only this one holds open.
func (b *batch) apart(ctx context.Context, p cohort.Participant) (cohort.Ended, error) {
	program, err := os.Executable()
	if err != nil {
		return cohort.Ended{}, err
	}
	args := slices.Clone(os.Args[1:])
	at := slices.Index(args, b.cmd.Name())
	cmd := exec.CommandContext(ctx, program, slices.Insert(args, at+1, "--"+apartFlag)...)
	cmd.Args[0] = os.Args[0]
	var said, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &wrong
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
		return cohort.ReadEnded(said.Bytes())
	case cmd.ProcessState.ExitCode() == exitTooMuch:
		return cohort.Ended{}, &cohort.MemoryError{MiB: b.flags.memory}
	case cmd.ProcessState.ExitCode() == exitFailed: // an output that cannot be written
		return cohort.Ended{}, cohort.CannotGoOn(errors.New(withoutPrefix(wrong.String())))
	}
	return cohort.Ended{}, fmt.Errorf("internal error: the process that read it ended: %v: please report it", err)
}

// withoutPrefix is the first error line of a program, without its name.
func withoutPrefix(said string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return strings.TrimPrefix(line, "nof1: error: ")
}

// alone works on the one participant that the batch which started this process
// names, and says how it ended.
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

// memoryLooked is how often the memory is looked at: what can be filled meanwhile is
// some ten MiB.
const memoryLooked = 10 * time.Millisecond

// endAbove ends the program when it takes more memory than that many bytes. Near it,
// the garbage collector does what it can.
func endAbove(most int64) {
	debug.SetMemoryLimit(most - most/10)
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	go func() {
		for range time.Tick(memoryLooked) {
			metrics.Read(sample)
			if taken := sample[0].Value.Uint64() - sample[1].Value.Uint64(); taken > uint64(most) {
				os.Exit(exitTooMuch)
			}
		}
	}()
}
