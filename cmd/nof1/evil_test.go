package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// evil is a hostile or broken input, what becomes of it and what is said.
type evil struct {
	name  string
	files map[string]func(io.Writer) // by name in the input folder
	args  []string                   // DIR stands for the folder; nil: check DIR
	exit  int
	says  []string // each on standard output or standard error
}

// The most an evil may take. Time is that of the processor: a busy machine is no
// fault of ours.
const (
	evilMemory = 200 << 20
	evilTime   = 10 * time.Second
)

// columns is the white space between the columns of a table.
var columns = regexp.MustCompile(` {2,}`)

// TestEvils gives nof1 files that were made to hurt a reader, and such as go
// wrong by themselves. None makes it crash or takes more memory or time than an
// export may; each gets its message.
func TestEvils(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	var evils []evil
	for _, group := range [][]evil{evilArchives(), evilWorkbooks(), evilTexts(), evilNumbers(), evilDates(), evilSettings()} {
		evils = append(evils, group...)
	}
	for _, e := range evils {
		t.Run(e.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, write := range e.files {
				writeEvil(t, filepath.Join(dir, name), write)
			}
			args := e.args
			if args == nil {
				args = []string{"check", "DIR"}
			}
			out, used := runMeasured(t, dir, args, e.exit)
			told := columns.ReplaceAllString(out, " ")
			for _, says := range e.says {
				if !strings.Contains(told, says) {
					t.Errorf("does not say %q:\n%s", says, cutText(out, 3000))
				}
			}
			used.check(t)
		})
	}
}

func writeEvil(t *testing.T, name string, write func(io.Writer)) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	write(f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// runMeasured runs nof1 as a process and returns all that it said and what it
// took. It must end with the exit code and without a stack.
func runMeasured(t *testing.T, dir string, args []string, exit int) (string, usage) {
	t.Helper()
	var resolved []string
	for _, a := range args {
		resolved = append(resolved, strings.ReplaceAll(a, "DIR", dir))
	}
	cmd := exec.Command("nof1", resolved...)
	cmd.Dir = t.TempDir()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	memory := watchMemory(cmd.Process.Pid)
	_ = cmd.Wait() // its exit code is looked at below
	out := said.String()
	if code := cmd.ProcessState.ExitCode(); code != exit {
		t.Errorf("exit %d, want %d:\n%s", code, exit, cutText(out, 3000))
	}
	for _, bad := range []string{"goroutine ", "panic", "internal error"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q in what it said:\n%s", bad, cutText(out, 3000))
		}
	}
	return out, usage{memory(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// peakMemory is how Linux says the most memory a process has held.
var peakMemory = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// watchMemory reads the peak of a running process until its returned function is
// called. The peak of an ended process would be of no use: it counts what this
// one held when it was forked.
func watchMemory(pid int) func() int64 {
	stop, peak := make(chan bool), make(chan int64)
	go func() {
		var most int64
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-tick.C:
				text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
				if m := peakMemory.FindSubmatch(text); m != nil {
					kib, _ := strconv.ParseInt(string(m[1]), 10, 64)
					most = max(most, kib<<10)
				}
			}
		}
	}()
	return func() int64 { close(stop); return <-peak }
}

// usage is what a process took.
type usage struct {
	memory int64 // bytes at its peak, 0 where the system does not say
	cpu    time.Duration
}

func (u usage) check(t *testing.T) {
	t.Helper()
	if u.memory > evilMemory {
		t.Errorf("took %d MiB, at most %d are allowed", u.memory>>20, evilMemory>>20)
	}
	if u.cpu > evilTime {
		t.Errorf("took %v, at most %v are allowed", u.cpu, evilTime)
	}
	if testing.Verbose() {
		t.Logf("%d MiB, %v", u.memory>>20, u.cpu.Round(10*time.Millisecond))
	}
}

func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return s[:most] + fmt.Sprintf("... %d bytes more", len(s)-most)
}
