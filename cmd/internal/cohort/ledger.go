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
	"nof1/reports/index"
)

// ledgerFile is the name of the ledger in an output folder. It records what the reports
// were made from and their entries in the index, so that a run without new files reads
// neither inputs nor reports. Without a ledger, or with one that is out of date, the
// same facts are computed again.
//
// Its bytes depend only on the participants. A run adds new entries to a journal,
// ledgerFile-run or ledgerFile-I-of-N, which is folded into the ledger when the index is
// made.
const ledgerFile = ".ledger"

// ledgerSchema is the name and version of a ledger.
const ledgerSchema = "nof1.ledger/1"

// ledgerLine is one line of a ledger: the header, a participant, a table of the cohort,
// or the files of the index.
type ledgerLine struct {
	Schema  string `json:"schema,omitempty"`
	Version string `json:"version,omitempty"`

	Participant string `json:"participant,omitempty"`
	Folder      string `json:"folder,omitempty"` // in the output folder; without Participant: an unfinished one
	Status      int64  `json:"status,omitempty"` // bytes of status.json
	Report      int64  `json:"report,omitempty"` // bytes of report.json, 0 without one
	Brief       int    `json:"brief,omitempty"`  // bytes of the line that follows

	Table string   `json:"table,omitempty"` // its name in the cohort's folder
	IDs   []string `json:"ids,omitempty"`   // of the people in it

	Mark string `json:"mark,omitempty"` // fingerprint of the files; "": they must be read
	At   int64  `json:"at,omitempty"`   // time of the entry, ns since 1970; 0: when the ledger was written

	Index map[string]int64 `json:"index,omitempty"` // bytes of its files
}

// Ledger holds what is known about an output folder. A nil Ledger is empty and stays
// empty. The methods may be called from several goroutines.
type Ledger struct {
	out string

	mu      sync.Mutex
	sources []io.ReaderAt
	open    []*os.File
	people  map[string]*ledgerEntry // by folder
	tables  map[string]ledgerTable
	index   map[string]int64
	at      int64 // when the ledger was written, ns since 1970
	alone   bool  // nothing was added since

	journal *os.File
	to      *bufio.Writer
	end     int64            // length of the journal in bytes
	whole   map[string]int64 // readable bytes of each file
}

// ledgerEntry is one participant.
type ledgerEntry struct {
	participant    string
	fingerprint    fingerprint
	status, report int64
	at             int64
	source         int
	from           int64 // of the brief
	size           int
	seen           bool // checked in this run and still true
}

// ledgerTable lists the people in a table.
type ledgerTable struct {
	fingerprint fingerprint
	ids         []string
	at          int64
	learnt      bool // added in this run and not written yet
}

// OpenLedger reads the ledger of an output folder and its journals. A folder that does
// not exist gives an empty ledger. The caller closes it.
func OpenLedger(out string) *Ledger {
	l := &Ledger{
		out: out, people: map[string]*ledgerEntry{}, tables: map[string]ledgerTable{}, alone: true, whole: map[string]int64{},
	}
	l.read(ledgerFile)
	for _, name := range l.journals() {
		l.alone = false
		l.read(name)
	}
	return l
}

// journals returns the names of the journals: entries added since the ledger was
// written.
func (l *Ledger) journals() (names []string) {
	found, _ := filepath.Glob(filepath.Join(globbed(l.out), ledgerFile+"-*")) // the pattern is well formed
	for _, path := range found {
		names = append(names, filepath.Base(path))
	}
	return names
}

// globbed returns a pattern that matches only path.
func globbed(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// read adds the lines of one file, up to the first damaged one.
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
	for pos, first := int64(0), true; ; first = false {
		text, err := r.ReadBytes('\n')
		var line ledgerLine
		if err != nil || json.Unmarshal(text, &line) != nil {
			break
		}
		if first && (line.Schema != ledgerSchema || line.Version != process.Version) {
			break
		}
		pos += int64(len(text))
		if n, err := r.Discard(line.Brief); n < line.Brief || err != nil {
			break
		}
		if line.At == 0 {
			line.At = info.ModTime().UnixNano()
		}
		l.add(line, len(l.sources)-1, pos)
		pos += int64(line.Brief)
		l.whole[name] = pos
	}
}

