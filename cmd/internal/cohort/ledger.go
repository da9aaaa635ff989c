package cohort

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"
)

// ledgerFile remembers, in an output folder, what the reports there are made from
// and what the index needs of them, so that a run to which nothing is new neither
// reads the participants' files nor their reports. All of it can be found out again:
// without it, or in doubt, that is what happens.
//
// Its bytes depend on the participants alone. What a run learns it adds to a file
// of its own, ledgerFile-run or ledgerFile-I-of-N, which is folded into it when the
// index is made.
const ledgerFile = ".ledger"

// ledgerSchema is the name and version of a ledger.
const ledgerSchema = "nof1.ledger/1"

// ledgerLine is one line of a ledger: its head, a participant, a table of the
// cohort, or the files of the index.
type ledgerLine struct {
	Schema  string `json:"schema,omitempty"`
	Version string `json:"version,omitempty"`

	Participant string `json:"participant,omitempty"`
	Folder      string `json:"folder,omitempty"` // in the output folder; alone, one that holds nobody finished
	Status      int64  `json:"status,omitempty"` // bytes of status.json
	Report      int64  `json:"report,omitempty"` // bytes of report.json, 0 without one
	Brief       int    `json:"brief,omitempty"`  // bytes of the line that follows

	Table string   `json:"table,omitempty"` // its name in the cohort's folder
	IDs   []string `json:"ids,omitempty"`   // of the people in it

	Mark string `json:"mark,omitempty"` // of how the files looked, "" where they must be read
	At   int64  `json:"at,omitempty"`   // when it was so, ns since 1970; in the ledger itself when that was written

	Index map[string]int64 `json:"index,omitempty"` // bytes of its files
}

// Ledger is what is known of an output folder. The methods of a nil Ledger know
// nothing and keep nothing. They may be called from several goroutines.
type Ledger struct {
	out string

	mu      sync.Mutex
	sources []io.ReaderAt
	open    []*os.File
	people  map[string]*ledgerEntry // by folder
	tables  map[string]ledgerTable
	index   map[string]int64
	at      int64 // when the ledger itself was written
	alone   bool  // nothing was learnt since

	journal *os.File
	to      *bufio.Writer
	end     int64            // of the journal
	whole   map[string]int64 // bytes of each file that can be read
}

// ledgerEntry is one participant.
type ledgerEntry struct {
	participant    string
	mark           mark
	status, report int64
	at             int64
	source         int
	from           int64 // of the brief
	size           int
	seen           bool // in this run, and found to be so
}

// ledgerTable is who is in a table.
type ledgerTable struct {
	mark   mark
	ids    []string
	at     int64
	learnt bool // in this run, and not written yet
}

// OpenLedger reads what is known of an output folder: nothing of one that is not
// there. The caller closes it.
func OpenLedger(out string) *Ledger {
	l := &Ledger{out: out, people: map[string]*ledgerEntry{}, tables: map[string]ledgerTable{}, alone: true, whole: map[string]int64{}}
	l.read(ledgerFile)
	for _, name := range l.journals() {
		l.alone = false
		l.read(name)
	}
	return l
}

// journals are the names of what was learnt since the ledger was written.
func (l *Ledger) journals() (names []string) {
	found, _ := filepath.Glob(filepath.Join(globbed(l.out), ledgerFile+"-*")) // the pattern is well formed
	for _, path := range found {
		names = append(names, filepath.Base(path))
	}
	return names
}

