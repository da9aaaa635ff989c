package whoop

import (
	"errors"
	"regexp"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Foreign recognises files that look like WHOOP's Data Export and are not,
// and says where to get the right one.
var Foreign importers.Importer = refusal{}

type refusal struct{}

// Refuses marks a format that is never read.
func (refusal) Refuses() {}

func (refusal) Name() string { return "whoop.foreign" }

func (refusal) Wants() []string { return []string{"cycle_id", "quality_duration"} }

func (refusal) Identify(h importers.Head) bool { return advice(h) != "" }

// Read always refuses, with advice.
func (refusal) Read(src importers.Source, _ importers.Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(advice(src.Head))
}

// advice is what to do about a look-alike, "" for any other file.
func advice(h importers.Head) string {
	switch {
	case h.Has("cycle_id", "quality_duration"):
		return "this is a dump of WHOOP's web interface, not an export: use the app's Data Export"
	case h.Has("during") && (h.Index("cycle_id", "activity_id", "sleep_id", "created_at", "score", "timezone_offset") >= 0 || base(h.Base)),
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

// base tells whether a file is named like one of WHOOP's.
func base(base string) bool {
	base = strings.ToLower(base)
	for _, part := range []string{"sleep", "cycle", "workout", "recover", "whoop"} {
		if strings.Contains(base, part) {
			return true
		}
	}
	return false
}
