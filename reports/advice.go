package reports

import "nof1/reports/words"

// Advice is what a report advises where a check fires, in the words of the
// report. The error names a check without a sentence.
func Advice(check string) (string, error) {
	s := &words.Speaker{}
	text := s.Word("caveat." + check + ".advice")
	return text, s.Err
}
