package main

import (
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// goBuild builds a program for a test.
func goBuild(t *testing.T, pkg string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "program.exe")
	if said, err := exec.Command("go", "build", "-o", out, pkg).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return out
}

// jobServer starts a runner in a process of its own and returns where it listens.
func jobServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	server := exec.Command(goBuild(t, "github.com/apache/beam/sdks/v2/go/cmd/prism"), "--job_port", fmt.Sprint(port), "--serve_http=false")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill() // it serves until it is told
		_ = server.Wait()
	})
	for range 200 {
		if c, err := net.Dial("tcp", at); err == nil {
			c.Close()
			return at
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the job server does not listen")
	return ""
}

// The program as people start it, given a runner elsewhere: Flink and Spark take
// the job over the same protocol, which here a prism of its own answers. Nothing is
// known to the other process but what travels.
func TestRunnerElsewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	folder := people(t, made+"/effect-000", made+"/abab-001")
	want, at, program := batch(t, folder), jobServer(t), goBuild(t, ".")
	for _, runner := range []string{"flink", "spark"} {
		t.Run(runner, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "beam")
			cmd := exec.Command(program, folder, "--out", out, "--runner", runner, "--endpoint", at, "--environment_type", "LOOPBACK")
			said, err := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != exitSomeFailed || !strings.Contains(string(said),
				"8 participants: 5 done, 0 skipped, 3 failed\n") {
				t.Fatalf("exit %d, %v:\n%s", code, err, said)
			}
			same(t, want, out)
		})
	}
}
