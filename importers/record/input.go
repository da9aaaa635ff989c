package record

// Counts of the rows of one file; a row is used when at least one value of it
// was, and Read = Used + Skipped always.
type Counts struct {
	Read, Used, Skipped int
}

// Add returns the sums.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Read + d.Read, c.Used + d.Used, c.Skipped + d.Skipped}
}

// Count adds one row.
func (c *Counts) Count(used bool) {
	c.Read++
	if used {
		c.Used++
	} else {
		c.Skipped++
	}
}

// Input says what became of one file or archive member.
type Input struct {
	Path     string
	SHA256   string // of the uncompressed bytes, lower-case hex
	Importer string // "" where none claimed it
	Device   string
	Reason   string // why it was not read, "" where it was
	Nearest  string // the importer that came nearest, for an unclaimed file
	Missing  []string
	Mappable bool // a mapping that could read it was suggested
	Counts   Counts
	Nights   int
	First    Date // of the nights; meaningless when Nights is 0
	Last     Date
	Problems []Problem
}
