package importers

import (
	"errors"
	"regexp"
	"strings"

	"nof1/importers/record"
)

// whoopForeign recognises files that look like WHOOP's Data Export and are not,
// and says where to get the right one.
var whoopForeign Importer = whoopRefusal{}

type whoopRefusal struct{}

func (whoopRefusal) Name() string { return "whoop.foreign" }

func (whoopRefusal) Wants() []string { return []string{"cycle_id", "quality_duration"} }

func (whoopRefusal) Identify(h Head) bool { return whoopAdvice(h) != "" }

// Read always refuses, with advice.
func (whoopRefusal) Read(src Source, _ Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(whoopAdvice(src.Head))
}

// whoopAdvice is what to do about a look-alike, "" for any other file.
func whoopAdvice(h Head) string {
	switch {
	case h.Has("cycle_id", "quality_duration"):
		return "this is a dump of WHOOP's web interface, not an export: use the app's Data Export"
	case h.Has("during") && (h.Index("cycle_id", "activity_id", "sleep_id", "created_at", "score", "timezone_offset") >= 0 || whoopBase(h.Base)),
		h.Has("hr", "accel_x", "accel_y", "accel_z"):
		return "this is WHOOP's privacy export, which has no nightly values: use the app's Data Export"
	case h.Index(whoopCycleStart...) < 0 && len(h.Header) >= 18 && whoopFirstRow.MatchString(h.Text):
		return "this looks like WHOOP's Data Export in a language nof1 does not know: set the app to English and export again"
	}
	return ""
}

// whoopFirstRow is the beginning of a first row: start and end of a cycle and its
// zone, which look the same in every language.
var whoopFirstRow = regexp.MustCompile(`^[^\n]*\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,[^,\n]*,UTC(?:Z|[+-]\d\d:\d\d),`)

// whoopBase tells whether a file is named like one of WHOOP's.
func whoopBase(base string) bool {
	base = strings.ToLower(base)
	for _, part := range []string{"sleep", "cycle", "workout", "recover", "whoop"} {
		if strings.Contains(base, part) {
			return true
		}
	}
	return false
}
