package cohort

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports/index"
)

// currentIndex returns what the existing index was made from, and reports whether that
// index is current: the folders are the participants of the ledger and nothing changed.
func (l *Ledger) currentIndex(folders []string) (was Indexed, ok bool) {
	if l == nil || !l.alone || len(l.index) == 0 || len(folders) != len(l.people) {
		return was, false
	}
	for _, name := range folders {
		e := l.people[name]
		if e == nil {
			return was, false
		}
		if !e.seen {
			if _, ok := e.intact(filepath.Join(l.out, name)); !ok {
				return was, false
			}
		}
		if e.status == 0 {
			was.Unfinished = append(was.Unfinished, name)
		} else {
			was.Participants++
		}
	}
	for name, size := range l.index {
		info, err := os.Stat(filepath.Join(l.out, name))
		if err != nil || info.Size() != size || info.ModTime().UnixNano() > l.at {
			return was, false
		}
	}
	return was, true
}

// folded is a new ledger being written, with the positions of the participants in it.
// It supplies the participants of an index.
type folded struct {
	to         *outputs.Pending
	written    io.ReaderAt
	refs       []foldedRef
	unfinished []string
}

// foldedRef is the position of a participant's brief.
type foldedRef struct {
	participant string
	from        int64
	size        int
}

// foldedAtOnce is how many participants are in memory at once.
const foldedAtOnce = 256

// fold writes a new ledger of the participants in the folders. It reads the files of
// those that the old ledger does not hold.
func (l *Ledger) fold(ctx context.Context, folders []string, workers int) (*folded, error) {
	to, err := outputs.Create(filepath.Join(l.out, ledgerFile))
	if err != nil {
		return &folded{}, err
	}
	f := &folded{to: to}
	l.flush()
	if err := f.line(ledgerLine{Schema: ledgerSchema, Version: process.Version}, nil); err != nil {
		return f, err
	}
	for chunk := range slices.Chunk(folders, foldedAtOnce) {
		lines, briefs, errs := make([]ledgerLine, len(chunk)), make([][]byte, len(chunk)), make([]error, len(chunk))
		each(workers, len(chunk), func(i int) { lines[i], briefs[i], errs[i] = l.entry(chunk[i]) })
		if err := errors.Join(append(errs, ctx.Err())...); err != nil {
			return f, err
		}
		for i, name := range chunk {
			if briefs[i] == nil {
				f.unfinished = append(f.unfinished, name)
				lines[i] = ledgerLine{Folder: name}
			}
			if err := f.line(lines[i], briefs[i]); err != nil {
				return f, err
			}
			if briefs[i] == nil {
				continue
			}
			f.refs = append(f.refs, foldedRef{lines[i].Participant, to.Size() - int64(len(briefs[i])), len(briefs[i])})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.tables)) {
		if err := f.line(ledgerLine{Table: name, IDs: l.tables[name].ids, Mark: l.tables[name].fingerprint.String()}, nil); err != nil {
			return f, err
		}
	}
	slices.SortFunc(f.refs, func(a, b foldedRef) int {
		return cmp.Or(strings.Compare(a.participant, b.participant), cmp.Compare(a.from, b.from))
	})
	f.written, err = to.Written()
	return f, err
}

// entry returns the line and the brief of the participant in a folder, from the ledger
// or from the files. The brief is nil for an unfinished participant.
func (l *Ledger) entry(folder string) (ledgerLine, []byte, error) {
	dir := filepath.Join(l.out, folder)
	if e := l.people[folder]; e != nil {
		_, ok := e.intact(dir)
		if ok && e.status == 0 { // still unfinished
			return ledgerLine{}, nil, nil
		}
		brief := make([]byte, e.size)
		if ok {
			_, err := l.sources[e.source].ReadAt(brief, e.from)
			ok = err == nil
		}
		if ok {
			return ledgerLine{
				Participant: e.participant, Folder: folder, Mark: e.fingerprint.String(),
				Status: e.status, Report: e.report, Brief: e.size,
			}, brief, nil
		}
	}
	s, ok := readStatus(dir)
	if !ok {
		return ledgerLine{}, nil, nil
	}
	b, err := briefIn(dir, s)
	if err != nil {
		return ledgerLine{}, nil, err
	}
	return entryOf(dir, fingerprint{}, b)
}

// line writes a line and its brief.
func (f *folded) line(line ledgerLine, brief []byte) error {
	text, err := encoded(line)
	if err == nil {
		_, err = f.to.Write(append(append(text, '\n'), brief...))
	}
	return err
}

// Len returns the number of participants.
func (f *folded) Len() int { return len(f.refs) }

// At reads participant i in the order of names.
func (f *folded) At(i int) (b index.Brief, err error) {
	text := make([]byte, f.refs[i].size)
	if _, err = f.written.ReadAt(text, f.refs[i].from); err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", ledgerFile, err)
	}
	return b, err
}

// place completes the ledger after the files of the index are written, and removes the
// journals.
func (f *folded) place(l *Ledger, files map[string]int64) error {
	if err := f.line(ledgerLine{Index: files}, nil); err != nil {
		return err
	}
	if err := f.to.Place(); err != nil {
		return err
	}
	for _, name := range l.journals() {
		if err := os.Remove(filepath.Join(l.out, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return outputs.CannotWrite(filepath.Join(l.out, name), err)
		}
	}
	return nil
}
