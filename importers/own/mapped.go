package own

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// mapped reads a table as a mapping of the user's says.
type mapped struct{ m Mapping }

// Mapped returns the importers of valid mappings. Mappings without a
// name are called "mapped", "mapped.2", and so on: two devices must not end up
// as one source.
func Mapped(mappings []Mapping) ([]importers.Importer, error) {
	var imps []importers.Importer
	seen := map[string]bool{}
	for n, m := range mappings {
		if err := m.Validate(); err != nil {
			return nil, err
		}
		if m.Name == "" && seen["mapped"] {
			m.Name = strconv.Itoa(n + 1)
		}
		imp := mapped{m}
		if seen[imp.Name()] {
			return nil, m.wrong("another mapping has the same name: give each its own")
		}
		seen[imp.Name()] = true
		imps = append(imps, imp)
	}
	return imps, nil
}

// Name implements [importers.Importer].
func (i mapped) Name() string {
	if i.m.Name == "" {
		return "mapped"
	}
	return "mapped." + i.m.Name
}

// Wants implements [importers.Importer].
func (i mapped) Wants() []string { return i.m.Match }

// Identify implements [importers.Importer]. It claims a table that has all the header cells to match.
func (i mapped) Identify(h importers.Head) bool { return h.Has(i.m.Match...) }

// Read implements [importers.Importer].
func (i mapped) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	if lacks := i.lacks(t); lacks != nil {
		return record.Counts{}, fmt.Errorf("the mapping %s names columns that are not there: %s", i.Name(), strings.Join(lacks, ", "))
	}
	switch i.m.Kind {
	case "nights":
		return i.nights(t, sink)
	case "log":
		return i.log(t, sink)
	}
	return i.diary(t, sink)
}

// lacks returns the columns of the mapping that a table does not have.
func (i mapped) lacks(t *importers.Table) (lacks []string) {
	names := []string{i.m.Date.Column}
	for _, c := range i.m.Columns {
		names = append(names, c.From)
	}
	for _, name := range names {
		if name != "" && t.Index(name) < 0 {
			lacks = append(lacks, name)
		}
	}
	return lacks
}

// index returns the table's column that becomes one of ours, or -1.
func (i mapped) index(t *importers.Table, to string) int {
	if from := i.m.from(to); from != "" {
		return t.Index(from)
	}
	return -1
}

func (i mapped) nights(t *importers.Table, sink importers.Sink) (record.Counts, error) {
	var ofNight, ofDay []importers.Column
	for _, c := range i.m.Columns {
		col := importers.Column{Names: []string{c.From}, Metric: c.Metric, Unit: cmp.Or(c.Rated, c.Unit), Turned: c.turned(),
			ZeroMissing: i.m.Zero == "missing"}
		if c.Unit == hoursAndMinutes {
			col.Unit, col.Parse = "min", importers.ClockDuration
		}
		if i.m.ofDay(c) {
			ofDay = append(ofDay, col)
		} else {
			ofNight = append(ofNight, col)
		}
	}
	n := importers.NightRows{Date: t.Index(i.m.Date.Column), Night: i.night, Source: -1, Device: -1, Firmware: -1, Name: i.sourceName()}
	day := n
	n.Split(importers.Bind(t, ofNight))
	day.Split(importers.Bind(t, ofDay))
	return n.Read(t, sink, func(night record.Date) bool {
		if i.m.Date.Convention != "evening" { // else the night is that after the day already
			night++
		}
		return day.Row(t, importers.NightOrigin{Night: night, Source: n.Name, Pos: t.Pos(-1)}, sink) > 0
	})
}

// sourceName is the mapping's own name, or the importer's if it has none.
func (i mapped) sourceName() string {
	if _, err := strconv.Atoi(i.m.Name); err == nil || i.m.Name == "" {
		return i.Name()
	}
	return strings.ToLower(i.m.Name)
}

// night names the night of a row by its wake date.
func (i mapped) night(cell string) (record.Date, error) {
	m, err := i.m.Date.Moment(cell)
	if i.m.Date.Convention == "evening" {
		m.Day++
	}
	return m.Day, err
}

// when returns the columns that date a row of a log or diary.
func (i mapped) when(t *importers.Table) importers.WhenColumns {
	w := importers.WhenColumns{Date: i.index(t, "date"), Time: i.index(t, "time"), Parse: i.m.Date.Moment}
	if i.m.Date.Column != "" {
		w.Date = t.Index(i.m.Date.Column)
	}
	return w
}

func (i mapped) log(t *importers.Table, sink importers.Sink) (record.Counts, error) {
	c := logColumns{when: i.when(t), importer: i.Name(),
		start: i.index(t, "start"), end: i.index(t, "end"),
		supplement: i.index(t, "supplement"), form: i.index(t, "form"),
		amount: i.index(t, "amount"), unit: i.index(t, "unit"), both: i.index(t, "amount_with_unit"),
		basis: i.index(t, "basis"), taken: i.index(t, "taken"), note: i.index(t, "note")}
	return c.read(t, sink)
}

func (i mapped) diary(t *importers.Table, sink importers.Sink) (record.Counts, error) {
	c := diaryColumns{when: i.when(t), item: i.index(t, "item"), value: i.index(t, "value"),
		unit: i.index(t, "unit"), note: i.index(t, "note"), importer: i.Name()}
	for _, col := range i.m.Columns {
		if col.Metric != "" {
			c.wide = append(c.wide, wideColumn{index: t.Index(col.From), item: col.Metric,
				unit: cmp.Or(col.Rated, col.Unit), turned: col.turned(), zeroMissing: i.m.Zero == "missing"})
		}
	}
	return c.read(t, sink)
}
