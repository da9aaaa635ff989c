package importers

import "nof1/importers/record"

// Gathered is the [Gatherer] of a format whose nights are spread over several files.
// Use a pointer to it.
type Gathered struct {
	Format
	Claims func(Head) bool // reports whether a file is of the format; nil for the Format's Identify
	New    func() Run      // returns an empty run
	run    Run             // nil before Start
}

// Run gathers the files of one reading.
type Run interface {
	// Read gathers what a file holds. See [Importer].
	Read(Source, Sink) (record.Counts, error)
	// Finish emits the nights of all files.
	Finish(Sink)
}

// Identify implements [Importer].
func (g *Gathered) Identify(h Head) bool {
	if g.Claims == nil {
		return g.Format.Identify(h)
	}
	return g.Claims(h)
}

// Start implements [Gatherer].
func (g *Gathered) Start() Gatherer { return &Gathered{g.Format, g.Claims, g.New, g.New()} }

// Read implements [Importer]. Before Start it emits the nights of this one file.
func (g *Gathered) Read(src Source, sink Sink) (record.Counts, error) {
	if g.run == nil {
		return ReadAlone(g.Start(), src, sink)
	}
	return g.run.Read(src, sink)
}

// finish implements [Gatherer].
func (g *Gathered) Finish(sink Sink) {
	if g.run != nil {
		g.run.Finish(sink)
	}
}
