package importers

import (
	"fmt"
	"slices"
	"sync"

	"nof1/importers/record"
)

// Importer reads one file format.
type Importer interface {
	// Name is the format's id, vendor first: "whoop.cycles".
	Name() string
	// Identify reports, from the beginning of a file, whether it is this format.
	// Content decides first; the name only settles what content leaves open.
	Identify(Head) bool
	// Wants lists the header texts (or JSON keys) that identify the format, to
	// tell the user of an unclaimed file what the nearest format misses.
	Wants() []string
	// Read emits every usable row to the sink, and a problem for every other row.
	// The error is for a file of which nothing is usable.
	Read(Source, Sink) (record.Counts, error)
}

// Sink receives what an importer reads, in file order.
type Sink interface {
	Record(record.Record)
	Session(record.Session)
	Dose(record.Dose)
	Entry(record.Entry)
	Break(record.Break)
	Problem(record.Problem)
}

// Head is what an importer identifies a file by.
type Head struct {
	Base   string   // base name, without archive path and without ".gz"
	Text   string   // the first 64 KiB as UTF-8 without BOM; cut at a character
	Header []string // first record of a delimited file, nil for any other file
	JSON   bool     // the first character is '{' or '['
	Magic  string   // the first 16 bytes of a binary file, else ""
	Own    OwnNames // of Options.Supplements
	folded []string // the header after [Normalise]; nil until it is folded
}

// Has reports whether every one of the names is a header cell, after [Normalise].
func (h Head) Has(names ...string) bool {
	for _, n := range names {
		if h.Index(n) < 0 {
			return false
		}
	}
	return true
}

// Index returns the position of the first header cell equal to one of the
// names after [Normalise], or -1.
func (h Head) Index(names ...string) int {
	if h.folded == nil {
		h.folded = folded(h.Header)
	}
	for _, n := range names {
		if i := slices.Index(h.folded, foldedName(n)); i >= 0 {
			return i
		}
	}
	return -1
}

// foldedName is the folded form of a name that an importer looks for: the same few
// thousand of them in every file.
func foldedName(name string) string {
	if plain(name) {
		return name
	}
	if known, ok := foldedNames.Load(name); ok {
		return known.(string)
	}
	out := Normalise(name)
	foldedNames.Store(name, out)
	return out
}

var foldedNames sync.Map // name -> its folded form

func folded(header []string) []string {
	out := make([]string, len(header))
	for i, cell := range header {
		out[i] = Normalise(cell)
	}
	return out
}

// Result is everything read from a set of files.
type Result struct {
	Inputs   []record.Input   // sorted by path
	People   []string         // ids the files tell people apart by, sorted; one was read
	Records  []record.Record  // one a night, metric and source
	Sessions []record.Session // main sleeps, which place doses in time
	Doses    []record.Dose    // of supplement logs
	Entries  []record.Entry   // of diaries and tags
	Breaks   []record.Break   // nights from which a source's values are not comparable with earlier ones
}

// AmbiguousError is returned for a file that two formats claim.
type AmbiguousError struct {
	Path      string   // of the file
	Importers []string // their names, two or more
}

// Error names the file and both formats.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s is claimed by %s and %s", e.Path, e.Importers[0], e.Importers[1])
}
