package reports

import "nof1/reports/words"

// Advice returns what a report advises if a check fires, in English. check is the id of
// the check. The error names a check without a sentence.
func Advice(check string) (string, error) {
	s := &words.Speaker{}
	text := s.Word("caveat." + check + ".advice")
	return text, s.Err
}
