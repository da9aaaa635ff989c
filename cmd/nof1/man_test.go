package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every command has a manual page without a date and is completed by the shells.
func TestManualAndCompletions(t *testing.T) {
	dir := t.TempDir()
	if code := run([]string{"man", dir}, nil, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("exit %d", code)
	}
	for _, c := range commands(&printer{stdout: io.Discard, stderr: io.Discard}, nil).Commands() {
		page, err := os.ReadFile(filepath.Join(dir, "nof1-"+c.Name()+".1"))
		if c.Hidden {
			continue
		}
		if err != nil {
			t.Error(err)
		}
		if !strings.Contains(string(page), c.Short) || strings.Contains(string(page), time.Now().Format("Jan 2006")) {
			t.Errorf("nof1-%s.1: %.200s", c.Name(), page)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		var out bytes.Buffer
		if code := run([]string{"completion", shell}, nil, &out, io.Discard); code != exitDone || !strings.Contains(out.String(), "nof1") {
			t.Errorf("%s: exit %d, %d bytes", shell, code, out.Len())
		}
	}
}