// add adds a line. The latest entry about the same thing wins.
func (l *Ledger) add(line ledgerLine, source int, from int64) {
	m, _ := hex.DecodeString(line.Mark) // an invalid fingerprint matches nothing
	switch {
	case line.Folder != "":
		if was := l.people[line.Folder]; was == nil || was.at <= line.At {
			e := &ledgerEntry{
				participant: line.Participant, status: line.Status, report: line.Report,
				at: line.At, source: source, from: from, size: line.Brief,
			}
			copy(e.fingerprint[:], m)
			l.people[line.Folder] = e
		}
	case line.Table != "":
		if l.tables[line.Table].at <= line.At {
			t := ledgerTable{ids: line.IDs, at: line.At}
			copy(t.fingerprint[:], m)
			l.tables[line.Table] = t
		}
	case line.Index != nil:
		l.index = line.Index
	}
}

// Begin opens the journal of this part of the cohort. If it cannot be opened, nothing
// is added to the ledger.
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
	if f.Truncate(l.end) != nil { // cut off what a stopped run left unfinished
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
			l.write(ledgerLine{Table: name, IDs: t.ids, Mark: t.fingerprint.String(), At: t.at}, nil)
		}
	}
}

// Close writes the journal and closes the files.
func (l *Ledger) Close() {
	if l == nil {
		return
	}
	l.flush()
	if l.journal != nil && l.alone { // a header without entries
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

// write adds a line and a brief to the journal and returns the offset of the brief.
func (l *Ledger) write(line ledgerLine, brief []byte) (from int64) {
	text, err := encoded(line)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	from = l.end + int64(len(text)) + 1
	l.end = from + int64(len(brief))
	l.to.Write(text) // Flush returns the error
	l.to.WriteByte('\n')
	l.to.Write(brief)
	return from
}

// idsIn returns the people of a table and reports whether the table is the same as when
// they were recorded. changed is when it last changed, in ns since 1970.
func (l *Ledger) idsIn(name string, m fingerprint, changed int64) ([]string, bool) {
	if l == nil {
		return nil, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.tables[name]
	return t.ids, ok && t.fingerprint == m && t.at-changed > int64(recheckWithin)
}

// learnTable records the people of a table. Call it before Begin.
func (l *Ledger) learnTable(name string, m fingerprint, ids []string) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tables[name] = ledgerTable{m, ids, time.Now().UnixNano(), true}
	l.alone = false
}

// onlyTables removes the tables that no longer exist.
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

// unchanged reports whether a participant was done with the same files, and the outputs
// are still those that were written then. changed is when the files last changed, in ns
// since 1970.
func (l *Ledger) unchanged(folder string, m fingerprint, changed int64) bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	e := l.people[folder]
	l.mu.Unlock()
	if e == nil || e.fingerprint != m {
		return false
	}
	written, ok := e.intact(filepath.Join(l.out, folder))
	if !ok || written-changed < int64(recheckWithin) {
		return false
	}
	l.mu.Lock()
	e.seen = true
	l.mu.Unlock()
	return true
}

// intact reports whether status and report have the size and time they had when the entry
// was made, and returns when the status was written. An unfinished participant is intact
// while it has no status.
func (e *ledgerEntry) intact(dir string) (written int64, ok bool) {
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

// learn records how a participant ended, after the status is written.
func (l *Ledger) learn(dir string, m fingerprint, b index.Brief) error {
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
	l.add(line, len(l.sources)-1, from)
	if e := l.people[line.Folder]; e != nil {
		e.seen = true
	}
	return nil
}

// entryOf returns the line and the brief of a participant whose files are written.
func entryOf(dir string, m fingerprint, b index.Brief) (ledgerLine, []byte, error) {
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

// encoded returns JSON on one line. Control characters are escaped, so that a name
// cannot steer a terminal that shows it.
func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	err := reports.EncodeJSON(&b, v, "")
	return bytes.TrimSpace(b.Bytes()), err
}
