//go:build !unix

package main

import (
	"os/exec"
	"testing"
)

func asNobody(t *testing.T, _ string, _ ...string) func(*exec.Cmd) {
	t.Skip("other permissions on this system")
	return nil
}
