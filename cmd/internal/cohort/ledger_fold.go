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
	"nof1/reports"
)

// standing returns what the index there was made of, if the folders are the
// participants of the ledger, all as they were, and it is as it was written.
func (l *Ledger) standing(folders []string) (was Indexed, ok bool) {
	if l == nil || !l.alone || len(l.index) == 0 || len(folders) != len(l.people) {
		return was, false
	}
	for _, name := range folders {
		e := l.people[name]
		if e == nil {
			return was, false
		}
		if !e.seen {
			if _, ok := e.stands(filepath.Join(l.out, name)); !ok {
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

// folded is a ledger being written, and where the participants stand in it. It gives
// them to an index.
type folded struct {
	to         *outputs.Pending
	written    io.ReaderAt
	refs       []foldedRef
	unfinished []string
}

// foldedRef is where the brief of a participant stands.
type foldedRef struct {
	participant string
	from        int64
	size        int
}

// foldedAtOnce is how many participants are in memory at once where they are read.
const foldedAtOnce = 256

// fold writes what is known of the participants in the folders into a new ledger,
// and finds out what is not known. The participants are ready for an index.
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
	for some := range slices.Chunk(folders, foldedAtOnce) {
		lines, briefs, errs := make([]ledgerLine, len(some)), make([][]byte, len(some)), make([]error, len(some))
		each(workers, len(some), func(i int) { lines[i], briefs[i], errs[i] = l.entry(some[i]) })
		if err := errors.Join(append(errs, ctx.Err())...); err != nil {
			return f, err
		}
		for i, name := range some {
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
		if err := f.line(ledgerLine{Table: name, IDs: l.tables[name].ids, Mark: l.tables[name].mark.String()}, nil); err != nil {
			return f, err
		}
	}
	slices.SortFunc(f.refs, func(a, b foldedRef) int {
		return cmp.Or(strings.Compare(a.participant, b.participant), cmp.Compare(a.from, b.from))
	})
	f.written, err = to.Written()
	return f, err
}

// entry returns the line and the brief of the participant in a folder, from the
// ledger or from the files; no brief where none is finished.
func (l *Ledger) entry(folder string) (ledgerLine, []byte, error) {
	dir := filepath.Join(l.out, folder)
	if e := l.people[folder]; e != nil {
		_, ok := e.stands(dir)
		if ok && e.status == 0 { // nobody finished, as before
			return ledgerLine{}, nil, nil
		}
		brief := make([]byte, e.size)
		if ok {
			_, err := l.sources[e.source].ReadAt(brief, e.from)
			ok = err == nil
		}
		if ok {
			return ledgerLine{Participant: e.participant, Folder: folder, Mark: e.mark.String(), Status: e.status, Report: e.report, Brief: e.size}, brief, nil
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
	return entryOf(dir, mark{}, b)
}

// line adds a line, and the brief that belongs to it.
func (f *folded) line(line ledgerLine, brief []byte) error {
	text, err := encoded(line)
	if err == nil {
		_, err = f.to.Write(append(append(text, '\n'), brief...))
	}
	return err
}

// Len is how many participants there are.
func (f *folded) Len() int { return len(f.refs) }

// At reads participant i, by name.
func (f *folded) At(i int) (b reports.Brief, err error) {
	text := make([]byte, f.refs[i].size)
	if _, err = f.written.ReadAt(text, f.refs[i].from); err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", ledgerFile, err)
	}
	return b, err
}

// place puts the ledger of an index whose files are written where it belongs.
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
