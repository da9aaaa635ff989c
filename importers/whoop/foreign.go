package whoop

import (
	"errors"
	"regexp"

	"nof1/importers"
	"nof1/importers/record"
)

// Foreign recognises files that look like WHOOP's Data Export and are not,
// and says where to get the right one.
var Foreign importers.Importer = refusal{importers.Format{ID: "whoop.foreign", Columns: importers.Names("cycle_id", "quality_duration")}}

type refusal struct{ importers.Format }

// Refuses marks a format that is never read.
func (refusal) Refuses() {}

// Identify implements [importers.Importer].
func (refusal) Identify(h importers.Head) bool { return advice(h) != "" }

// Read always refuses, with advice.
func (refusal) Read(src importers.Source, _ importers.Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(advice(src.Head))
}

// advice returns what to do about a look-alike, "" for any other file.
func advice(h importers.Head) string {
	switch {
	case h.Has("cycle_id", "quality_duration"):
		return "this is a dump of WHOOP's web interface, not an export: use the app's Data Export"
	case h.Has("during") && (h.Index(privacyColumns...) >= 0 || whoopName.MatchString(h.Base)),
		h.Has("hr", "accel_x", "accel_y", "accel_z"):
		return "this is WHOOP's privacy export, which has no nightly values: use the app's Data Export"
	case h.Index(cycleStart...) < 0 && len(h.Header) >= 18 && firstRow.MatchString(h.Text):
		return "this looks like WHOOP's Data Export in a language nof1 does not know: set the app to English and export again"
	}
	return ""
}

// firstRow is the beginning of a first row: start and end of a cycle and its
// zone, which look the same in every language.
var firstRow = regexp.MustCompile(`^[^\n]*\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,[^,\n]*,UTC(?:Z|[+-]\d\d:\d\d),`)

// privacyColumns are of WHOOP's privacy export: its tables of times have one of them.
var privacyColumns = []string{"cycle_id", "activity_id", "sleep_id", "created_at", "score", "timezone_offset"}

// whoopName matches the name of a file that is named like one of WHOOP's.
var whoopName = regexp.MustCompile(`(?i)sleep|cycle|workout|recover|whoop`)
