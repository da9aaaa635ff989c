package journals

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// LoopCheckmarks reads Checkmarks.csv of Loop Habit Tracker: a column for each
// habit, a row a day. A habit whose name is that of a supplement gives doses, any
// other an entry of the diary.
//
// Codes: 2 or YES_MANUAL is yes; 0 or NO and 3 or SKIP are no; 1 or YES_AUTO is
// the app's own mark, not a person's, and like -1 or UNKNOWN it says nothing.
// Habits with numbers are stored times 1000. In old files only a value above 3
// shows that a habit is one.
var LoopCheckmarks importers.Importer = loopTable{importers.Format{
	ID: loopID, Columns: importers.Names("Date", "a habit", "a comma at the end of the line")}}

const loopID = "loop.checkmarks"

type loopTable struct{ importers.Format }

// Identify claims a table whose first column is Date, whose lines end with a
// comma, and whose first row has nothing but codes, or nothing but scores.
func (loopTable) Identify(h importers.Head) bool {
	cells, ok := loopFirstRow(h)
	if !ok || loopScores(cells) {
		return ok
	}
	for _, cell := range cells {
		if _, err := loopCode(cell); err != nil {
			return false
		}
	}
	return true
}

// loopFirstRow returns the values of the first row of a wide table of the app.
func loopFirstRow(h importers.Head) ([]string, bool) {
	n := len(h.Header)
	if n < 3 || h.Header[0] != "Date" || h.Header[n-1] != "" {
		return nil, false
	}
	t, err := importers.NewTable("", strings.NewReader(loopMended(h.Text)), nil)
	if err != nil || !t.Next() || t.Len() < 3 || t.Cell(t.Len()-1) != "" {
		return nil, false
	}
	if _, err := importers.ParseMoment(t.Cell(0)); err != nil {
		return nil, false
	}
	var cells []string
	for i := 1; i < t.Len()-1; i++ {
		cells = append(cells, t.Cell(i))
	}
	return cells, true
}

// loopEntry is how one version of the app printed a code by mistake.
var loopEntry = regexp.MustCompile(`Entry\(timestamp=[0-9-]+, ?value=(-?\d+)[^)\n]*\)`)

// loopMended replaces such an entry by its code, padded to the same length so that
// positions stay true.
func loopMended(text string) string {
	return loopEntry.ReplaceAllStringFunc(text, func(entry string) string {
		code := loopEntry.FindStringSubmatch(entry)[1]
		return code + strings.Repeat(" ", len(entry)-len(code))
	})
}

// loopWords are the codes of newer files.
var loopWords = map[string]int{"YES_MANUAL": loopYes, "YES_AUTO": loopAuto, "NO": loopNo, "SKIP": loopSkip, "UNKNOWN": loopUnknown}

const (
	loopUnknown = -1
	loopNo      = 0
	loopAuto    = 1
	loopYes     = 2
	loopSkip    = 3
)

func loopCode(cell string) (int, error) {
	if code, ok := loopWords[cell]; ok {
		return code, nil
	}
	v, err := strconv.Atoi(cell)
	if err != nil || v < loopUnknown || v > 1e9 {
		return 0, fmt.Errorf("%q is no code: want -1, 0, 1, 2, 3, a number times 1000 or words such as YES_MANUAL", cell)
	}
	return v, nil
}

// Read implements [importers.Importer]. Scores are refused.
func (loopTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if cells, ok := loopFirstRow(src.Head); ok && loopScores(cells) {
		return record.Counts{}, errors.New("scores that the app computes: Checkmarks.csv of the same export has what was done")
	}
	numeric, err := loopNumeric(src)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := loopOpen(src)
	if err != nil {
		return record.Counts{}, err
	}
	return t.Each(sink, func() bool { return loopDay(t, numeric, sink) })
}

// loopOpen opens the file with its entries mended, line by line.
func loopOpen(src importers.Source) (*importers.Table, error) {
	return src.EditedTable(func(text io.Reader) io.Reader {
		return &importers.LineMender{Rows: importers.NewRowReader(text), Mend: loopMended}
	})
}

// loopNumeric returns the columns that have a value other than a code. The error
// is for a name with a comma: the app writes it unquoted, which moves every name
// behind it.
func loopNumeric(src importers.Source) (map[int]bool, error) {
	t, err := loopOpen(src)
	if err != nil {
		return nil, err
	}
	numeric := map[int]bool{}
	short := t.Next() && t.Len() < len(t.Header())
	for ok := t.Len() > 0; ok; ok = t.Next() {
		short = short && t.Len() < len(t.Header())
		for i := range t.Header() {
			if v, err := loopCode(t.Cell(i)); err == nil && v > loopSkip {
				numeric[i] = true
			}
		}
	}
	if short {
		return nil, errors.New("more names than columns: a habit has a comma in its name, rename it and export again")
	}
	return numeric, nil
}

// loopDay emits the habits of one day.
func loopDay(t *importers.Table, numeric map[int]bool, sink importers.Sink) (used bool) {
	when, err := importers.ParseMoment(t.Cell(0))
	if err != nil {
		sink.Problem(t.Problem(0, err))
		return false
	}
	when = record.Moment{Day: when.Day}
	for i := 1; i < len(t.Header()); i++ {
		if t.Name(i) == "" || t.Cell(i) == "" {
			continue
		}
		code, err := loopCode(t.Cell(i))
		if err != nil {
			sink.Problem(t.Problem(i, err))
			continue
		}
		used = loopHabit(t, i, code, numeric[i], when, sink) || used
	}
	return used
}

// loopHabit emits one habit of a day and reports whether its code says anything.
func loopHabit(t *importers.Table, i, code int, numeric bool, when record.Moment, sink importers.Sink) bool {
	if code == loopUnknown || code == loopAuto && !numeric {
		return false
	}
	name, unit := importers.SplitNameUnit(t.Name(i))
	taken := record.NotTaken
	if code == loopYes && !numeric || code > loopSkip {
		taken = record.TakenYes
	}
	amount := float64(code) / 1000
	if code == loopSkip {
		amount = 0
	}
	if t.Own.Supplement(name) {
		d := record.Dose{When: when, Supplement: name, Unit: unit, Taken: taken, Source: loopID, Pos: t.Pos(i)}
		d.Amount, d.HasAmount = amount, numeric && code != loopSkip
		sink.Dose(d)
		return true
	}
	e := record.Entry{When: when, Source: loopID, Pos: t.Pos(i)}
	switch {
	case numeric && code == loopSkip:
		return false
	case numeric:
		e = importers.ValueEntry(e, name, unit, amount)
	default:
		e = importers.TagEntry(e, name)
		if taken == record.NotTaken {
			e.Value = 0
		}
	}
	sink.Entry(e)
	return true
}

// loopScores reports whether the values of a row are the app's own strengths of the
// habits, fractions of 1, as in Scores.csv. Such a file is
// claimed, so that its numbers are taken for nothing else, and refused.
func loopScores(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool {
		v, err := importers.Number(cell)
		return err != nil || v < 0 || v > 1 || !strings.Contains(cell, ".")
	})
}
