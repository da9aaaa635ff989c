package inputs

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// endless is a stream that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// silent is a stream with nothing to say until it is closed.
func silent(t *testing.T) io.Reader {
	r, w := io.Pipe()
	t.Cleanup(func() { w.Close() })
	return r
}

// leftIn fails where anything lies in the folder for temporary files.
func leftIn(t *testing.T, folder, when string) {
	t.Helper()
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%s: %v, %v", when, left, err)
	}
}

// A stream that does not end is given up, and leaves nothing.
func TestEndlessStream(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	defer func(n int64) { maxSpooled = n }(maxSpooled)
	maxSpooled = 1 << 20
	_, err := Open(t.Context(), []string{Stdin}, endless{}, "")
	if !errors.As(err, new(*EndlessError)) {
		t.Errorf("error %v", err)
	}
	leftIn(t, temp, "an endless stream")
	in, err := Open(t.Context(), []string{Stdin}, io.LimitReader(endless{}, maxSpooled), "")
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		leftIn(t, temp, "while it is read")
	}
	if info, err := fs.Stat(in.FS, "stdin"); err != nil || info.Size() != maxSpooled {
		t.Errorf("%+v, %v", info, err)
	}
	in.Close()
	leftIn(t, temp, "closed")
}

// A stream that says nothing keeps nobody from stopping.
func TestSilentStream(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, []string{Stdin}, silent(t), ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, []string{Stdin}, endless{}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: error %v", err)
	}
}

// A device is no file, wherever a link hides it; a stream that breaks off is told.
func TestStreamsThatAreNone(t *testing.T) {
	link := filepath.Join(t.TempDir(), "nights.csv")
	if _, err := os.Stat("/dev/zero"); err == nil {
		if err := os.Symlink("/dev/zero", link); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), []string{link}, nil, ""); err == nil || err.Error() != link+": a device, not a file" {
			t.Errorf("error %v", err)
		}
	}
	halfway := io.MultiReader(bytes.NewReader([]byte("date,tst\n")), broken{})
	if _, err := Open(t.Context(), []string{Stdin}, halfway, ""); err == nil || err.Error() != "standard input: the line is dead" {
		t.Errorf("error %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line is dead") }
