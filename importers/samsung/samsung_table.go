package samsung

import (
	"errors"
	"io"
	"strings"

	"nof1/importers"
)

// headerLines is how many lines may stand before the header.
const headerLines = 4

// table opens a table whose first lines tell what it is, and whose rows
// have one empty field more than the header. Its column names are cut down to
// the part after the last dot: which of them have more changes between versions.
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
	for i := 0; i <= headerLines; i++ {
		line, err := lines.Line()
		if err != nil {
			break
		}
		if samsungHeader(line) {
			header = strings.Repeat("\n", i) + line + "\n" // empty lines keep the count
			break
		}
	}
	if header == "" {
		return nil, errors.Join(errors.New("no header with start_time and time_offset in the first lines: export again from Samsung Health"), text.Close())
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

// samsungHeader tells whether a line names columns.
func samsungHeader(line string) bool {
	return strings.Contains(line, "start_time") && strings.Contains(line, "time_offset")
}
