package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoNetwork runs every command where there is no network at all, not even to
// the machine itself: none needs one.
func TestNoNetwork(t *testing.T) {
	if err := exec.Command("unshare", "-n", "true").Run(); err != nil {
		t.Skip("no network namespace here")
	}
	dir := t.TempDir()
	for _, c := range everyCommand(writePerson(t, "effect")) {
		c.run(t, dir, "unshare", "-n")
	}
}

// TestNoConnection runs every command with its calls of the system watched: none
// tries to reach anything.
func TestNoConnection(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	if err := exec.Command("strace", "-f", "-o", trace, "true").Run(); err != nil {
		t.Skip("no strace here that may trace")
	}
	for _, c := range everyCommand(writePerson(t, "effect")) {
		c.run(t, dir, "strace", "-f", "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", "-o", trace)
		text, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "exited with 0") {
			t.Fatalf("nothing was traced: %s", cutText(string(text), 1000))
		}
		if bad := connections(string(text), c.prints()); len(bad) > 0 {
			t.Errorf("%s:\n%s", c, cutText(strings.Join(bad, "\n"), 1000))
		}
	}
}

// route is how Chromium asks the system whether there is a route: it names an
// address to a socket that sends nothing.
var route = regexp.MustCompile(`socket\(AF_INET6?, SOCK_DGRAM|connect\(\d+, \{sa_family=AF_INET6?, .*"2001:4860:4860::8888"`)

// connections are the calls of a trace that reach for a network or, of what is no
// browser, for anything outside the program.
func connections(trace string, browser bool) (bad []string) {
	for _, line := range strings.Split(trace, "\n") {
		switch {
		case browser && route.MatchString(line):
		case strings.Contains(line, "AF_INET"), !browser && strings.Contains(line, "connect("):
			bad = append(bad, line)
		}
	}
	return bad
}

func TestConnections(t *testing.T) {
	for _, c := range []struct {
		line         string
		nof1, chrome bool // whether it counts
	}{
		{`7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3`, true, true},
		{`7 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 3`, true, false},
		{`7 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:4860:4860::8888", &sin6_addr)}, 28) = 0`, true,
			false},
		{`7 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 0`, true, true},
		{`7 sendto(3, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53)}, 16) = 1`, true, true},
		{`7 connect(3, {sa_family=AF_UNIX, sun_path="/run/dbus"}, 29) = -1`, true, false},
		{`7 exited with 0`, false, false},
	} {
		if got := len(connections(c.line, false)) > 0; got != c.nof1 {
			t.Errorf("nof1, %s: %v", c.line, got)
		}
		if got := len(connections(c.line, true)) > 0; got != c.chrome {
			t.Errorf("a browser, %s: %v", c.line, got)
		}
	}
}
