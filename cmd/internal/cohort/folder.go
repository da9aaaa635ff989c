package cohort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nof1/cmd/internal/outputs"
)

// clearOut takes away what an earlier run left in a participant's folder, the
// status first, so that a run stopped here finds the participant unfinished.
// Files about to be written are left to be replaced.
func clearOut(dir string, chosen []outputs.Format) error {
	stale := map[string]bool{StatusFile: true}
	drawings := true
	for _, f := range outputs.All {
		if slices.ContainsFunc(chosen, func(c outputs.Format) bool { return c.Name == f.Name }) {
			drawings = drawings && f.Name != "md"
		} else {
			stale[f.File] = true
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if name := e.Name(); stale[name] || drawings && filepath.Ext(name) == ".svg" {
			if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// FolderName is the name of a participant's folder: the id, with what a file
// system or a page could take for something else written as %XX.
func FolderName(id string) string {
	var b strings.Builder
	for i, c := range []byte(id) {
		switch {
		case c < 0x20, c == 0x7f, strings.IndexByte(`%/\:*?"<>|`, c) >= 0, i == 0 && c == '.':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	name := b.String()
	switch {
	case name == "":
		return "%"
	case strings.HasPrefix(name, "index") || strings.HasPrefix(name, "run"):
		if taken.MatchString(name) {
			return fmt.Sprintf("%%%02X", name[0]) + name[1:]
		}
	case len(name) > longest:
		return strings.ToValidUTF8(name[:longest-17], "") + "%" + sum([]byte(id))[:16]
	}
	return name
}

// longest is how long a file name may be on common file systems, less what
// writing aside adds.
const longest = 200

// taken are the names of the batch's own files.
var taken = regexp.MustCompile(`^(index[-0-9]*\.(html|csv|json)|run(-\d+-of-\d+)?\.jsonl)$`)
