package journals

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// medtimer reads the events of medTimer, a reminder of medicines: one row a
// reminder, taken where it has a time in Taken. Headers and the first dates are in
// the phone's language; two last columns have the same instants in ISO 8601, in
// UTC. The local time is that of the first columns on the date that lies nearest
// to the instant, so the file needs no zone; where their clock cannot be read,
// it does.
var Medtimer importers.Importer = medtimerEvents{}

type medtimerEvents struct{}

// Places of the nine columns: their names are translated, their order is fixed.
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

func (medtimerEvents) Name() string { return "medtimer.events" }

func (medtimerEvents) Wants() []string {
	return []string{"Reminded", "Name", "Dosage", "Taken", "Reminded (ISO 8601)", "Taken (ISO 8601)"}
}

func (m medtimerEvents) Identify(h importers.Head) bool {
	if h.Has(m.Wants()...) {
		return true
	}
	return len(h.Header) == medtimerColumns && strings.Contains(h.Header[medtimerRemindedUTC], "ISO 8601") &&
		strings.Contains(h.Header[medtimerTakenUTC], "ISO 8601")
}

func (medtimerEvents) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for t.Next() {
		c.Count(medtimerEvent(t, src.Zone, sink))
	}
	return importers.TableEnd(t, c, sink)
}

func medtimerEvent(t *importers.Table, zone *time.Location, sink importers.Sink) bool {
	d := record.Dose{Supplement: t.Cell(medtimerName), Taken: record.NotTaken, Note: t.Cell(medtimerNotes), Source: Medtimer.Name(), Pos: t.Pos(medtimerName)}
	if d.Supplement == "" {
		sink.Problem(record.Problem{Pos: d.Pos, Field: t.Name(medtimerName), Message: "no name: name what was taken, the row was left out"})
		return false
	}
	local, utc := medtimerReminded, medtimerRemindedUTC
	if t.Cell(medtimerTaken) != "" || t.Cell(medtimerTakenUTC) != "" {
		local, utc, d.Taken = medtimerTaken, medtimerTakenUTC, record.TakenYes
	}
	at, err := importers.ParseWall(t.Cell(utc), time.RFC3339)
	if err != nil {
		sink.Problem(t.Problem(utc, err))
		return false
	}
	wall, ok := nearInstant(t.Cell(local), at)
	if !ok && zone == nil {
		sink.Problem(record.Problem{Pos: t.Pos(local), Field: t.Name(local), Message: "the local time of " + strconv.Quote(t.Cell(local)) + " cannot be read: say the zone with --zone"})
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
// for an instant. Its clock is read; of the three dates it may be, the one whose
// day and month stand in the text is taken, and of several the nearest.
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

// shows tells whether the day of a date stands among numbers, and its month too
// where there are three of them.
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
