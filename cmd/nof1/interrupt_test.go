//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestSecondInterrupt: whoever presses Ctrl-C again does not wait for what the first
// one left to finish.
func TestSecondInterrupt(t *testing.T) {
	cmd := exec.Command("busy")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	said := bufio.NewScanner(out)
	for _, want := range []string{"ready", "finishing"} {
		if !said.Scan() || said.Text() != want {
			t.Fatalf("it said %q, want %q", said.Text(), want)
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait() // its end is looked at below
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() || status.Signal() != syscall.SIGINT || time.Since(began) > 30*time.Second {
		t.Errorf("ended by %v after %v: want the second Ctrl-C", cmd.ProcessState, time.Since(began))
	}
}
