package journals

import (
	"regexp"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Nomie reads the detailed CSV of Nomie 6: one row a note, with trackers in it as
// #tag or #tag(value), contexts as +tag and people as @name, who are left out. A
// tracker named as a supplement is a dose; its value is an amount whose unit the
// file does not say. Times are local; "offset" is minutes west of UTC. The app's
// other table, of daily sums, looks like a table of the user's own and has 0
// for none and for unknown: it is not read as the app's.
var Nomie importers.Importer = importers.Rows{
	Format: importers.Format{ID: nomieID, Columns: importers.Names("epoch", "start", "end", "offset", "note")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		epoch, start, offset, note := t.Index("epoch"), t.Index("start"), t.Index("offset"), t.Index("note")
		return func() bool {
			when, problem := nomieTime(t, start, epoch, offset)
			if problem != nil {
				sink.Problem(*problem)
				return false
			}
			return nomieNote(t, note, when, sink)
		}
	},
}

const nomieID = "nomie.notes"

// nomieTime reads the local start of a note, or computes it from the end in
// milliseconds of UTC.
func nomieTime(t *importers.Table, start, epoch, offset int) (record.Moment, *record.Problem) {
	at, err := importers.ParseWall(t.Cell(start), "2006-01-02T15:04:05.999", "2006-01-02 15:04:05.999")
	if err == nil {
		return record.MomentOf(at), nil
	}
	ms, errEpoch := t.Number(t.Cell(epoch))
	west, errOffset := t.Number(t.Cell(offset))
	utc := time.UnixMilli(int64(min(max(ms, -1e15), 1e15))).UTC()
	if errEpoch != nil || errOffset != nil || !importers.Plausible(utc) || west < -14*60 || west > 12*60 {
		return record.Moment{}, new(t.Problem(start, err))
	}
	return record.MomentOf(utc.Add(-time.Duration(west) * time.Minute)), nil
}

// nomieTag finds "#magnesium(400)" and "+travel".
var nomieTag = regexp.MustCompile(`(?:^|\s)([#+])([^\s#+@()]+)(?:\(([^()]*)\))?`)

// nomieNote emits the trackers of a note, or a note without trackers as it is.
func nomieNote(t *importers.Table, i int, when record.Moment, sink importers.Sink) bool {
	text := t.Cell(i)
	base := record.Entry{When: when, Source: nomieID, Pos: t.Pos(i)}
	tags := nomieTag.FindAllStringSubmatch(text, -1)
	if tags == nil && text != "" {
		base.Item, base.Note = "note", text
		sink.Entry(base)
		return true
	}
	for _, m := range tags {
		nomieTracker(t, base, nomieJoints.ReplaceAllString(m[2], " "), m[3], sink)
	}
	return len(tags) > 0
}

var nomieJoints = regexp.MustCompile(`_+`)

// nomieTracker emits a tracker with its value: a dose if it is named as a
// supplement, else an entry.
func nomieTracker(t *importers.Table, base record.Entry, name, value string, sink importers.Sink) {
	v, err := t.Number(value)
	given := err == nil && v >= 0
	if !t.Own.Supplement(name) {
		if given {
			sink.Entry(importers.ValueEntry(base, name, "", v))
		} else {
			sink.Entry(importers.TagEntry(base, name))
		}
		return
	}
	d := record.Dose{When: base.When, Supplement: name, Taken: record.TakenYes, Amount: v, HasAmount: given, Source: nomieID, Pos: base.Pos}
	if given && v == 0 {
		d.Taken = record.NotTaken
	}
	sink.Dose(d)
}
