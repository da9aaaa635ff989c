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

	"nof1/cmd/internal/outputs"
)

// keptLines is how many of its own lines nof1 log remembers.
const keptLines = 500

// ownLine is the position and hash of a line that nof1 log wrote. Its content is kept
// only in the person's own file.
type ownLine struct {
	File   string `json:"file"`
	At     int    `json:"at"`
	Length int    `json:"length"`
	SHA256 string `json:"sha256"`
}

// ownLinesPath returns the path of the remembered lines, in the user's cache.
func ownLinesPath() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "nof1")
	return filepath.Join(dir, "log-lines.jsonl"), os.MkdirAll(dir, 0o700)
}

// changeOwnLines passes the remembered lines, oldest first, to do and stores what do
// returns. It may be called with the lock of a log held; do must not lock a log.
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
			if json.Unmarshal(row, &l) == nil { // a damaged line cannot be undone
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
		return outputs.WriteFile(path, b.Bytes())
	})
}

// remember stores a line just written. The log must be locked.
func remember(path string, offset int, line []byte) error {
	return changeOwnLines(func(lines []ownLine) ([]ownLine, error) {
		return append(lines, ownLine{path, offset, len(line), sumOf(line)}), nil
	})
}

func logUndoCommand(p *printer) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "remove the last line that nof1 log wrote",
		Long: "Undo removes the last line that nof1 log add or nof1 log today wrote into the log\n" +
			"or the diary, if it is still the last line of the file. No other line changes.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return logUndo(p, file) },
	}
	cmd.Flags().StringVar(&file, "file", "", "the log or diary `FILE` (default: "+defaultLog+" or "+defaultDiary+", whichever was "+
		"written last)")
	return cmd
}

func logUndo(p *printer, file string) error {
	files := []string{file}
	if file == "" {
		files = []string{defaultLog, defaultDiary}
	}
	names := map[string]string{} // real path to the name given
	for _, f := range files {
		resolved, err := realPath(f)
		if err != nil {
			return err
		}
		names[resolved] = f
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
		return errors.New("there is no line of nof1 log here to undo")
	}
	return undoLine(p, names[last.File], *last)
}

// undoLine removes a line that is still the last of its file, and forgets it.
func undoLine(p *printer, name string, l ownLine) error {
	return withLock(filepath.Dir(l.File), func() error {
		text, err := os.ReadFile(l.File)
		if err != nil {
			return err
		}
		if len(text) != l.At+l.Length || sumOf(text[l.At:]) != l.SHA256 {
			return fmt.Errorf("%s has changed since: remove the line by hand", name)
		}
		if err := outputs.WriteFile(l.File, text[:l.At]); err != nil {
			return err
		}
		p.result("%s: removed %s", name, bytes.TrimRight(text[l.At:], "\r\n"))
		return changeOwnLines(func(lines []ownLine) ([]ownLine, error) {
			return slices.DeleteFunc(lines, func(o ownLine) bool { return o == l }), nil
		})
	})
}

// sumOf returns the SHA-256 of bytes in hexadecimal.
func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