// globbed is a path that means itself in a pattern.
func globbed(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// read takes in one file as far as it is whole.
func (l *Ledger) read(name string) {
	f, err := os.Open(filepath.Join(l.out, name))
	if err != nil {
		return
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return
	}
	l.open, l.sources = append(l.open, f), append(l.sources, f)
	if name == ledgerFile {
		l.at = info.ModTime().UnixNano()
	}
	r := bufio.NewReaderSize(f, 256<<10)
	for at, first := int64(0), true; ; first = false {
		text, err := r.ReadBytes('\n')
		var line ledgerLine
		if err != nil || json.Unmarshal(text, &line) != nil {
			break
		}
		if first && (line.Schema != ledgerSchema || line.Version != process.Version) {
			break
		}
		at += int64(len(text))
		if n, err := r.Discard(line.Brief); n < line.Brief || err != nil {
			break
		}
		if line.At == 0 {
			line.At = info.ModTime().UnixNano()
		}
		l.take(line, len(l.sources)-1, at)
		at += int64(line.Brief)
		l.whole[name] = at
	}
}

// take takes in a line; what was learnt later wins.
func (l *Ledger) take(line ledgerLine, source int, from int64) {
	m, _ := hex.DecodeString(line.Mark) // no mark is of no use, and does no harm
	switch {
	case line.Folder != "":
		if was := l.people[line.Folder]; was == nil || was.at <= line.At {
			e := &ledgerEntry{participant: line.Participant, status: line.Status, report: line.Report, at: line.At, source: source, from: from, size: line.Brief}
			copy(e.mark[:], m)
			l.people[line.Folder] = e
		}
	case line.Table != "":
		if l.tables[line.Table].at <= line.At {
			t := ledgerTable{ids: line.IDs, at: line.At}
			copy(t.mark[:], m)
			l.tables[line.Table] = t
		}
	case line.Index != nil:
		l.index = line.Index
	}
}

// Begin opens the file for what is learnt in this part of the cohort. A ledger
// that cannot be added to is one that learns nothing.
func (l *Ledger) Begin(s Shard) {
	name := ledgerFile + "-" + strings.TrimSuffix(strings.TrimPrefix(s.LogName(), "run-"), ".jsonl")
	if s.Of == 0 {
		name = ledgerFile + "-run"
	}
	f, err := os.OpenFile(filepath.Join(l.out, name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return
	}
	l.end = l.whole[name]
	if f.Truncate(l.end) != nil { // what a stopped run left unfinished
		f.Close()
		return
	}
	if _, err := f.Seek(l.end, io.SeekStart); err != nil {
		f.Close()
		return
	}
	l.journal, l.to = f, bufio.NewWriterSize(f, 64<<10)
	l.open, l.sources = append(l.open, f), append(l.sources, f)
	if l.end == 0 {
		l.write(ledgerLine{Schema: ledgerSchema, Version: process.Version}, nil)
	}
	for _, name := range slices.Sorted(maps.Keys(l.tables)) {
		if t := l.tables[name]; t.learnt {
			l.write(ledgerLine{Table: name, IDs: t.ids, Mark: t.mark.String(), At: t.at}, nil)
		}
	}
}

// Close closes the files; what was learnt is written.
func (l *Ledger) Close() {
	if l == nil {
		return
	}
	l.flush()
	if l.journal != nil && l.alone { // a head, and nothing below it
		_ = os.Remove(l.journal.Name())
	}
	for _, f := range l.open {
		f.Close()
	}
}

func (l *Ledger) flush() {
	if l.to != nil && l.to.Flush() != nil {
		l.to, l.journal = nil, nil
	}
}

// write adds a line and a brief to what is learnt, and returns where the brief
// begins.
func (l *Ledger) write(line ledgerLine, brief []byte) (from int64) {
	text, err := encoded(line)
	if err != nil {
		panic(err) // texts and numbers alone
	}
	from = l.end + int64(len(text)) + 1
	l.end = from + int64(len(brief))
	l.to.Write(text) // a failure is told by Flush
	l.to.WriteByte('\n')
	l.to.Write(brief)
	return from
}

// idsIn returns the people of a table that looks as it did; changed is when the
// table last changed, in ns since 1970.
func (l *Ledger) idsIn(name string, m mark, changed int64) ([]string, bool) {
	if l == nil {
		return nil, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.tables[name]
	return t.ids, ok && t.mark == m && t.at-changed > int64(racy)
}

// learnTable keeps who is in a table. It comes before Begin.
func (l *Ledger) learnTable(name string, m mark, ids []string) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tables[name] = ledgerTable{m, ids, time.Now().UnixNano(), true}
	l.alone = false
}

// onlyTables forgets the tables that are no longer there.
func (l *Ledger) onlyTables(there map[string]bool) {
	if l == nil {
		return
	}
	for name := range l.tables {
		if !there[name] {
			delete(l.tables, name)
			l.alone = false
		}
	}
}

// known tells whether a participant was done with files that looked as they do, and
// what was written then is still there as it was.
func (l *Ledger) known(folder string, m mark, changed int64) bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	e := l.people[folder]
	l.mu.Unlock()
	if e == nil || e.mark != m {
		return false
	}
	at, ok := e.stands(filepath.Join(l.out, folder))
	if !ok || at-changed < int64(racy) {
		return false
	}
	l.mu.Lock()
	e.seen = true
	l.mu.Unlock()
	return true
}

// stands tells whether status and report are what they were when the entry was
// made, from outside, and when the status was written. One that is unfinished still
// is.
func (e *ledgerEntry) stands(dir string) (at int64, ok bool) {
	status, err := os.Lstat(filepath.Join(dir, StatusFile))
	if e.status == 0 {
		return 0, errors.Is(err, fs.ErrNotExist)
	}
	if err != nil || status.Size() != e.status || status.ModTime().UnixNano() > e.at {
		return 0, false
	}
	if e.report > 0 {
		report, err := os.Lstat(filepath.Join(dir, ReportFile))
		if err != nil || report.Size() != e.report || report.ModTime().UnixNano() > e.at {
			return 0, false
		}
	}
	return status.ModTime().UnixNano(), true
}

// learn keeps how a participant ended, once the status is written.
func (l *Ledger) learn(dir string, m mark, b reports.Brief) error {
	if l == nil {
		return nil
	}
	line, brief, err := entryOf(dir, m, b)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.alone = false
	if l.to == nil {
		delete(l.people, line.Folder)
		return nil
	}
	line.At = time.Now().UnixNano()
	from := l.write(line, brief)
	l.take(line, len(l.sources)-1, from)
	if e := l.people[line.Folder]; e != nil {
		e.seen = true
	}
	return nil
}

// entryOf is the line and the brief of a participant whose files are written.
func entryOf(dir string, m mark, b reports.Brief) (ledgerLine, []byte, error) {
	line := ledgerLine{Participant: b.Row.Participant, Folder: filepath.Base(dir), Mark: m.String()}
	status, err := os.Lstat(filepath.Join(dir, StatusFile))
	if err != nil {
		return line, nil, outputs.CannotWrite(dir, err)
	}
	line.Status = status.Size()
	if report, err := os.Lstat(filepath.Join(dir, ReportFile)); err == nil {
		line.Report = report.Size()
	}
	brief, err := encoded(b)
	brief = append(brief, '\n')
	line.Brief = len(brief)
	return line, brief, err
}

// encoded is JSON on one line, as in every other output: no name steers a terminal
// that shows it.
func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	err := reports.EncodeJSON(&b, v, "")
	return bytes.TrimSpace(b.Bytes()), err
}
