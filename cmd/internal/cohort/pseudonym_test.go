package cohort

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"nof1/reports/index"
)

func TestKeyIsClosedAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.json")
	k, err := OpenKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Add(path, []Participant{{ID: "zoe"}, {ID: "anna"}}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	again, err := OpenKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Add(path, []Participant{{ID: "ben"}}); err != nil { // anna and zoe are not forgotten
		t.Fatal(err)
	}
	var names []string
	for _, p := range again.People {
		names = append(names, p.Participant)
		if p.Pseudonym != k.Pseudonym(p.Participant) || !again.Knows(p.Pseudonym) {
			t.Errorf("%+v is not what the first key says", p)
		}
	}
	if got := strings.Join(names, " "); got != "anna ben zoe" {
		t.Errorf("people %s", got)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var wrong *UsageError
		if _, err := OpenKey(path); !errors.As(err, &wrong) || !strings.Contains(wrong.Hint, "chmod 600") {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	for name, text := range map[string]string{"empty": "", "other": `{"schema":"nof1.index/1"}`,
		"short": `{"schema":"nof1.key/1","secret":"00"}`} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var wrong *UsageError
		if _, err := OpenKey(file); !errors.As(err, &wrong) {
			t.Errorf("%s: %v, want a *UsageError", name, err)
		}
	}
}

// Runs that begin at once, as the parts of a cohort do, have one key.
func TestKeyOfManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.json")
	secrets := make([]string, 16)
	var wg sync.WaitGroup
	for i := range secrets {
		wg.Go(func() {
			if k, err := OpenKey(path); err == nil {
				secrets[i] = k.Secret
			}
		})
	}
	wg.Wait()
	for _, s := range secrets {
		if s == "" || s != secrets[0] {
			t.Fatalf("secrets differ: %q", secrets)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files left (%v), want the key alone", len(left), err)
	}
}

// Pseudonyms look alike, tell nothing of the name, and are another with another
// secret.
func TestPseudonym(t *testing.T) {
	a, b := &Key{Secret: strings.Repeat("00", 32)}, &Key{Secret: strings.Repeat("01", 32)}
	form := regexp.MustCompile(`^p-[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$`)
	seen := map[string]bool{}
	for i := range 20000 {
		s := a.Pseudonym(fmt.Sprint("person ", i))
		if !form.MatchString(s) || seen[s] || s == b.Pseudonym(fmt.Sprint("person ", i)) {
			t.Fatalf("%d: %q", i, s)
		}
		seen[s] = true
	}
}

// What failed is said without the words of the files.
func TestSharedStatus(t *testing.T) {
	k := &Key{Secret: strings.Repeat("00", 32)}
	for exit := 1; exit <= 3; exit++ {
		why := "/home/zoe/letters.csv:3: \"Crohn\": no"
		text, err := json.Marshal(k.share(index.Status{Participant: "zoe", Status: "failed", Exit: exit, Error: &why}))
		if err != nil || strings.Contains(string(text), "zoe") || strings.Contains(string(text), "Crohn") || !strings.Contains(string(text),
			`"error":"`) {
			t.Errorf("%s (%v)", text, err)
		}
	}
}
