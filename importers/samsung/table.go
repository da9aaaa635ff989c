package samsung

import (
	"errors"
	"io"
	"strings"

	"nof1/importers"
)

// headerLines is the number of lines that may come before the header.
const headerLines = 4

var errNoHeader = errors.New("no header with start_time and time_offset in the first lines: export again from Samsung Health")

// table opens a table. Lines before the header name its kind, and rows have one
// empty field more than the header. Column names are cut to the part after the last
// dot, because their prefixes change between versions.
func table(src importers.Source) (*importers.Table, error) {
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	if src.Damage != nil {
		*src.Damage = nil
	}
	lines := importers.NewRowReader(text)
	header := ""
	for i := 0; i <= headerLines && header == ""; i++ {
		line, err := lines.Line()
		if err != nil {
			break
		}
		if strings.Contains(line, "start_time") && strings.Contains(line, "time_offset") {
			header = strings.Repeat("\n", i) + line + "\n" // empty lines keep the count
		}
	}
	if header == "" {
		return nil, errors.Join(errNoHeader, text.Close())
	}
	t, err := importers.NewTable(src.Path, io.MultiReader(strings.NewReader(header), lines.Text), src.Damage)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	for i, name := range t.Header() {
		t.Header()[i] = name[strings.LastIndexByte(name, '.')+1:]
	}
	t.Closer = text
	return t, nil
}
