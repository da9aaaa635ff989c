package reports

// Advice is what a report advises where a check fires, in the words of the
// report. The error names a check without a sentence.
func Advice(check string) (string, error) {
	s := &speaker{}
	text := s.word("caveat." + check + ".advice")
	return text, s.err
}
