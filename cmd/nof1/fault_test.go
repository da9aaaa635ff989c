package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/validate/people"
)

// writePerson writes a made-up person's files and returns their folder.
func writePerson(t *testing.T, scenario string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), scenario)
	p, err := people.Make(1, scenario)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range p.Names() {
		if err := os.WriteFile(filepath.Join(dir, name), p.Files[name], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sums are the SHA-256 and permissions of every file and folder of a tree.
func sums(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		said := info.Mode().String()
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			said += fmt.Sprintf(" %x %v", sha256.Sum256(text), info.ModTime())
		}
		out[path] = said
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// nof1In runs the program in a folder and returns its exit code and what it said.
func nof1In(t *testing.T, dir string, change func(*exec.Cmd), args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command("nof1", args...)
	cmd.Dir = dir
	if change != nil {
		change(cmd)
	}
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(said)
}

// TestInputsStayAsTheyAre: no command writes to what it reads, nor leaves a
// temporary file or anything of itself at home beyond what the page on privacy
// names, and what it writes is for its owner alone.
func TestInputsStayAsTheyAre(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	in, work := writePerson(t, "effect"), t.TempDir()
	before := sums(t, in)
	var open []string // where all may read what nobody says who may
	if runtime.GOOS != "windows" {
		open = []string{"sh", "-c", `umask 0; exec "$@"`, "sh"}
	}
	for _, c := range everyCommand(in) {
		c.run(t, work, open...)
		if diff := cmp.Diff(before, sums(t, in)); diff != "" {
			t.Errorf("%s changed its input (-before +after):\n%s", c, diff)
		}
		if left := sums(t, filepath.Join(work, "tmp")); len(left) != 1 {
			t.Errorf("%s left in the temporary folder: %v", c, left)
		}
	}
	for name := range tree(t, filepath.Join(work, "home")) {
		if name != ".cache/nof1/log-lines.jsonl.lock" {
			t.Errorf("%s was left at home", name)
		}
	}
	if runtime.GOOS == "windows" {
		return // other permissions
	}
	files := 0
	for path, mode := range sums(t, work) {
		want := "-rw------- "
		if strings.HasPrefix(mode, "d") {
			want = "drwx------"
		} else {
			files++
		}
		if path != work && !strings.HasPrefix(mode, want) {
			t.Errorf("%s: %s, want %s", path, mode[:10], want)
		}
	}
	if files < 40 {
		t.Errorf("only %d files written: the test shows little", files)
	}
}

// TestFullDisk: on a full disk the report before stays whole and nothing is left
// aside.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	in, disk := writePerson(t, "effect"), t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk to fill: %v: %s", err, out)
	}
	defer exec.Command("umount", disk).Run()
	out := filepath.Join(disk, "out")
	if code, said := nof1In(t, disk, nil, "report", in, "--format", "json", "--out", out); code != 0 {
		t.Fatalf("exit %d: %s", code, said)
	}
	before := sums(t, out)
	log := filepath.Join(disk, "supplements.csv")
	if err := os.WriteFile(log, []byte(doses(0, 200)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(disk, "rest"), bytes.Repeat([]byte("x"), 1<<18), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	code, said := nof1In(t, disk, nil, "report", in, "--seed", "2", "--out", out)
	if code != exitFailed || !strings.Contains(said, "report.html cannot be written: no space left on device") {
		t.Errorf("exit %d: %s", code, said)
	}
	if diff := cmp.Diff(before, sums(t, out)); diff != "" {
		t.Errorf("the report before (-was +is):\n%s", diff)
	}
	for _, args := range [][]string{{"batch", filepath.Dir(in), "--out", out}, {"log", "add", "magnesium", "--file", log},
		{"plan", "--supplement", "magnesium", "--primary", "hrv_rmssd", "--weeks", "8", "--out", filepath.Join(disk, "plan")}} {
		code, said := nof1In(t, disk, nil, args...)
		if code != exitFailed || !strings.Contains(said, "no space left on device") || !strings.Contains(said,
			"nof1: hint: earlier files are still there: ") {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
	}
	if text, err := os.ReadFile(log); err != nil || string(text) != doses(0, 200) {
		t.Errorf("the log is not as it was: %d bytes, %v", len(text), err)
	}
}

// TestNoRightToWrite: an output that must not be written to, and one that must
// not any more after the first report.
func TestNoRightToWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	in, work := writePerson(t, "effect"), t.TempDir()
	program, err := exec.LookPath("nof1")
	if err != nil {
		t.Fatal(err)
	}
	as := asNobody(t, work, filepath.Dir(in), filepath.Dir(program))
	out := filepath.Join(work, "out")
	if code, said := nof1In(t, work, as, "report", in, "--out", out); code != 0 {
		t.Fatalf("exit %d: %s", code, said)
	}
	before := sums(t, out)
	if err := os.Chmod(out, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(out, 0o700)
	for _, args := range [][]string{{"report", in, "--out", out}, {"batch", filepath.Dir(in), "--out", out}, {"report", in, "--out",
		filepath.Join(out, "new")}} {
		code, said := nof1In(t, work, as, args...)
		if code != exitFailed || !strings.Contains(said, "permission denied") || !strings.Contains(said, "nof1: error: "+out) {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
	}
	if err := os.Chmod(out, 0o700); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, sums(t, out)); diff != "" {
		t.Errorf("the report before (-was +is):\n%s", diff)
	}
}

// TestTwoRunsIntoOne: a second run into an output in use is refused, and free to
// go on when the first is done.
func TestTwoRunsIntoOne(t *testing.T) {
	in, work := writePerson(t, "effect"), t.TempDir()
	unlock, err := outputs.Lock(filepath.Join(work, "out"), false)
	if err != nil {
		t.Fatal(err)
	}
	if !outputs.Locks {
		t.Skip("no locks on this system")
	}
	for _, args := range [][]string{{"report", in, "--out", "out"}, {"batch", filepath.Dir(in), "--out", "out"}, {"batch", filepath.Dir(in),
		"--out", "out", "--shard", "0/2"},
		{"index", "out"}, {"demo", "--out", "out"}, {"plan", "--supplement", "magnesium", "--primary", "hrv_rmssd", "--weeks", "8", "--out",
			"out"}} {
		code, said := nof1In(t, work, nil, args...)
		if code != exitFailed || !strings.Contains(said, "nof1: error: another run is writing into out\nnof1: hint: wait until it is done") {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
	}
	unlock()
	if _, err := os.Stat(filepath.Join(work, "out")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder was left: %v", err)
	}
	unlock, err = outputs.Lock(filepath.Join(work, "out"), true) // parts go together
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if code, said := nof1In(t, work, nil, "batch", filepath.Dir(in), "--out", "out", "--shard", "0/2"); code != 0 {
		t.Errorf("exit %d: %s", code, said)
	}
}

// TestReportKilled kills the making of a report at random: what lies in the
// output is whole, the old or the new, and the next run clears up.
func TestReportKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	in, work := writePerson(t, "effect"), t.TempDir()
	out := filepath.Join(work, "out")
	whole := map[string]bool{}
	var took time.Duration
	for _, seed := range []string{"1", "2"} {
		began := time.Now()
		if code, said := nof1In(t, work, nil, "report", in, "--out", out, "--seed", seed); code != 0 {
			t.Fatalf("exit %d: %s", code, said)
		}
		took = time.Since(began)
		for name, text := range tree(t, out) {
			whole[name+text] = true
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 12 {
		cmd := exec.Command("nof1", "report", in, "--out", out, "--seed", fmt.Sprint(1+i%2))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took/2 + time.Duration(r.Int64N(int64(took))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		for name, text := range tree(t, out) {
			if !whole[name+text] && !strings.HasPrefix(name, ".") {
				t.Errorf("%s is neither the old nor the new: %d bytes", name, len(text))
			}
		}
	}
	nof1In(t, work, nil, "report", in, "--out", out)
	for name := range tree(t, out) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("%s was left", name)
		}
	}
}

// TestClockSetBack: dates of files, later than now or earlier than those of an
// earlier run, change nothing and hide nothing.
func TestClockSetBack(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	in, work := writePerson(t, "effect"), t.TempDir()
	run := func() map[string]string {
		if code, said := nof1In(t, work, nil, "batch", filepath.Dir(in), "--out", "out"); code != 0 {
			t.Fatalf("exit %d: %s", code, said)
		}
		return map[string]string{"report": tree(t, filepath.Join(work, "out"))["effect/report.json"]}
	}
	first := run()
	log := filepath.Join(in, "supplements.csv")
	for _, at := range []time.Time{time.Now().AddDate(70, 0, 0), time.Unix(0, 0)} {
		if err := os.Chtimes(log, at, at); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, run()); diff != "" {
			t.Errorf("with a log of %v (-before +after):\n%s", at, diff)
		}
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(log, bytes.Replace(text, []byte("magnesium"), []byte("zinc"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(log, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(first, run()) {
		t.Error("a log that changed was passed over, as its date is an old one")
	}
}

// TestInputChangesWhileRead: what another program writes to while it is read is
// not analysed, however large it is and though no length changes.
func TestInputChangesWhileRead(t *testing.T) {
	in, work := writePerson(t, "effect"), t.TempDir()
	big := filepath.Join(in, "nights.csv")
	writeEvil(t, big, repeated("date,hrv_rmssd,tst\n", "2014-01-02,48.5,431\n", 600_000, "")) // 12 MB
	f, err := os.OpenFile(big, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				if _, err := f.WriteAt([]byte("9"), 40); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	code, said := nof1In(t, work, nil, "report", in, "--out", "out", "--quiet")
	close(stop)
	<-stopped
	if code != exitFailed || !strings.Contains(said, "nof1: error: nights.csv changed while it was read: run it again when nothing "+
		"writes to it") {
		t.Errorf("exit %d: %s", code, cutText(said, 1000))
	}
	if left := tree(t, work); len(left) > 0 {
		t.Errorf("%d files were written", len(left))
	}
	if code, said := nof1In(t, work, nil, "report", in, "--out", "out", "--quiet"); code != exitDone {
		t.Errorf("when it has come to rest: exit %d: %s", code, cutText(said, 1000))
	}
}

// TestStopped: Ctrl-C ends a command that waits for its input, and says no more
// than that.
func TestStopped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such signal on this system")
	}
	cmd := exec.Command("nof1", "report", "-", "--out", filepath.Join(t.TempDir(), "out"))
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second) // until it reads
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its exit code is looked at below
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || said.String() != "nof1: error: stopped\n" {
		t.Errorf("exit %d: %s", code, said.String())
	}
}
