package record

// Counts are the numbers of rows of one file. A row is used when at least one of
// its values was used. Read is always Used + Skipped.
type Counts struct {
	Read, Used, Skipped int // rows
}

// Add returns the sums of c and d.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Read + d.Read, c.Used + d.Used, c.Skipped + d.Skipped}
}

// Count adds one row, used or skipped.
func (c *Counts) Count(used bool) {
	c.Read++
	if used {
		c.Used++
	} else {
		c.Skipped++
	}
}

// Input is the outcome of reading one file or archive member.
type Input struct {
	Path     string    // relative to the input, archive members after "!/"
	SHA256   string    // of the uncompressed bytes, lower-case hex
	Importer string    // "" if no importer claimed it
	Device   string    // "" if the file does not name it
	Reason   string    // why it was not read, "" if it was read
	Nearest  string    // the importer that came nearest, for an unclaimed file
	Missing  []string  // columns the nearest importer needs and the file lacks
	Mappable bool      // whether a column mapping that could read it was suggested
	Counts   Counts    // of rows
	Nights   int       // nights with at least one value
	First    Date      // first night; meaningless when Nights is 0
	Last     Date      // last night; meaningless when Nights is 0
	Problems []Problem // what was skipped, with its position
}
