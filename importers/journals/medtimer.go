package journals

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// MedTimer reads the events of medTimer, a reminder of medicines: one row a
// reminder, taken if it has a time in Taken. Headers and the first dates are in
// the phone's language; two last columns have the same instants in ISO 8601, in
// UTC. The local time is that of the first columns on the date that lies nearest
// to the instant, so the file needs no zone; where their clock cannot be read,
// it does.
var MedTimer importers.Importer = medtimer{importers.Format{ID: medtimerID,
	Columns: importers.Names("Reminded", "Name", "Dosage", "Taken", "Reminded (ISO 8601)", "Taken (ISO 8601)")}}

const medtimerID = "medtimer.events"

type medtimer struct{ importers.Format }

// Positions of the nine columns: their names are translated, their order is fixed.
const (
	medtimerReminded = iota
	medtimerName
	medtimerDosage
	medtimerTaken
	medtimerTags
	medtimerInterval
	medtimerNotes
	medtimerRemindedUTC
	medtimerTakenUTC
	medtimerColumns
)

// Identify implements [importers.Importer]. Headers are in any language.
func (m medtimer) Identify(h importers.Head) bool {
	if h.Has(m.Wants()...) {
		return true
	}
	return len(h.Header) == medtimerColumns && strings.Contains(h.Header[medtimerRemindedUTC], "ISO 8601") &&
		strings.Contains(h.Header[medtimerTakenUTC], "ISO 8601")
}

// Read implements [importers.Importer].
func (medtimer) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		return func() bool { return medtimerEvent(t, src.Zone, sink) }
	})
}

// medtimerEvent emits the dose of one reminder and reports whether it was one.
func medtimerEvent(t *importers.Table, zone *time.Location, sink importers.Sink) bool {
	d := record.Dose{Supplement: t.Cell(medtimerName), Taken: record.NotTaken, Note: t.Cell(medtimerNotes), Source: medtimerID,
		Pos: t.Pos(medtimerName)}
	if d.Supplement == "" {
		sink.Problem(t.Problem(medtimerName, errNoName))
		return false
	}
	local, utc := medtimerReminded, medtimerRemindedUTC
	if t.Cell(medtimerTaken) != "" || t.Cell(medtimerTakenUTC) != "" {
		local, utc, d.Taken = medtimerTaken, medtimerTakenUTC, record.TakenYes
	}
	at, ok := t.Time(utc, sink, time.RFC3339)
	if !ok {
		return false
	}
	wall, ok := nearInstant(t.Cell(local), at)
	if !ok && zone == nil {
		sink.Problem(t.Problem(local, fmt.Errorf("the local time of %q cannot be read: say the zone with --zone", t.Cell(local))))
		return false
	}
	if !ok {
		wall = at.In(zone)
	}
	d.When = record.MomentOf(wall)
	if cell := t.Cell(medtimerDosage); cell != "" {
		medtimerAmount(t, cell, &d)
	}
	sink.Dose(d)
	return true
}

// medtimerAmount reads "10mg", "2 capsules" or "1/2"; a text without a number is
// kept in the note.
func medtimerAmount(t *importers.Table, cell string, d *record.Dose) {
	text, unit := importers.SplitAmount(cell)
	if rest, half := strings.CutPrefix(cell, "1/2"); half {
		text, unit = "0.5", importers.FoldUnit(rest)
	}
	v, err := t.Number(text)
	if err != nil || v < 0 {
		d.Note = strings.TrimSpace(cell + " " + d.Note)
		return
	}
	d.Amount, d.HasAmount, d.Unit = v, true, unit
	if v == 0 {
		d.Taken = record.NotTaken
	}
}

// localClock finds the time of day in a date and time of any language.
var localClock = regexp.MustCompile(`(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*((?i)[ap]\.?\s?m\.?)?\s*$`)

var digits = regexp.MustCompile(`\d+`)

// nearInstant returns the local time that a text in the phone's language shows
// for an instant. Its clock is read. Of the three dates it may be, the one whose day
// and month are in the text is taken, and of several the nearest.
func nearInstant(text string, at time.Time) (time.Time, bool) {
	text = spacesPlain(text)
	m := localClock.FindStringSubmatchIndex(text)
	if m == nil {
		return time.Time{}, false
	}
	clock := text[m[2]:m[3]] + ":" + text[m[4]:m[5]]
	if m[6] >= 0 {
		clock += " " + strings.NewReplacer(".", "", " ", "").Replace(text[m[6]:m[7]])
	}
	minute, err := importers.ParseClock(clock)
	if err != nil {
		return time.Time{}, false
	}
	parts := digits.FindAllString(text[:m[0]], -1)
	var best time.Time
	found := false
	for _, days := range []int{0, -1, 1} {
		local := time.Date(at.Year(), at.Month(), at.Day()+days, minute/60, minute%60, 0, 0, time.UTC)
		if offset := local.Sub(at.Truncate(time.Minute)); offset < -12*time.Hour || offset > 14*time.Hour || !shows(parts, local) {
			continue
		}
		if !found || local.Sub(at).Abs() < best.Sub(at).Abs() {
			best, found = local, true
		}
	}
	return best, found
}

// shows reports whether the day of a date is among numbers, and its month too if
// there are three of them.
func shows(parts []string, date time.Time) bool {
	has := func(n int) bool {
		return slices.ContainsFunc(parts, func(p string) bool { v, err := strconv.Atoi(p); return err == nil && v == n })
	}
	return has(date.Day()) && (len(parts) < 3 || has(int(date.Month())))
}

// spacesPlain turns the no-break spaces of formatted dates into plain ones.
func spacesPlain(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}
