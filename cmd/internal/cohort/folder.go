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

// clearOut removes the files of an earlier run from a participant's folder, except
// those that will be replaced. The status goes first, so that the participant counts as
// unfinished if the run is stopped here.
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

// FolderName returns the name of a participant's folder: the id, with every character
// that has a meaning in paths or URLs written as %XX.
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
		if reservedNames.MatchString(name) {
			return fmt.Sprintf("%%%02X", name[0]) + name[1:]
		}
	case len(name) > maxFolderName:
		return strings.ToValidUTF8(name[:maxFolderName-17], "") + "%" + sum([]byte(id))[:16]
	}
	return name
}

// maxFolderName is the greatest length of a folder name in bytes: less than common
// file systems allow, because temporary files have longer names.
const maxFolderName = 200

// reservedNames matches the names of the batch's own files.
var reservedNames = regexp.MustCompile(`^(index[-0-9]*\.(html|csv|json)|run(-\d+-of-\d+)?\.jsonl)$`)
