package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

// keptLines is how many lines of its own nof1 log remembers.
const keptLines = 500

// ownLine is a line nof1 log wrote: where, and what, as a sum. Nothing of what
// it says is kept outside the person's own file.
type ownLine struct {
	File   string `json:"file"`
	At     int    `json:"at"`
	Length int    `json:"length"`
	SHA256 string `json:"sha256"`
}

// ownLinesPath is the file that remembers them, in the user's cache.
func ownLinesPath() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "nof1")
	return filepath.Join(dir, "log-lines.jsonl"), os.MkdirAll(dir, 0o700)
}

// changeOwnLines gives do the lines remembered, oldest first, and keeps what it
// returns. Whoever holds the lock of a log may call it, never the other way
// round.
func changeOwnLines(do func([]ownLine) ([]ownLine, error)) error {
	path, err := ownLinesPath()
	if err != nil {
		return err
	}
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDONLY, 0o600)
	if err != nil {
		return err
	}
	if err := lock.Close(); err != nil {
		return err
	}
	return withLock(path+".lock", func() error {
		text, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		var lines []ownLine
		for row := range bytes.Lines(text) {
			var l ownLine
			if json.Unmarshal(row, &l) == nil { // a damaged line is one that cannot be undone
				lines = append(lines, l)
			}
		}
		lines, err = do(lines)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		for _, l := range lines[max(0, len(lines)-keptLines):] {
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return replace(path, b.Bytes())
	})
}

// remember notes a line just written, while its file is locked.
func remember(path string, at int, line []byte) error {
	return changeOwnLines(func(lines []ownLine) ([]ownLine, error) {
		return append(lines, ownLine{path, at, len(line), sumOf(line)}), nil
	})
}

func logUndoCommand(p *printer) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "take back the last line nof1 log wrote",
		Long: "Undo takes away the last line that nof1 log add or nof1 log today wrote into the\n" +
			"log or the diary, if it is still the file's last line. No other line is touched.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return logUndo(p, file) },
	}
	cmd.Flags().StringVar(&file, "file", "", "the log or diary `FILE` (default: the one written to last of "+defaultLog+" and "+defaultDiary+")")
	return cmd
}

func logUndo(p *printer, file string) error {
	files := []string{file}
	if file == "" {
		files = []string{defaultLog, defaultDiary}
	}
	names := map[string]string{} // real path to the name given
	for _, f := range files {
		real, err := realPath(f)
		if err != nil {
			return err
		}
		names[real] = f
	}
	var last *ownLine
	err := changeOwnLines(func(lines []ownLine) ([]ownLine, error) {
		for _, l := range lines {
			if names[l.File] != "" {
				last = &l
			}
		}
		return lines, nil
	})
	if err != nil {
		return err
	}
	if last == nil {
		return fmt.Errorf("nof1 log wrote no line here that could be taken back")
	}
	return takeBack(p, names[last.File], *last)
}

// takeBack removes a line where it is still the last of its file, and forgets
// it.
func takeBack(p *printer, name string, l ownLine) error {
	return withLock(filepath.Dir(l.File), func() error {
		text, err := os.ReadFile(l.File)
		if err != nil {
			return err
		}
		if len(text) != l.At+l.Length || sumOf(text[l.At:]) != l.SHA256 {
			return fmt.Errorf("%s was changed since: take the line out by hand", name)
		}
		if err := replace(l.File, text[:l.At]); err != nil {
			return err
		}
		p.result("%s: took back %s", name, bytes.TrimRight(text[l.At:], "\r\n"))
		return changeOwnLines(func(lines []ownLine) ([]ownLine, error) {
			return slices.DeleteFunc(lines, func(o ownLine) bool { return o == l }), nil
		})
	})
}

// sumOf is the sha256 of bytes, in hexadecimal.
func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
